#include <algorithm>

#include "viz/timeline/rows/rows.hpp"

namespace takt::rows {

namespace {

/// Beyond so many units a pool is a curve.
constexpr Index most_lanes = 8;

struct Level {
  Time time = 0;
  Index used = 0, capacity = 0;
};

/// What a pool starts with: the calendar's or profile's first event tells where it is another.
Level first_level(const Pool& pool) {
  return {0, 0, pool.profile.levels.empty() ? pool.capacity : pool.profile.levels.front().level};
}

/// Lane i is in use while more than i units are, and off while no more than i are there.
void add_lanes(const StoredRun& run, const Pool& pool, std::span<const Level> levels, Row row,
               Timeline& timeline) {
  std::vector<std::vector<Bar>> lanes(at(pool.capacity));
  for (std::size_t l = 0; l < levels.size(); ++l) {
    const Time end = l + 1 < levels.size() ? levels[l + 1].time : run.file.trace.end;
    if (end <= levels[l].time) continue;
    for (Index i = 0; i < pool.capacity; ++i) {
      if (i >= levels[l].used && i < levels[l].capacity) continue;
      const BarKind kind = i < levels[l].used ? BarKind::in_use : BarKind::off;
      std::vector<Bar>& lane = at(lanes, i);
      if (!lane.empty() && lane.back().end == levels[l].time && lane.back().kind == kind) {
        lane.back().end = end;
      } else {
        lane.push_back({.start = levels[l].time, .end = end, .kind = kind});
      }
    }
  }
  add_row(timeline, std::move(row), {}, lanes);
}

}  // namespace

bool has_pools(const StoredRun& run) {
  return !run.scenario.resources.pools.empty();
}

void add_pools(const StoredRun& run, const RowChoice& choice, Timeline& timeline) {
  const std::vector<Pool>& pools = run.scenario.resources.pools;
  std::vector<std::vector<Level>> levels(pools.size());
  for (std::size_t p = 0; p < pools.size(); ++p) levels[p].push_back(first_level(pools[p]));
  for (const EventRecord& event : run.file.trace.events)
    if (event.kind == EventKind::pool_level)
      at(levels, event.entity).push_back({event.time, static_cast<Index>(event.value), event.detail});
  for (std::size_t p = 0; p < pools.size(); ++p) {
    Row row{.name = pools[p].name, .index = static_cast<Index>(p)};
    if (!matches(row.name, choice.pattern)) continue;
    if (pools[p].capacity <= most_lanes) {
      add_lanes(run, pools[p], levels[p], std::move(row), timeline);
      continue;
    }
    std::vector<CurvePoint> points;
    for (const Level& level : levels[p]) points.push_back({level.time, static_cast<double>(level.used)});
    row.limit = pools[p].capacity;
    add_curve(timeline, std::move(row), points);
  }
}

}  // namespace takt::rows
