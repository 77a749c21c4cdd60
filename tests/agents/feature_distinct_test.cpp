// What may be chosen differs in its features, for every kind of decision.
#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

#include "agents/choice_view.hpp"
#include "agents/feature_batch.hpp"
#include "sim/describe_decision.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/simulate.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

/// Two candidates are interchangeable when they are two jobs that differ in nothing but their numbers: the
/// same operation in the same mode, waiting since the same time, of jobs that were released at the same time
/// and are alike in due date, weight, lot, work and in what is drawn of this operation and the next; for a
/// vehicle, with the same way to them and with them. (What was drawn of operations further ahead may differ:
/// features tell its sum alone.)
bool interchangeable(const Decision& decision, const Candidate& a, const Candidate& b) {
  if (a.job < 0 || b.job < 0 || a.job == b.job) return false;
  const Plant& plant = *decision.plant;
  const JobState &x = plant.job(a.job), &y = plant.job(b.job);
  const bool alike = a.step == b.step && a.mode == b.mode && a.ready == b.ready &&
                     a.processing_time == b.processing_time && x.release == y.release && x.due == y.due &&
                     x.weight == y.weight && x.pieces == y.pieces && x.total_work == y.total_work &&
                     x.work_remaining == y.work_remaining &&
                     next_processing_time(plant, x) == next_processing_time(plant, y);
  if (!alike || decision.kind != DecisionKind::transport) return alike;
  const TransportTask &s = task_of(plant, a.job), &t = task_of(plant, b.job);
  const auto drive = [&](Index from, Index to) { return drive_seconds(plant, decision.entity, from, to); };
  const Index place = plant.transport().vehicles()[static_cast<std::size_t>(decision.entity)].place;
  return drive(place, s.from) == drive(place, t.from) && drive(s.from, s.to) == drive(t.from, t.to) &&
         (s.machine >= 0) == (t.machine >= 0);
}

/// What was met of a kind of decision.
struct Seen {
  int decisions = 0;          ///< with a choice
  int pairs = 0;              ///< of candidates next to each other in the order of their rows
  int alike_to_learners = 0;  ///< pairs that are not interchangeable and that only identities tell apart
};

/// Rows of width numbers, in order; calls same(a, b) for candidates next to each other whose rows are equal.
template <class Same>
void for_equal_rows(std::span<const float> rows, std::size_t width, const Same& same) {
  const auto row = [&](std::size_t i) { return rows.subspan(i * width, width); };
  std::vector<std::size_t> order(rows.size() / width);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return std::lexicographical_compare(row(i).begin(), row(i).end(), row(j).begin(), row(j).end());
  });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (std::equal(row(order[i]).begin(), row(order[i]).end(), row(order[i - 1]).begin()))
      same(order[i - 1], order[i]);
  }
}

class Distinct : public testing::Test {
 protected:
  void look(const Decision& decision, const std::string& where) {
    const std::size_t count = decision.candidates.size();
    if (count < 2) return;
    Seen& seen = seen_[decision.kind];
    ++seen.decisions;
    seen.pairs += static_cast<int>(count) - 1;

    std::vector<float> rows(count * feature_count);
    write_raw_features(decision, rows, batch_.scratch);
    for (std::size_t i = 0; i < count; ++i)
      rows[i * feature_count + static_cast<std::size_t>(FeatureId::job_number)] = 0;
    for_equal_rows(rows, feature_count, [&](std::size_t a, std::size_t b) {
      EXPECT_TRUE(interchangeable(decision, decision.candidates[a], decision.candidates[b]))
          << where << ": " << describe(decision) << ", candidates " << a << " and " << b;
    });

    const BatchSize size = batch_size({&decision, 1});
    learned_.assign(size.candidates, 0);
    shared_.assign(size.decisions, 0);
    first_.assign(size.first, 0);
    batch_.candidates = learned_;
    batch_.decisions = shared_;
    batch_.first = first_;
    write_features({&decision, 1}, batch_);
    for_equal_rows(learned_, candidate_columns().size(), [&](std::size_t a, std::size_t b) {
      if (!interchangeable(decision, decision.candidates[a], decision.candidates[b]))
        ++seen.alike_to_learners;
    });
  }

  void play(const Scenario& scenario, Seed seed, int decisions, const std::string& where) {
    Simulation run(scenario, {.seed = seed, .recorded = false, .stall_limit = 1000});
    test::AnyCandidate any;
    any.begin(scenario, seed);
    for (int i = 0; i < decisions; ++i) {
      const auto decision = run.next_decision();
      if (!decision) break;
      look(*decision, where);
      run.resolve(any.decide(*decision));
    }
  }

  std::map<DecisionKind, Seen> seen_;
  FeatureBatch batch_;
  std::vector<float> learned_, shared_;
  std::vector<std::uint32_t> first_;
};

TEST_F(Distinct, InShopsWithEverything) {
  for (std::uint64_t seed = 0; seed < 300; ++seed)
    play(test::random_scenario(seed, {.mixed = true}), {seed, 0}, 400, "mixed " + std::to_string(seed));
  for (int k = 0; k < decision_kind_count; ++k) {
    const auto kind = static_cast<DecisionKind>(k);
    const Seen& seen = seen_[kind];
    EXPECT_GT(seen.decisions, 50) << spec_of(kind).name;
    // Two jobs may have the same times, groups in the same state ahead and yet other machines later on; two
    // idle groups of equal speed look the same.
    const double most = kind == DecisionKind::maintain || kind == DecisionKind::replenish ? 0 : 0.03;
    EXPECT_LE(seen.alike_to_learners, most * seen.pairs) << spec_of(kind).name << " of " << seen.pairs;
    RecordProperty(std::string(spec_of(kind).name) + "_pairs", seen.pairs);
    RecordProperty(std::string(spec_of(kind).name) + "_alike_to_learners", seen.alike_to_learners);
  }
}

TEST_F(Distinct, InShippedScenarios) {
  int scenarios = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TAKT_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    Scenario scenario = open_scenario(entry.path().string());
    if (scenario.transport.used()) {  // shared lanes are for SimGrid alone
      for (Lane& lane : scenario.transport.lanes) lane.capacity = 0;
      finish_scenario(scenario);
    }
    play(scenario, {1, 0}, 2000, entry.path().filename());
    ++scenarios;
  }
  EXPECT_GE(scenarios, 20);
  for (const auto& [kind, seen] : seen_)
    EXPECT_LE(seen.alike_to_learners, 0.03 * seen.pairs) << spec_of(kind).name << " of " << seen.pairs;
}

}  // namespace
}  // namespace takt
