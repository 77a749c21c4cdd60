// Recounts the plant from scratch and compares: nothing lost, nothing doubled.

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/plant/batches.hpp"
#include "sim/plant/carry.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/plant.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/stock.hpp"
#include "sim/plant/tasks.hpp"

namespace takt {

namespace {

/// Every job in the shop stands in one place, and as many are there as are counted.
void check_jobs(const PlantState& plant, std::vector<std::string>& broken) {
  std::vector<int> places(plant.jobs.size(), 0);
  for (Index g = 0; g < static_cast<Index>(plant.groups.size()); ++g) {
    for (const Candidate& waiting : plant.queues.queue(g)) ++at(places, waiting.job);
  }
  for (const Index slot : plant.pending_routes) ++at(places, slot);
  std::uint64_t in_shop = 0;
  for (std::size_t slot = 0; slot < plant.jobs.size(); ++slot) {
    const JobState& state = plant.jobs[slot];
    if (state.phase == JobPhase::free_slot) {
      if (places[slot] != 0) broken.push_back(fmt::format("a job that left still waits (slot {})", slot));
      continue;
    }
    if (!tasks::is_task(plant, static_cast<Index>(slot))) ++in_shop;
    const bool waits = state.phase == JobPhase::queued || state.phase == JobPhase::waiting_route;
    if (waits && places[slot] != 1) {
      broken.push_back(fmt::format("job {} waits in {} places", state.number, places[slot]));
    }
    if (state.phase == JobPhase::on_machine && (places[slot] != 0 || state.machine < 0)) {
      broken.push_back(fmt::format("job {} should be on a machine and nowhere else", state.number));
    }
  }
  if (in_shop != plant.in_shop)
    broken.push_back(fmt::format("{} jobs are in the shop, counted {}", in_shop, plant.in_shop));
}

/// Work in queues and idle machines are as counted.
void check_groups(const PlantState& plant, std::vector<std::string>& broken) {
  for (Index g = 0; g < static_cast<Index>(plant.groups.size()); ++g) {
    const GroupState& it = at(plant.groups, g);
    Time work = 0;
    for (const Candidate& waiting : plant.queues.queue(g)) work += waiting.processing_time;
    Index idle = 0;
    for (Index m = it.first_machine; m < it.first_machine + it.machine_count; ++m) {
      const bool is_idle = at(plant.machines, m).job < 0 && at(plant.machines, m).down == 0;
      idle += static_cast<Index>(is_idle);
      if (it.machine_limit > 1 && is_idle != ((plant.idle_machines[at(m) / 64] & idle_bit(m)) != 0))
        broken.push_back(fmt::format("machine {} is noted as {}", m, is_idle ? "taken" : "idle"));
    }
    const std::string& name = at(plant.scenario->groups, g).name;
    if (work != it.queued_work) {
      broken.push_back(fmt::format("'{}': {} ticks of work wait, counted {}", name, work, it.queued_work));
    }
    if (idle != it.idle)
      broken.push_back(fmt::format("'{}': {} machines are idle, counted {}", name, idle, it.idle));
  }
}

/// What keeps a machine out of service is what it counts.
void check_stops(const PlantState& plant, std::vector<std::string>& broken) {
  for (Index m = 0; m < static_cast<Index>(plant.machines.size()); ++m) {
    const MachineUnit& unit = at(plant.machines, m);
    int failures = 0, maintained = 0, off = 0;
    for (Index u = unit.first_breakdown; u < unit.first_breakdown + unit.breakdown_count; ++u)
      failures += at(plant.breakdowns, u).broken != 0 ? 1 : 0;
    if (!plant.condition.machines.empty()) {
      failures += at(plant.condition.machines, m).broken != 0 ? 1 : 0;
      maintained += at(plant.condition.machines, m).plan >= 0 ? 1 : 0;
    }
    const ResourceState& resources = plant.resources;
    if (!resources.closed.empty()) off += at(resources.closed, m);
    off += static_cast<int>(std::count(resources.paused.begin(), resources.paused.end(), m));
    if (failures != unit.failures || maintained != unit.maintained || off != unit.off ||
        unit.down != failures + maintained + off)
      broken.push_back(
          fmt::format("machine {}: {} failures, {} maintenances and {} hours stop it, counted {}, "
                      "{}, {}, in all {}",
                      m, failures, maintained, off, unit.failures, unit.maintained, unit.off, unit.down));
  }
}

}  // namespace

std::vector<std::string> Plant::check() const {
  std::vector<std::string> broken;
  check_jobs(state_, broken);
  check_groups(state_, broken);
  check_stops(state_, broken);
  resources::check(state_, broken);
  stock::check(state_, broken);
  lines::check(state_, broken);
  carry::check(state_, broken);
  if (!state_.scenario->condition.groups.empty()) condition::check(state_, broken);
  batches::check(state_, broken);
  return broken;
}

}  // namespace takt
