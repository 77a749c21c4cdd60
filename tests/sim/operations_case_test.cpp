// Batches, cascades, minimum runs, quality and limits on waiting, worked out by hand, to the tick.

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/read/load_scenario.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Trace run(const std::string& text) {
  FirstCandidate agent;
  return run_recorded(parse_scenario("takt: 1\n" + text, "case.yaml"), agent);
}

/// "job start-end" in seconds of each operation, in the order of leaving; "!" where the job was lost.
std::string story(const Trace& trace) {
  std::string text;
  for (const OperationRecord& o : trace.operations) {
    text += (text.empty() ? "" : " ") + std::to_string(o.job) + " " +
            std::to_string(o.start / ticks_per_second) + "-" + std::to_string(o.end / ticks_per_second);
    if (o.outcome == OperationOutcome::scrapped) text += "!";
  }
  return text;
}

int events(const Trace& trace, EventKind kind) {
  int count = 0;
  for (const EventRecord& e : trace.events) count += e.kind == kind ? 1 : 0;
  return count;
}

/// Answers the questions with a list of choices; then with 0. Remembers how many candidates there were.
class Script final : public Agent {
 public:
  explicit Script(std::vector<int> choices) : choices_(std::move(choices)) {}
  int decide(const Decision& decision) override {
    asked.push_back(decision.candidates.size());
    const std::size_t i = asked.size() - 1;
    return i < choices_.size() ? choices_[i] : 0;
  }
  std::vector<std::size_t> asked;

 private:
  std::vector<int> choices_;
};

const std::string oven = R"(
routings:
  part: [{operation: bake, machine: oven, time: 10 s}]
)";

TEST(batches, are_filled_in_the_order_of_the_queue_and_end_together) {
  const Trace trace = run("machines: {oven: {batch: {minimum: 2, maximum: 3}}}" + oven +
                          "orders: [{routing: part, quantity: 4}, {routing: part, release: 5 s}]\n");
  EXPECT_EQ(story(trace), "0 0-10 1 0-10 2 0-10 3 10-20 4 10-20");
  EXPECT_EQ(trace.operations[4].ready, 5 * ticks_per_second);
  EXPECT_EQ(events(trace, EventKind::batch_started), 2);
  EXPECT_EQ(trace.intervals.size(), 2u);
}

TEST(batches, fewer_jobs_than_the_minimum_never_start) {
  const Trace trace = run("machines: {oven: {batch: {minimum: 3, maximum: 4}}}" + oven +
                          "orders: [{routing: part, quantity: 5}]\n");
  EXPECT_EQ(story(trace), "0 0-10 1 0-10 2 0-10 3 0-10");
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_THAT(trace.status_detail, HasSubstr("batch of at least 3 is needed"));
}

TEST(batches, that_are_not_full_are_held_back) {
  const std::string orders =
      "orders: [{routing: part}, {routing: part, release: 5 s}, {routing: part, release: 18 s}]\n";
  EXPECT_EQ(story(run("machines: {oven: {batch: {maximum: 3, wait: 20 s}}}" + oven + orders)),
            "0 18-28 1 18-28 2 18-28");
  EXPECT_EQ(story(run("machines: {oven: {batch: {maximum: 3, wait: 15 s}}}" + oven + orders)),
            "0 15-25 1 15-25 2 33-43");
  EXPECT_EQ(story(run("machines: {oven: {batch: {maximum: 2, wait: full}}}" + oven + orders)),
            "0 5-15 1 5-15");
}

TEST(batches, have_the_same_operation_family_or_nothing_in_common) {
  const std::string rest = R"(
families: [hot, cold]
routings:
  a: [{machine: oven, time: 10 s, family: hot}]
  b: [{machine: oven, time: 12 s, family: hot}]
  c: [{machine: oven, time: 14 s, family: cold}]
orders: [{routing: a}, {routing: b}, {routing: c}, {routing: a}]
)";
  EXPECT_EQ(story(run("machines: {oven: {batch: {maximum: 4}}}" + rest)), "0 0-10 3 0-10 1 10-22 2 22-36");
  // The longest of the recipes says how long it takes.
  EXPECT_EQ(story(run("machines: {oven: {batch: {maximum: 4, same: family}}}" + rest)),
            "0 0-12 1 0-12 3 0-12 2 12-26");
  EXPECT_EQ(story(run("machines: {oven: {batch: {maximum: 4, same: any}}}" + rest)),
            "0 0-14 1 0-14 2 0-14 3 0-14");
}

