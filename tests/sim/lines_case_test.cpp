// Lines worked out by hand: blocking, handover, cards, part stores, deadlock. Times in s.

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/simulate.hpp"
#include "tests/sim/random_lines.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Spans = std::vector<std::pair<double, double>>;

Distribution s(double seconds) {
  return constant(ticks(seconds));
}

/// Runs with every law checked at the end.
Trace run(Scenario scenario, Agent& agent) {
  finish_scenario(scenario);
  SimulateOptions options;
  options.record = {true, true};
  options.stall_limit = 1000;
  options.check = true;
  const auto clock = make_calendar_clock(scenario);
  return simulate(scenario, agent, *clock, options);
}

Trace run(const Scenario& scenario) {
  FirstCandidate agent;
  return run(scenario, agent);
}

Spans spans_of(const Trace& trace, Index machine, MachineState state) {
  Spans spans;
  for (const MachineInterval& i : trace.intervals)
    if (i.machine == machine && i.state == state) spans.emplace_back(to_seconds(i.start), to_seconds(i.end));
  return spans;
}

/// When each operation on a machine began, in order.
std::vector<double> starts_on(const Trace& trace, Index machine) {
  std::vector<double> starts;
  for (const OperationRecord& o : trace.operations)
    if (o.machine == machine) starts.push_back(to_seconds(o.start));
  std::sort(starts.begin(), starts.end());
  return starts;
}

std::vector<double> completions(const Trace& trace) {
  std::vector<double> times;
  for (const JobRecord& job : trace.jobs)
    times.push_back(job.completion == never ? -1 : to_seconds(job.completion));
  return times;
}

/// Two machines in a row, 1 s and 3 s, with a buffer before the second; `jobs` orders at time 0.
Scenario two_in_a_row(Index places, int jobs, Blocking blocking = Blocking::after_service) {
  Scenario shop;
  const Index first = add_group(shop), second = add_group(shop);
  const Index product = add_routing(shop, {{first, s(1)}, {second, s(3)}});
  shop.lines.buffers = {{.places = -1, .blocking = blocking}, {.places = places}};
  for (int i = 0; i < jobs; ++i) add_order(shop, product);
  return shop;
}

TEST(lines_case, a_machine_keeps_its_job_until_there_is_a_place) {
  const Trace trace = run(two_in_a_row(1, 5));
  EXPECT_THAT(starts_on(trace, 0), ElementsAre(0, 1, 2, 4, 7));
  EXPECT_THAT(starts_on(trace, 1), ElementsAre(1, 4, 7, 10, 13));
  EXPECT_EQ(spans_of(trace, 0, MachineState::blocked), (Spans{{3, 4}, {5, 7}, {8, 10}}));
  EXPECT_THAT(completions(trace), ElementsAre(4, 7, 10, 13, 16));
  // Jobs 1 to 4 lie in the buffer from 2 to 4, 4 to 7, 7 to 10 and 10 to 13.
  EXPECT_EQ(trace.line_tally.of(LineFigure::buffer_content, 1), ticks(11));
}

TEST(lines_case, a_machine_does_not_start_before_a_place_is_reserved) {
  const Trace trace = run(two_in_a_row(1, 4, Blocking::before_service));
  EXPECT_THAT(starts_on(trace, 0), ElementsAre(0, 1, 4, 7));
  EXPECT_THAT(starts_on(trace, 1), ElementsAre(1, 4, 7, 10));
  EXPECT_EQ(spans_of(trace, 0, MachineState::blocked), (Spans{{2, 4}, {5, 7}}));
}

TEST(lines_case, without_buffer_jobs_go_from_machine_to_machine) {
  const Trace trace = run(two_in_a_row(0, 3));
  EXPECT_THAT(starts_on(trace, 0), ElementsAre(0, 1, 4));
  EXPECT_THAT(starts_on(trace, 1), ElementsAre(1, 4, 7));
  EXPECT_EQ(spans_of(trace, 0, MachineState::blocked), (Spans{{2, 4}, {5, 7}}));
  EXPECT_EQ(trace.line_tally.of(LineFigure::buffer_content, 1), 0);
}

