// Vehicles against times worked out by hand.

#include <cmath>

#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"
#include "tests/sim/transport_run.hpp"

namespace takt::test {
namespace {

const char* const two_places = R"(
machines: {mill: {place: B, count: 9}}
routings: {part: [{machine: mill, time: 60 s}]}
orders: [{routing: part, place: A, quantity: 3}]
transport:
  places: [A, B]
  lanes: {road: {from: A, to: B, length: 100 m}}
  vehicles: {agv: {speed: 2 m/s, loading: 5 s, unloading: 3 s, start: A}}
)";

TEST(vehicles, one_goes_to_and_fro) {
  // Load 5, ride 50, unload 3: there at 58 s; back at 108 s, and so on.
  const Trace trace = told(two_places);
  EXPECT_EQ(times(trace, EventKind::job_unloaded), seconds({58, 166, 274}));
  EXPECT_EQ(completions(trace), seconds({118, 226, 334}));
  const TransportTally::Vehicle& agv = trace.transport.vehicles.front();
  EXPECT_EQ(agv.loaded_metres, 300);
  EXPECT_EQ(agv.empty_metres, 200);
  EXPECT_EQ(agv.in_state[static_cast<int>(VehicleActivity::loading)], 15 * second);
  EXPECT_EQ(agv.in_state[static_cast<int>(VehicleActivity::idle)], 60 * second);
  EXPECT_EQ(trace.transport.lanes.front().rides, 5);
  EXPECT_EQ(trace.transport.places.front().wait, 0.0 + 108 + 216);
}

TEST(vehicles, several_jobs_fit_on_one) {
  // Two jobs: load 10, ride 50, unload 6; back at 116, then the third.
  const Trace trace = told(with(two_places, "loading: 5 s", "capacity: 2, loading: 5 s"));
  EXPECT_EQ(times(trace, EventKind::job_unloaded), seconds({66, 66, 174}));
}

TEST(vehicles, a_fleet_works_side_by_side) {
  const Trace trace = told(with(two_places, "speed: 2 m/s", "count: 3, speed: 2 m/s"));
  EXPECT_EQ(times(trace, EventKind::job_unloaded), seconds({58, 58, 58}));
}

TEST(vehicles, done_jobs_are_delivered_before_they_leave) {
  // Done at 118 s at B, where the vehicle is back with the second at 166 s: it brings the first one home. ...
  const Trace trace = told(R"(
machines: {mill: {place: B}}
routings: {part: {deliver_to: A, operations: [{machine: mill, time: 60 s}]}}
orders: [{routing: part, place: A}]
transport:
  places: [A, B]
  lanes: {road: {from: A, to: B, length: 100 m}}
  vehicles: {agv: {speed: 2 m/s, loading: 5 s, unloading: 3 s, start: A}}
)");
  // There at 58, done at 118; the vehicle waits at B: load 123, ride 173, unload 176.
  EXPECT_EQ(completions(trace), seconds({176}));
}

const char* const three_places = R"(
machines: {mill: {place: B}}
routings: {part: [{machine: mill, time: 0 s}]}
orders: [{routing: part, place: C}, {routing: part, place: A}]
transport:
  places: [A, B, C]
  lanes: {short: {from: A, to: B, length: 10 m}, long: {from: B, to: C, length: 100 m}}
  vehicles: {agv: {speed: 1 m/s, start: A}}
  policy: longest_waiting
)";

TEST(vehicles, the_policy_chooses) {
  // Job 0 first: to C at 110, at B at 210; then A at 220, B at 230.
  EXPECT_EQ(completions(told(three_places)), seconds({210, 230}));
  // The nearest first: job 1 at B at 10, then C at 110, B at 210.
  EXPECT_EQ(completions(told(with(three_places, "longest_waiting", "nearest"))), seconds({210, 10}));
}

