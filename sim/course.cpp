#include "sim/course.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/describe_decision.hpp"
#include "sim/model/error.hpp"
#include "sim/record/conservation.hpp"

namespace takt {

namespace {

/// The plant's records are taken in batches of about so many bytes.
constexpr std::size_t record_batch = 128 * sizeof(OperationRecord);

bool after(const Activity& x, const Activity& y) {
  return before(y, x);
}

void add(Objective& objective, std::span<const JobRecord> jobs) {
  for (const JobRecord& job : jobs) {
    if (job.outcome != JobOutcome::done) continue;
    ++objective.jobs;
    objective.makespan = std::max(objective.makespan, job.completion);
    const auto flow_time = static_cast<double>(job.completion - job.release);
    objective.flow_time += flow_time;
    objective.weighted_flow_time += job.weight * flow_time;
    if (job.due >= job.completion) continue;
    const Time late = job.completion - job.due;
    objective.tardiness += static_cast<double>(late);
    objective.weighted_tardiness += job.weight * static_cast<double>(late);
    objective.max_tardiness = std::max(objective.max_tardiness, late);
  }
}

}  // namespace

Course::Course(const Scenario& scenario, const CourseOptions& options)
    : scenario_(&scenario),
      ends_when_stuck_(options.ends_when_stuck),
      watched_(options.observer),
      stall_limit_(options.stall_limit),
      stop_(options.stop),
      plant_(scenario, options.seed) {
  if (options.recorded) recorder_.emplace(scenario, options.record);
  effects_.recorded = options.recorded || options.observer != nullptr;
}

void Course::begin(Clock& clock) {
  if (scenario_->run.horizon != never) clock.start({scenario_->run.horizon, ActivityKind::horizon, 0});
  plant_.start(effects_);
  flush(clock);
}

void Course::take_in(Time now, std::span<const Activity> ended, Clock& clock) {
  ++instants_;
  steps_before_ = steps_;
  released_before_ = plant_.jobs_released();
  effects_.calendar.endings = clock.calendar();
  for (const Activity& activity : ended) {
    plant_.apply(activity, now, effects_);
    flush(clock);
  }
  check_releases();
}

bool Course::next_decision(Clock& clock, Decision& decision) {
  const bool found = find_decision(clock, decision);
  if (watched_.by != nullptr) [[unlikely]]
    drain();
  return found;
}

bool Course::find_decision(Clock& clock, Decision& decision) {
  if (over_) [[unlikely]]
    return false;
  const bool at_horizon = plant_.now() >= scenario_->run.horizon;
  for (;;) {
    count_step();
    if (!immediate_.empty()) [[unlikely]] {
      end_next();
    } else if (at_horizon) {
      end_run(RunStatus::horizon);
      return false;
    } else if (plant_.next_decision(decision)) {
      if (plant_.is_asked(decision.kind)) return true;
      plant_.resolve(decision, decision.fallback, effects_);
    } else {
      if (plant_.unsettled()) [[unlikely]] {
        plant_.settle(effects_);
        flush(clock);
      }
      end_if_over();
      return false;
    }
    flush(clock);
  }
}

void Course::resolve(const Decision& decision, int choice, Clock& clock) {
  check_choice(decision, choice);
  if (effects_.recorded && recorder_) recorder_->decided(decision, choice);
  if (watched_.by != nullptr) [[unlikely]]
    watched_.by->decided(decision, choice);
  plant_.resolve(decision, choice, effects_);
  flush(clock);
}

void Course::reseed(Seed seed, std::span<const Activity> under_way, Clock& clock) {
  plant_.reseed(seed, under_way, effects_);
  flush(clock);
}

/// Ends the run if that has come true now that the instant holds nothing more.
void Course::end_if_over() {
  if ((scenario_->run.horizon == never || scenario_->run.measured_jobs > 0) && plant_.finished()) {
    end_run(RunStatus::all_done);
    return;
  }
  if (plant_.may_be_stuck()) [[unlikely]]
    see_who_is_stuck();
  if (instants_ - last_progress_ > stall_limit_) [[unlikely]]
    end_if_stalled();
}

/// Ends the first of what takes no time.
void Course::end_next() {
  std::pop_heap(immediate_.begin(), immediate_.end(), after);
  const Activity activity = immediate_.back();
  immediate_.pop_back();
  plant_.apply(activity, plant_.now(), effects_);
  check_releases();
}

void Course::check_releases() const {
  if (plant_.jobs_released() - released_before_ <= most_releases_of_instant) return;
  throw Error(Fault::bad_input,
              fmt::format("at {} s more than {} jobs are released in one instant: operations that take no "
                          "time release jobs without end, or arrivals come without time between them",
                          to_seconds(plant_.now()), most_releases_of_instant));
}

void Course::look_outside() const {
  if (stop_ != nullptr && stop_->load(std::memory_order_relaxed))
    throw Error(Fault::interrupted, "interrupted");
  if (steps_ - steps_before_ <= most_steps_of_instant) return;
  throw Error(Fault::bad_input,
              fmt::format("at {} s more than {} things happen in one instant: a chain of what takes no time "
                          "has no end; {}",
                          to_seconds(plant_.now()), most_steps_of_instant, plant_.describe_waiting()));
}

/// No operation has ended for long: the run is over.
void Course::end_if_stalled() {
  drain();
  if (instants_ - last_progress_ <= stall_limit_ || plant_.jobs_in_shop() == 0) return;
  stand_still();
  if (stuck_as_ == RunStatus::all_done)
    detail_ = fmt::format("no operation ended in {} instants; {}", stall_limit_, detail_);
}

/// Something may have left jobs stuck in this instant, or all others have left by now.
void Course::see_who_is_stuck() {
  const Plant::Stuck found = plant_.look_for_stuck_jobs();
  if (found.jobs == 0) return;
  if (stuck_as_ == RunStatus::all_done) {
    stuck_detail_ = plant_.describe_circle();
    stuck_as_ = stuck_detail_.empty() ? RunStatus::starved : RunStatus::deadlock;
    if (stuck_detail_.empty()) stuck_detail_ = plant_.describe_stuck();
  }
  if (found.ends && ends_when_stuck_) end_run(stuck_as_);
}

void Course::stand_still() {
  if (over_) return;
  end_run(RunStatus::starved);
  if (detail_.empty()) detail_ = plant_.describe_waiting();
}

/// Jobs that are stuck make what they are of any end.
void Course::end_run(RunStatus status) {
  over_ = true;
  status_ = status;
  if (stuck_as_ == RunStatus::all_done) return;
  status_ = stuck_as_;
  detail_ = stuck_detail_;
}

Objective Course::objective() const {
  Objective objective = objective_;
  add(objective, effects_.jobs);
  return objective;
}

Trace Course::finish(const Clock& clock, bool check) {
  const Time end = plant_.now();
  const auto stuck = static_cast<std::int64_t>(plant_.stuck_jobs());
  if (!over_) {
    end_run(RunStatus::horizon);
    if (status_ == RunStatus::horizon) detail_ = "closed before its end";
  }
  plant_.close(end, effects_);
  drain();
  if (!recorder_) {
    Trace trace;
    trace.status = status_;
    trace.status_detail = std::move(detail_);
    trace.end = end;
    trace.stuck_jobs = stuck;
    trace.stuck_since = plant_.stuck_since();
    return trace;
  }
  Trace trace = recorder_->finish(status_, std::move(detail_), end, instants_, metered(clock));
  trace.stuck_jobs = stuck;
  trace.stuck_since = plant_.stuck_since();
  if (check) check_laws(trace);
  return trace;
}

void Course::check_laws(const Trace& trace) const {
  std::vector<std::string> broken = plant_.check();
  const PlantCounts counts{plant_.jobs_released(), plant_.job_ticks()};
  for (std::string& law : check_conservation(*scenario_, trace, counts)) broken.push_back(std::move(law));
  if (broken.empty()) return;
  constexpr std::size_t most = 10;
  std::string text = "the run breaks its own laws, which is a fault of this program:";
  for (std::size_t i = 0; i < std::min(most, broken.size()); ++i) text += "\n  " + broken[i];
  if (broken.size() > most) text += fmt::format("\n  ... and {} more", broken.size() - most);
  throw Error(Fault::broken_law, text);
}

/// What the clock has metered, in J by machine; empty when it has no meters.
std::vector<double> Course::metered(const Clock& clock) const {
  std::vector<double> joules;
  if (!scenario_->condition.any_power) return joules;
  for (Index m = 0; m < scenario_->machine_count; ++m) {
    const Index group = scenario_->group_of_machine[static_cast<std::size_t>(m)];
    joules.push_back(clock.energy(m));
    if (joules.back() < 0 && scenario_->condition.groups[static_cast<std::size_t>(group)].power.stated)
      return {};
  }
  return joules;
}

void Course::flush(Clock& clock) {
  if (!effects_.clock.empty() || !effects_.states.empty()) hand_on(clock);
  if (effects_.record_bytes() >= record_batch) drain();
}

void Course::hand_on(Clock& clock) {
  if (!effects_.clock.empty()) start_and_cancel(clock);
  for (const Effects::StateChange& change : effects_.states)
    clock.machine_state(change.machine, change.state);
  effects_.states.clear();
}

void Course::start_and_cancel(Clock& clock) {
  std::size_t flow = 0;
  for (const Effects::ClockCommand& command : effects_.clock) {
    const Activity& activity = command.activity;
    if (!command.start) {
      const auto same = [&](const Activity& a) {
        return a.kind == activity.kind && a.entity == activity.entity;
      };
      if (std::erase_if(immediate_, same) == 0) {
        clock.cancel(activity.kind, activity.entity);
      } else {
        std::make_heap(immediate_.begin(), immediate_.end(), after);
      }
      continue;
    }
    if (activity.duration > 0) {
      if (activity.duration > latest_time - plant_.now()) beyond_time(activity);
      if (activity.kind == ActivityKind::transfer) {
        clock.start_flow(activity, effects_.flows[flow++]);
      } else {
        clock.start(activity);
      }
    } else {
      immediate_.push_back(activity);
      std::push_heap(immediate_.begin(), immediate_.end(), after);
    }
  }
  effects_.clock.clear();
  effects_.flows.clear();
}

void Course::drain() {
  if (effects_.operations_done != operations_seen_) last_progress_ = instants_;
  operations_seen_ = effects_.operations_done;
  add(objective_, effects_.jobs);
  if (recorder_) recorder_->take(effects_);
  if (watched_.by != nullptr) [[unlikely]]
    watched_.by->take(effects_);
  effects_.clear_records();
}

void Course::refuse(const Decision& decision, int choice) const {
  throw Error(Fault::agent,
              fmt::format("the agent answered {} to {}, which has the {} candidates 0 to {}", choice,
                          describe(decision), decision.candidates.size(), decision.candidates.size() - 1));
}

void Course::beyond_time(const Activity& activity) const {
  throw Error(Fault::bad_input,
              fmt::format("something that starts at {} s and takes {} s would end after the latest "
                          "time that can be simulated ({} s)",
                          to_seconds(plant_.now()), to_seconds(activity.duration), to_seconds(latest_time)));
}

}  // namespace takt
