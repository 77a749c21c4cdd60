#include "sim/simulate.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/conservation.hpp"
#include "sim/model/error.hpp"
#include "sim/plant/plant.hpp"
#include "sim/recorder.hpp"

namespace takt {

namespace {

/// How often the outside is looked at, in instants.
constexpr std::int64_t look_interval = 4096;

/// The plant's records go to the recorder in batches of about so many bytes.
constexpr std::size_t record_batch = 128 * sizeof(OperationRecord);

/// False for what may go on for ever without any job going on.
constexpr bool moves_jobs(ActivityKind kind) {
  return kind != ActivityKind::failure && kind != ActivityKind::sample && kind != ActivityKind::horizon;
}

class Run final : public InstantHandler {
 public:
  Run(const Scenario& scenario, Agent& agent, Clock& clock, const SimulateOptions& options)
      : scenario_(scenario),
        agent_(agent),
        clock_(clock),
        options_(options),
        plant_(scenario, options.seed),
        recorder_(scenario, options.record),
        may_lock_(scenario.lines.used && !scenario.may_wait) {}

  Trace run() {
    agent_.begin(scenario_, options_.seed);
    if (scenario_.run.horizon != never) clock_.start({scenario_.run.horizon, ActivityKind::horizon, 0});
    plant_.start(effects_);
    flush();
    if (settle()) clock_.run(*this);
    if (!over_) stand_still();
    const Time end = plant_.now();
    plant_.close(end, effects_);
    drain();
    Trace trace = recorder_.finish(status_, std::move(detail_), end, instants_, metered());
    if (options_.check) check(trace);
    return trace;
  }

  bool on_instant(Time now, std::span<const Activity> ended) override {
    if (++instants_ % look_interval == 0) look_outside(now);
    for (const Activity& activity : ended) {
      if (may_lock_ && moves_jobs(activity.kind)) --under_way_;
      plant_.apply(activity, now, effects_);
      flush();
    }
    return settle();
  }

 private:
  static bool after(const Activity& x, const Activity& y) { return before(y, x); }

  /// Ends what takes no time and asks for decisions until the instant holds nothing more. False: the run is
  /// over.
  bool settle() {
    const bool at_horizon = plant_.now() >= scenario_.run.horizon;
    for (;;) {
      if (!immediate_.empty()) [[unlikely]] {
        end_next();
      } else if (at_horizon) {
        return end_run(RunStatus::horizon);
      } else if (const auto decision = plant_.next_decision()) {
        plant_.resolve(*decision, choose(*decision), effects_);
      } else {
        break;
      }
      flush();
    }
    if (scenario_.run.horizon == never || scenario_.run.measured_jobs > 0) {
      if (plant_.finished()) return end_run(RunStatus::all_done);
    }
    if (instants_ - last_progress_ > options_.stall_limit) [[unlikely]]
      return !is_stalled();
    if (may_lock_ && under_way_ == 0) [[unlikely]]
      return !is_locked();
    return true;
  }

  /// Ends the first of what takes no time.
  void end_next() {
    std::pop_heap(immediate_.begin(), immediate_.end(), after);
    const Activity activity = immediate_.back();
    immediate_.pop_back();
    if (may_lock_ && moves_jobs(activity.kind)) --under_way_;
    plant_.apply(activity, plant_.now(), effects_);
  }

  /// No operation has ended for long: the run is over.
  bool is_stalled() {
    drain();
    if (instants_ - last_progress_ <= options_.stall_limit || plant_.jobs_in_shop() == 0) return false;
    stand_still();
    if (status_ == RunStatus::starved)
      detail_ = fmt::format("no operation ended in {} instants; {}", options_.stall_limit, detail_);
    return true;
  }

  /// Nothing is left that could free a machine: the run does not wait for the horizon or for breakdowns.
  bool is_locked() {
    if (plant_.jobs_in_shop() == 0 || plant_.describe_deadlock().empty()) return false;
    stand_still();
    return true;
  }

