// A plant whose hidden future is drawn again, so that looking ahead in a copy is not clairvoyance.

#include <algorithm>
#include <cmath>

#include "sim/plant/batches.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/condition_parts.hpp"
#include "sim/plant/jobs.hpp"
#include "sim/plant/plant.hpp"

namespace takt {

namespace {

/// A time that goes by `rate` times as fast as its law tells.
Time by_rate(Time time, double rate) {
  if (rate == 1) return time;
  return std::llround(std::min(static_cast<double>(time) * rate, static_cast<double>(latest_time)));
}

/// Of attempts at a sum of draws, so many are made to find one that is long enough.
constexpr std::uint64_t most_attempts = 1000;

class Reseeding {
 public:
  Reseeding(PlantState& plant, Redraw& redraw, Effects& effects)
      : plant_(plant), scenario_(*plant.scenario), redraw_(redraw), effects_(effects) {}

  void run() {
    for (Index s = 0; s < static_cast<Index>(plant_.sources.size()); ++s) arrival(s);
    for (Index m = 0; m < static_cast<Index>(plant_.machines.size()); ++m) {
      if (scenario_.times_known == TimesKnown::at_start) processing(m);
      breakdowns(m);
      if (!plant_.condition.machines.empty()) degradation(m);
    }
    for (RepairWait& wait : plant_.condition.repairs_waiting)
      wait.duration = repair(static_cast<Index>(wait.entity), wait.duration);
    plant_.supply.reseed(redraw_, effects_);
  }

 private:
  void arrival(Index s) {
    const Source& source = at(scenario_.sources, s);
    const Time left = redraw_.left(ActivityKind::arrival, static_cast<std::uint64_t>(s));
    if (left < 0 || scenario_.lines.saturated(s) || source.interarrival.is_constant()) return;
    const std::uint64_t arrived = at(plant_.sources, s).arrived;
    const Time anew = redraw_.again(source.interarrival, Purpose::interarrival, static_cast<std::uint64_t>(s),
                                    arrived, left, arrived == 0 ? source.start : 0);
    effects_.restart(ActivityKind::arrival, static_cast<std::uint32_t>(s), anew);
  }

  /// What the machine has done of its operation since its activity was last begun, or begun again.
  Time ran(const MachineUnit& unit) const { return unit.down > 0 ? 0 : plant_.now - unit.piece_start; }

  bool is_processing(const MachineUnit& unit) const {
    return unit.job >= 0 && unit.activity == MachineState::processing;
  }

  /// An operation whose true time is not known: its total changes, and with it what is left.
  void processing(Index m) {
    MachineUnit& unit = at(plant_.machines, m);
    const bool begun = is_processing(unit);
    if (!begun && (unit.job < 0 || unit.activity != MachineState::setup)) return;
    if ((at(plant_.groups, unit.group).flags & group_cascade) != 0) return;
    const Time done = begun ? unit.full_time - (unit.remaining - ran(unit)) : -1;
    const Time total = operation_time(unit, done);
    if (total == unit.full_time) return;
    const Time change = total - unit.full_time;
    unit.full_time = total;
    if (!begun) return;
    unit.remaining += change;
    const Time left = redraw_.left(ActivityKind::process, static_cast<std::uint64_t>(m));
    if (left >= 0) effects_.restart(ActivityKind::process, static_cast<std::uint32_t>(m), left + change);
  }