TEST(batches, times_are_per_lot_per_piece_or_per_batch) {
  const auto text = [](const std::string& machine, const std::string& per) {
    return "machines: {oven: {" + machine + "}}\nroutings: {part: [{machine: oven, time: 2 s" + per +
           "}]}\norders: [{routing: part, pieces: 5}, {routing: part, pieces: 3}]\n";
  };
  EXPECT_EQ(story(run(text("", ""))), "0 0-2 1 2-4");
  EXPECT_EQ(story(run(text("", ", per: piece"))), "0 0-10 1 10-16");
  EXPECT_EQ(story(run(text("speed: 2", ", per: piece"))), "0 0-5 1 5-8");
  EXPECT_EQ(story(run(text("batch: {maximum: 2}", ""))), "0 0-2 1 0-2");
  EXPECT_EQ(story(run(text("batch: {maximum: 2}", ", per: lot"))), "0 0-4 1 0-4");
  EXPECT_EQ(story(run(text("batch: {maximum: 2}", ", per: piece"))), "0 0-16 1 0-16");
}

TEST(batches, pieces_have_draws_of_their_own) {
  const auto end = [](int pieces) {
    return run("machines: {saw: {}}\nrun: {until: 100 d}\n"
               "routings: {part: [{machine: saw, time: {uniform: {from: 1 s, to: 2 s}}, per: piece}]}\n"
               "orders: [{routing: part, pieces: " +
               std::to_string(pieces) + "}]\n")
        .operations[0]
        .end;
  };
  const Time one = end(1), two = end(2), many = end(2000);
  EXPECT_NE(two, 2 * one);
  EXPECT_NEAR(to_seconds(many), 3000, 60);  // five standard deviations of the sum
}

TEST(batches, the_agent_picks_the_members_and_may_wait) {
  const std::string text =
      "machines: {oven: {batch: {maximum: 3}}}" + oven + "orders: [{routing: part, quantity: 5}]\n";
  Script last({4, 3, 0});
  const Trace trace = run_recorded(parse_scenario("takt: 1\n" + text, "case.yaml"), last);
  // Five for the first place, four for the second, three for the third; then two that fit without a choice
  // of members: one question.
  EXPECT_THAT(last.asked, ElementsAre(5, 4, 3, 2));
  EXPECT_EQ(story(trace), "4 0-10 3 0-10 0 0-10 1 10-20 2 10-20");

  Script waits({1});
  const Trace waited = run_recorded(
      parse_scenario("takt: 1\ndecisions: {wait: true}\nmachines: {oven: {batch: {maximum: 3}}}" + oven +
                         "orders: [{routing: part}, {routing: part, release: 7 s}]\n",
                     "case.yaml"),
      waits);
  EXPECT_EQ(story(waited), "0 7-17 1 7-17");
}

TEST(batches, breakdowns_hit_all_members) {
  const auto text = [](const std::string& rule) {
    return "machines: {oven: {batch: {maximum: 2}, breakdowns: [{on_failure: " + rule +
           ", time_to_failure: 6 s, time_to_repair: 3 s}]}}" + oven +
           "orders: [{routing: part, quantity: 2}]\nrun: {until: 14 s}\n";
  };
  EXPECT_EQ(story(run(text("resume"))), "0 0-13 1 0-13");
  const Trace trace = run(text("scrap"));
  EXPECT_EQ(story(trace), "0 0-6! 1 0-6!");
  EXPECT_EQ(trace.jobs[1].outcome, JobOutcome::scrapped);
}

TEST(cascades, take_the_next_job_while_others_are_inside) {
  const std::string text = R"(
machines: {track: {cascade: 2 s}}
routings:
  long: [{machine: track, time: 10 s}]
  short: [{machine: track, time: 3 s}]
  slow: [{machine: track, time: 10 s, cascade: 4 s}]
orders: [{routing: long}, {routing: short}, {routing: slow}, {routing: long}]
)";
  // The second could leave at 5 but stays behind the first.
  const Trace trace = run(text);
  EXPECT_EQ(story(trace), "0 0-10 1 2-10 2 4-14 3 8-18");
  EXPECT_EQ(trace.machine_tallies[0].in_state[2], 10 * ticks_per_second);  // 2 + 2 + 4 + 2
}

TEST(cascades, all_inside_wait_for_a_repair_or_are_lost) {
  const auto text = [](const std::string& rule) {
    return "machines: {track: {cascade: 2 s, breakdowns: [{on_failure: " + rule +
           ", time_to_failure: 5 s, time_to_repair: 4 s}]}}\n"
           "routings: {part: [{machine: track, time: 8 s}]}\n"
           "orders: [{routing: part, quantity: 3}]\nrun: {until: 19 s}\n";
  };
  // Down 5-9 and 14-18. Entries at 0, 2 and 4; the third is entering when the machine fails.
  EXPECT_EQ(story(run(text("resume"))), "0 0-12 1 2-14");
  EXPECT_EQ(story(run(text("scrap"))), "0 0-5! 1 2-5! 2 4-5!");
}