TEST(lines_case, who_was_blocked_first_goes_first) {
  // Three machines feed one of 10 s without buffer; the third finishes first.
  Scenario shop;
  const Index a = add_group(shop), b = add_group(shop), c = add_group(shop), last = add_group(shop);
  shop.lines.buffers = {{}, {}, {}, {.places = 0}};
  add_order(shop, add_routing(shop, {{a, s(3)}, {last, s(10)}}));
  add_order(shop, add_routing(shop, {{b, s(3)}, {last, s(10)}}));
  add_order(shop, add_routing(shop, {{c, s(2)}, {last, s(10)}}));
  add_order(shop, add_routing(shop, {{last, s(1)}}));
  const Trace trace = run(shop);
  // Job 3 has the machine first, then 2 (blocked since 2), then 0 and 1 (both since 3, by number).
  EXPECT_THAT(completions(trace), ElementsAre(22, 32, 12, 1));
}

TEST(lines_case, failures_come_no_nearer_while_blocked) {
  Scenario shop = two_in_a_row(0, 3);
  shop.groups[0].breakdowns.push_back({"wear", FailureClock::busy, OnFailure::resume, s(2.5), s(100)});
  const Trace trace = run(shop);
  // It works 0-1, 1-2, is blocked 2-4, works 4-4.5: only then 2.5 s of work are over.
  EXPECT_EQ(spans_of(trace, 0, MachineState::down), (Spans{{4.5, 104.5}}));
}

TEST(lines_case, a_circle_of_blocked_machines_is_named_at_once) {
  Scenario shop;
  const Index saw = add_group(shop), mill = add_group(shop);
  shop.groups[0].name = "saw";
  shop.groups[1].name = "mill";
  shop.lines.buffers = {{.places = 0}, {.places = 0}};
  add_order(shop, add_routing(shop, {{saw, s(2)}, {mill, s(1)}}));
  add_order(shop, add_routing(shop, {{mill, s(3)}, {saw, s(1)}}));
  shop.run.horizon = static_cast<Time>(ticks(1000));
  shop.groups[0].breakdowns.push_back({"power", FailureClock::calendar, OnFailure::resume, s(900), s(1)});
  const Trace trace = run(shop);
  EXPECT_EQ(trace.status, RunStatus::deadlock);
  EXPECT_EQ(trace.end, ticks(3));
  EXPECT_EQ(trace.status_detail,
            "job 0 on 'saw' waits for a place before 'mill', which job 1 on 'mill' holds; "
            "job 1 on 'mill' waits for a place before 'saw', which job 0 on 'saw' holds");
  EXPECT_EQ(spans_of(trace, 0, MachineState::blocked), (Spans{{2, 3}}));
}

TEST(lines_case, the_next_operation_on_the_same_group_never_blocks) {
  Scenario shop;
  const Index saw = add_group(shop);
  shop.lines.buffers = {{.places = 0}};
  add_order(shop, add_routing(shop, {{saw, s(2)}, {saw, s(1)}}));
  add_order(shop, 0);
  const Trace trace = run(shop);
  EXPECT_EQ(trace.status, RunStatus::all_done);
  EXPECT_EQ(trace.end, ticks(6));
}

TEST(lines_case, cards_are_given_back_when_the_machine_is_left) {
  // Two cards over the first of two operations; the second machine has no buffer.
  Scenario shop = two_in_a_row(0, 3);
  shop.lines.cards.push_back({"loop", 1, {{0, 0, 0}}});
  const Trace trace = run(shop);
  // The card comes back when the job leaves the first machine, not when its operation ends.
  EXPECT_THAT(starts_on(trace, 0), ElementsAre(0, 1, 4));
  EXPECT_EQ(trace.line_tally.of(LineFigure::cards_in_use, 0), ticks(7));
}

/// Takes the last candidate, whatever is asked.
class LastCandidate final : public Agent {
 public:
  int decide(const Decision& decision) override {
    releases += decision.kind == DecisionKind::release ? 1 : 0;
    return static_cast<int>(decision.candidates.size()) - 1;
  }
  int releases = 0;
};

