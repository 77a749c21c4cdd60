#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::idleness {

// Why machines without an operation have none: nothing is there for them (idle), something that a job needs
// is not (waiting), or there is no place behind them (blocked before service). Looked at when an instant is
// over, for the groups where something has changed. The lowest machines of a group stand for the first jobs.

/// The state before time 0.
void set_up(PlantState& plant);

/// Jobs, machines or what they need has changed at a group.
inline void touch(PlantState& plant, Index group) {
  if (plant.idleness.machines.empty()) return;
  at(plant.idleness.touched, at(group) / 64) |= std::uint64_t{1} << (at(group) % 64);
  plant.idleness.unsettled = true;
}

/// So many more jobs wait for a card before they may go to a group.
void count_card_waiter(PlantState& plant, Index group, Index more);

/// A wip limit's cards were taken, or came back.
void wip_changed(PlantState& plant, Index loop);

/// The job is carried to a group by a vehicle, from now on, or was set down there (group -1).
void carried(PlantState& plant, Index slot, Index group);

/// Looks at all that was touched; at the end of an instant.
void settle(PlantState& plant, Effects& effects);

/// Appends what lasts at the end of the run.
void close(const PlantState& plant, Time end, Effects& effects);

/// What a machine is in now, as of the last settle() for one without operation.
inline MachineState state_of(const PlantState& plant, Index m) {
  const MachineUnit& unit = at(plant.machines, m);
  if (unit.down > 0 || unit.job >= 0 || plant.idleness.machines.empty()) return unit.state();
  return at(plant.idleness.machines, m).state;
}

}  // namespace takt::idleness
