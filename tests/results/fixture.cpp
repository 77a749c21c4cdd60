#include "tests/results/fixture.hpp"

#include <array>

#include <fmt/format.h>

#include "sim/model/random.hpp"

namespace takt::fixture {
namespace {

/// A stream of numbers from one seed.
class Stream {
 public:
  explicit Stream(std::uint64_t seed) : seed_{seed, 0} {}

  std::uint64_t bits() { return random_bits(seed_, Purpose::agent, 0, drawn_++); }

  /// A whole number in [least, bound).
  template <class Number>
  Number below(Number bound, Number least = 0) {
    const auto span = static_cast<std::uint64_t>(bound - least);
    return static_cast<Number>(least + static_cast<Number>(random_below(bits(), span)));
  }

  Time time() { return below<Time>(latest_time); }

 private:
  Seed seed_;
  std::uint64_t drawn_ = 0;
};

}  // namespace

Scenario scenario() {
  Scenario s;
  s.name = "Fixture: Fräse, 旋盤 and drill";
  s.source_text = "takt: 1\nname: \"Fixture: Fräse, 旋盤 and drill\"\n";
  s.families = {"red", "blue"};
  s.groups.resize(3);
  s.groups[0].name = "Fräse";
  s.groups[0].count = 2;
  s.groups[1].name = "旋盤";
  s.groups[2].name = "drill";
  s.groups[2].count = 3;
  s.modes.resize(4);
  s.steps.resize(3);
  const std::array<Index, 4> group_of_mode = {0, 1, 2, 2};
  for (std::size_t m = 0; m < 4; ++m) {
    s.modes[m].group = group_of_mode[m];
    s.modes[m].time = constant(5e6);
  }
  s.steps[0] = {"cut", 0, 2, 0, 0};
  s.steps[1] = {"turn", 2, 1, 1, 0};
  s.steps[2] = {"", 3, 1, -1, 0};
  s.routings.resize(2);
  s.routings[0].name = "bracket";
  s.routings[0].step_count = 2;
  s.routings[1].name = "bolt";
  s.routings[1].first_step = 2;
  s.routings[1].step_count = 1;
  s.orders.resize(4);
  for (std::size_t i = 0; i < 4; ++i) s.orders[i].name = fmt::format("order {}", i);
  s.sources.resize(2);
  for (Source& source : s.sources) {
    source.products.resize(1);
    source.interarrival = exponential(1e6);
    source.limit = 100;
  }
  s.sources[0].name = "web";
  s.sources[1].name = "shop floor";
  finish_scenario(s);
  return s;
}

Trace trace(std::uint64_t seed, const Sizes& sizes) {
  Stream draw(seed);
  const Scenario s = scenario();
  const auto steps = static_cast<Index>(s.steps.size()), modes = static_cast<Index>(s.modes.size());
  const auto job_number = [&] { return draw.below(static_cast<std::uint32_t>(sizes.jobs)); };

  Trace t;
  t.status = static_cast<RunStatus>(draw.below(3));
  t.status_detail = t.status == RunStatus::starved ? "job 3 waits for \"Fräse\"" : "";
  t.end = draw.time();
  t.window = {0, t.end};
  t.operation_count = static_cast<std::int64_t>(sizes.operations);
  t.decision_count = static_cast<std::int64_t>(sizes.decisions);
  t.instant_count = draw.below<std::int64_t>(1'000'000);
  t.digest = {draw.bits(), draw.bits()};
  for (std::size_t i = 0; i < sizes.jobs; ++i) {
    JobRecord job;
    job.release = draw.time();
    if (draw.below(4) > 0) job.due = draw.time();
    job.outcome = static_cast<JobOutcome>(draw.below(3));
    if (job.outcome != JobOutcome::unfinished) job.completion = job.release + draw.below<Time>(1'000'000);
    job.weight = static_cast<double>(draw.below(1000)) / 7;
    job.total_work = draw.time();
    job.number = static_cast<std::uint32_t>(i);
    job.routing = draw.below<Index>(2);
    job.order = draw.below<Index>(4, -1);
    job.source = draw.below<Index>(2, -1);
    job.operations_done = draw.below(100u);
    t.jobs.push_back(job);
  }
  for (Index m = 0; m < s.machine_count; ++m) {
    MachineTally tally;
    for (Time& time : tally.in_state) time = draw.time();
    tally.operations = draw.below<std::int64_t>(1'000'000);
    t.machine_tallies.push_back(tally);
  }
  for (std::size_t g = 0; g < s.groups.size(); ++g)
    t.group_tallies.push_back(
        {draw.below<std::int64_t>(1000), 1.5 * draw.below(1000), 2.25 * draw.below(1000)});
  for (std::size_t i = 0; i < sizes.operations; ++i)
    t.operations.push_back({draw.time(), draw.time(), draw.time(), draw.time(), job_number(),
                            draw.below(steps), draw.below(modes), draw.below(s.machine_count),
                            draw.below(50u), static_cast<OperationOutcome>(draw.below(2))});
  for (std::size_t i = 0; i < sizes.intervals; ++i)
    t.intervals.push_back({draw.time(), draw.time(), draw.below(s.machine_count),
                           static_cast<MachineState>(draw.below(machine_state_count)),
                           draw.below(std::uint8_t{7}), draw.below(std::uint8_t{2})});
  for (std::size_t i = 0; i < sizes.decisions; ++i) {
    const auto candidates = draw.below(6u, 1u);
    t.decisions.push_back({draw.time(), draw.below(2u), draw.below(s.machine_count, Index{-1}), candidates,
                           draw.below(candidates), job_number(), draw.below(modes, Index{-1})});
  }
  return t;
}

DecisionDetail detail(std::uint64_t seed, const Trace& trace, const Sizes& sizes) {
  Stream draw(seed + 1);
  DecisionDetail d;
  for (std::size_t f = 0; f < sizes.features; ++f) {
    d.feature_names.push_back(fmt::format("feature_{}", f));
    d.feature_units.emplace_back(f % 2 == 0 ? "s" : "1");
  }
  for (const DecisionRecord& decision : trace.decisions) {
    d.first_candidate.push_back(d.rows());
    for (std::uint32_t c = 0; c < decision.candidates; ++c) {
      const bool wait = draw.below(9) == 0;
      d.candidate_job.push_back(wait ? -1 : draw.below(static_cast<std::int64_t>(sizes.jobs)));
      d.candidate_mode.push_back(wait ? -1 : draw.below<std::int32_t>(4));
      for (std::size_t f = 0; f < sizes.features; ++f)
        d.features.push_back(static_cast<float>(draw.below(1'000'000, -1'000'000)) / 8);
    }
  }
  return d;
}

RunInfo info(std::uint64_t seed) {
  return {"scenarios/fixture.yaml", "rule:atc?k=2", "calendar", seed, 3, 0.125, "0123abc",
          "takt run fixture.yaml"};
}

}  // namespace takt::fixture
