// What is under way when a run is reseeded ends by its law, given how long it has lasted.

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <boost/math/special_functions/gamma.hpp>
#include <gtest/gtest.h>

#include "sim/model/read/load_scenario.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr CourseOptions recorded(Seed seed) {
  return {.seed = seed, .record = {true, true}, .stall_limit = 2000};
}

Trace play_on(Simulation& run, Agent& agent) {
  while (const auto decision = run.next_decision()) run.resolve(agent.decide(*decision));
  return run.finish(true);
}

using Span = std::pair<Time, Time>;

/// Something that lasts a random time: in which scenario, how to find its spans in a trace, and the share of
/// times of at most x seconds.
struct Case {
  const char* name;
  std::string text;
  std::function<std::vector<Span>(const Trace&)> spans;
  std::function<double(double)> share;
  double age;            ///< seconds that the one looked at has lasted
  std::size_t skip = 2;  ///< spans that are not looked at
};

std::vector<Span> stops(const Trace& trace, MachineState state, bool between) {
  std::vector<Span> all;
  Time since = 0;
  for (const MachineInterval& interval : trace.intervals) {
    if (interval.state != state) continue;
    all.push_back(between ? Span{since, interval.start} : Span{interval.start, interval.end});
    since = interval.end;
  }
  return all;
}

std::vector<Span> repairs(const Trace& trace) {
  return stops(trace, MachineState::down, false);
}
std::vector<Span> lives(const Trace& trace) {
  return stops(trace, MachineState::down, true);
}
/// Only the first: later ones begin on a machine that is worn.
std::vector<Span> first_life(const Trace& trace) {
  const std::vector<Span> all = lives(trace);
  return {all.begin(), all.begin() + std::min<std::ptrdiff_t>(1, std::ssize(all))};
}
std::vector<Span> services(const Trace& trace) {
  return stops(trace, MachineState::maintenance, false);
}

std::vector<Span> arrivals(const Trace& trace) {
  std::vector<Span> all;
  for (std::size_t i = 1; i < trace.jobs.size(); ++i)
    all.push_back({trace.jobs[i - 1].release, trace.jobs[i].release});
  return all;
}

std::vector<Span> operations(const Trace& trace) {
  std::vector<Span> all;
  for (const OperationRecord& operation : trace.operations) all.push_back({operation.start, operation.end});
  return all;
}

/// From each event of one kind to the next of the other at a later time.
std::function<std::vector<Span>(const Trace&)> between(EventKind from, EventKind to) {
  return [from, to](const Trace& trace) {
    std::vector<Span> all;
    Time since = -1;
    for (const EventRecord& event : trace.events) {
      if (since >= 0 && event.kind == to && event.time > since) {
        all.push_back({since, event.time});
        since = -1;
      }
      if (event.kind == from) since = event.time;
    }
    return all;
  };
}

double uniform_share(double x, double from, double to) {
  return std::clamp((x - from) / (to - from), 0.0, 1.0);
}
double weibull_share(double x, double shape, double scale) {
  return -std::expm1(-std::pow(x / scale, shape));
}

/// The sum of two times that are uniform between 0 and 600 s.
double two_shares(double x) {
  const double t = x / 600;
  return t <= 1 ? t * t / 2 : 1 - (2 - t) * (2 - t) / 2;
}

