// Small shops worked out by hand, to the tick.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Distribution seconds(double s) {
  return constant(ticks(s));
}

/// (ready, setup_start, start, end) in seconds.
using Times = std::tuple<double, double, double, double>;
std::vector<Times> operation_times(const Trace& trace) {
  std::vector<Times> times;
  for (const OperationRecord& o : trace.operations)
    times.emplace_back(to_seconds(o.ready), to_seconds(o.setup_start), to_seconds(o.start),
                       to_seconds(o.end));
  return times;
}

/// "processing 0-4 down 4-7 ..." of one machine.
std::string story(const Trace& trace, Index machine = 0) {
  const char* names[] = {"idle", "setup", "work", "down"};
  std::string text;
  for (const MachineInterval& i : trace.intervals) {
    if (i.machine != machine) continue;
    text += std::string(text.empty() ? "" : " ") + names[static_cast<int>(i.state)] + " " +
            std::to_string(i.start / ticks_per_second) + "-" + std::to_string(i.end / ticks_per_second);
  }
  return text;
}

std::vector<std::uint32_t> order_of_jobs(const Trace& trace) {
  std::vector<std::uint32_t> jobs;
  for (const OperationRecord& o : trace.operations) jobs.push_back(o.job);
  return jobs;
}

/// One machine that fails after constant times, and orders of one operation each.
Scenario failing_machine(FailureClock clock, OnFailure on_failure, double to_failure, double to_repair,
                         double work, const std::vector<double>& releases) {
  Scenario s;
  add_group(s);
  s.groups[0].breakdowns.push_back({"cause", clock, on_failure, seconds(to_failure), seconds(to_repair)});
  add_routing(s, {{0, seconds(work)}});
  for (double release : releases) add_order(s, 0, release);
  return s;
}

TEST(plant_cases, busy_failures_interrupt_after_so_much_work_and_the_rest_is_done_later) {
  FirstCandidate agent;
  const Trace trace =
      run_recorded(failing_machine(FailureClock::busy, OnFailure::resume, 4, 3, 10, {0}), agent);
  EXPECT_EQ(story(trace), "work 0-4 down 4-7 work 7-11 down 11-14 work 14-16");
  EXPECT_THAT(operation_times(trace), ElementsAre(Times(0, 0, 0, 16)));
}

TEST(plant_cases, a_busy_failure_due_at_the_end_of_an_operation_strikes_the_next_one) {
  FirstCandidate agent;
  const Trace trace =
      run_recorded(failing_machine(FailureClock::busy, OnFailure::resume, 4, 3, 8, {0, 20}), agent);
  EXPECT_EQ(story(trace), "work 0-4 down 4-7 work 7-11 down 20-23 work 23-27 down 27-30 work 30-34");
  EXPECT_THAT(operation_times(trace), ElementsAre(Times(0, 0, 0, 11), Times(20, 20, 20, 34)));
}

TEST(plant_cases, calendar_failures_come_whether_the_machine_works_or_not) {
  FirstCandidate agent;
  const Trace trace =
      run_recorded(failing_machine(FailureClock::calendar, OnFailure::resume, 4, 3, 8, {5, 5}), agent);
  // Down 4-7, 11-14, 18-21, 25-28.
  EXPECT_EQ(story(trace),
            "down 4-7 work 7-11 down 11-14 work 14-18 down 18-21 work 21-25 down 25-28 work 28-32");
  EXPECT_THAT(operation_times(trace), ElementsAre(Times(5, 7, 7, 18), Times(5, 21, 21, 32)));
}

TEST(plant_cases, repeated_operations_begin_anew) {
  FirstCandidate agent;
  const Trace trace =
      run_recorded(failing_machine(FailureClock::calendar, OnFailure::repeat, 6, 2, 5, {4}), agent);
  EXPECT_EQ(story(trace), "work 4-6 down 6-8 work 8-13");
  EXPECT_THAT(operation_times(trace), ElementsAre(Times(4, 4, 4, 13)));
}

