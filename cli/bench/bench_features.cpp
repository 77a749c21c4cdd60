// Rows of features for long queues, against a bare loop that turns as many of the jobs' words into floats.

#include <vector>

#include <fmt/format.h>

#include "agents/feature_batch.hpp"
#include "cli/bench/bare_shop.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/rows.hpp"
#include "sim/plant/plant.hpp"
#include "sim/simulation.hpp"

namespace takt::bench {

namespace {

/// Copies of a run, first come, first served, stopped at the next decision after ever more operations.
std::vector<Simulation> stopped_runs(const Scenario& scenario, std::size_t count, std::size_t operations) {
  std::vector<Simulation> runs;
  Simulation run(scenario, {.recorded = false});
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t step = 0; step < operations && run.next_decision(); ++step) run.resolve(0);
    runs.push_back(run);
  }
  return runs;
}

/// Each of the width floats of a candidate from one of the 16 words of its job, scaled.
void write_bare(std::span<const Decision> decisions, std::size_t width, float* to) {
  const double scale = 1e-6 / 50;
  for (const Decision& decision : decisions) {
    for (const Candidate& candidate : decision.candidates) {
      const auto* words = reinterpret_cast<const std::int64_t*>(&decision.plant->job(candidate.job));
      for (std::size_t k = 0; k < width; ++k)
        to[k] = static_cast<float>(static_cast<double>(words[k % 16]) * scale);
      to += width;
    }
  }
}

}  // namespace

BenchRow bench_features(const BenchOptions& options) {
  const BareShop shop = make_bare_shop(sized(500, options, 8), 10, 4);
  const Scenario scenario = scenario_of(shop);
  std::vector<Simulation> runs = stopped_runs(scenario, 16, shop.operations() / 40);
  std::vector<Decision> decisions;
  std::size_t candidates = 0;
  for (Simulation& run : runs) {
    if (const auto decision = run.next_decision()) decisions.push_back(*decision);
  }
  for (const Decision& decision : decisions) candidates += decision.candidates.size();

  const std::size_t width = candidate_columns().size();
  const BatchSize size = batch_size(decisions);
  std::vector<float> rows(size.candidates), shared(size.decisions), bare(size.candidates);
  std::vector<std::uint32_t> first(size.first);
  FeatureBatch batch{rows, shared, first, {}};

  BenchRow row;
  row.what = fmt::format("{} features of each of {} candidates in {} queues, {}x{} job shop", width,
                         candidates, decisions.size(), shop.jobs, shop.machines);
  row.reference = "a bare loop that scales as many words of their jobs";
  row.unit = "M candidates/s";
  row.aim = 0.5;
  const int times = static_cast<int>(std::size_t{100'000} / candidates) + 1;
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] {
        return cpu_seconds_of([&] {
          for (int i = 0; i < times; ++i) write_features(decisions, batch);
        });
      },
      [&] {
        return cpu_seconds_of([&] {
          for (int i = 0; i < times; ++i) {
            write_bare(decisions, width, bare.data());
            // Else the compiler could take all passes but the last for needless.
            asm volatile("" : : "r"(bare.data()) : "memory");
          }
        });
      });
  must_agree(row, first.back(), static_cast<long long>(candidates));
  set_rates(row, rounds, 1e-6 * times * static_cast<double>(candidates));
  return row;
}

}  // namespace takt::bench