  void check(const Trace& trace) const {
    std::vector<std::string> broken = plant_.check();
    const PlantCounts counts{plant_.jobs_released(), plant_.job_ticks()};
    for (std::string& law : check_conservation(scenario_, trace, counts)) broken.push_back(std::move(law));
    if (broken.empty()) return;
    constexpr std::size_t most = 10;
    std::string text = "the run breaks its own laws, which is a fault of this program:";
    for (std::size_t i = 0; i < std::min(most, broken.size()); ++i) text += "\n  " + broken[i];
    if (broken.size() > most) text += fmt::format("\n  ... and {} more", broken.size() - most);
    throw Error(Fault::broken_law, text);
  }

  /// Jobs are left, and nothing will make them go on.
  void stand_still() {
    end_run(RunStatus::starved);
    detail_ = plant_.describe_deadlock();
    if (detail_.empty()) {
      detail_ = plant_.describe_waiting();
    } else {
      status_ = RunStatus::deadlock;
    }
  }

  /// The agent's choice, or that of the scenario's own policy where the agent is not asked.
  int choose(const Decision& decision) {
    if (!plant_.is_asked(decision.kind)) return decision.fallback;
    const int choice = agent_.decide(decision);
    if (choice < 0 || static_cast<std::size_t>(choice) >= decision.candidates.size())
      refuse(decision, choice);
    recorder_.decided(decision, choice);
    return choice;
  }

  /// What the clock has metered, in J by machine; empty when it has no meters.
  std::vector<double> metered() const {
    std::vector<double> joules;
    if (!scenario_.condition.any_power) return joules;
    for (Index m = 0; m < scenario_.machine_count; ++m) {
      joules.push_back(clock_.energy(m));
      if (joules.back() < 0 && power_is_known(m)) return {};
    }
    return joules;
  }
  bool power_is_known(Index m) const {
    const Index group = scenario_.group_of_machine[static_cast<std::size_t>(m)];
    return scenario_.condition.groups[static_cast<std::size_t>(group)].power.stated;
  }

  bool end_run(RunStatus status) {
    over_ = true;
    status_ = status;
    return false;
  }

  /// Hands the plant's effects on. What takes no time ends within this instant and never reaches the clock.
  void flush() {
    if (!effects_.clock.empty()) start_and_cancel();
    if (!effects_.states.empty()) [[unlikely]] {
      for (const Effects::StateChange& change : effects_.states)
        clock_.machine_state(change.machine, change.state);
      effects_.states.clear();
    }
    if (effects_.record_bytes() >= record_batch) drain();
  }

  void start_and_cancel() {
    std::size_t flow = 0;
    for (const Effects::ClockCommand& command : effects_.clock) {
      const Activity& activity = command.activity;
      if (!command.start) {
        const auto same = [&](const Activity& a) {
          return a.kind == activity.kind && a.entity == activity.entity;
        };
        if (may_lock_ && moves_jobs(activity.kind)) --under_way_;
        if (std::erase_if(immediate_, same) == 0) {
          clock_.cancel(activity.kind, activity.entity);
        } else {
          std::make_heap(immediate_.begin(), immediate_.end(), after);
        }
        continue;
      }
      if (may_lock_ && moves_jobs(activity.kind)) ++under_way_;
      if (activity.duration > 0) {
        if (activity.duration > latest_time - plant_.now()) beyond_time(activity);
        if (activity.kind == ActivityKind::transfer) {
          clock_.start_flow(activity, effects_.flows[flow++]);
        } else {
          clock_.start(activity);
        }
      } else {
        immediate_.push_back(activity);
        std::push_heap(immediate_.begin(), immediate_.end(), after);
      }
    }
    effects_.clock.clear();
    effects_.flows.clear();
  }

  void drain() {
    if (!effects_.operations.empty()) last_progress_ = instants_;
    recorder_.take(effects_);
    effects_.clear_records();
  }