TEST(plant_cases, scrapped_jobs_leave_with_the_failure) {
  Scenario s = failing_machine(FailureClock::calendar, OnFailure::scrap, 6, 2, 5, {0, 0, 0});
  s.routings.clear();
  s.steps.clear();
  s.modes.clear();
  add_routing(s, {{0, seconds(5)}, {0, seconds(1)}});
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  // Job 0 works 0-5, job 1 is scrapped at 6. Jobs 2 and then 0, whose second operation became ready later,
  // work 8-14 and end just before the failure.
  EXPECT_EQ(story(trace), "work 0-5 work 5-6 down 6-8 work 8-13 work 13-14 down 14-16 work 16-17");
  EXPECT_THAT(operation_times(trace), ElementsAre(Times(0, 0, 0, 5), Times(0, 5, 5, 6), Times(0, 8, 8, 13),
                                                  Times(5, 13, 13, 14), Times(13, 16, 16, 17)));
  EXPECT_EQ(trace.operations[1].outcome, OperationOutcome::scrapped);
  EXPECT_EQ(trace.jobs[1].outcome, JobOutcome::scrapped);
  EXPECT_EQ(trace.jobs[1].operations_done, 0u);
  EXPECT_EQ(trace.jobs[1].completion, 6 * ticks_per_second);
  EXPECT_EQ(trace.jobs[0].outcome, JobOutcome::done);
  EXPECT_EQ(trace.status, RunStatus::all_done);
}

TEST(plant_cases, causes_that_overlap_keep_the_machine_down_until_the_last_is_repaired) {
  Scenario s = failing_machine(FailureClock::calendar, OnFailure::resume, 4, 5, 10, {0});
  s.groups[0].breakdowns.push_back(
      {"other", FailureClock::calendar, OnFailure::resume, seconds(6), seconds(10)});
  FirstCandidate agent;
  // The first cause holds it 4-9, 13-18, 22-27, 31-36; the second 6-16, 22-32; at 38 the end comes before the
  // failure.
  EXPECT_EQ(story(run_recorded(s, agent)), "work 0-4 down 4-18 work 18-22 down 22-36 work 36-38");
}

/// One machine with families a and b; setups: nothing -> a 1 s, nothing -> b 5 s, a -> b 3 s, b -> a 2 s.
Scenario with_setups(Index machines = 1) {
  Scenario s;
  add_group(s, machines);
  s.families = {"a", "b"};
  const auto t = [](double x) { return static_cast<Time>(ticks(x)); };
  s.setup_matrices.push_back({"matrix", {0, t(3), t(2), 0}, {t(1), t(5)}});
  s.groups[0].setup_matrix = 0;
  add_routing(s, {{0, seconds(10), 0}});
  add_routing(s, {{0, seconds(10), 1}});
  add_routing(s, {{0, seconds(10)}});
  return s;
}

TEST(plant_cases, setups_follow_the_family_of_the_operation_before) {
  Scenario s = with_setups();
  for (Index routing : {0, 0, 1, 2, 1, 0}) add_order(s, routing);
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  // The operation without a family needs no setup and leaves the machine set up for b.
  EXPECT_EQ(story(trace),
            "setup 0-1 work 1-11 work 11-21 setup 21-24 work 24-34 work 34-44 work 44-54 "
            "setup 54-56 work 56-66");
  EXPECT_THAT(operation_times(trace)[2], Times(0, 21, 24, 34));
}

TEST(plant_cases, each_machine_of_a_group_keeps_its_own_setup) {
  Scenario s = with_setups(2);
  s.groups[0].initial_family = 0;
  for (Index routing : {0, 1, 0, 1}) add_order(s, routing);
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  EXPECT_EQ(story(trace, 0), "work 0-10 work 10-20");
  EXPECT_EQ(story(trace, 1), "setup 0-3 work 3-13 work 13-23");
}

Trace interrupted_setup(OnFailure on_failure) {
  Scenario s = with_setups();
  s.groups[0].breakdowns.push_back({"cause", FailureClock::calendar, on_failure, seconds(16), seconds(2)});
  add_order(s, 1, 14);
  add_order(s, 1, 14);
  FirstCandidate agent;
  return run_recorded(s, agent);
}

TEST(plant_cases, a_setup_goes_on_after_a_repair) {
  EXPECT_EQ(story(interrupted_setup(OnFailure::resume)),
            "setup 14-16 down 16-18 setup 18-21 work 21-31 work 31-34 down 34-36 work 36-43");
}

TEST(plant_cases, a_repeated_setup_starts_anew) {
  EXPECT_EQ(story(interrupted_setup(OnFailure::repeat)),
            "setup 14-16 down 16-18 setup 18-23 work 23-33 work 33-34 down 34-36 work 36-46");
}

TEST(plant_cases, a_scrapped_setup_leaves_the_machine_as_it_was) {
  const Trace trace = interrupted_setup(OnFailure::scrap);
  EXPECT_EQ(story(trace), "setup 14-16 down 16-18 setup 18-23 work 23-33");
  EXPECT_THAT(operation_times(trace), ElementsAre(Times(14, 14, 16, 16), Times(14, 18, 23, 33)));
}