/// Takes the last candidate of every transport decision.
class LastTask final : public Agent {
 public:
  int decide(const Decision& decision) override {
    if (decision.kind != DecisionKind::transport) return 0;
    ++asked;
    EXPECT_EQ(decision.entity, 0);
    EXPECT_EQ(decision.fallback, 0);
    for (const Candidate& candidate : decision.candidates) {
      EXPECT_EQ(candidate.option, 0);
      EXPECT_GE(candidate.job, 0);
    }
    return static_cast<int>(decision.candidates.size()) - 1;
  }
  int asked = 0;
};

TEST(vehicles, the_agent_chooses_where_the_scenario_says_so) {
  const Scenario scenario =
      parse_scenario(std::string("takt: 1\ndecisions: {transport: agent}\n") + three_places, "case.yaml");
  LastTask agent;
  const Trace trace = simulate(scenario, agent, *make_calendar_clock(scenario), {});
  EXPECT_EQ(agent.asked, 2);
  EXPECT_EQ(completions(trace), seconds({210, 10}));
}

TEST(vehicles, the_nearest_idle_one_comes) {
  const Trace trace = told(with(three_places, "agv: {speed: 1 m/s, start: A}",
                                "far: {speed: 1 m/s, start: B}, near: {speed: 1 m/s, start: C}"));
  // Job 0 is fetched by the one at C, job 1 by the one at B.
  EXPECT_EQ(completions(trace), seconds({100, 20}));
}

const char* const output = R"(
machines: {saw: {place: A, output_buffer: 0}, mill: {place: B, count: 9}}
routings: {part: [{machine: saw, time: 10 s}, {machine: mill, time: 0 s}]}
orders: [{routing: part, quantity: 3}]
transport:
  places: [A, B]
  lanes: {road: {from: A, to: B, length: 100 m}}
  vehicles: {agv: {speed: 2 m/s, loading: 5 s, start: B}}
)";

TEST(vehicles, child_jobs_are_fetched_where_their_parent_was_done) {
  const Trace trace = told(R"(
machines: {saw: {place: B}, mill: {place: C}}
routings:
  plank: [{machine: saw, time: 10 s, releases: {piece: 1}}]
  piece: [{machine: mill, time: 20 s}]
orders: [{routing: plank, place: B}]
transport:
  places: [A, B, C]
  lanes: {near: {from: B, to: C, length: 50 m}, far: {from: A, to: B, length: 400 m}}
  vehicles: {agv: {speed: 1 m/s, loading: 5 s, unloading: 3 s, start: B}}
)");
  EXPECT_EQ(completions(trace), seconds({10, 10 + 5 + 50 + 3 + 20}));
}

TEST(output_buffers, a_job_keeps_its_machine_until_there_is_room) {
  // No room: the first is done at 10 and loaded from 60 to 65, the second sawn from 65 to 75 and loaded at
  // 165 to 170.
  const Trace none = told(output);
  EXPECT_EQ(times(none, EventKind::transport_wait), seconds({10, 75, 180}));
  EXPECT_EQ(completions(none), seconds({115, 220, 325}));
  const MachineTally& saw = none.machine_tallies.front();
  EXPECT_EQ(saw.in_state[static_cast<int>(MachineState::blocked)], (55 + 95 + 95) * second);
  // Room for one: the second waits at the saw from 20 to 65, when the first is on the vehicle; the third is
  // sawn then.
  const Trace one = told(with(output, "output_buffer: 0", "output_buffer: 1"));
  EXPECT_EQ(times(one, EventKind::transport_wait), seconds({10, 20, 75}));
  EXPECT_EQ(one.machine_tallies.front().in_state[static_cast<int>(MachineState::blocked)],
            (45 + 95) * second);
  // Room for all.
  const Trace all = told(with(output, ", output_buffer: 0", ""));
  EXPECT_EQ(times(all, EventKind::transport_wait), seconds({10, 20, 30}));
  EXPECT_EQ(all.machine_tallies.front().in_state[static_cast<int>(MachineState::blocked)], 0);
}

