#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/model/time.hpp"

namespace takt {

/// What the plant keeps to see jobs that nothing can ever move again. Flat vectors, empty where the scenario
/// leaves no job stuck.
struct StuckState {
  /// A job that waits for parts or for others to fill its batch, for all that wait at the same step.
  struct Wanting {
    std::int32_t slot = -1;
    std::uint32_t number = 0;  ///< of the job
    std::int32_t step = -1, group = -1;
  };

  bool watched = false;                     ///< jobs of this scenario may wait for ever
  bool by_hours = false;                    ///< because units or hours may be over for good
  bool by_supply = false;                   ///< because parts or members of a batch may come no more
  bool suspect = false;                     ///< something of this instant may have left jobs stuck
  bool supply_less = false;                 ///< of this instant: less is to come than before
  bool any = false;                         ///< of this instant: all jobs are to be looked at
  std::vector<std::int32_t> newly_waiting;  ///< job slots, of this instant
  std::vector<Wanting> wanting;
  std::vector<char> stuck;  ///< by job slot: nothing can ever move it
  std::uint64_t jobs = 0;   ///< that are stuck
  Time since = never;       ///< when the first of them got stuck

  std::vector<std::uint32_t>
      orders_left;  ///< by routing: listed orders that are not released; where supply may end
  std::vector<std::int32_t> card_holders;  ///< by loop: who was last seen to hold a card and may move
  std::vector<char> dead_loops;            ///< by loop: all its cards are with stuck jobs

  // Scratch of Prospects: by job slot and by group, all 0 between looks; and which are not 0.
  std::vector<std::uint8_t> marks, open_groups;
  std::vector<std::int32_t> seen, opened;

  std::size_t bytes() const {
    return stuck.size() + wanting.size() * sizeof(Wanting) + orders_left.size() * sizeof(std::uint32_t);
  }
};

}  // namespace takt
