// Shipments over the lanes of the transport network: instants by hand, and every unit accounted for.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/clock/isolate.hpp"
#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/random_supply.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

/// A mill at `west` and two sites at `east`, which order once, at time 0. `bridge` and the two stocks are
/// what a test is about; the run ends after a day.
Scenario two_sites(const std::string& bridge, const std::string& north, const std::string& south,
                   const std::string& more = "") {
  return parse_scenario(
      fmt::format("takt: 1\nname: roads\n"
                  "transport: {{places: [west, east], lanes: {{bridge: {{from: west, to: east, {}}}}}}}\n"
                  "supply:\n  period: 1 h\n  sites:\n"
                  "    mill: {{kind: supplier, place: west}}\n"
                  "    north: {{place: east, items: {{x: {{from: mill, review_every: 1000, {}}}}}}}\n"
                  "    south: {{place: east, items: {{x: {{from: mill, review_every: 1000, {}}}}}}}\n"
                  "run: {{until: 1 d}}\n{}",
                  bridge, north, south, more),
      "roads.yaml");
}

Trace run(const Scenario& scenario, ClockKind kind) {
  AnyCandidate agent;
  const auto clock = make_clock(kind, scenario);
  SimulateOptions options;
  options.record = {true, true};
  options.stall_limit = 2000;
  options.check = true;
  return simulate(scenario, agent, *clock, options);
}

/// The events of one kind, in seconds: "entity@time=value", in order.
std::string told(const Trace& trace, EventKind kind) {
  std::string text;
  for (const EventRecord& e : trace.events) {
    if (e.kind == kind)
      text += fmt::format("{}{}@{}={}", text.empty() ? "" : " ", e.entity, to_seconds(e.time), e.value);
  }
  return text;
}

std::string told_by(const Scenario& scenario, ClockKind kind, EventKind event) {
  if (kind == ClockKind::calendar) return told(run(scenario, kind), event);
  return run_isolated([&] { return told(run(scenario, kind), event); });
}

std::string digest_by(const Scenario& scenario, ClockKind kind) {
  return run_isolated([&] {
    const Trace trace = run(scenario, kind);
    return fmt::format("{} {} {}", trace.digest.hex(), trace.end, trace.instant_count);
  });
}

/// On a road that is not shared both clocks tell the same, which is returned.
std::string received(const Scenario& scenario) {
  EXPECT_EQ(digest_by(scenario, ClockKind::calendar), digest_by(scenario, ClockKind::simgrid));
  return told_by(scenario, ClockKind::calendar, EventKind::shipment_received);
}

std::string received_by_shared_road(const Scenario& scenario) {
  return told_by(scenario, ClockKind::simgrid, EventKind::shipment_received);
}

TEST(SupplyRoads, AFreeRoadTakesItsLengthBySpeed) {
  // 60 km at 60 km/h; 60 km at 7 m/s, rounded to a tick.
  EXPECT_EQ(received(two_sites("length: 60 km", "opening_orders: [3], road: {speed: 60 km/h}",
                               "opening_orders: [2], road: {speed: 7 m/s}")),
            "0@3600=3 1@8571.428571=2");
}

TEST(SupplyRoads, LeadTimeComesBeforeTheDeparture) {
  const Scenario s = two_sites("length: 100 m", "opening_orders: [3], lead_time: 1 min, road: {speed: 2 m/s}",
                               "opening_orders: [2], road: {speed: 2 m/s, truckload: 0.5}");
  EXPECT_EQ(received(s), "1@50=2 0@110=3");
  const Trace trace = run(s, ClockKind::calendar);
  EXPECT_EQ(told(trace, EventKind::shipment_sent), "0@0=3 1@0=2");
  EXPECT_EQ(told(trace, EventKind::load_departs), "0@0=4 0@60=1");  // trucks, from place 0
  EXPECT_EQ(trace.transport.lanes[0].rides, 2);
  EXPECT_EQ(trace.transport.lanes[0].load_metres, 4 * 100 + 100);
}

