#include "sim/record/resource_tally.hpp"

#include <algorithm>

namespace takt {
namespace {

void advance(PoolTally& pool, Time warm_up, Time now) {
  const Time from = std::max(pool.since, warm_up);
  pool.since = now;
  if (now <= from) return;
  const auto span = static_cast<double>(now - from);
  pool.used_time += span * pool.used;
  pool.capacity_time += span * pool.capacity;
  pool.overtime += span * std::max<Index>(0, pool.used - pool.capacity);
  pool.peak = std::max(pool.peak, pool.used);
}

}  // namespace

ResourceTally make_resource_tally(const Scenario& scenario) {
  ResourceTally tally;
  tally.pools.resize(scenario.resources.pools.size());
  if (!scenario.resources.hours.empty()) tally.machine_overtime.resize(scenario.groups.size());
  if (!scenario.precedence.tasks.empty()) tally.tasks.resize(scenario.routings.size());
  return tally;
}

void tally_resources(ResourceTally& tally, const Scenario& scenario, const EventRecord& event) {
  const bool counts = event.time >= scenario.run.warm_up;
  switch (event.kind) {
    case EventKind::pool_level: {
      PoolTally& pool = tally.pools[at(event.entity)];
      advance(pool, scenario.run.warm_up, event.time);
      pool.used = static_cast<Index>(event.value);
      pool.capacity = event.detail;
      break;
    }
    case EventKind::pool_wait:
      if (!counts) break;
      ++tally.pools[at(event.entity)].waits;
      tally.pools[at(event.entity)].wait += event.value;
      break;
    case EventKind::machine_overtime:
      if (counts) tally.machine_overtime[at(scenario.group_of_machine[at(event.entity)])] += event.value;
      break;
    case EventKind::task_done:
      if (!counts) break;
      ++tally.tasks[at(event.detail)].done;
      tally.tasks[at(event.detail)].weighted_completion += event.value * static_cast<double>(event.time);
      break;
    default:
      break;
  }
}

void close_resource_tally(ResourceTally& tally, const Scenario& scenario, Time end) {
  for (PoolTally& pool : tally.pools) advance(pool, scenario.run.warm_up, end);
}

}  // namespace takt
