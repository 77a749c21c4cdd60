// Recounts transport from scratch: no job or vehicle lost or doubled.

#include <fmt/format.h>

#include "sim/plant/carry.hpp"

namespace takt::carry {

void check(const PlantState& plant, std::vector<std::string>& broken) {
  if (!plant.scenario->transport.used()) return;
  std::vector<int> places(plant.jobs.size(), 0);
  plant.transport.check(places, broken);
  if (!plant.scenario->transport.carries_jobs) return;
  for (std::size_t slot = 0; slot < plant.jobs.size(); ++slot) {
    if (places[slot] !=
        static_cast<int>(plant.jobs[slot].phase == JobPhase::carried || plant.extras[slot].belt >= 0))
      broken.push_back(fmt::format("job {} is carried in {} places", plant.jobs[slot].number, places[slot]));
    const Index kept = plant.extras[slot].kept_machine;
    if (kept >= 0 && (at(plant.machines, kept).job != static_cast<Index>(slot) ||
                      at(plant.machines, kept).activity != MachineState::blocked))
      broken.push_back(fmt::format("job {} keeps a machine that does not have it", plant.jobs[slot].number));
  }
}

}  // namespace takt::carry

namespace takt {

void Transport::check(std::vector<int>& places, std::vector<std::string>& broken) const {
  Index undecided = 0, idle = 0;
  std::vector<Index> outputs(outputs_.size(), 0);
  std::vector<Index> fetched(vehicles_.size(), 0), waiting(conveyors_.size(), 0);
  for (const TransportTask& task : tasks_) {
    ++at(places, task.job);
    undecided += static_cast<Index>(task.conveyor < 0 && task.vehicle < 0);
    if (task.vehicle >= 0) ++at(fetched, task.vehicle);
    if (task.conveyor >= 0) ++at(waiting, task.conveyor);
    if (task.output >= 0 && task.machine < 0) ++at(outputs, task.output);
  }
  for (std::size_t v = 0; v < vehicles_.size(); ++v) {
    const VehicleState& it = vehicles_[v];
    idle += static_cast<Index>(it.idle);
    const bool carries = it.errand == VehicleState::Errand::deliver;
    for (Index i = 0; carries && i < it.aboard; ++i) ++at(places, seat(it.seats + i));
    const std::string name = vehicle_name(model(), static_cast<Index>(v));
    if (it.aboard > fleet(it).capacity)
      broken.push_back(fmt::format("vehicle '{}' carries {} jobs", name, it.aboard));
    if (it.left < 0) broken.push_back(fmt::format("vehicle '{}' has run its battery empty", name));
    const bool fetches = it.errand == VehicleState::Errand::fetch;
    if (fetches != (fetched[v] > 0) || (fetches && it.aboard > 0 && it.aboard != fetched[v]))
      broken.push_back(
          fmt::format("vehicle '{}' fetches {} jobs, and {} wait for it", name, it.aboard, fetched[v]));
  }
  for (std::size_t c = 0; c < conveyors_.size(); ++c) {
    for (Index i = 0; i < conveyors_[c].count; ++i) ++at(places, on_conveyor(static_cast<Index>(c), i));
    if (conveyors_[c].count > model().conveyors[c].slots || conveyors_[c].waiting != waiting[c])
      broken.push_back(fmt::format("conveyor '{}': {} jobs on it, {} wait, counted {}",
                                   model().conveyors[c].name, conveyors_[c].count, waiting[c],
                                   conveyors_[c].waiting));
  }
  if (undecided != undecided_ || idle != idle_)
    broken.push_back(fmt::format("{} jobs wait for a vehicle and {} vehicles are idle, counted {} and {}",
                                 undecided, idle, undecided_, idle_));
  for (std::size_t g = 0; g < outputs.size(); ++g) {
    if (outputs[g] != outputs_[g])
      broken.push_back(fmt::format("output buffer {}: {} jobs, counted {}", g, outputs[g], outputs_[g]));
  }
  if (!news_.empty()) broken.push_back("transport has news that nobody heeded");
}

void Transport::count_transfers(TransferOwner owner, std::vector<int>& counts) const {
  for (const Transfer& transfer : transfers_) {
    if (transfer.owner != owner) continue;
    if (static_cast<std::size_t>(transfer.index) >= counts.size())
      counts.resize(static_cast<std::size_t>(transfer.index) + 1, 0);
    ++at(counts, transfer.index);
  }
}

}  // namespace takt
