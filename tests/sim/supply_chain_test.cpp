// The supply chain moves goods as it should: small cases by hand, and every unit accounted for in random
// ones.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/clock/clock.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"
#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/random_supply.hpp"
#include "tests/sim/recounted_run.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr Time day = 86'400 * ticks_per_second;

/// A supply chain in days from the text of its sites (one a line) and the top of its section.
Scenario chain(const std::string& sites, int days, const std::string& top = "") {
  std::string text = "takt: 1\nname: chain\nsupply:\n  period: 1 d\n" + top + "  sites:\n";
  std::size_t from = 0;
  while (from < sites.size()) {
    const std::size_t end = std::min(sites.find('\n', from), sites.size());
    text += "    " + sites.substr(from, end - from) + "\n";
    from = end + 1;
  }
  return parse_scenario(text + fmt::format("run: {{until: {} d}}\n", days), "chain.yaml");
}

Trace run(const Scenario& scenario, Agent& agent, std::uint64_t seed = 1) {
  const auto clock = make_calendar_clock(scenario);
  SimulateOptions options;
  options.seed = {seed, 0};
  options.record = {true, true};
  options.stall_limit = 2000;
  return simulate(scenario, agent, *clock, options);
}

Trace run(const Scenario& scenario) {
  FirstCandidate agent;
  return run(scenario, agent);
}

/// The events of one kind at a stock point: "day: units", in order.
std::string told(const Trace& trace, EventKind kind, Index point) {
  std::string text;
  for (const EventRecord& e : trace.events) {
    if (e.kind != kind || e.entity != point) continue;
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ",
                        static_cast<double>(e.time) / static_cast<double>(day), e.value);
  }
  return text;
}

TEST(SupplyChain, OrdersAndShipmentsTakeTheirTime) {
  const Trace trace = run(chain(
      "shop: {items: {x: {initial: 10, from: store, lead_time: 2 d, order_delay: 1 d, policy: {min_max: "
      "{reorder_at: 4, up_to: 12}}, demand: {size: 3}}}}\n"
      "store: {items: {x: {initial: 100}}}",
      12));
  // Day 1: 4 left, orders 8, which the store learns on day 2. Day 3: 2 are owed. Day 4: 8 come, then 3 are
  // sold.
  EXPECT_EQ(told(trace, EventKind::order_placed, 0), "1: 8, 4: 9, 7: 9, 10: 9");
  EXPECT_EQ(told(trace, EventKind::order_received, 1), "2: 8, 5: 9, 8: 9, 11: 9");
  EXPECT_EQ(told(trace, EventKind::shipment_received, 0), "4: 8, 7: 9, 10: 9");
  EXPECT_EQ(told(trace, EventKind::shortage, 0), "3: 2, 6: 3, 9: 3");
  EXPECT_EQ(told(trace, EventKind::sale, 0),
            "0: 3, 1: 3, 2: 3, 3: 1, 4: 2, 4: 3, 5: 3, 7: 3, 7: 3, 8: 3, 10: 3, 10: 3, 11: 3");
}

TEST(SupplyChain, WhoeverAskedFirstIsServedFirst) {
  // The store's 10 units come at day 3; north asked for 8 at day 0, south for 6 at day 1.
  const std::string shops =
      "north: {items: {x: {from: store, review_every: 100, opening_orders: [8]}}}\n"
      "south: {items: {x: {initial: 1, from: store, policy: {min_max: {reorder_at: 0, up_to: 6}}, demand: "
      "{interarrival: 1 d, size: {listed: [1, 0]}}}}}\n";
  const Trace parts = run(chain(shops + "store: {items: {x: {in_transit: [0, 0, 0, 10, 0, 9]}}}", 9));
  EXPECT_EQ(told(parts, EventKind::shipment_received, 0), "3: 8");
  EXPECT_EQ(told(parts, EventKind::shipment_received, 1), "3: 2, 5: 4");
  const Trace whole = run(
      chain(shops + "store: {items: {x: {in_transit: [0, 0, 0, 10, 0, 9], partial_shipments: false}}}", 9));
  EXPECT_EQ(told(whole, EventKind::shipment_received, 0), "3: 8");
  EXPECT_EQ(told(whole, EventKind::shipment_received, 1), "5: 6");
}

TEST(SupplyChain, LostDemandGoesAwayAndOwedDemandWaits) {
  const auto selling = [](const char* rule) {
    return run(chain(
        fmt::format("shop: {{items: {{x: {{initial: 5, in_transit: [0, 0, 0, 6], when_short: {}, demand: "
                    "{{size: 4}}}}}}}}",
                    rule),
        5));
  };
  const Trace lost = selling("lost"), owed = selling("backorder");
  EXPECT_EQ(told(lost, EventKind::sale, 0), "0: 4, 1: 1, 3: 4, 4: 2");
  EXPECT_EQ(told(lost, EventKind::shortage, 0), "1: 3, 2: 4, 4: 2");
  EXPECT_EQ(told(owed, EventKind::sale, 0), "0: 4, 1: 1, 3: 3, 3: 3");
  EXPECT_EQ(told(owed, EventKind::shortage, 0), "1: 3, 2: 4, 3: 4, 4: 4");
  EXPECT_EQ(owed.stock_tallies[0].owed, 0 + 3 + 7 + 5 + 9);  // after the demand of each day
  EXPECT_EQ(lost.stock_tallies[0].lost, 9);
}