std::vector<Case> cases() {
  const std::string routing = "routings: {part: [{operation: turn, machine: lathe, time: ";
  const std::string plain = "takt: 1\nmachines: {lathe: {}}\n" + routing;
  const auto breakdown = [&](const std::string& clock, const std::string& fails,
                             const std::string& repaired) {
    return "takt: 1\nmachines: {lathe: {breakdowns: [{name: jam, clock: " + clock +
           ", time_to_failure: " + fails + ", time_to_repair: " + repaired + "}]}}\n" + routing +
           "5 min}]}\narrivals: {more: {saturated: true, routing: part}}\nrun: {until: 20 d}\n";
  };
  const auto supply = [](const std::string& stock) {
    return "takt: 1\nsupply:\n  period: 1 d\n  sites:\n    mill: {kind: supplier}\n    shop:\n      kind: "
           "shop\n      "
           "items:\n        "
           "tubes:\n          initial: 1\n          from: mill\n          policy: {base_stock: 1}\n" +
           stock + "run: {until: 400 d}\n";
  };
  // From half an hour on a machine is worn, and its times to failure run three times as fast.
  const auto worn = [&](const std::string& clock) {
    return "takt: 1\nmachines: {lathe: {breakdowns: [{name: jam, clock: " + clock +
           ", time_to_failure: {weibull: {shape: 2, scale: 2 h}}, time_to_repair: 10 min}], condition: "
           "{clock: "
           "calendar, levels: [{name: good, lasts: 30 min}, {name: worn, failure_rate: 3}]}}}\n" +
           routing + "5 min}]}\narrivals: {more: {saturated: true, routing: part}}\nrun: {until: 1 d}\n";
  };
  const auto weibull_worn = [](double x) {
    return weibull_share(x < 1800 ? x : 1800 + 3 * (x - 1800), 2, 7200);
  };
  const auto from_10_to_30 = [](double x) { return uniform_share(x, 600, 1800); };
  const auto weibull_1h = [](double x) { return weibull_share(x, 2, 3600); };
  const std::string uniform = "{uniform: {from: 10 min, to: 30 min}}",
                    weibull = "{weibull: {shape: 2, scale: 1 h}}";
  return {
      {"an arrival",
       plain + "1 min}]}\narrivals: {more: {routing: part, interarrival: " + uniform +
           "}}\nrun: {until: 2 d}\n",
       arrivals, from_10_to_30, 900},
      {"processing",
       plain + weibull +
           "}]}\norders: [{routing: part, quantity: 40}]\nprocessing_times: {known: at_start}\n",
       operations, weibull_1h, 3000},
      {"processing on a slow machine",
       "takt: 1\nmachines: {lathe: {speed: 0.5}}\n" + routing + weibull +
           "}]}\norders: [{routing: part, quantity: 40}]\nprocessing_times: {known: at_start}\n",
       operations, [](double x) { return weibull_share(x, 2, 7200); }, 6000},
      {"a lot of two pieces",
       plain + "{uniform: {from: 0 s, to: 10 min}}, per: piece}]}\norders: [{routing: part, quantity: 40, "
               "pieces: 2}]\n"
               "processing_times: {known: at_start}\n",
       operations, two_shares, 500},
      {"a batch, one job after the other",
       "takt: 1\nmachines: {lathe: {batch: {minimum: 2, maximum: 2}}}\n" + routing +
           "{uniform: {from: 0 s, to: 10 min}}, per: lot}]}\norders: [{routing: part, quantity: 40}]\n"
           "processing_times: {known: at_start}\n",
       operations, two_shares, 500},
      {"a batch as a whole",
       "takt: 1\nmachines: {lathe: {batch: {minimum: 2, maximum: 2}}}\n" + routing + uniform +
           ", per: batch}]}\norders: [{routing: part, quantity: 40}]\nprocessing_times: {known: at_start}\n",
       operations, from_10_to_30, 900},
      {"a repair", breakdown("busy", "{exponential: {mean: 8 h}}", weibull), repairs, weibull_1h, 2500},
      {"a life by the calendar", breakdown("calendar", weibull, "10 min"), lives, weibull_1h, 2000},
      {"a life of work", breakdown("busy", weibull, "10 min"), lives, weibull_1h, 2000},
      {"an exponential life", breakdown("busy", "{exponential: {mean: 1 h}}", "10 min"), lives,
       [](double x) { return -std::expm1(-x / 3600); }, 5000},
      {"a calendar life that wear will shorten", worn("calendar"), first_life, weibull_worn, 1000, 0},
      {"a calendar life that wear has shortened", worn("calendar"), first_life, weibull_worn, 2100, 0},
      {"a life of work that wear will shorten", worn("busy"), first_life, weibull_worn, 1000, 0},
      {"a life of work that wear has shortened", worn("busy"), first_life, weibull_worn, 2100, 0},
      {"maintenance",
       "takt: 1\nmachines: {lathe: {maintenance: [{name: oil, every: 5 h, duration: " + uniform + "}]}}\n" +
           routing + "5 min}]}\narrivals: {more: {saturated: true, routing: part}}\nrun: {until: 10 d}\n",
       services, from_10_to_30, 800},
      {"a level of wear",
       "takt: 1\nmachines: {lathe: {condition: {clock: calendar, levels: [{name: good, lasts: " + weibull +
           "}, {name: worn}]}, maintenance: [{name: new, level: worn, duration: 10 min}]}}\n" + routing +
           "1 min}]}\narrivals: {more: {saturated: true, routing: part}}\nrun: {until: 20 d}\n",
       between(EventKind::maintenance_ends, EventKind::level), weibull_1h, 2000},
      {"a level of so many pieces",
       "takt: 1\nmachines: {lathe: {condition: {clock: pieces, levels: [{name: good, pieces: {mean: 200, cv: "
       "0.5}}, {name: worn}]}, maintenance: [{name: new, level: worn, duration: 10 min}]}}\n" +
           routing + "1 s}]}\narrivals: {more: {saturated: true, routing: part}}\nrun: {until: 1 h}\n",
       between(EventKind::maintenance_ends, EventKind::level),
       // A second a piece; of a rounded number half a piece more counts.
       [](double x) { return boost::math::gamma_p(4, std::floor(x + 0.5) / 50); }, 150},
      {"demand", supply("          lead_time: 1 min\n          demand: {interarrival: " + uniform + "}\n"),
       between(EventKind::demand, EventKind::demand), from_10_to_30, 700},
      {"a lead time", supply("          lead_time: " + uniform + "\n          demand: {interarrival: 2 d}\n"),
       between(EventKind::shipment_sent, EventKind::shipment_received), from_10_to_30, 900},
      {"an order in the mail",
       supply("          order_delay: " + uniform +
              "\n          lead_time: 1 min\n          demand: {interarrival: 2 d}\n"),
       between(EventKind::order_placed, EventKind::shipment_sent), from_10_to_30, 900},
      {"the next disruption",
       "takt: 1\nsupply:\n  period: 1 d\n  sites:\n    mill: {kind: supplier, disruption: "
       "{time_to_failure: " +
           weibull +
           ", time_to_repair: 10 min}}\n    shop:\n      kind: shop\n      items:\n        tubes:\n          "
           "initial: 1\n"
           "          from: mill\n          lead_time: 1 min\n          policy: {base_stock: 1}\n"
           "          demand: {interarrival: 2 d}\nrun: {until: 20 d}\n",
       between(EventKind::site_up, EventKind::site_down), weibull_1h, 2000},
  };
}

