#pragma once

#include <cstdint>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

// What the plant keeps of degradation, maintenance, sensors and power: plain structs, copied as memory. Every
// vector is empty unless the scenario needs it.

/// A machine whose group degrades or is maintained.
struct MachineCondition {
  double wear = 0;
  Time level_left = 0;           ///< clock busy, and calendar while it stands still: time left in the level
  Time level_ends = 0;           ///< clock calendar, while it runs: when the level ends
  std::int64_t pieces_left = 0;  ///< clock pieces: operations left in the level
  std::uint64_t levels_drawn = 0;
  std::uint64_t growths_drawn = 0;
  std::uint64_t failures = 0;  ///< at the last level
  Index level = 0;
  Index worked_at = 0;       ///< level when the last operation ended, before what that brought about
  Index plan = -1;           ///< of the maintenance that is under way; -1: none
  std::uint32_t armed = 0;   ///< the end of the level is under way
  std::uint32_t broken = 0;  ///< down at its last level
  std::uint32_t waits = 0;   ///< it is among ConditionState::waiting
  std::uint32_t unused = 0;
};

/// A maintenance plan of a machine.
struct PlanUnit {
  Time since = 0;           ///< trigger calendar: when its measure was 0 ...
  Time wakes = 0;           ///< ... and when the machine is looked at next
  Time busy = 0;            ///< ticks of processing since its measure was 0
  std::int64_t pieces = 0;  ///< operations finished since then
  std::uint64_t done = 0;   ///< maintenances that began
  Index machine = 0;
  Index plan = 0;           ///< GroupCondition::plans
  std::uint32_t armed = 0;  ///< trigger calendar: a wake-up is under way
};

/// A sensor of a machine.
struct SensorUnit {
  std::uint64_t samples = 0;
  Index machine = 0;
  Index sensor = 0;  ///< GroupCondition::sensors
};

/// What of the site's cap is set aside for a machine.
enum class PowerHold : std::uint32_t { resting, maintained, working };

/// A repair whose crew is not free.
struct RepairWait {
  Time duration = 0;
  Index entity = 0;  ///< as in ActivityKind::repair
  std::uint32_t unused = 0;
};

struct ConditionState {
  std::vector<MachineCondition> machines;  ///< by machine
  std::vector<PlanUnit> plans;
  std::vector<SensorUnit> sensors;
  std::vector<Time> failure_ends;   ///< by breakdown unit of clock calendar: when an armed failure comes
  std::vector<std::int64_t> drawn;  ///< by machine: mW, as the site's sum has it
  std::vector<PowerHold> holds;     ///< by machine; only under a cap

  std::vector<Index> crew_units;            ///< by pool: held by crews; empty: nobody is ever needed
  std::vector<RepairWait> repairs_waiting;  ///< first come first

  std::int64_t site = 0;       ///< mW that all machines draw
  std::int64_t set_aside = 0;  ///< mW of the cap

  // Within an instant:
  std::vector<Index> asking;   ///< machines about which an agent is asked, ascending
  std::vector<Index> waiting;  ///< machines whose maintenance waits for power or a crew, first come first
  std::vector<Index> touched;  ///< machines whose state changed in this instant
  std::vector<Index> sampled;  ///< sensor units that are read when this instant is over
  bool unsettled = false;      ///< `touched` or `sampled` is not empty

  std::size_t bytes() const {
    const auto of = [](const auto& v) { return v.size() * sizeof(v[0]); };
    return of(machines) + of(plans) + of(sensors) + of(failure_ends) + of(drawn) + of(holds) + of(asking) +
           of(waiting) + of(touched) + of(sampled) + of(crew_units) + of(repairs_waiting);
  }
};

}  // namespace takt