TEST(SupplyChain, ShipmentsWaitForASiteThatIsDown) {
  const Trace trace =
      run(chain("shop: {items: {x: {initial: 2, from: mill, policy: {base_stock: 2}, demand: {size: 1}}}}\n"
                "mill: {kind: supplier, disruption: {time_to_failure: 36 h, time_to_repair: 2 d}}",
                6));
  // Down from 1.5 to 3.5 and from 5 on.
  EXPECT_EQ(told(trace, EventKind::shipment_received, 0), "0: 1, 1: 1, 3.5: 1, 3.5: 1, 4: 1");
  EXPECT_EQ(told(trace, EventKind::site_down, 1), "1.5: 0, 5: 0");
}

TEST(SupplyChain, OrdersKeepToLotsAndLimits) {
  const auto ordering = [](const std::string& keys) {
    return told(run(chain("shop: {items: {x: {" + keys +
                              ", policy: {base_stock: 10}, demand: {size: {listed: "
                              "[1, 3, 9, 0]}}, initial: 10}}}",
                          5)),
                EventKind::order_placed, 0);
  };
  EXPECT_EQ(ordering("lead_time: 0 s"), "0: 1, 1: 3, 2: 9");
  EXPECT_EQ(ordering("lot_size: 4"), "0: 4, 2: 12");
  EXPECT_EQ(ordering("minimum_order: 2.5"), "0: 2.5, 1: 2.5, 2: 8");
  EXPECT_EQ(ordering("review_every: 1, maximum_order: 5"), "0: 1, 1: 3, 2: 5, 3: 4");
  EXPECT_EQ(ordering("review_every: 2"), "0: 1, 2: 12");
  EXPECT_EQ(ordering("review_every: 1, opening_orders: [7, 0]"), "0: 7, 2: 6");
}

TEST(SupplyChain, OrdersComeBeforeOrAfterTheDemandOfAPeriod) {
  const std::string site =
      "shop: {items: {x: {initial: 4, review_every: 1, policy: {base_stock: 10}, demand: {size: 3}}}}";
  const Trace after = run(chain(site, 3)), before = run(chain(site, 3, "  orders: before_demand\n"));
  EXPECT_EQ(told(after, EventKind::order_placed, 0), "0: 9, 1: 3, 2: 3");
  EXPECT_EQ(after.stock_tallies[0].on_hand, 1 + 7 + 7);
  EXPECT_EQ(told(before, EventKind::order_placed, 0), "0: 6, 1: 3, 2: 3");
  EXPECT_EQ(before.stock_tallies[0].on_hand, 7 + 7 + 7);
}

TEST(SupplyChain, CustomersPassOnWhatTheyAreAskedFor) {
  const Trace trace =
      run(chain("home: {kind: customer, items: {x: {from: shop, lead_time: 1 d, demand: {size: {listed: [2, "
                "5, 0]}}}}}\n"
                "shop: {kind: shop, items: {x: {initial: 4, in_transit: [0, 0, 9]}}}",
                5));
  EXPECT_EQ(told(trace, EventKind::sale, 0), "1: 2, 2: 2, 3: 3");
}

TEST(SupplyChain, ProductionTakesWhatItNeedsAndMakesStock) {
  const std::string text =
      "takt: 1\nname: plant\nmachines: {press: {}}\nroutings: {part: [{machine: press, time: 18 h}]}\n"
      "supply:\n  period: 1 d\n  sites:\n    works:\n      kind: plant\n      items:\n"
      "        part: {make: {routing: part, lot: 2, uses: {rod: 3}}, policy: {base_stock: 5}}\n"
      "        rod: {initial: 4, in_transit: [0, 2.5]}\n"
      "run: {until: 4 d}\n";
  const Trace trace = run(parse_scenario(text, "plant.yaml"));
  EXPECT_EQ(told(trace, EventKind::order_placed, 0), "0: 6");  // three lots
  EXPECT_EQ(told(trace, EventKind::order_received, 1), "0: 9");
  EXPECT_EQ(told(trace, EventKind::consumption, 1), "0: 3, 1: 3");
  EXPECT_EQ(told(trace, EventKind::shortage, 1), "0: 6");
  EXPECT_EQ(told(trace, EventKind::production, 0), "0.75: 2, 1.75: 2");
  EXPECT_EQ(trace.jobs.size(), 2u);
}

/// Takes the last candidate: the largest order.
class LastCandidate final : public Agent {
 public:
  int decide(const Decision& decision) override {
    fallbacks.push_back(decision.fallback);
    return static_cast<int>(decision.candidates.size()) - 1;
  }
  std::vector<int> fallbacks;
};