  void look_outside(Time now) {
    if (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed)) {
      throw Error(Fault::interrupted, "interrupted");
    }
    if (options_.operation_limit >= 0 && recorder_.operations() > options_.operation_limit) {
      throw Error(Fault::bad_input,
                  fmt::format("the run passed its limit of {} operations", options_.operation_limit));
    }
    if (options_.progress) {
      options_.progress({.now = now,
                         .horizon = scenario_.run.horizon,
                         .jobs_left_shop = recorder_.jobs(),
                         .jobs_expected = jobs_expected(),
                         .operations = recorder_.operations()});
    }
  }

  /// How many jobs will have left at the end, as far as the scenario tells; 0: it does not.
  std::uint64_t jobs_expected() const {
    if (scenario_.run.measured_jobs > 0) {
      return static_cast<std::uint64_t>(scenario_.run.warm_up_jobs + scenario_.run.measured_jobs);
    }
    std::uint64_t jobs = scenario_.orders.size();
    for (const Source& source : scenario_.sources) {
      if (source.limit < 0) return 0;
      jobs += static_cast<std::uint64_t>(source.limit);
    }
    return jobs;
  }

  [[noreturn]] void refuse(const Decision& decision, int choice) const {
    throw Error(Fault::agent,
                fmt::format("the agent answered {} to {}, which has the {} candidates 0 to {}", choice,
                            describe(decision), decision.candidates.size(), decision.candidates.size() - 1));
  }

  [[noreturn]] void beyond_time(const Activity& activity) const {
    throw Error(
        Fault::bad_input,
        fmt::format("something that starts at {} s and takes {} s would end after the latest "
                    "time that can be simulated ({} s)",
                    to_seconds(plant_.now()), to_seconds(activity.duration), to_seconds(latest_time)));
  }

  const Scenario& scenario_;
  Agent& agent_;
  Clock& clock_;
  const SimulateOptions& options_;
  Plant plant_;
  Recorder recorder_;
  Effects effects_;
  std::vector<Activity> immediate_;  ///< a heap: what takes no time, the first in canonical order on top
  std::int64_t instants_ = 0;
  std::int64_t last_progress_ = 0;
  const bool may_lock_;         ///< jobs can wait for each other in a circle
  std::int64_t under_way_ = 0;  ///< activities that move jobs; counted where jobs may lock
  bool over_ = false;
  RunStatus status_ = RunStatus::all_done;
  std::string detail_;
};

}  // namespace

std::string describe(const Decision& decision) {
  const Scenario& scenario = decision.plant->scenario();
  if (decision.kind == DecisionKind::dispatch) {
    return fmt::format("the dispatch decision of machine '{}' at {} s",
                       machine_name(scenario, decision.machine), to_seconds(decision.now));
  }
  if (decision.kind == DecisionKind::maintain) {
    return fmt::format("the maintain decision of machine '{}' at {} s",
                       machine_name(scenario, decision.entity), to_seconds(decision.now));
  }
  const Candidate& candidate = decision.candidates.front();
  if (decision.kind == DecisionKind::transport)
    return fmt::format("the transport decision of vehicle '{}' at {} s",
                       vehicle_name(scenario.transport, decision.entity), to_seconds(decision.now));
  return fmt::format("the route decision of job {}, operation '{}', at {} s", candidate.number,
                     scenario.steps[static_cast<std::size_t>(candidate.step)].name, to_seconds(decision.now));
}

Trace simulate(const Scenario& scenario, Agent& agent, Clock& clock, const SimulateOptions& options) {
  return Run(scenario, agent, clock, options).run();
}

std::unique_ptr<Clock> make_clock(ClockKind kind, const Scenario& scenario) {
  return kind == ClockKind::simgrid ? make_simgrid_clock(scenario) : make_calendar_clock(scenario);
}

}  // namespace takt
