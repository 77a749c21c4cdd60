// What may still come by the timetables: open machines, units of pools, crews; and operations that never end.

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/plant/look_up.hpp"
#include "sim/plant/prospects.hpp"

namespace takt::stuck {

namespace {

/// Beyond so many changes of the timetables anything is held to be possible.
constexpr int most_changes = 20'000;

/// Walks through the moments to come of some timetables together, from now on until they repeat themselves.
class Moments {
 public:
  explicit Moments(const PlantState& plant) : plant_(plant) {}

  void watch(Index clock) {
    const auto known = [clock](const Place& place) { return place.clock == clock; };
    if (std::any_of(places_.begin(), places_.end(), known)) return;
    const ResourceModel& resources = plant_.scenario->resources;
    const std::size_t calendars = resources.calendars.size();
    const Timetable& table =
        at(clock) < calendars
            ? at(resources.calendars, clock).hours
            : at(resources.pools, plant_.resources.profile_of[at(clock) - calendars]).profile;
    const ResourceState::ShiftClock& now = at(plant_.resources.clocks, clock);
    places_.push_back({clock, &table, at(now.level), now.cycle_start, 0});
  }
  /// The timetable of a pool, if it has one.
  void watch_pool(Index p) {
    const Pool& pool = at(plant_.scenario->resources.pools, p);
    if (pool.calendar >= 0) {
      watch(pool.calendar);
    } else if (!pool.profile.levels.empty()) {
      watch(clock_of_profile(p));
    }
  }

  /// Whether `holds` is true at one of the moments.
  template <typename Holds>
  bool any(Holds holds) {
    Time cycle = 1, settled = plant_.now;
    for (Place& place : places_) {
      place.next = next_change(place);
      if (place.table->cycle == never) {
        settled = std::max(settled, place.cycle_start + place.table->levels.back().from);
      } else {
        const Time common = std::gcd(cycle, place.table->cycle);
        cycle = cycle / common > never / place.table->cycle ? never : cycle / common * place.table->cycle;
      }
    }
    const Time end = cycle > never - settled - 1 ? never : settled + cycle;
    for (int change = 0; change < most_changes; ++change) {
      if (holds(*this)) return true;
      const auto next = std::min_element(places_.begin(), places_.end(),
                                         [](const Place& x, const Place& y) { return x.next < y.next; });
      if (next == places_.end() || next->next > end || next->next == never) return false;
      const Time now = next->next;
      for (Place& place : places_) {
        if (place.next != now) continue;
        if (++place.level == place.table->levels.size()) {
          place.level = 0;
          place.cycle_start = now;
        }
        place.next = next_change(place);
      }
    }
    return true;
  }

  Index level(Index clock) const {
    for (const Place& place : places_)
      if (place.clock == clock) return place.table->levels[place.level].level;
    return 1;
  }
  Index capacity(Index p) const {
    const Pool& pool = at(plant_.scenario->resources.pools, p);
    if (pool.calendar >= 0) return pool.capacity * level(pool.calendar);
    return pool.profile.levels.empty() ? pool.capacity : level(clock_of_profile(p));
  }

 private:
  struct Place {
    Index clock = 0;
    const Timetable* table = nullptr;
    std::size_t level = 0;
    Time cycle_start = 0;
    Time next = 0;
  };

  Index clock_of_profile(Index pool) const {
    const std::vector<Index>& with = plant_.resources.profile_of;
    return static_cast<Index>(plant_.scenario->resources.calendars.size()) +
           static_cast<Index>(std::lower_bound(with.begin(), with.end(), pool) - with.begin());
  }
  static Time next_change(const Place& place) {
    const std::size_t next = place.level + 1;
    if (next < place.table->levels.size()) return place.cycle_start + place.table->levels[next].from;
    return place.table->cycle == never ? never : place.cycle_start + place.table->cycle;
  }

