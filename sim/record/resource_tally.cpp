#include "sim/record/resource_tally.hpp"

#include <algorithm>

namespace takt {

ResourceTallier::ResourceTallier(const Scenario& scenario, Time from) : from_(from) {
  tally_.pools.resize(scenario.resources.pools.size());
  levels_.resize(tally_.pools.size());
  if (!scenario.precedence.tasks.empty()) tally_.tasks.resize(scenario.routings.size());
  on_ = !tally_.pools.empty() || !tally_.tasks.empty();
}

void ResourceTallier::advance(std::size_t p, Time now) {
  Level& level = levels_[p];
  const Time from = std::max(level.since, from_);
  level.since = now;
  if (now <= from) return;
  PoolTally& pool = tally_.pools[p];
  const auto span = static_cast<double>(now - from);
  pool.used_time += span * level.used;
  pool.capacity_time += span * level.capacity;
  pool.overtime += span * std::max<Index>(0, level.used - level.capacity);
  pool.peak = std::max(pool.peak, level.used);
}

void ResourceTallier::take(const EventRecord& event) {
  const bool counts = event.time >= from_;
  switch (event.kind) {
    case EventKind::pool_level: {
      advance(at(event.entity), event.time);
      Level& level = levels_[at(event.entity)];
      level.used = static_cast<Index>(event.value);
      level.capacity = event.detail;
      break;
    }
    case EventKind::pool_wait:
      if (!counts) break;
      ++tally_.pools[at(event.entity)].waits;
      tally_.pools[at(event.entity)].wait += event.value;
      break;
    case EventKind::task_done:
      if (!counts) break;
      ++tally_.tasks[at(event.detail)].done;
      tally_.tasks[at(event.detail)].weighted_completion += event.value * static_cast<double>(event.time);
      break;
    default:
      break;
  }
}

ResourceTally ResourceTallier::finish(Time end) {
  for (std::size_t p = 0; p < levels_.size(); ++p) advance(p, end);
  return std::move(tally_);
}

}  // namespace takt