  /// The total time of what is on a machine, longer than `done`; that of a batch or of a lot of pieces is a
  /// sum.
  Time operation_time(const MachineUnit& unit, Time done) {
    const JobState& job = at(plant_.jobs, unit.job);
    const bool batch = (at(plant_.groups, unit.group).flags & group_batch) != 0;
    const Mode& mode = at(scenario_.modes, job.mode);
    if (!batch && !(jobs::is_per_piece(plant_, job.mode) && job.pieces > 1)) {
      if (mode.time.is_constant()) return unit.full_time;
      const Routing& routing = at(scenario_.routings, job.routing);
      const auto occurrence = static_cast<std::uint64_t>(job.visits) << 48 |
                              static_cast<std::uint64_t>(job.mode - routing.first_mode);
      const Time before = redraw_.total(mode.time, Purpose::processing_time, job.key, occurrence);
      // Speed of the group, and of the level at which the machine began.
      const double slower =
          before > 0 ? static_cast<double>(unit.full_time) / static_cast<double>(before) : 1;
      const Time age = done < 0 || slower <= 0 ? done : by_rate(done, 1 / slower);
      const Time anew = sample_beyond(
          mode.time, age, random_uniform(redraw_.to(), Purpose::processing_time, job.key, occurrence));
      redraw_.remember(Purpose::processing_time, job.key, occurrence, anew);
      return std::max(done + 1, by_rate(anew, slower));
    }
    // A sum on a machine that degrades: the level at which it began is not kept.
    if ((at(plant_.groups, unit.group).flags & group_condition) != 0) return unit.full_time;
    for (std::uint64_t attempt = 0; attempt < most_attempts; ++attempt) {
      const Seed seed{random_bits(redraw_.to(), Purpose::redraw, job.key, attempt), redraw_.to().replication};
      const Time total = batch ? batches::times_of(plant_, unit.job, seed).drawn
                               : jobs::actual_time(plant_, job, job.mode, -1, seed);
      if (total > done) return total;
    }
    return unit.full_time;
  }

  void breakdowns(Index m) {
    const MachineUnit& unit = at(plant_.machines, m);
    for (Index u = unit.first_breakdown; u < unit.first_breakdown + unit.breakdown_count; ++u) {
      BreakdownUnit& breakdown = at(plant_.breakdowns, u);
      const Time repairing = redraw_.left(ActivityKind::repair, static_cast<std::uint64_t>(u));
      if (repairing >= 0)
        effects_.restart(ActivityKind::repair, static_cast<std::uint32_t>(u), repair(u, repairing));
      if (breakdown.broken == 0) failure(m, u);
    }
  }

  void failure(Index m, Index u) {
    const MachineUnit& unit = at(plant_.machines, m);
    BreakdownUnit& breakdown = at(plant_.breakdowns, u);
    const Breakdown& cause = at(at(scenario_.groups, unit.group).breakdowns, breakdown.cause);
    const double rate = plant_.condition.failure_ends.empty() ? 1 : condition::failure_rate(plant_, m);
    const auto again = [&](Time left) {
      const Time anew =
          redraw_.again(cause.time_to_failure, Purpose::time_to_failure, static_cast<std::uint64_t>(u),
                        breakdown.occurrence, by_rate(left, rate));
      return rate == 1 ? anew : std::max<Time>(1, by_rate(anew, 1 / rate));
    };
    if (cause.clock == FailureClock::busy) {
      // Counted from the beginning of the piece of work that is under way.
      const Time work = is_processing(unit) ? ran(unit) : 0;
      if (breakdown.time_left <= work) return;  // it comes at this very instant
      breakdown.time_left = again(breakdown.time_left - work) + work;
      arm(ActivityKind::failure, u, unit, breakdown.time_left, breakdown.armed);
      return;
    }
    if (breakdown.armed == 0) {  // it stands still during maintenance
      breakdown.time_left = again(breakdown.time_left);
      return;
    }
    const Time left = redraw_.left(ActivityKind::failure, static_cast<std::uint64_t>(u));
    if (left < 0) return;
    const Time anew = again(left);
    if (!plant_.condition.failure_ends.empty()) at(plant_.condition.failure_ends, u) = plant_.now + anew;
    effects_.restart(ActivityKind::failure, static_cast<std::uint32_t>(u), anew);
  }

  /// Something that comes after `due` ticks of processing, counted from the piece of work that is under way:
  /// it is on the clock only when it comes before the end of the work.
  void arm(ActivityKind kind, Index entity, const MachineUnit& unit, Time due, std::uint32_t& armed) {
    if (armed != 0) effects_.clock.push_back({{0, kind, static_cast<std::uint32_t>(entity)}, false});
    armed = is_processing(unit) && unit.down == 0 && due < unit.remaining ? 1 : 0;
    if (armed != 0) effects_.start(kind, static_cast<std::uint32_t>(entity), plant_.now, due - ran(unit));
  }

