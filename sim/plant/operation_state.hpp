#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt {

/// No operation has left a defect.
inline constexpr std::uint32_t no_defect = 0xffffffff;

/// What batches, cascades and quality keep of a job in the shop.
struct OperationPart {
  Index next = -1;    ///< job slot of the next member of its batch
  Index behind = -1;  ///< of the first member of a batch inside a cascade: the batch that entered after it
  Time leave =
      0;  ///< inside a cascade: when it leaves; while the machine is stopped: how long after the restart
  Time setup_start = 0, start = 0;        ///< inside a cascade: of its operation
  std::uint32_t defect_from = no_defect;  ///< the first of its operations that left a defect, by position
  std::uint32_t watched = 0;              ///< watch_... bits: which of its timers are under way
};
inline constexpr std::uint32_t watch_late = 1;  ///< ActivityKind::deadline
inline constexpr std::uint32_t watch_hold = 2;  ///< ActivityKind::hold
inline constexpr std::uint32_t watch_tail = 4;  ///< ActivityKind::tail

/// What they keep of a machine.
struct MachineLoad {
  Index last_member = -1;   ///< of the batch on it (the first is MachineUnit::job)
  Index members = 0;        ///< of the batch on it
  Index inside_first = -1;  ///< batches inside the cascade, in order of entry: first members
  Index inside_last = -1;
  Index run_left = 0;  ///< jobs still to start before the family may change
};

/// Of the jobs in a queue that may share a batch.
struct BatchCount {
  Index jobs = 0;
  Time oldest = 0;
};

/// Why a job was lost: EventKind::scrapped.
enum class ScrapReason : std::int32_t {
  operation,     ///< the operation failed
  inspection,    ///< an inspection found a defect
  rework_limit,  ///< it was to be reworked too often
  late           ///< it waited too long
};

/// What an inspection said: EventKind::inspected.
enum class InspectionResult : std::int32_t { good, missed, found, false_alarm };

}  // namespace takt