  const PlantState& plant_;
  std::vector<Place> places_;
};

/// The longest time that a distribution can give, in ticks; infinite when it has no bound.
double greatest(const Distribution& time) {
  switch (time.kind) {
    case DistributionKind::constant:
      return time.a;
    case DistributionKind::uniform:
      return time.b;
    case DistributionKind::discrete_uniform:
      return time.b * time.c;
    case DistributionKind::triangular:
      return time.c;
    case DistributionKind::truncated_normal:
      return time.d;
    case DistributionKind::empirical:
      return *std::max_element(time.values.begin(), time.values.end());
    default:
      return std::numeric_limits<double>::infinity();
  }
}

}  // namespace

bool units_ever_free(const PlantState& plant, Index mode, Index group, bool again,
                     const std::vector<Index>& dead) {
  const ResourceModel& resources = plant.scenario->resources;
  std::vector<Need> needs;
  if (!resources.mode_needs.empty()) {
    const NeedRange range = at(resources.mode_needs, mode);
    for (Index i = range.first; i < range.first + range.count; ++i) {
      const Need& need = at(resources.needs, i);
      if (!again || need.pool < 0 || at(resources.pools, need.pool).leaves()) needs.push_back(need);
    }
  }
  const Index calendar = resources.hours.empty() || group < 0 ? -1 : at(resources.hours, group).calendar;
  if (needs.empty() && calendar < 0) return true;
  Moments moments(plant);
  if (calendar >= 0) moments.watch(calendar);
  std::vector<Index> pools;
  for (const Need& need : needs) {
    if (need.pool >= 0) {
      pools.push_back(need.pool);
    } else {
      const auto& able = at(resources.pools_of_skill, need.skill);
      pools.insert(pools.end(), able.begin(), able.end());
    }
  }
  for (const Index pool : pools) moments.watch_pool(pool);
  std::vector<Index> free(resources.pools.size());
  std::vector<Take> takes;
  return moments.any([&](const Moments& at_moment) {
    if (calendar >= 0 && at_moment.level(calendar) == 0) return false;
    for (const Index pool : pools)
      at(free, pool) = std::max<Index>(0, at_moment.capacity(pool) - (dead.empty() ? 0 : at(dead, pool)));
    takes.clear();
    return choose_pools(resources, needs, free, takes) < 0;
  });
}

bool pool_ever_has(const PlantState& plant, Index pool, Index amount, Index dead) {
  Moments moments(plant);
  moments.watch_pool(pool);
  return moments.any([&](const Moments& at_moment) { return at_moment.capacity(pool) - dead >= amount; });
}

bool ever_open(const PlantState& plant, Index group) {
  const ResourceModel& resources = plant.scenario->resources;
  const Index calendar = resources.hours.empty() ? -1 : at(resources.hours, group).calendar;
  if (calendar < 0) return true;
  Moments moments(plant);
  moments.watch(calendar);
  return moments.any([&](const Moments& at_moment) { return at_moment.level(calendar) > 0; });
}

/// Whether a failure may still take the operation off the machine while it stands.
bool Prospects::may_be_scrapped(Index machine) const {
  const Index group = at(plant_.machines, machine).group;
  if (!s_.condition.groups.empty() && at(s_.condition.groups, group).law.scraps) return true;
  const std::vector<Breakdown>& causes = at(s_.groups, group).breakdowns;
  return std::any_of(causes.begin(), causes.end(), [](const Breakdown& cause) {
    return cause.on_failure == OnFailure::scrap && cause.clock == FailureClock::calendar;
  });
}

/// What keeps the operation on the machine from ending: it is stopped for good, or repeated for ever.
Obstacle Prospects::goes_on(Index machine) {
  if (may_be_scrapped(machine)) return {};
  if (!ends_some_time(machine)) return {Obstacle::Kind::repeats, machine};
  if (!plant_.stuck.by_hours) return {};
  const std::vector<Index>& paused = plant_.resources.paused;
  const MachineUnit& unit = at(plant_.machines, machine);
  if (unit.job >= 0 && std::find(paused.begin(), paused.end(), machine) != paused.end() &&
      !units_come(at(plant_.jobs, unit.job).mode, unit.group, true))
    return {Obstacle::Kind::units, unit.group};
  if (!is_served(machine)) return {Obstacle::Kind::service, machine};
  return {};
}

/// Nothing keeps the machine out of service for ever.
bool Prospects::is_served(Index machine) {
  if (!plant_.stuck.by_hours || at(plant_.machines, machine).down == 0) return true;
  const bool closed = !plant_.resources.closed.empty() && at(plant_.resources.closed, machine) != 0;
  if (closed && !ever_open(plant_, at(plant_.machines, machine).group)) return false;
  for (const RepairWait& repair : plant_.condition.repairs_waiting) {
    const Index of = repair.entity < s_.breakdown_units ? at(plant_.breakdowns, repair.entity).machine
                                                        : repair.entity - s_.breakdown_units;
    if (of == machine && !crew_comes(repair.entity)) return false;
  }
  return true;
}

/// False when every failure repeats the operation and comes before it could end. Only where nothing else
/// stops the machine, so that no failure passes unseen.
bool Prospects::ends_some_time(Index machine) const {
  const MachineUnit& unit = at(plant_.machines, machine);
  const bool may_repeat = unit.job >= 0 && unit.breakdown_count == 1 &&
                          unit.activity == MachineState::processing &&
                          (at(plant_.groups, unit.group).flags & (group_hours | group_condition)) == 0 &&
                          plant_.resources.paused.empty();
  if (!may_repeat) return true;
  const Breakdown& cause = at(s_.groups, unit.group).breakdowns.front();
  return at(plant_.breakdowns, unit.first_breakdown).broken == 0 || cause.on_failure != OnFailure::repeat ||
         greatest(cause.time_to_failure) + 1 >= static_cast<double>(unit.full_time);
}

bool Prospects::units_come(Index mode, Index group, bool again) {
  std::vector<Index> dead;
  if (!plant_.resources.paused.empty()) {
    dead.resize(s_.resources.pools.size());
    for (std::size_t p = 0; p < dead.size(); ++p) dead[p] = dead_units(static_cast<Index>(p));
  }
  return units_ever_free(plant_, mode, group, again, dead);
}

/// Units that operations keep which are paused for ever.
Index Prospects::dead_units(Index pool) {
  Index units = 0;
  for (const Index machine : plant_.resources.paused) {
    Index held = 0;
    for (Index h = at(plant_.resources.first_hold, machine); h >= 0; h = at(plant_.resources.holds, h).next)
      if (at(plant_.resources.holds, h).pool == pool) held += at(plant_.resources.holds, h).amount;
    if (held > 0 && !visit(at(plant_.machines, machine).job)) units += held;
  }
  return units;
}

/// Whether the crew of a repair that waits for it may come.
bool Prospects::crew_comes(Index entity) {
  const bool of_condition = entity >= s_.breakdown_units;
  const Index machine = of_condition ? entity - s_.breakdown_units : at(plant_.breakdowns, entity).machine;
  const GroupCondition& group = at(s_.condition.groups, at(plant_.machines, machine).group);
  if (!of_condition && group.repair_crews.empty()) return true;
  const CrewNeed& need =
      of_condition ? group.law.crew : at(group.repair_crews, at(plant_.breakdowns, entity).cause);
  return need.pool < 0 || pool_ever_has(plant_, need.pool, need.amount, dead_units(need.pool));
}

}  // namespace takt::stuck