  /// `entity` as in ActivityKind::repair.
  Time repair(Index entity, Time left) {
    if (entity < scenario_.breakdown_units) {
      const BreakdownUnit& breakdown = at(plant_.breakdowns, entity);
      const MachineUnit& unit = at(plant_.machines, breakdown.machine);
      const Breakdown& cause = at(at(scenario_.groups, unit.group).breakdowns, breakdown.cause);
      return redraw_.again(cause.time_to_repair, Purpose::time_to_repair, static_cast<std::uint64_t>(entity),
                           breakdown.occurrence - 1, left);
    }
    const Index m = entity - scenario_.breakdown_units;
    return redraw_.again(at(scenario_.condition.groups, at(plant_.machines, m).group).law.time_to_repair,
                         Purpose::condition_repair, static_cast<std::uint64_t>(m),
                         at(plant_.condition.machines, m).failures - 1, left);
  }

  void degradation(Index m) {
    if ((at(plant_.groups, at(plant_.machines, m).group).flags & group_condition) == 0) return;
    const GroupCondition& group = at(scenario_.condition.groups, at(plant_.machines, m).group);
    MachineCondition& state = at(plant_.condition.machines, m);
    const auto repairing = static_cast<std::uint64_t>(scenario_.breakdown_units + m);
    if (const Time left = redraw_.left(ActivityKind::repair, repairing); left >= 0)
      effects_.restart(ActivityKind::repair, static_cast<std::uint32_t>(repairing),
                       repair(static_cast<Index>(repairing), left));
    if (state.plan >= 0) maintenance(m, at(group.plans, state.plan).duration);
    if (state.broken == 0) level(m, group.law, state);
  }

  void maintenance(Index m, const Distribution& duration) {
    const Time left = redraw_.left(ActivityKind::service, static_cast<std::uint64_t>(m));
    if (left < 0 || duration.is_constant()) return;
    const std::size_t unit = condition::first_plan(plant_, m) + at(at(plant_.condition.machines, m).plan);
    const Time anew =
        redraw_.again(duration, Purpose::maintenance, unit, plant_.condition.plans[unit].done - 1, left);
    effects_.restart(ActivityKind::service, static_cast<std::uint32_t>(m), anew);
  }

  /// How long the level lasts.
  void level(Index m, const ConditionLaw& law, MachineCondition& state) {
    if (law.levels.empty() || law.growth > 0 || state.level + 1 >= static_cast<Index>(law.levels.size()))
      return;
    const ConditionLevel& level = at(law.levels, state.level);
    const auto again = [&](const Distribution& lasts, Time left) {
      return redraw_.again(lasts, Purpose::condition_level, static_cast<std::uint64_t>(m),
                           state.levels_drawn - 1, left);
    };
    if (law.clock == WearClock::pieces) {
      if (level.pieces_cv <= 0 || state.pieces_left <= 0) return;
      constexpr Time piece = 1000;  // as it was drawn
      const Time anew =
          again(gamma_mean_cv(level.pieces * piece, level.pieces_cv), state.pieces_left * piece);
      state.pieces_left = std::max<std::int64_t>(1, (anew + piece / 2) / piece);
    } else if (law.clock == WearClock::busy) {
      const MachineUnit& unit = at(plant_.machines, m);
      const Time work = is_processing(unit) ? ran(unit) : 0;
      if (state.level_left <= work) return;  // it ends at this very instant
      state.level_left = again(level.lasts, state.level_left - work) + work;
      arm(ActivityKind::wear, m, unit, state.level_left, state.armed);
    } else if (state.armed == 0) {
      state.level_left = again(level.lasts, state.level_left);
    } else if (const Time left = redraw_.left(ActivityKind::wear, static_cast<std::uint64_t>(m)); left >= 0) {
      const Time anew = again(level.lasts, left);
      state.level_ends = plant_.now + anew;
      effects_.restart(ActivityKind::wear, static_cast<std::uint32_t>(m), anew);
    }
  }

  PlantState& plant_;
  const Scenario& scenario_;
  Redraw& redraw_;
  Effects& effects_;
};

}  // namespace

void Plant::reseed(Seed seed, std::span<const Activity> under_way, Effects& effects) {
  Redraw redraw(state_.seed, seed, under_way, std::move(state_.drawn_anew));
  Reseeding(state_, redraw, effects).run();
  state_.drawn_anew = redraw.take_drawn();
  state_.seed = seed;
}

}  // namespace takt