TEST(plant_cases, the_busy_clock_stands_still_during_setups) {
  Scenario s = with_setups();
  s.groups[0].breakdowns.push_back({"cause", FailureClock::busy, OnFailure::resume, seconds(8), seconds(2)});
  add_order(s, 1);
  FirstCandidate agent;
  EXPECT_EQ(story(run_recorded(s, agent)), "setup 0-5 work 5-13 down 13-15 work 15-17");
}

TEST(plant_cases, speed_divides_processing_times) {
  Scenario s;
  add_group(s, 1, 2.5);
  add_routing(s, {{0, seconds(10)}});
  add_order(s, 0);
  FirstCandidate agent;
  EXPECT_THAT(operation_times(run_recorded(s, agent)), ElementsAre(Times(0, 0, 0, 4)));
}

TEST(plant_cases, operations_without_length_end_within_the_instant) {
  Scenario s;
  add_group(s);
  add_group(s);
  add_routing(s, {{0, seconds(0)}, {1, seconds(0)}, {0, seconds(5)}, {1, seconds(0)}});
  add_order(s, 0, 2);
  add_order(s, 0, 2);
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  EXPECT_EQ(story(trace, 0), "work 2-7 work 7-12");
  EXPECT_EQ(story(trace, 1), "");
  EXPECT_EQ(trace.operations.size(), 8u);
  EXPECT_EQ(trace.jobs[0].completion, 7 * ticks_per_second);
  EXPECT_EQ(trace.jobs[1].completion, 12 * ticks_per_second);
  EXPECT_EQ(trace.machine_tallies[1].operations, 4);
}

/// Picks the candidate of the highest job number: not what the queue's order suggests.
class LastCandidate final : public Agent {
 public:
  int decide(const Decision& decision) override { return static_cast<int>(decision.candidates.size()) - 1; }
};

TEST(plant_cases, a_decision_sees_all_that_happens_at_its_instant) {
  Scenario s;
  for (int g = 0; g < 3; ++g) add_group(s);
  add_routing(s, {{0, seconds(5)}, {2, seconds(1)}});
  add_routing(s, {{1, seconds(5)}, {2, seconds(1)}});
  add_routing(s, {{2, seconds(1)}});
  // At 5 s both machines end, an order is released, and machine 2 ends the job it began at 4 s.
  add_order(s, 1);
  add_order(s, 0);
  add_order(s, 2, 4);
  add_order(s, 2, 5);
  LastCandidate agent;
  const Trace trace = run_recorded(s, agent);
  std::vector<std::uint32_t> on_last, candidates;
  for (const DecisionRecord& d : trace.decisions) {
    if (d.machine != 2) continue;
    on_last.push_back(d.job);
    candidates.push_back(d.candidates);
  }
  EXPECT_THAT(on_last, ElementsAre(2, 3, 1, 0));
  EXPECT_THAT(candidates, ElementsAre(1, 3, 2, 1));
}

TEST(plant_cases, equal_ready_times_are_offered_by_job_number) {
  Scenario s;
  add_group(s, 2);
  add_group(s);
  add_routing(s, {{0, seconds(5)}, {1, seconds(1)}});
  for (int j = 0; j < 4; ++j) add_order(s, 0);
  FirstCandidate agent;
  EXPECT_THAT(order_of_jobs(run_recorded(s, agent)), ElementsAre(0, 1, 0, 1, 2, 3, 2, 3));
}

TEST(plant_cases, a_shop_in_which_all_wait_is_starved_and_says_who_waits) {
  Scenario s;
  add_group(s);
  add_routing(s, {{0, seconds(5)}});
  add_order(s, 0);
  add_order(s, 0, 7);
  s.may_wait = true;
  LastCandidate agent;  // which is to wait
  const Trace trace = run_recorded(s, agent);
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_EQ(trace.end, 7 * ticks_per_second);  // asked again when the second order came
  EXPECT_THAT(trace.status_detail, HasSubstr("2 jobs"));
  EXPECT_THAT(trace.status_detail, HasSubstr("station0"));
  EXPECT_EQ(trace.decision_count, 2);
  EXPECT_EQ(trace.jobs.size(), 2u);
  EXPECT_EQ(trace.jobs[1].outcome, JobOutcome::unfinished);
}

