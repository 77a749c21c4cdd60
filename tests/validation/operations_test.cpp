// Batches, cascades, rework and scrap against closed forms.

#include <cmath>

#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/plant/operation_state.hpp"
#include "tests/sim/test_agents.hpp"
#include "tests/validation/closed_forms.hpp"
#include "tests/validation/queue_models.hpp"

namespace takt::test {
namespace {

/// The exact value lies in the 99 % interval, which is at most `width` wide, relative to the value.
void expect_exact(const Scenario& scenario, double exact, const Figure& figure, int replications = 20,
                  double width = 0.02) {
  const Interval interval = estimate(scenario, "rule:fifo", 7, replications, figure);
  std::printf("%.5f in %.5f +- %.5f (99 %%)\n", exact, interval.mean, interval.half_width);
  EXPECT_GT(exact, interval.low());
  EXPECT_LT(exact, interval.high());
  EXPECT_LE(interval.high() - interval.low(), width * exact) << interval.low() << " to " << interval.high();
}

/// Two stations in a row; after the second a job goes back to the first with this chance.
Scenario rework_loop(double rate, double first, double second, double chance, const Window& window) {
  Scenario s = empty_shop(window);
  const Index one = add_group(s), two = add_group(s);
  const Index routing =
      add_routing(s, {{one, exponential(ticks(1 / first))}, {two, exponential(ticks(1 / second))}});
  s.operations.steps.resize(2);
  s.operations.steps[1].rework.by_level = {chance};
  s.operations.steps[1].reworked.to = 0;
  add_poisson(s, rate, {{routing, 1}});
  finish_scenario(s);
  return s;
}

/// Mean time in the system by Jackson's product form.
double rework_loop_time(double rate, double first, double second, double chance) {
  const double flow = rate / (1 - chance);
  return (flow / (first - flow) + flow / (second - flow)) / rate;
}

TEST(rework, jackson_rework_of_the_shared_table) {
  EXPECT_NEAR(rework_loop_time(0.5, 1.2, 1, 0.2), 5.50725, 5e-6);
  expect_exact(rework_loop(0.5, 1.2, 1, 0.2, {2e3, 3e5}), 5.50725, kpi("mean_flow_time"));
}

TEST(rework, loops_with_other_parameters_follow_the_product_form) {
  expect_exact(rework_loop(0.2, 1, 0.6, 0.5, {2e3, 4e5}), rework_loop_time(0.2, 1, 0.6, 0.5),
               kpi("mean_flow_time"));
  expect_exact(rework_loop(1.5, 2.4, 3, 0.1, {1e3, 2e5}), rework_loop_time(1.5, 2.4, 3, 0.1),
               kpi("mean_flow_time"));
}

/// Mean wait of M/M/1 whose server takes up to `most` jobs at once, in a time that does not depend on how
/// many, and does not let others join: P(busy, n wait) = A r^n with mu r^(b+1) - (lambda + mu) r + lambda = 0
/// (Chaudhry and Templeton 1983).
double bulk_service_wait(double arrival, double service, int most) {
  double low = 0, high = 1 - 1e-9;  // r = 1 is the other root
  for (int i = 0; i < 200; ++i) {
    const double r = (low + high) / 2;
    (service * std::pow(r, most + 1) - (arrival + service) * r + arrival > 0 ? low : high) = r;
  }
  const double r = low, a = 1 / (service / arrival + 1 / (1 - r));
  return a * r / ((1 - r) * (1 - r)) / arrival;
}

TEST(batches, bulk_service_of_one_is_the_plain_queue) {
  EXPECT_NEAR(bulk_service_wait(0.8, 1, 1), mmc_wait(0.8, 1, 1), 1e-9);
}

TEST(batches, exponential_bulk_service_waits_as_theory_says) {
  for (const auto& [arrival, most] : {std::pair{1.2, 2}, std::pair{2.0, 3}, std::pair{6.0, 8}}) {
    Scenario s = single_queue(arrival, exponential(ticks(1)), 1, {1e3, 1.7e5 * most / arrival});
    s.operations.groups.resize(1);
    s.operations.groups[0].batch.maximum = most;
    finish_scenario(s);
    expect_exact(s, bulk_service_wait(arrival, 1, most), mean_wait_of(0));
  }
}

TEST(batches, of_regular_arrivals_are_full_to_the_tick) {
  FirstCandidate agent;
  const Trace trace = run_recorded(parse_scenario(R"(takt: 1
machines: {oven: {batch: {minimum: 4, maximum: 4}}}
routings: {part: [{machine: oven, time: 3 s}]}
arrivals: {a: {interarrival: 1 s, routing: part, limit: 400}}
)",
                                                  "regular.yaml"),
                                   agent);
  // Of every four the first waits 3 s, the last not at all.
  EXPECT_EQ(trace.group_tallies[0].wait, 600.0 * ticks_per_second);
  EXPECT_EQ(trace.quality.batches[0].batches, 100);
  EXPECT_EQ(trace.quality.batches[0].jobs, 400);
  EXPECT_EQ(trace.end, 403 * ticks_per_second);
}

/// Jobs enter a cascade as they would be served by a machine that takes the interval for each.
TEST(cascades, wait_like_the_queue_of_their_intervals) {
  Scenario s = single_queue(0.8, constant(ticks(7)), 1, {1e3, 4e5});
  s.operations.groups.resize(1);
  s.operations.groups[0].cascade = ticks_per_second;
  finish_scenario(s);
  const double wait = mg1_wait(0.8, constant_moments(1));
  expect_exact(s, wait, mean_wait_of(0));
  expect_exact(s, wait + 7, kpi("mean_flow_time"));
}

/// `count` jobs through one machine; every rule of the only operation is given.
Trace through_one_machine(const std::string& rules, int count) {
  FirstCandidate agent;
  return run_recorded(
      parse_scenario("takt: 1\nmachines: {saw: {}}\nroutings:\n  part: [{operation: cut, machine: "
                     "saw, time: 1 s, " +
                         rules + "}]\norders: [{routing: part, quantity: " + std::to_string(count) + "}]\n",
                     "one.yaml"),
      agent);
}

/// Whether a count lies within 3.3 standard deviations of a binomial one: 1 in 1000 does not.
void expect_binomial(std::int64_t count, std::int64_t trials, double chance) {
  const double n = static_cast<double>(trials);
  EXPECT_NEAR(static_cast<double>(count), n * chance, 3.3 * std::sqrt(n * chance * (1 - chance)));
}

TEST(quality, scrap_is_binomial_and_visits_are_geometric) {
  constexpr int jobs = 40'000;
  const Trace scrap = through_one_machine("scrap: 0.07", jobs);
  expect_binomial(scrap.quality.routings[0].scrapped, jobs, 0.07);

  const Trace rework = through_one_machine("rework: {probability: 0.3, to: cut}", jobs);
  std::vector<int> visits(jobs);
  for (const OperationRecord& o : rework.operations) ++visits[o.job];
  std::int64_t left = jobs;
  for (int n = 1; n <= 6; ++n) {  // of those that came n times, 7 of 10 come no more
    const auto ended = std::count(visits.begin(), visits.end(), n);
    expect_binomial(ended, left, 0.7);
    left -= ended;
  }
  EXPECT_EQ(rework.quality.steps[0].reworked, static_cast<std::int64_t>(rework.operations.size()) - jobs);
}

TEST(quality, inspection_finds_the_share_that_it_should) {
  constexpr int jobs = 40'000;
  const Trace trace =
      through_one_machine("defect: 0.2, inspect: {sample: 0.5, miss: 0.1, false_alarm: 0.04}", jobs);
  const StepTally& step = trace.quality.steps[0];
  expect_binomial(step.defects, jobs, 0.2);
  const auto of = [&](InspectionResult r) { return step.inspected[static_cast<std::size_t>(r)]; };
  const std::int64_t defective = of(InspectionResult::found) + of(InspectionResult::missed);
  const std::int64_t good = of(InspectionResult::good) + of(InspectionResult::false_alarm);
  expect_binomial(defective + good, jobs, 0.5);
  expect_binomial(of(InspectionResult::missed), defective, 0.1);
  expect_binomial(of(InspectionResult::false_alarm), good, 0.04);
  // What escapes was not looked at, or missed.
  expect_binomial(trace.quality.routings[0].escaped, jobs, 0.2 * (0.5 + 0.5 * 0.1));
  EXPECT_EQ(trace.quality.routings[0].scrapped,
            of(InspectionResult::found) + of(InspectionResult::false_alarm));
}

TEST(quality, tables_of_key_figures_add_up) {
  FirstCandidate agent;
  Scenario s = parse_scenario(R"(takt: 1
machines: {saw: {}, gauge: {}}
routings:
  part:
    - {operation: cut, machine: saw, time: 6 s, defect: 1}
    - {operation: look, machine: gauge, time: 2 s, inspect: {to: cut, limit: 1}}
orders: [{routing: part}]
run: {until: 20 s}
)",
                              "tables.yaml");
  finish_scenario(s);
  const KpiReport report = compute_kpis(s, run_recorded(s, agent));
  const auto row = [&](const std::string& table, std::size_t index) {
    for (const KpiTable& t : report.tables)
      if (t.name == table) return t.rows[index].values;
    return std::vector<double>{};
  };
  // Cut, looked at, cut again, looked at and scrapped.
  EXPECT_EQ(row("yield", 0), (std::vector<double>{0, 1, 0, 0, 0}));
  EXPECT_EQ(row("quality", 1), (std::vector<double>{2, 1, 0, 2, 0, 0, 0, 0, 0}));
  // The saw works 12 s of 20 and spoils both operations; the gauge is not to blame.
  EXPECT_EQ(row("oee", 0), (std::vector<double>{1, 0.6, 0, 0}));
  EXPECT_EQ(row("oee", 1), (std::vector<double>{1, 0.2, 1, 0.2}));
}

}  // namespace
}  // namespace takt::test
