#pragma once

#include <cstddef>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

/// What resources keep of a job (part of JobExtra).
struct ResourcePart {
  Time short_since = never;  ///< since when its operation lacks units although a machine is free
  Index short_of = -1;       ///< the pool it lacked first
};

/// What precedence graphs keep of a job (part of JobExtra).
struct TaskPart {
  Index parent = -1;  ///< of a task: the slot of its job; -1: it is no task
  // Of a job whose routing is a graph:
  Index block = -1;      ///< in PrecedenceState::graph_words
  Index tasks_left = 0;  ///< not done yet
  Index live_tasks = 0;  ///< ready or under way: they have slots of their own
  Index lost = 0;        ///< a task was scrapped: nothing more is begun
};

/// The state of precedence graphs.
struct PrecedenceState {
  std::vector<std::int64_t> graph_words;  ///< blocks: for each step predecessors left, then longest paths
  std::vector<Index> free_graph_block;    ///< by routing: head of the list of free blocks

  std::size_t bytes() const {
    return graph_words.size() * sizeof(std::int64_t) + free_graph_block.size() * sizeof(Index);
  }
};

/// The state of pools and hours: plain vectors, copied as memory.
struct ResourceState {
  struct PoolLevel {
    Index capacity = 0;  ///< now
    Index used = 0;      ///< more than the capacity in overtime
  };
  /// Units that the operation on a machine has, as a linked list.
  struct Hold {
    Index pool = 0;
    Index amount = 0;
    Index next = -1;
  };
  /// Where a timetable stands.
  struct ShiftClock {
    Time cycle_start = 0;
    Index level = 0;
    Time since = 0;  ///< when the number changed last
  };

  std::vector<PoolLevel> pools;
  std::vector<Index> free;  ///< by pool: what can be taken now
  std::vector<Hold> holds;
  Index free_hold = -1;
  std::vector<Index> first_hold;   ///< by machine
  std::vector<ShiftClock> clocks;  ///< by calendar, then one a pool with a profile
  std::vector<Index> profile_of;   ///< pools with a profile, in the order of their clocks
  std::vector<Index> paused;       ///< machines whose operation waits to get its units again, longest first
  std::vector<char> closed;        ///< by machine: out of service because of its calendar
  std::vector<char> waits;         ///< by cluster: the agent chose to wait in this instant
  std::vector<Take> takes;         ///< scratch

  std::size_t bytes() const {
    return pools.size() * sizeof(PoolLevel) + free.size() * sizeof(Index) + holds.size() * sizeof(Hold) +
           clocks.size() * sizeof(ShiftClock) + (first_hold.size() + paused.size()) * sizeof(Index) +
           closed.size() + waits.size();
  }
};

}  // namespace takt
