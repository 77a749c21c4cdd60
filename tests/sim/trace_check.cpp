#include "tests/sim/trace_check.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "sim/agent.hpp"
#include "tests/sim/expected_jobs.hpp"
#include "tests/sim/machine_replay.hpp"

namespace takt::test {

namespace {

/// An operation from the moment it got a machine, pieced together from decisions and records.
struct Start {
  std::uint32_t job = 0, position = 0;
  Index machine = 0, mode = 0;
  Time ready = 0, time = 0;
  const OperationRecord* record = nullptr;  ///< null: still on the machine at the end
};

class Check {
 public:
  Check(const Scenario& scenario, Seed seed, const Trace& trace)
      : scenario_(scenario), seed_(seed), trace_(trace), jobs_(scenario, seed, trace, faults_) {}

  std::vector<std::string> run() {
    if (faults_.none()) match_decisions();
    if (!faults_.none()) return faults_.sentences();  // the rest needs jobs and starts
    for (Index m = 0; m < scenario_.machine_count; ++m) replay(m);
    if (!scenario_.may_wait) check_no_delay();
    check_queues();
    check_tallies();
    check_end();
    return faults_.sentences();
  }

 private:
  void match_decisions();
  void replay(Index machine);
  void check_no_delay();
  void check_queues();
  void check_tallies();
  void check_end();

  const Scenario& scenario_;
  Seed seed_;
  const Trace& trace_;
  Faults faults_;
  ExpectedJobs jobs_;
  std::vector<std::vector<Start>> starts_;  ///< by machine, in order
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<Index, Time>>
      routed_;  ///< (job, position): mode, when
};

/// Decisions and operations tell the same story: every start was decided and every decision carried out.
void Check::match_decisions() {
  starts_.resize(at(scenario_.machine_count));
  std::vector<std::uint32_t> position(jobs_.numbers());
  std::size_t recorded_starts = 0;
  Time before = 0;
  for (const DecisionRecord& d : trace_.decisions) {
    if (d.time < before || d.choice >= d.candidates)
      faults_.add("a decision at {} is out of order or range", d.time);
    before = d.time;
    if (d.mode < 0) {
      if (!scenario_.may_wait || d.choice + 1 != d.candidates)
        faults_.add("a wait at {} was not offered", d.time);
      continue;
    }
    if (d.job >= jobs_.numbers()) return faults_.add("a decision at {} names job {}", d.time, d.job);
    const auto& operations = jobs_.operations(d.job);
    if (static_cast<DecisionKind>(d.kind) == DecisionKind::route) {
      // Asked as soon as the operation before it ended.
      const std::uint32_t p = position[d.job];
      const Time ready = jobs_.ready(d.job, p);
      if (d.time != ready) faults_.add("job {} was routed at {}, not {}", d.job, d.time, ready);
      if (!routed_.emplace(std::pair(d.job, p), std::pair(d.mode, d.time)).second)
        faults_.add("job {} was routed twice", d.job);
      continue;
    }
    Start start{
        .job = d.job, .position = position[d.job]++, .machine = d.machine, .mode = d.mode, .time = d.time};
    start.ready = jobs_.ready(start.job, start.position);
    if (start.position < operations.size()) {
      start.record = operations[start.position];
      ++recorded_starts;
      const OperationRecord& o = *start.record;
      if (o.setup_start != d.time || o.machine != d.machine || o.mode != d.mode)
        faults_.add("operation {} of job {} did not start as decided at {}", start.position, d.job, d.time);
    } else if (start.position > operations.size()) {
      faults_.add("job {} started an operation at {} before the last ended", d.job, d.time);
    }
    const auto route = routed_.find({d.job, start.position});
    const std::vector<Index> steps = jobs_.steps(d.job);
    if (start.position >= steps.size()) return faults_.add("job {} started too many operations", d.job);
    const Step& step = scenario_.steps[at(steps[start.position])];
    if (step.mode_count > 1 && (route == routed_.end() || route->second.first != d.mode))
      faults_.add("operation {} of job {} did not take the route that was chosen", start.position, d.job);
    starts_[at(d.machine)].push_back(start);
  }
  if (recorded_starts != trace_.operations.size())
    faults_.add("{} operations left machines, {} starts of them were decided", trace_.operations.size(),
                recorded_starts);
}

/// What the machine did, to the tick.
void Check::replay(Index machine) {
  MachineReplay replay(scenario_, seed_, machine);
  const auto& starts = starts_[at(machine)];
  for (const Start& start : starts) {
    replay.run_until(start.time);
    if (!replay.idle()) return faults_.add("machine {} got job {} while it was not free", machine, start.job);
    const Index step = jobs_.steps(start.job)[start.position];
    replay.begin(scenario_.steps[at(step)].family, jobs_.drawn_time(start.job, start.mode));
  }
  replay.close(trace_.end);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const OperationRecord* o = starts[i].record;
    if ((i < replay.left().size()) != (o != nullptr)) {
      faults_.add("machine {}: start {} ended in only one account", machine, i);
      continue;
    }
    if (o == nullptr) continue;
    const MachineReplay::Left& left = replay.left()[i];
    if (left.setup_start != o->setup_start || left.start != o->start || left.end != o->end ||
        left.outcome != o->outcome)
      faults_.add("machine {}, job {}: recorded {} {} {}, should be {} {} {}", machine, o->job,
                  o->setup_start, o->start, o->end, left.setup_start, left.start, left.end);
  }
  std::vector<MachineInterval> recorded;
  for (const MachineInterval& i : trace_.intervals)
    if (i.machine == machine) recorded.push_back(i);
  const auto& expected = replay.intervals();
  const auto same = [](const MachineInterval& x, const MachineInterval& y) {
    return x.start == y.start && x.end == y.end && x.state == y.state;
  };
  if (!std::equal(recorded.begin(), recorded.end(), expected.begin(), expected.end(), same))
    faults_.add("machine {}: {} intervals recorded are not the {} expected", machine, recorded.size(),
                expected.size());
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    if (recorded[i].start >= recorded[i].end || (i > 0 && recorded[i].start < recorded[i - 1].end))
      faults_.add("machine {} does two things at {}", machine, recorded[i].start);
  }
}