TEST(lines_case, an_agent_chooses_who_gets_a_card) {
  Scenario shop;
  const Index saw = add_group(shop);
  const Index product = add_routing(shop, {{saw, s(1)}});
  for (int i = 0; i < 3; ++i) add_order(shop, product);
  shop.lines.cards.push_back({"loop", 1, {{0, 0, 0}}});
  EXPECT_THAT(completions(run(shop)), ElementsAre(1, 2, 3));
  shop.asked = 1U << static_cast<unsigned>(DecisionKind::release);
  LastCandidate agent;
  EXPECT_THAT(completions(run(shop, agent)), ElementsAre(3, 2, 1));
  EXPECT_EQ(agent.releases, 3);
}

Source source_of(Index routing, std::int64_t limit) {
  Source source;
  source.name = "source" + std::to_string(routing);
  source.products = {{routing, 1}};
  source.limit = limit;
  return source;
}

TEST(lines_case, a_saturated_source_counts_from_the_first_start) {
  Scenario shop = two_in_a_row(1, 0);
  shop.sources.push_back(source_of(0, 4));
  shop.lines.sources = {{.saturated = true}};
  const Trace trace = run(shop);
  ASSERT_EQ(trace.jobs.size(), 4u);
  std::vector<double> releases;
  for (const JobRecord& job : trace.jobs) releases.push_back(to_seconds(job.release));
  EXPECT_THAT(releases, ElementsAre(0, 1, 2, 4));
  EXPECT_THAT(completions(trace), ElementsAre(4, 7, 10, 13));
}

TEST(lines_case, a_wip_limit_keeps_so_many_in_the_shop) {
  Scenario shop = two_in_a_row(-1, 0);
  shop.sources.push_back(source_of(0, 4));
  shop.lines.sources = {{.saturated = true, .wip_limit = 2}};
  const Trace trace = run(shop);
  std::vector<double> releases;
  for (const JobRecord& job : trace.jobs) releases.push_back(to_seconds(job.release));
  EXPECT_THAT(releases, ElementsAre(0, 0, 4, 7));
  EXPECT_THAT(completions(trace), ElementsAre(4, 7, 10, 13));
}

TEST(lines_case, a_wip_limit_holds_back_what_arrives) {
  Scenario shop = two_in_a_row(-1, 0);
  Source source = source_of(0, 3);
  source.interarrival = s(1);
  shop.sources.push_back(source);
  shop.lines.sources = {{.wip_limit = 1}};
  const Trace trace = run(shop);
  EXPECT_THAT(starts_on(trace, 0), ElementsAre(1, 5, 9));
  EXPECT_EQ(to_seconds(trace.jobs[1].release), 2);  // it waits, but it has come
}

/// Wheels of 1 s each from a machine; a cart takes two of them and 3 s.
Scenario carts(std::int64_t capacity, int wheels, int carts) {
  Scenario shop;
  const Index lathe = add_group(shop), bench = add_group(shop);
  const Index wheel = add_routing(shop, {{lathe, s(1)}});
  const Index cart = add_routing(shop, {{bench, s(3)}});
  shop.lines.parts = {{.name = "wheel", .capacity = capacity}};
  shop.lines.part_of = {0, -1};
  shop.lines.steps.resize(2);
  shop.lines.steps[1].kits = {{{0, 2}}};
  for (int i = 0; i < wheels; ++i) add_order(shop, wheel);
  for (int i = 0; i < carts; ++i) add_order(shop, cart);
  return shop;
}

TEST(lines_case, an_operation_starts_when_its_kit_is_complete) {
  const Trace trace = run(carts(-1, 6, 3));
  EXPECT_THAT(starts_on(trace, 1), ElementsAre(2, 5, 8));
  EXPECT_EQ(trace.line_tally.of(LineFigure::parts_taken, 0), 6);
  // In the store: 1 from 1 to 2, 1 from 3, 2 from 4 to 5, then 1 and 2 until 8.
  EXPECT_EQ(trace.line_tally.of(LineFigure::part_stock, 0), ticks(1 + 1 + 2 + 1 + 2 + 2));
}