TEST(cascades, batches_enter_one_behind_the_other) {
  EXPECT_EQ(story(run("machines: {track: {cascade: 2 s, batch: {maximum: 2}}}\n"
                      "routings: {part: [{machine: track, time: 8 s}]}\n"
                      "orders: [{routing: part, quantity: 3}]\n")),
            "0 0-8 1 0-8 2 2-10");
}

TEST(minimum_runs, keep_a_machine_with_its_family_as_long_as_such_jobs_wait) {
  const auto text = [](const std::string& run) {
    return "machines: {press: {setup: die, initial_family: a}}\n"
           "setups: {die: {times: {a: {b: 5 s}, b: {a: 5 s}}" +
           run +
           "}}\n"
           "routings: {a: [{machine: press, time: 1 s, family: a}], b: [{machine: press, time: 1 s, family: "
           "b}]}\n"
           "orders: [{routing: b}, {routing: a}, {routing: b}, {routing: a}, {routing: b, quantity: 2},\n"
           "  {routing: a, release: 100 s}, {routing: b, release: 101 s}]\n";
  };
  // First come, first served changes the die every time; a run of two b's every other time; the last job of
  // family a comes when no b waits.
  EXPECT_EQ(story(run(text(""))), "0 5-6 1 11-12 2 17-18 3 23-24 4 29-30 5 30-31 6 105-106 7 111-112");
  EXPECT_EQ(story(run(text(", minimum_run: 2"))),
            "0 5-6 2 6-7 1 12-13 3 13-14 4 19-20 5 20-21 6 105-106 7 111-112");
  EXPECT_EQ(story(run(text(", minimum_run: 3"))),
            "0 5-6 2 6-7 4 7-8 1 13-14 3 14-15 5 20-21 6 105-106 7 111-112");
}

TEST(quality, a_job_that_fails_is_lost_and_one_that_is_sent_back_too_often_as_well) {
  const std::string two = R"(
machines: {saw: {}, mill: {}}
routings:
  part:
    - {operation: cut, machine: saw, time: 2 s}
    - {operation: mill, machine: mill, time: 3 s, )";
  const Trace lost = run(two + "scrap: 1}\norders: [{routing: part}]\n");
  EXPECT_EQ(story(lost), "0 0-2 0 2-5!");
  EXPECT_EQ(lost.jobs[0].outcome, JobOutcome::scrapped);
  EXPECT_EQ(lost.jobs[0].operations_done, 1u);

  const Trace again = run(two + "rework: {probability: 1, to: cut, limit: 2}}\norders: [{routing: part}]\n");
  EXPECT_EQ(story(again), "0 0-2 0 2-5 0 5-7 0 7-10 0 10-12 0 12-15!");
  EXPECT_EQ(events(again, EventKind::sent_back), 2);
  EXPECT_EQ(again.jobs[0].outcome, JobOutcome::scrapped);
}

TEST(quality, work_that_is_done_again_is_counted_again) {
  const Scenario scenario = parse_scenario(R"(takt: 1
machines: {saw: {}}
routings: {part: [{operation: cut, machine: saw, time: 2 s}, {operation: trim, machine: saw, time: 3 s, rework: {probability: 1, to: cut, limit: 1}}]}
orders: [{routing: part}]
)",
                                           "case.yaml");
  Simulation run(scenario, {});
  const auto left = [&](Time until) {
    EXPECT_TRUE(run.run_until(until));
    EXPECT_EQ(run.now(), until);
    return run.plant().job(0).work_remaining / ticks_per_second;
  };
  EXPECT_EQ(left(0), 5);
  run.resolve(0);
  EXPECT_EQ(left(2 * ticks_per_second), 3);
  run.resolve(0);
  EXPECT_EQ(left(5 * ticks_per_second), 5);
  EXPECT_EQ(run.plant().job(0).position, 0u);
}

TEST(quality, every_visit_draws_its_time_anew) {
  for (const std::string known : {"at_release", "at_start"}) {
    const Trace trace =
        run("processing_times: {known: " + known +
            "}\n"
            "machines: {saw: {}}\n"
            "routings: {part: [{operation: cut, machine: saw, time: {exponential: {mean: 5 s}}, "
            "rework: {probability: 1, to: cut, limit: 3}}]}\n"
            "orders: [{routing: part}]\n");
    ASSERT_EQ(trace.operations.size(), 4u);
    std::set<Time> lengths;
    for (const OperationRecord& o : trace.operations) lengths.insert(o.end - o.start);
    EXPECT_EQ(lengths.size(), 4u);
  }
}

