#pragma once

#include <cstdint>

#include "sim/model/index.hpp"
#include "sim/model/time.hpp"
#include "sim/plant/records.hpp"

namespace takt {

/// What a bar tells of its row. Whoever draws looks up its look in one table (draw/styles.hpp).
enum class BarKind : std::uint8_t {
  processing,
  setup,
  down,
  maintenance,
  off,        ///< outside working hours
  blocked,    ///< done, and cannot leave
  waiting,    ///< a job for a machine, or a machine for what else its next operation needs
  transport,  ///< a vehicle with a load, or a job on its way
  empty_ride,
  handling,  ///< loading or unloading
  charging,
  in_use,  ///< units of a pool are taken
};
inline constexpr int bar_kind_count = 12;

/// Something that lasted over [start, end) in one lane of a row.
struct Bar {
  Time start = 0;
  Time end = 0;
  std::uint32_t job = no_job;  ///< job number
  Index step = -1;             ///< Scenario::steps; -1: no operation
  Index machine = -1;          ///< where; -1: at none
  BarKind kind = BarKind::processing;
  bool first = true;         ///< the piece with which its operation begins (it may have been interrupted) ...
  bool last = true;          ///< ... and with which it ends
  std::uint8_t special = 0;  ///< bits of BarMark

  bool operator==(const Bar&) const = default;
};
static_assert(sizeof(Bar) == 32);

enum BarMark : std::uint8_t {
  mark_critical = 1 << 0,  ///< on the critical path
  mark_scrapped = 1 << 1,  ///< its operation ended in scrap
};

}  // namespace takt