TEST(batteries, a_vehicle_charges_before_its_charge_could_run_out) {
  // 300 m last for one errand: to A, to B, back to the charger at A. After the first errand (100 m) it goes
  // to A, has 100 m left at 108 s and charges two thirds of 60 s.
  const std::string text =
      with(two_places, "start: A", "start: A, battery: {range: 300 m, place: A, time: 60 s}");
  EXPECT_EQ(times(told(text), EventKind::job_unloaded), seconds({58, 206, 354}));
  // 600 m: after one errand 500 are left, after two 300: enough. It never charges.
  EXPECT_EQ(times(told(with(text, "300 m", "600 m")), EventKind::job_unloaded), seconds({58, 166, 274}));
  // Unless it should below 90 %: 108 s, 400 of 600 m are left: 20 s.
  EXPECT_EQ(times(told(with(text, "300 m", "600 m, charge_below: 0.9")), EventKind::job_unloaded),
            seconds({58, 186, 314}));
  try {
    told(with(text, "300 m", "299 m"));
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("its battery lasts for 299 m"), std::string::npos)
        << error.what();
  }
}

TEST(parking, an_idle_vehicle_goes_home_and_can_be_called_on_the_way) {
  const std::string text = R"(
machines: {mill: {place: C}}
routings: {part: [{machine: mill, time: 0 s}]}
orders: [{routing: part, place: B}, {routing: part, place: B, release: 95 s}]
transport:
  places: [A, B, C]
  lanes: {left: {from: A, to: B, length: 30 m}, right: {from: B, to: C, length: 50 m}}
  vehicles: {agv: {speed: 1 m/s, start: A, parking: A, park_after: 10 s}}
)";
  // To B at 30, at C at 80, idle until 90, on the way home at B at 140, where the second job has waited
  // since 95.
  EXPECT_EQ(completions(told(text)), seconds({80, 190}));
  // Called while it still waits at C: it starts for B at once.
  EXPECT_EQ(completions(told(with(text, "95 s", "85 s"))), seconds({80, 185}));
  // Called when it is home again (at 170): 30 + 50 s.
  EXPECT_EQ(completions(told(with(text, "95 s", "200 s"))), seconds({80, 280}));
}

/// One vehicle that waits where it sets down is a single server: it serves in the time of a round.
TEST(vehicles, one_is_the_server_of_an_m_d_1_queue) {
  // Round: back 100 m at 2 m/s, load 5 s, 50 s, unload 3 s: S = 108 s. Arrivals 1 / 216 s: utilisation 0.5,
  // so jobs wait rho S / (2 (1 - rho)) = 54 s and are at B after 162 s (Pollaczek and Khinchine).
  const Scenario scenario = parse_scenario(R"(
takt: 1
machines: {mill: {place: B, count: 1}}
routings: {part: [{machine: mill, time: 0 s}]}
arrivals: {poisson: {interarrival: {exponential: {mean: 216 s}}, routing: part, place: A}}
transport:
  places: [A, B]
  lanes: {road: {from: A, to: B, length: 100 m}}
  vehicles: {agv: {speed: 2 m/s, loading: 5 s, unloading: 3 s, start: B}}
run: {warm_up_jobs: 500, measured_jobs: 10000}
)",
                                           "queue.yaml");
  constexpr int runs = 20;
  double sum = 0, squares = 0;
  for (int i = 0; i < runs; ++i) {
    FirstCandidate agent;
    SimulateOptions options;
    options.seed = {7, static_cast<std::uint64_t>(i)};
    const Trace trace = simulate(scenario, agent, *make_calendar_clock(scenario), options);
    double flow = 0;
    int measured = 0;
    for (const JobRecord& job : trace.jobs) {
      if (job.number < 500 || job.number >= 10500) continue;
      flow += to_seconds(job.completion - job.release);
      ++measured;
    }
    EXPECT_EQ(measured, 10000);
    const double mean = flow / measured;
    sum += mean;
    squares += mean * mean;
  }
  const double mean = sum / runs, sd = std::sqrt((squares - sum * mean) / (runs - 1));
  const double half_width = 2.861 * sd / std::sqrt(runs);  // Student, 19 degrees of freedom, 99 %
  EXPECT_LE(2 * half_width, 0.02 * 162);
  EXPECT_NEAR(mean, 162, half_width);
}

}  // namespace
}  // namespace takt::test