TEST(quality, chances_depend_on_parameters_of_the_machine) {
  const auto lost = [](double heat, double target) {
    return run("machines: {oven: {parameters: {heat: " + std::to_string(heat) +
               "}}}\n"
               "routings: {part: [{machine: oven, time: 1 s, scrap: {probability: 0, parameter: heat, "
               "target: " +
               std::to_string(target) + ", slope: 0.1}}]}\norders: [{routing: part, quantity: 200}]\n")
        .jobs;
  };
  const auto scrapped = [&](double heat, double target) {
    int count = 0;
    for (const JobRecord& job : lost(heat, target)) count += job.outcome == JobOutcome::scrapped ? 1 : 0;
    return count;
  };
  EXPECT_EQ(scrapped(850, 850), 0);
  EXPECT_EQ(scrapped(850, 860), 200);
  EXPECT_EQ(scrapped(850, 700), 200);
  EXPECT_NEAR(scrapped(850, 847), 60, 33);  // five standard deviations
  // The same draws: who is lost at a small chance is lost at a greater one.
  const auto few = lost(850, 848), more = lost(850, 853);
  for (std::size_t i = 0; i < few.size(); ++i)
    EXPECT_TRUE(few[i].outcome != JobOutcome::scrapped || more[i].outcome == JobOutcome::scrapped);
}

TEST(quality, inspections_find_what_earlier_operations_left) {
  const auto text = [](const std::string& inspect) {
    return "machines: {saw: {}, gauge: {}}\n"
           "routings: {part: [{operation: cut, machine: saw, time: 2 s, defect: 1},\n"
           "  {operation: wash, machine: saw, time: 1 s},\n"
           "  {operation: look, machine: gauge, time: 1 s, inspect: {" +
           inspect + "}}]}\norders: [{routing: part}]\n";
  };
  EXPECT_EQ(story(run(text("miss: 0"))), "0 0-2 0 2-3 0 3-4!");
  EXPECT_EQ(story(run(text("miss: 1"))), "0 0-2 0 2-3 0 3-4");
  EXPECT_EQ(story(run(text("sample: 0"))), "0 0-2 0 2-3 0 3-4");
  // Washing it again does not take the defect away; cutting it again would leave another.
  EXPECT_EQ(story(run(text("to: wash, limit: 1"))), "0 0-2 0 2-3 0 3-4 0 4-5 0 5-6!");
  EXPECT_EQ(events(run(text("to: cut, limit: 2")), EventKind::defect_left), 3);
  const Trace alarm =
      run("machines: {gauge: {}}\n"
          "routings: {part: [{operation: look, machine: gauge, time: 1 s, inspect: {false_alarm: 1, to: "
          "look, limit: "
          "1}}]}\norders: [{routing: part}]\n");
  EXPECT_EQ(story(alarm), "0 0-1 0 1-2!");
}

TEST(quality, who_waits_too_long_is_lost_or_goes_back) {
  const auto text = [](const std::string& within) {
    return "machines: {bath: {count: 3}, coat: {}}\n"
           "routings: {part: [{operation: clean, machine: bath, time: 2 s},\n"
           "  {operation: coat, machine: coat, time: 5 s, within: {" +
           within + "}}]}\norders: [{routing: part, quantity: 3}]\n";
  };
  // At the limit itself the second may still start.
  EXPECT_EQ(story(run(text("time: 5 s"))), "0 0-2 1 0-2 2 0-2 0 2-7 1 7-12");
  EXPECT_EQ(story(run(text("time: 4 s"))), "0 0-2 1 0-2 2 0-2 0 2-7");
  const Trace trace = run(text("time: 5 s, late: rework"));
  // The third is late a tick after 7 and cleaned until 9.
  EXPECT_EQ(story(trace), "0 0-2 1 0-2 2 0-2 0 2-7 2 7-9 1 7-12 2 12-17");
  EXPECT_EQ(events(trace, EventKind::sent_back), 1);
  EXPECT_EQ(events(run(text("time: 4 s")), EventKind::scrapped), 2);
}

TEST(quality, a_limit_counts_from_an_operation_further_back) {
  const Trace trace = run(R"(
machines: {a: {}, b: {}, c: {}}
routings:
  part:
    - {operation: one, machine: a, time: 2 s}
    - {operation: two, machine: b, time: 6 s}
    - {operation: three, machine: c, time: 1 s, within: {time: 5 s, of: one}}
orders: [{routing: part}]
)");
  // Too late already when the second operation ends.
  EXPECT_EQ(story(trace), "0 0-2 0 2-8");
  EXPECT_EQ(trace.jobs[0].outcome, JobOutcome::scrapped);
  EXPECT_EQ(trace.jobs[0].completion, 8 * ticks_per_second);
}

}  // namespace
}  // namespace takt::test