TEST(SupplyRoads, WhatIsOnTheRoadIsInTransit) {
  // 3 units for 6 of 24 hours; 2 units until the end and beyond.
  const Trace trace = run(two_sites("length: 21.6 km", "opening_orders: [3], road: {speed: 1 m/s}",
                                    "opening_orders: [2], road: {speed: 0.1 m/s}, costs: {transit: 5}"),
                          ClockKind::calendar);
  EXPECT_EQ(told(trace, EventKind::shipment_received), "0@21600=3");
  EXPECT_DOUBLE_EQ(trace.stock_tallies[0].in_transit, 3 * 6);
  EXPECT_DOUBLE_EQ(trace.stock_tallies[0].on_hand, 3 * 18);
  EXPECT_DOUBLE_EQ(trace.stock_tallies[1].in_transit, 2 * 24);
}

TEST(SupplyRoads, WhatComesByRoadArrivesBeforeDemandIsServed) {
  const Scenario s = two_sites(
      "length: 3.6 km", "opening_orders: [3], road: {speed: 1 m/s}, demand: {size: {listed: [0, 3, 0]}}",
      "initial: 1, in_transit: [0, 0, 7], road: {speed: 1 m/s}, demand: {size: {listed: [0, 0, 8, 0]}}");
  const Trace trace = run(s, ClockKind::calendar);
  EXPECT_EQ(told(trace, EventKind::sale), "0@3600=3 1@7200=8");
  EXPECT_EQ(told(trace, EventKind::shortage), "");
  // What was under way at the start comes when it was said to come.
  EXPECT_EQ(received(s), "0@3600=3 1@7200=7");
}

TEST(SupplyRoads, SitesAtOnePlaceAreThereAtOnce) {
  const Scenario s = parse_scenario(
      "takt: 1\nname: yard\ntransport: {places: [yard]}\nsupply:\n  period: 1 h\n  sites:\n"
      "    mill: {kind: supplier, place: yard}\n"
      "    shop: {place: yard, items: {x: {from: mill, review_every: 9, opening_orders: [4], "
      "lead_time: 5 s, road: {speed: 1 m/s}}}}\nrun: {until: 3 h}\n",
      "yard.yaml");
  EXPECT_EQ(received(s), "0@5=4");
  EXPECT_EQ(told(run(s, ClockKind::calendar), EventKind::load_departs), "");
}

TEST(SupplyRoads, TwoShipmentsShareABridge) {
  // North's has 80 m left when south's comes: 80 s at 1 m/s; south's then has 20 m left, at 2 m/s.
  EXPECT_EQ(received_by_shared_road(two_sites("length: 100 m, capacity: 2 m/s",
                                              "opening_orders: [3], road: {speed: 2 m/s}",
                                              "opening_orders: [2], lead_time: 10 s, road: {speed: 2 m/s}")),
            "0@90=3 1@100=2");
  // 100 m at 3 m/s alone: 33.333333 and a third; the next whole tick.
  EXPECT_EQ(
      received_by_shared_road(two_sites("length: 100 m, capacity: 6 m/s",
                                        "opening_orders: [3], road: {speed: 3 m/s}", "opening_orders: [0]")),
      "0@33.333334=3");
}

TEST(SupplyRoads, EveryTruckOfAShipmentTakesItsShare) {
  // North sends 5 units in 3 trucks of 1 m/s, south 1 in one truck of 2 m/s: they ask for 3 and 2 of 4
  // load-metres/s and get 2 each. South's 120 m: 60 s. North's 360 load-metres: 240 are left, at 3: 80 s.
  EXPECT_EQ(received_by_shared_road(two_sites("length: 120 m, capacity: 4 m/s",
                                              "opening_orders: [5], road: {speed: 1 m/s, truckload: 2}",
                                              "opening_orders: [1], road: {speed: 2 m/s, truckload: 2}")),
            "1@60=1 0@140=5");
}