/// As long as an operation waits, every machine of its group is occupied or down.
void Check::check_no_delay() {
  std::vector<std::vector<std::pair<Time, Time>>> taken(at(scenario_.machine_count));
  for (std::size_t m = 0; m < taken.size(); ++m) {
    for (const Start& s : starts_[m])
      taken[m].emplace_back(s.time, s.record != nullptr ? s.record->end : trace_.end);
    for (const MachineInterval& i : trace_.intervals)
      if (at(i.machine) == m && i.state == MachineState::down) taken[m].emplace_back(i.start, i.end);
    std::sort(taken[m].begin(), taken[m].end());
  }
  const auto look = [&](std::uint32_t job, Index group, Time from, Time to) {
    const MachineGroup& g = scenario_.groups[at(group)];
    for (Index m = g.first_machine; m < g.first_machine + g.count; ++m) {
      Time covered = from;
      for (const auto& [start, end] : taken[at(m)])
        if (start <= covered) covered = std::max(covered, end);
      if (covered < to) faults_.add("machine {} idles at {} while job {} waits", m, covered, job);
    }
  };
  for (const auto& starts : starts_)
    for (const Start& s : starts) look(s.job, scenario_.modes[at(s.mode)].group, s.ready, s.time);
  for (const JobRecord& job : trace_.jobs) {
    if (job.outcome != JobOutcome::unfinished) continue;
    const bool on_machine = std::any_of(starts_.begin(), starts_.end(), [&](const auto& starts) {
      return !starts.empty() && starts.back().job == job.number && starts.back().record == nullptr;
    });
    if (on_machine) continue;
    const std::uint32_t p = job.operations_done;
    const Step& step = scenario_.steps[at(jobs_.steps(job.number)[p])];
    Index mode = step.first_mode;
    if (const auto route = routed_.find({job.number, p}); route != routed_.end())
      mode = route->second.first;
    else if (step.mode_count > 1)
      continue;  // the run ended at the instant that made it ready
    look(job.number, scenario_.modes[at(mode)].group, jobs_.ready(job.number, p), trace_.end);
  }
}

/// A dispatch decision offered the queue: everything that was ready before, at most what is ready by now.
void Check::check_queues() {
  std::vector<const Start*> all;
  for (const auto& starts : starts_)
    for (const Start& s : starts) all.push_back(&s);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> order;  // of starting, by decision
  std::vector<std::uint32_t> position(jobs_.numbers());
  for (std::size_t i = 0; i < trace_.decisions.size(); ++i) {
    const DecisionRecord& d = trace_.decisions[i];
    if (static_cast<DecisionKind>(d.kind) == DecisionKind::dispatch && d.mode >= 0)
      order[{d.job, position[d.job]++}] = i;
  }
  for (std::size_t i = 0; i < trace_.decisions.size(); ++i) {
    const DecisionRecord& d = trace_.decisions[i];
    if (static_cast<DecisionKind>(d.kind) != DecisionKind::dispatch) continue;
    const Index group = scenario_.group_of_machine[at(d.machine)];
    std::uint32_t least = 0, most = 0;
    const auto count = [&](Time ready) {
      least += ready < d.time ? 1 : 0;
      most += ready <= d.time ? 1 : 0;
    };
    for (const Start* s : all)
      if (scenario_.modes[at(s->mode)].group == group && order[{s->job, s->position}] >= i) count(s->ready);
    for (const JobRecord& job : trace_.jobs) {
      const std::uint32_t p = job.operations_done;
      if (job.outcome != JobOutcome::unfinished || order.contains({job.number, p})) continue;
      const auto route = routed_.find({job.number, p});
      const Step& step = scenario_.steps[at(jobs_.steps(job.number)[p])];
      if (route == routed_.end() && step.mode_count > 1) continue;
      const Index mode = route == routed_.end() ? step.first_mode : route->second.first;
      if (scenario_.modes[at(mode)].group == group) count(jobs_.ready(job.number, p));
    }
    const std::uint32_t offered = d.candidates - (scenario_.may_wait ? 1 : 0);
    if (offered < least || offered > most || offered == 0)
      faults_.add("the decision of machine {} at {} had {} candidates, not {} to {}", d.machine, d.time,
                  offered, least, most);
  }
}

