// Recounts what batches and cascades keep of jobs and machines.

#include <fmt/format.h>

#include "sim/plant/plant.hpp"

namespace takt {

/// Every job on a machine is in one batch of it, on or inside it, and batches are as large as counted.
void Plant::check_process(std::vector<std::string>& broken) const {
  if (machine_process_.empty() || extras_.empty()) return;
  const auto at = [](Index i) { return static_cast<std::size_t>(i); };
  std::vector<int> places(jobs_.size());  // how often a job was met on or inside machines
  const auto count = [&](Index machine, Index first) {
    Index members = 0;
    for (Index slot = first; slot >= 0 && members <= static_cast<Index>(jobs_.size());
         slot = extras_[at(slot)].process.next) {
      ++members;
      ++places[at(slot)];
      if (job(slot).machine != machine || job(slot).phase != JobPhase::on_machine)
        broken.push_back(fmt::format("job {} is part of what is on machine '{}', but does not know it",
                                     job(slot).number, machine_name(*scenario_, machine)));
    }
    return members;
  };
  for (Index m = 0; m < static_cast<Index>(machines_.size()); ++m) {
    const MachineProcess& process = machine_process_[at(m)];
    const std::uint32_t flags = group(machine(m).group).flags;
    const bool kept = machine(m).activity == MachineState::blocked;  // its jobs are done: see check_lines
    const Index members = kept ? 0 : count(m, machine(m).job);
    if (!kept && (flags & group_batch) != 0 && machine(m).job >= 0) {
      const Index most = scenario_->process.groups[at(machine(m).group)].batch.maximum;
      if (members != process.members || members > most)
        broken.push_back(fmt::format("machine '{}' has a batch of {} jobs, counted {}, of at most {}",
                                     machine_name(*scenario_, m), members, process.members, most));
    }
    Index last = -1;
    for (Index slot = process.inside_first; slot >= 0; slot = extras_[at(slot)].process.behind) {
      count(m, slot);
      if (last >= 0 && extras_[at(slot)].process.leave < extras_[at(last)].process.leave)
        broken.push_back(fmt::format("job {} overtakes job {} inside machine '{}'", job(slot).number,
                                     job(last).number, machine_name(*scenario_, m)));
      last = slot;
    }
    if (last != process.inside_last)
      broken.push_back(
          fmt::format("machine '{}' has lost track of who is inside", machine_name(*scenario_, m)));
  }
  for (std::size_t slot = 0; slot < jobs_.size(); ++slot) {
    const int expected = jobs_[slot].phase == JobPhase::on_machine ? 1 : 0;
    if (places[slot] != expected)
      broken.push_back(
          fmt::format("job {} is on machines {} times, not {}", jobs_[slot].number, places[slot], expected));
  }
}

}  // namespace takt
