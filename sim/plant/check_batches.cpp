// Recounts what batches and cascades keep of jobs and machines.

#include <fmt/format.h>

#include "sim/plant/batches.hpp"

namespace takt::batches {

void check(const PlantState& plant, std::vector<std::string>& broken) {
  if (plant.machine_loads.empty() || plant.extras.empty()) return;
  std::vector<int> places(plant.jobs.size());  // how often a job was met on or inside machines
  const auto count = [&](Index machine, Index first) {
    Index members = 0;
    for (Index slot = first; slot >= 0 && members <= static_cast<Index>(plant.jobs.size());
         slot = at(plant.extras, slot).operation.next) {
      ++members;
      ++at(places, slot);
      if (at(plant.jobs, slot).machine != machine || at(plant.jobs, slot).phase != JobPhase::on_machine)
        broken.push_back(fmt::format("job {} is part of what is on machine '{}', but does not know it",
                                     at(plant.jobs, slot).number, machine_name(*plant.scenario, machine)));
    }
    return members;
  };
  for (Index m = 0; m < static_cast<Index>(plant.machines.size()); ++m) {
    const MachineLoad& load = at(plant.machine_loads, m);
    const std::uint32_t flags = at(plant.groups, at(plant.machines, m).group).flags;
    const bool kept =
        at(plant.machines, m).activity == MachineState::blocked;  // its jobs are done: see lines::check
    const Index members = kept ? 0 : count(m, at(plant.machines, m).job);
    if (!kept && (flags & group_batch) != 0 && at(plant.machines, m).job >= 0) {
      const Index most = at(plant.scenario->operations.groups, at(plant.machines, m).group).batch.maximum;
      if (members != load.members || members > most)
        broken.push_back(fmt::format("machine '{}' has a batch of {} jobs, counted {}, of at most {}",
                                     machine_name(*plant.scenario, m), members, load.members, most));
    }
    Index last = -1;
    for (Index slot = load.inside_first; slot >= 0; slot = at(plant.extras, slot).operation.behind) {
      count(m, slot);
      if (last >= 0 && at(plant.extras, slot).operation.leave < at(plant.extras, last).operation.leave)
        broken.push_back(fmt::format("job {} overtakes job {} inside machine '{}'",
                                     at(plant.jobs, slot).number, at(plant.jobs, last).number,
                                     machine_name(*plant.scenario, m)));
      last = slot;
    }
    if (last != load.inside_last)
      broken.push_back(
          fmt::format("machine '{}' has lost track of who is inside", machine_name(*plant.scenario, m)));
  }
  for (std::size_t slot = 0; slot < plant.jobs.size(); ++slot) {
    const int expected = plant.jobs[slot].phase == JobPhase::on_machine ? 1 : 0;
    if (places[slot] != expected)
      broken.push_back(fmt::format("job {} is on machines {} times, not {}", plant.jobs[slot].number,
                                   places[slot], expected));
  }
}

}  // namespace takt::batches