/// By 2000 copies, each with a seed of its own, half of them reseeded a second time a little later: how long
/// the thing under way lasts, given that it has lasted as long as it has, in 20 bins of equal chance.
TEST(ReseedLaw, WhatIsUnderWayEndsByItsLaw) {
  constexpr int copies = 2000, bins = 20;
  constexpr Time longest = Time{12} * 3600 * ticks_per_second;
  for (const Case& what : cases()) {
    SCOPED_TRACE(what.name);
    const Scenario scenario = parse_scenario(what.text, "case.yaml");
    FirstCandidate agent;
    Simulation once(scenario, recorded({5}));
    const Trace original = play_on(once, agent);
    const auto age = static_cast<Time>(what.age * ticks_per_second);
    std::vector<Span> all = what.spans(original);
    all.erase(all.begin(), all.begin() + std::min(std::ssize(all), static_cast<std::ptrdiff_t>(what.skip)));
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Span& span) { return span.second - span.first > age; });
    ASSERT_NE(found, all.end());
    const Time start = found->first, now = start + age;
    std::vector<int> count(bins);
    std::set<Time> ends;
    for (int copy = 0; copy < copies; ++copy) {
      Simulation run(scenario, recorded({5}));
      while (const auto decision = run.run_until(now)) run.resolve(agent.decide(*decision));
      const double known = static_cast<double>(run.now() - start) / ticks_per_second;
      run.reseed({static_cast<std::uint64_t>(copy) + 100});
      if (copy % 2 == 1) run.reseed({static_cast<std::uint64_t>(copy) + 100'000});
      while (const auto decision = run.run_until(start + longest)) run.resolve(agent.decide(*decision));
      const Trace future = run.finish(true);
      const auto spans = what.spans(future);
      const auto it =
          std::find_if(spans.begin(), spans.end(), [&](const Span& s) { return s.first == start; });
      ASSERT_NE(it, spans.end());
      ends.insert(it->second);
      const double lasted = static_cast<double>(it->second - start) / ticks_per_second;
      const double before = what.share(known), u = (what.share(lasted) - before) / (1 - before);
      ++count[static_cast<std::size_t>(std::clamp(static_cast<int>(u * bins), 0, bins - 1))];
    }
    double chi_square = 0;
    for (const int n : count) chi_square += std::pow(n - copies / bins, 2) / (copies / bins);
    EXPECT_LT(chi_square, 43.8);          // 19 degrees of freedom: exceeded once in 1000
    EXPECT_GT(ends.size(), copies / 8U);  // pieces are whole
  }
}

}  // namespace
}  // namespace takt::test
