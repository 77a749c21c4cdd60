#include "tests/sim/resources_check.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace takt::test {
namespace {

Index level_at(const Timetable& table, Time t) {
  if (table.cycle != never) t %= table.cycle;
  Index level = 0;
  for (const Timetable::Level& l : table.levels)
    if (l.from <= t) level = l.level;
  return level;
}

Index capacity_at(const ResourceModel& resources, const Pool& pool, Time t) {
  if (pool.calendar >= 0) return pool.capacity * level_at(resources.calendars[at(pool.calendar)].hours, t);
  return pool.profile.levels.empty() ? pool.capacity : level_at(pool.profile, t);
}

/// When the operation was under way: from getting the machine to leaving it, less the time it was paused.
std::vector<std::pair<Time, Time>> working(const Trace& trace, const OperationRecord& o) {
  std::vector<std::pair<Time, Time>> parts;
  Time from = o.setup_start;
  for (const MachineInterval& i : trace.intervals) {
    if (i.machine != o.machine || i.state != MachineState::off || i.start < o.setup_start || i.end > o.end)
      continue;
    parts.emplace_back(from, i.start);
    from = i.end;
  }
  parts.emplace_back(from, o.end);
  return parts;
}

void check_use(const Scenario& s, const Trace& trace, std::vector<std::string>& faults) {
  const ResourceModel& resources = s.resources;
  // Changes of use by time: fixed needs by pool, all workers of skills together.
  std::vector<std::map<Time, std::int64_t>> change(resources.pools.size());
  std::map<Time, std::int64_t> any_worker;
  bool named_workers = false;
  for (const OperationRecord& o : trace.operations) {
    const NeedRange range = resources.mode_needs.empty() ? NeedRange{} : resources.mode_needs[at(o.mode)];
    for (Index n = range.first; n < range.first + range.count; ++n) {
      const Need& need = resources.needs[at(n)];
      std::map<Time, std::int64_t>& changes = need.pool >= 0 ? change[at(need.pool)] : any_worker;
      const bool goes = need.pool < 0 || resources.pools[at(need.pool)].leaves();
      named_workers = named_workers || (need.pool >= 0 && resources.pools[at(need.pool)].workers);
      const auto parts =
          goes ? working(trace, o) : std::vector<std::pair<Time, Time>>{{o.setup_start, o.end}};
      for (const auto& [from, to] : parts) {
        changes[from] += need.amount;
        changes[to] -= need.amount;
      }
    }
  }
  std::vector<std::map<Time, std::int64_t>> told(resources.pools.size());  // after each instant
  for (const EventRecord& e : trace.events) {
    if (e.kind != EventKind::pool_level) continue;
    const Pool& pool = resources.pools[at(e.entity)];
    const auto used = static_cast<std::int64_t>(e.value);
    if (e.detail != capacity_at(resources, pool, e.time) &&
        e.detail != capacity_at(resources, pool, e.time - 1))
      faults.push_back(fmt::format("pool '{}' has {} units at {}", pool.name, e.detail, e.time));
    const auto before = told[at(e.entity)].empty() ? 0 : told[at(e.entity)].rbegin()->second;
    if (used > e.detail &&
        (pool.at_end == AtEnd::pause ? e.time != trace.end && used > before : used > before))
      faults.push_back(fmt::format("pool '{}' gives away {} of {} at {}", pool.name, used, e.detail, e.time));
    told[at(e.entity)][e.time] = used;
  }
  // Operations that are open at the end have no record.
  const bool open = std::any_of(trace.jobs.begin(), trace.jobs.end(),
                                [](const JobRecord& job) { return job.outcome == JobOutcome::unfinished; });
  if (open || named_workers) return;
  std::map<Time, std::int64_t> all_workers_told;
  for (std::size_t p = 0; p < resources.pools.size(); ++p) {
    const Pool& pool = resources.pools[p];
    std::int64_t used = 0, last = 0;
    for (const auto& [time, now] : told[p]) {
      if (pool.workers) all_workers_told[time] += now - last;
      last = now;
      if (now > capacity_at(resources, pool, time) && pool.at_end == AtEnd::pause)
        faults.push_back(fmt::format("pool '{}' is used by {} beyond its hours at {}", pool.name, now, time));
    }
    if (pool.workers) continue;
    for (const auto& [time, delta] : change[p]) {
      used += delta;
      if (used > pool.capacity)
        faults.push_back(fmt::format("pool '{}' is used by {} at {}", pool.name, used, time));
      const auto after = told[p].upper_bound(time);
      const std::int64_t says = after == told[p].begin() ? 0 : std::prev(after)->second;
      if (says != used)
        faults.push_back(fmt::format("pool '{}': {} used at {}, told {}", pool.name, used, time, says));
    }
  }
  std::int64_t used = 0;
  for (const auto& [time, delta] : any_worker) {
    used += delta;
    std::int64_t says = 0;
    for (const auto& [when, d] : all_workers_told) says += when <= time ? d : 0;
    if (says != used) faults.push_back(fmt::format("workers: {} busy at {}, told {}", used, time, says));
  }
}

void check_precedence(const Scenario& s, const Trace& trace, std::vector<std::string>& faults) {
  std::map<std::pair<std::uint32_t, Index>, const OperationRecord*> done;
  for (const OperationRecord& o : trace.operations) {
    if (o.outcome != OperationOutcome::finished) continue;
    if (!done.emplace(std::pair(o.job, o.step), &o).second)
      faults.push_back(fmt::format("job {} did step {} twice", o.job, o.step));
  }
  for (const auto& [key, o] : done) {
    if (s.precedence.tasks.empty()) break;
    Time ready = 0;
    for (const Index before : s.precedence.tasks[at(key.second)].after) {
      const auto found = done.find({key.first, before});
      if (found == done.end()) {
        faults.push_back(fmt::format("job {} did step {} but not {}", key.first, key.second, before));
      } else {
        ready = std::max(ready, found->second->end);
      }
    }
    if (o->ready < ready || o->setup_start < o->ready)
      faults.push_back(fmt::format("job {}: step {} starts too early", key.first, key.second));
  }
  for (const JobRecord& job : trace.jobs) {
    const Routing& routing = s.routings[at(job.routing)];
    if (!routing.graph || job.outcome != JobOutcome::done) continue;
    Time last = job.release;
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
      const auto found = done.find({job.number, i});
      if (found == done.end()) {
        faults.push_back(fmt::format("job {} is done without step {}", job.number, i));
      } else {
        last = std::max(last, found->second->end);
      }
    }
    if (job.completion != last || job.operations_done != static_cast<std::uint32_t>(routing.step_count))
      faults.push_back(
          fmt::format("job {} is done at {}, its last task at {}", job.number, job.completion, last));
  }
}

}  // namespace

std::vector<std::string> resources_faults(const Scenario& scenario, const Trace& trace) {
  std::vector<std::string> faults;
  check_use(scenario, trace, faults);
  check_precedence(scenario, trace, faults);
  return faults;
}

}  // namespace takt::test