TEST(SupplyChain, AnAgentMayOrder) {
  Scenario s = chain(
      "shop: {items: {x: {initial: 9, review_every: 1, order_choices: [2, 8], policy: {base_stock: 10}, "
      "demand: "
      "{size: 4}}}}",
      3);
  s.asked = 1U << static_cast<unsigned>(DecisionKind::replenish);
  LastCandidate largest;
  const Trace trace = run(s, largest);
  EXPECT_EQ(told(trace, EventKind::order_placed, 0), "0: 8, 1: 8, 2: 8");
  EXPECT_EQ(largest.fallbacks, (std::vector<int>{2, 1, 0}));  // of 0, 2, 5, 8; of 0, 1, 2, 8; of 0, 2, 8
  ASSERT_EQ(trace.decisions.size(), 3u);
  EXPECT_EQ(trace.decisions[0].kind, static_cast<std::uint32_t>(DecisionKind::replenish));
  EXPECT_EQ(trace.decisions[0].entity, 0);
  EXPECT_EQ(trace.decisions[0].option, 8);
}

/// What the events say is on hand: initial + in - out.
Quantity on_hand(const Scenario& scenario, const Trace& trace, Index point) {
  Quantity sum = at(scenario.supply.points, point).initial;
  for (const EventRecord& e : trace.events) {
    const bool in = e.kind == EventKind::shipment_received || e.kind == EventKind::production;
    const bool out = e.kind == EventKind::sale || e.kind == EventKind::consumption;
    if (e.entity == point && (in || out)) sum += in ? to_quantity(e.value) : -to_quantity(e.value);
    if (e.kind == EventKind::shipment_sent && e.detail == point) sum -= to_quantity(e.value);
  }
  return sum;
}

void expect_every_unit_accounted_for(const Scenario& scenario, std::uint64_t seed, std::size_t& events) {
  AnyCandidate agent;
  RecountedRun run(scenario, agent, {seed, 0});
  EXPECT_TRUE(run.broken().empty()) << scenario.name << ": " << run.broken().front();
  const Trace trace = run.finish();
  for (Index p = 0; p < static_cast<Index>(scenario.supply.points.size()); ++p) {
    if (at(scenario.supply.points, p).unlimited) continue;
    EXPECT_EQ(on_hand(scenario, trace, p), run.plant().supply().stock(p).on_hand)
        << scenario.name << ", " << p;
  }
  events += trace.events.size();
}

TEST(SupplyChain, EveryUnitIsAccountedForAtEveryInstant) {
  std::size_t events = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    expect_every_unit_accounted_for(random_supply_chain(seed), seed, events);
    const Scenario mixed = random_scenario(seed, {.mixed = true});
    if (mixed.supply.used()) expect_every_unit_accounted_for(mixed, seed, events);
    if (HasFailure()) return;
  }
  EXPECT_GT(events, 100'000u);
}

/// The recount does find what is wrong.
TEST(SupplyChain, ARecountFindsAForeignUnit) {
  const Scenario s = chain("shop: {items: {x: {initial: 3, lead_time: 1 d, policy: {base_stock: 8}}}}", 3);
  Effects effects;
  SupplyChain supply(s.supply, s.run.horizon, false);
  supply.start({0, {1, 0}, effects});
  std::vector<std::string> broken;
  supply.check(broken);
  EXPECT_TRUE(broken.empty());
  Scenario other = s;
  other.supply.points[0].initial = 4 * one_unit;
  SupplyChain wrong(other.supply, s.run.horizon, false);
  wrong.start({0, {1, 0}, effects});
  other.supply.points[0].initial = 3 * one_unit;
  wrong.check(broken);
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_EQ(broken[0], "stock 'shop / x': on hand and on the way is 8 units, a recount gives 7");
}

TEST(SupplyChain, BothClocksTellTheSameStory) {
  preload_simgrid_clock();
  const auto story = [](const Scenario& scenario, ClockKind kind) {
    AnyCandidate agent;
    const auto clock = make_clock(kind, scenario);
    SimulateOptions options;
    options.stall_limit = 2000;
    const Trace trace = simulate(scenario, agent, *clock, options);
    return fmt::format("{} {} {} {}", trace.digest.hex(), trace.end, trace.decision_count,
                       trace.instant_count);
  };
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Scenario scenario = random_supply_chain(seed);
    const std::string simgrid = run_isolated([&] { return story(scenario, ClockKind::simgrid); });
    ASSERT_EQ(story(scenario, ClockKind::calendar), simgrid) << seed;
  }
}

TEST(SupplyChain, WhatIsWrittenIsReadBack) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Scenario scenario = random_supply_chain(seed);
    Scenario read = parse_scenario(to_yaml(scenario), "export.yaml");
    read.source_text = scenario.source_text;
    ASSERT_TRUE(read == scenario) << to_yaml(scenario);
  }
}

}  // namespace
}  // namespace takt::test