TEST(lines_case, a_full_store_blocks_the_machine) {
  const Trace trace = run(carts(2, 6, 3));
  // Two are stored at 4; the fifth, done at 5, goes in at 5; the sixth at 6, before the cart of 5 ends.
  EXPECT_THAT(spans_of(trace, 0, MachineState::blocked), IsEmpty());
  const Trace tight = run(carts(1, 6, 3));
  // One stored at 1, the other is taken from the machine at 2. Then one stored at 3 and one held from 4 to 5.
  EXPECT_THAT(starts_on(tight, 1), ElementsAre(2, 5, 8));
  EXPECT_EQ(spans_of(tight, 0, MachineState::blocked), (Spans{{4, 5}, {7, 8}}));
}

TEST(lines_case, parts_that_nobody_makes_are_asked_for_by_name) {
  const Trace trace = run(carts(-1, 3, 2));
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_THAT(trace.status_detail,
              HasSubstr("job 4 before 'station1' waits for part 'wheel', which nothing makes any more"));
}

TEST(lines_case, of_several_kits_the_first_complete_one_is_taken) {
  Scenario shop = carts(-1, 0, 2);
  shop.lines.parts = {{.name = "wheel", .initial = 2}, {.name = "old wheel", .initial = 9}};
  shop.lines.steps[1].kits = {{{0, 2}}, {{1, 3}}};
  const Trace trace = run(shop);
  EXPECT_EQ(trace.status, RunStatus::all_done);
  EXPECT_EQ(trace.line_tally.of(LineFigure::parts_left, 0), 0);
  EXPECT_EQ(trace.line_tally.of(LineFigure::parts_left, 1), 6);
}

TEST(lines_case, taking_apart_gives_parts_and_jobs) {
  Scenario shop = carts(3, 0, 1);
  const Index press = add_group(shop);
  add_routing(shop, {{press, s(2)}});
  shop.lines.part_of.push_back(-1);
  // The cart needs no wheels, it gives four of them, of which three find room, and two jobs for the press.
  shop.lines.steps.resize(3);
  shop.lines.steps[1] = {{}, {{0, 4}}, {{2, 2}}};
  const Trace trace = run(shop);
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_THAT(trace.status_detail, HasSubstr("waits for room for part 'wheel', which nobody takes any more"));
  EXPECT_THAT(completions(trace), ElementsAre(-1, 5, 7));
  EXPECT_EQ(spans_of(trace, 1, MachineState::blocked), (Spans{{3, 7}}));
  EXPECT_EQ(trace.line_tally.of(LineFigure::parts_left, 0), 3);
}

/// Whatever is drawn: nothing is lost, and both a first-come and an arbitrary agent come to an end.
TEST(lines_case, random_lines_keep_the_laws) {
  int used = 0, blocked = 0, deadlocks = 0, done = 0, releases = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    Scenario scenario = random_scenario(seed);
    Dice dice(seed + 1'000'000);
    add_random_lines(scenario, dice);
    AnyCandidate agent;
    const Trace trace = run(scenario, agent);  // throws when a law is broken
    finish_scenario(scenario);
    used += scenario.lines.used ? 1 : 0;
    deadlocks += trace.status == RunStatus::deadlock ? 1 : 0;
    done += scenario.lines.used && trace.status == RunStatus::all_done ? 1 : 0;
    for (const MachineInterval& i : trace.intervals) blocked += i.state == MachineState::blocked ? 1 : 0;
    for (const DecisionRecord& d : trace.decisions)
      releases += d.kind == static_cast<std::uint32_t>(DecisionKind::release) ? 1 : 0;
  }
  EXPECT_GT(used, 700);
  EXPECT_GT(blocked, 300);
  EXPECT_GT(deadlocks, 20);
  EXPECT_GT(done, 150);
  EXPECT_GT(releases, 300);
}

}  // namespace
}  // namespace takt::test