TEST(SupplyRoads, AShipmentAndAVehicleShareABridge) {
  const Scenario s = parse_scenario(
      "takt: 1\nname: both\nmachines: {saw: {place: east}}\nroutings: {part: [{machine: saw, time: 1 s}]}\n"
      "orders: [{routing: part, place: west}]\n"
      "transport: {places: [west, east], lanes: {bridge: {from: west, to: east, length: 100 m, capacity: 2 "
      "m/s}},\n  vehicles: {agv: {speed: 2 m/s, start: west}}}\n"
      "supply:\n  period: 1 h\n  sites:\n    mill: {kind: supplier, place: west}\n"
      "    shop: {place: east, items: {x: {from: mill, review_every: 9, opening_orders: [4], lead_time: 10 "
      "s, road: {speed: 2 m/s}}}}\nrun: {until: 3 h}\n",
      "both.yaml");
  EXPECT_EQ(received_by_shared_road(s), "0@100=4");
  EXPECT_EQ(told_by(s, ClockKind::simgrid, EventKind::job_unloaded), "0@90=0");
}

TEST(SupplyRoads, AShipmentTakesTheShortestRouteAndSharesAllItsLanes) {
  // West to east over the bridge (60 m, shared) and a country road (40 m); the ferry is longer. South's mill
  // is at the middle, so its shipment meets no other.
  const Scenario s = parse_scenario(
      "takt: 1\nname: route\ntransport:\n  places: [west, middle, east]\n  lanes:\n"
      "    ferry: {from: west, to: east, length: 101 m}\n"
      "    bridge: {from: west, to: middle, length: 60 m, capacity: 2 m/s}\n"
      "    country: {from: middle, to: east, length: 40 m}\n"
      "supply:\n  period: 1 h\n  sites:\n    mill: {kind: supplier, place: west}\n"
      "    works: {kind: supplier, place: middle}\n"
      "    a: {place: east, items: {x: {from: mill, review_every: 9, opening_orders: [1], road: {speed: 2 "
      "m/s}}}}\n"
      "    b: {place: east, items: {x: {from: mill, review_every: 9, opening_orders: [1], road: {speed: 2 "
      "m/s}}}}\n"
      "    c: {place: east, items: {x: {from: works, review_every: 9, opening_orders: [1], road: {speed: 2 "
      "m/s}}}}\nrun: {until: 3 h}\n",
      "route.yaml");
  EXPECT_EQ(received_by_shared_road(s), "2@20=1 0@100=1 1@100=1");
}

TEST(SupplyRoads, TheCalendarClockRefusesSharedRoads) {
  const Scenario s = two_sites("length: 100 m, capacity: 2 m/s", "road: {speed: 2 m/s}", "initial: 1");
  try {
    make_calendar_clock(s);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::bad_input);
    EXPECT_THAT(error.what(), testing::HasSubstr("lane 'bridge'"));
    EXPECT_THAT(error.what(), testing::HasSubstr("simgrid"));
  }
}

TEST(SupplyRoads, ShipmentsTooLargeForSharedLanesAreRefused) {
  const Scenario s = two_sites("length: 10000 km, capacity: 2 m/s",
                               "opening_orders: [1e9], road: {speed: 2 m/s, truckload: 0.001}", "initial: 1");
  try {
    run_isolated([&] { return run(s, ClockKind::simgrid).digest.hex(); });
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::bad_input);
    EXPECT_THAT(error.what(), testing::HasSubstr("too large for the shared lanes from 'west' to 'east'"));
  }
}

/// Jobs keep nothing for transport where only shipments use it.
TEST(SupplyRoads, RoadsAloneCarryNoJobs) {
  const Scenario s = two_sites("length: 5 m", "road: {speed: 2 m/s}", "initial: 1",
                               "machines: {saw: {}}\nroutings: {part: [{machine: saw, time: 1 s}]}\n"
                               "orders: [{routing: part, quantity: 3}]\n");
  EXPECT_TRUE(s.transport.used());
  EXPECT_FALSE(s.transport.carries_jobs);
  EXPECT_FALSE(s.job_extras);
  EXPECT_EQ(s.group_flags[0], group_plain);
  EXPECT_EQ(run(s, ClockKind::calendar).jobs.size(), 3u);
}