TEST(plant_cases, an_operation_that_always_fails_before_its_end_is_stuck) {
  FirstCandidate agent;
  for (FailureClock clock : {FailureClock::busy, FailureClock::calendar}) {
    const Trace trace =
        run_recorded(failing_machine(clock, OnFailure::repeat, 4, 1, 10, {0, 0}), agent, {}, 500);
    EXPECT_EQ(trace.status, RunStatus::starved);
    EXPECT_EQ(trace.operation_count, 0);
    EXPECT_EQ(trace.end, 4 * ticks_per_second);  // at the first failure
    EXPECT_EQ(trace.stuck_jobs, 2);
    EXPECT_THAT(trace.status_detail, HasSubstr("begins again after each breakdown"));
    EXPECT_THAT(trace.status_detail, HasSubstr("station0"));
  }
}

TEST(plant_cases, an_operation_that_could_end_but_hardly_ever_will_stalls) {
  Scenario s = failing_machine(FailureClock::busy, OnFailure::repeat, 4, 1, 10, {0, 0});
  s.groups[0].breakdowns[0].time_to_failure = exponential(0.2 * ticks_per_second);
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent, {}, 500);
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_EQ(trace.stuck_jobs, 0);
  EXPECT_EQ(trace.operation_count, 0);
  EXPECT_THAT(trace.status_detail, HasSubstr("no operation ended in 500 instants"));
  EXPECT_THAT(trace.status_detail, HasSubstr("station0"));
  EXPECT_GT(trace.machine_tallies[0].in_state[static_cast<int>(MachineState::down)], 0);
}

TEST(plant_cases, what_ends_at_the_horizon_has_ended_and_nothing_starts_there) {
  Scenario s;
  add_group(s);
  add_routing(s, {{0, seconds(5)}, {0, seconds(0)}});
  add_order(s, 0);
  add_order(s, 0);
  add_order(s, 0, 10);
  add_order(s, 0, 11);
  s.run.horizon = 10 * ticks_per_second;
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  EXPECT_EQ(trace.status, RunStatus::horizon);
  EXPECT_EQ(trace.end, 10 * ticks_per_second);
  // The queue stands in the order of ready times, so both first operations come before the second ones.
  EXPECT_THAT(operation_times(trace), ElementsAre(Times(0, 0, 0, 5), Times(0, 5, 5, 10)));
  ASSERT_EQ(trace.jobs.size(), 3u);  // the last one was never released
  for (const JobRecord& job : trace.jobs) EXPECT_EQ(job.outcome, JobOutcome::unfinished);
  EXPECT_EQ(trace.jobs[0].operations_done, 1u);
  EXPECT_EQ(trace.jobs[1].operations_done, 1u);
  EXPECT_EQ(trace.jobs[2].release, 10 * ticks_per_second);
  EXPECT_EQ(trace.machine_tallies[0].in_state[static_cast<int>(MachineState::processing)],
            10 * ticks_per_second);
}

TEST(plant_cases, the_run_ends_when_the_measured_jobs_have_left) {
  Scenario s;
  add_group(s);
  add_routing(s, {{0, seconds(2)}});
  Source source;
  source.name = "source";
  source.products = {{0, 1}};
  source.interarrival = seconds(1);
  s.sources.push_back(source);
  s.run.warm_up_jobs = 2;
  s.run.measured_jobs = 3;
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  // Jobs 0, 1, 2, ... come at 1, 2, 3, ... and leave at 3, 5, 7, 9, 11: number 4 is the last measured one.
  EXPECT_EQ(trace.status, RunStatus::all_done);
  EXPECT_EQ(trace.end, 11 * ticks_per_second);
  EXPECT_EQ(trace.operation_count, 5);
  EXPECT_EQ(trace.jobs.size(), 11u);  // arrivals at 1 .. 11
  EXPECT_EQ(trace.jobs[5].outcome, JobOutcome::unfinished);
}

TEST(plant_cases, tallies_begin_with_the_warm_up) {
  Scenario s;
  add_group(s);
  add_routing(s, {{0, seconds(4)}});
  for (int j = 0; j < 3; ++j) add_order(s, 0);
  s.run.warm_up = 6 * ticks_per_second;
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  // Work 0-12; in [6, 12) all of it; of the waits 0, 4, 8 only the last belongs to a start after 6 s.
  EXPECT_EQ(trace.machine_tallies[0].in_state[static_cast<int>(MachineState::processing)],
            6 * ticks_per_second);
  EXPECT_EQ(trace.machine_tallies[0].in_state[0], 0);
  EXPECT_EQ(trace.group_tallies[0].operations, 1);
  EXPECT_EQ(trace.group_tallies[0].wait, ticks(8));
}

}  // namespace
}  // namespace takt::test