/// The sums of a trace are those of its records over [warm-up, end).
void Check::check_tallies() {
  const Time from = scenario_.run.warm_up;
  std::vector<MachineTally> machines(at(scenario_.machine_count));
  std::vector<GroupTally> groups(scenario_.groups.size());
  for (const MachineInterval& i : trace_.intervals) {
    const Time inside = i.end - std::max(i.start, from);
    if (inside > 0) machines[at(i.machine)].in_state[static_cast<int>(i.state)] += inside;
  }
  for (const OperationRecord& o : trace_.operations) {
    if (o.setup_start < from) continue;
    ++machines[at(o.machine)].operations;
    GroupTally& group = groups[at(scenario_.group_of_machine[at(o.machine)])];
    const auto wait = static_cast<double>(o.setup_start - o.ready);
    ++group.operations;
    group.wait += wait;
    group.wait_squared += wait * wait;
  }
  for (std::size_t m = 0; m < machines.size(); ++m) {
    Time& idle = machines[m].in_state[0];
    idle = std::max<Time>(0, trace_.end - from);
    for (int s = 1; s < machine_state_count; ++s) idle -= machines[m].in_state[s];
    const MachineTally& told = trace_.machine_tallies[m];
    if (!std::equal(told.in_state, told.in_state + machine_state_count, machines[m].in_state) ||
        told.operations != machines[m].operations)
      faults_.add("the tally of machine {} is not the sum of its intervals", m);
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const GroupTally& told = trace_.group_tallies[g];
    // Sums of whole ticks below 2^53 are exact; squares are rounded.
    if (told.operations != groups[g].operations || told.wait != groups[g].wait ||
        std::abs(told.wait_squared - groups[g].wait_squared) > 1e-12 * groups[g].wait_squared)
      faults_.add("the tally of group {} is not the sum of its operations", g);
  }
  if (trace_.operation_count != static_cast<std::int64_t>(trace_.operations.size()) ||
      trace_.decision_count != static_cast<std::int64_t>(trace_.decisions.size()))
    faults_.add("operations or decisions are miscounted");
}

/// The run ended when and as it should.
void Check::check_end() {
  const RunControl& run = scenario_.run;
  bool any_left = false;
  Time last = 0, last_measured = 0;
  std::int64_t measured = 0;
  for (const JobRecord& job : trace_.jobs) {
    any_left |= job.outcome == JobOutcome::unfinished;
    if (job.outcome == JobOutcome::unfinished) continue;
    last = std::max(last, job.completion);
    const auto past_warm_up = static_cast<std::int64_t>(job.number) - run.warm_up_jobs;
    if (past_warm_up < 0 || past_warm_up >= run.measured_jobs) continue;
    ++measured;
    last_measured = std::max(last_measured, job.completion);
  }
  switch (trace_.status) {
    case RunStatus::horizon:
      if (trace_.end != run.horizon) faults_.add("the horizon was reached at {}", trace_.end);
      break;
    case RunStatus::starved:
    case RunStatus::deadlock:
      if (!any_left || trace_.status_detail.empty()) faults_.add("starved, but nobody waits");
      break;
    case RunStatus::all_done: {
      if (run.horizon != never && run.measured_jobs < 0) faults_.add("ended before the horizon");
      const bool all_measured = run.measured_jobs > 0 && measured == run.measured_jobs;
      if (any_left && !all_measured) faults_.add("ended with jobs in the shop");
      if (trace_.end != (all_measured ? last_measured : last)) faults_.add("ended at {}", trace_.end);
      break;
    }
  }
}

}  // namespace

std::vector<std::string> check_trace(const Scenario& scenario, Seed seed, const Trace& trace) {
  return Check(scenario, seed, trace).run();
}

}  // namespace takt::test