TEST(SupplyRoads, WhatIsWrittenIsReadBack) {
  const Scenario s =
      two_sites("length: 100 m, capacity: 2 m/s", "lead_time: 1 min, road: {speed: 60 km/h, truckload: 2.5}",
                "road: {speed: 2 m/s}");
  Scenario read = parse_scenario(to_yaml(s), "export.yaml");
  read.source_text = s.source_text;
  EXPECT_TRUE(read == s) << to_yaml(s);
}

TEST(SupplyRoads, ModelsMadeByProgramsAreChecked) {
  const auto complaint = [](auto change) -> std::string {
    Scenario s = two_sites("length: 5 m", "road: {speed: 2 m/s}", "initial: 1");
    change(s);
    try {
      finish_scenario(s);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  using testing::HasSubstr;
  EXPECT_EQ(complaint([](Scenario&) {}), "accepted");
  EXPECT_THAT(complaint([](Scenario& s) { s.supply.points[0].road.speed = -1; }), HasSubstr("speed"));
  EXPECT_THAT(complaint([](Scenario& s) { s.supply.points[0].road.speed = 1e9; }), HasSubstr("speed"));
  EXPECT_THAT(complaint([](Scenario& s) { s.supply.points[0].road.truckload = -1; }), HasSubstr("truckload"));
  EXPECT_THAT(complaint([](Scenario& s) { s.supply.points[0].from = -1; }), HasSubstr("both ends"));
  EXPECT_THAT(complaint([](Scenario& s) { s.supply.sites[0].place = -1; }), HasSubstr("both ends"));
  EXPECT_THAT(complaint([](Scenario& s) { s.supply.sites[0].place = 7; }), HasSubstr("no place 7"));
  EXPECT_THAT(complaint([](Scenario& s) { s.transport.lanes.clear(); }), HasSubstr("stock 'north / x': no"));
}

/// Random chains whose roads are shared: every law holds, and what was sent has arrived or is in transit.
TEST(SupplyRoads, NothingIsLostOnSharedRoads) {
  preload_simgrid_clock();
  int shared = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    Scenario s = seed % 2 == 0 ? random_supply_chain(seed) : random_scenario(seed, {.mixed = true});
    if (std::none_of(s.supply.points.begin(), s.supply.points.end(),
                     [](const StockPoint& point) { return point.road.used(); }))
      continue;
    Dice dice(seed, 38);
    for (Lane& lane : s.transport.lanes)
      if (dice.chance(70)) lane.capacity = static_cast<double>(dice.between(1, 20)) / 4;
    finish_scenario(s);
    shared += s.transport.first_shared_lane >= 0 ? 1 : 0;
    const auto story = [&] {
      const Trace trace = run(s, ClockKind::simgrid);
      std::vector<Quantity> under_way(s.supply.points.size());
      for (std::size_t p = 0; p < under_way.size(); ++p)
        for (const Quantity quantity : s.supply.points[p].in_transit) under_way[p] += quantity;
      for (const EventRecord& e : trace.events) {
        if (e.kind == EventKind::shipment_sent)
          under_way[static_cast<std::size_t>(e.entity)] += to_quantity(e.value);
        if (e.kind == EventKind::shipment_received)
          under_way[static_cast<std::size_t>(e.entity)] -= to_quantity(e.value);
      }
      const bool sound = std::all_of(under_way.begin(), under_way.end(), [](Quantity q) { return q >= 0; });
      return trace.digest.hex() + (sound ? "" : " received more than was sent");
    };
    const std::string first = run_isolated(story);
    EXPECT_EQ(first.find(' '), std::string::npos) << s.name << ": " << first;
    EXPECT_EQ(first, run_isolated(story)) << s.name;
  }
  EXPECT_GT(shared, 100);
}

}  // namespace
}  // namespace takt::test
