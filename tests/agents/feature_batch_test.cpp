// Rows of many decisions: the same to the last bit as the table one value at a time, in no more memory than
// was said.
#include "agents/feature_batch.hpp"

#include <atomic>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <map>
#include <new>

#include <gtest/gtest.h>

#include "agents/ranks.hpp"
#include "sim/plant/plant.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace {

std::atomic<long> allocations = 0;

}  // namespace

// Not inlined: else the compiler takes free() for the wrong partner of new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace takt {
namespace {

constexpr float untouched = -77777;

/// Memory of exactly the size that is asked for, with some more behind to see that it stays as it is.
struct Memory {
  std::vector<float> candidates, decisions;
  std::vector<std::uint32_t> first;
  FeatureBatch batch;

  void fit(std::span<const Decision> asked) {
    const BatchSize size = batch_size(asked);
    candidates.assign(size.candidates + 8, untouched);
    decisions.assign(size.decisions + 8, untouched);
    first.assign(size.first + 1, 12345);
    batch.candidates = std::span(candidates).first(size.candidates);
    batch.decisions = std::span(decisions).first(size.decisions);
    batch.first = std::span(first).first(size.first);
  }
  bool kept_within() const {
    return std::all_of(candidates.end() - 8, candidates.end(), [](float x) { return x == untouched; }) &&
           std::all_of(decisions.end() - 8, decisions.end(), [](float x) { return x == untouched; }) &&
           first.back() == 12345;
  }
};

std::uint32_t bits(float value) {
  return std::bit_cast<std::uint32_t>(value);
}

void expect_rows(std::span<const Decision> decisions, const Memory& memory) {
  std::size_t row = 0;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const Decision& decision = decisions[i];
    ASSERT_EQ(memory.first[i], row);
    const Candidate& any = decision.candidates.front();
    for (std::size_t k = 0; k < decision_columns().size(); ++k) {
      const FeatureId id = decision_columns()[k];
      const float wanted = scaled(id, feature(id, decision, any), scale_of(decision, any));
      ASSERT_EQ(bits(memory.decisions[i * decision_columns().size() + k]), bits(wanted)) << info(id).name;
    }
    for (const Candidate& c : decision.candidates) {
      const Scale scale = scale_of(decision, c);
      for (std::size_t k = 0; k < candidate_columns().size(); ++k) {
        const FeatureId id = candidate_columns()[k];
        const float value = memory.candidates[row * candidate_columns().size() + k];
        ASSERT_EQ(bits(value), bits(scaled(id, feature(id, decision, c), scale)))
            << info(id).name << " of kind " << static_cast<int>(decision.kind) << " is " << value;
        ASSERT_TRUE(std::isfinite(value)) << info(id).name;
        ASSERT_LT(std::abs(value), 1e6) << info(id).name;  // no_due_seconds stays out
      }
      ++row;
    }
  }
  ASSERT_EQ(memory.first[decisions.size()], row);
  EXPECT_TRUE(memory.kept_within());
}

void expect_raw_rows(const Decision& decision, FeatureScratch& scratch) {
  std::vector<float> rows(decision.candidates.size() * feature_count, untouched);
  write_raw_features(decision, rows, scratch);
  std::vector<float> wanted(feature_count);
  for (std::size_t c = 0; c < decision.candidates.size(); ++c) {
    all_features(decision, decision.candidates[c], wanted);
    for (std::size_t i = 0; i < feature_count; ++i)
      ASSERT_EQ(bits(rows[c * feature_count + i]), bits(wanted[i])) << feature_table()[i].name;
  }
}

/// Several runs side by side, plain shops and shops with everything, answered by a draw.
TEST(FeatureBatch, IsTheTableToTheLastBit) {
  std::map<DecisionKind, int> seen;
  Memory memory;
  FeatureScratch scratch;
  for (std::uint64_t seed = 0; seed < 300; seed += 5) {
    std::vector<Scenario> shops;
    for (std::uint64_t i = 0; i < 5; ++i)
      shops.push_back(test::random_scenario(seed + i, {.orders = 25, .mixed = i > 0}));
    std::vector<Simulation> runs;
    for (const Scenario& shop : shops)
      runs.emplace_back(shop, CourseOptions{.seed = {seed, 0}, .recorded = false, .stall_limit = 1000});
    test::AnyCandidate any;
    any.begin(shops[0], {seed, 0});
    for (int step = 0; step < 60; ++step) {
      std::vector<Decision> decisions;
      std::vector<Simulation*> asked;
      for (Simulation& run : runs) {
        if (const auto decision = run.next_decision()) {
          decisions.push_back(*decision);
          asked.push_back(&run);
        }
      }
      memory.fit(decisions);
      write_features(decisions, memory.batch);
      expect_rows(decisions, memory);
      for (std::size_t i = 0; i < asked.size(); ++i) {
        ++seen[decisions[i].kind];
        expect_raw_rows(decisions[i], scratch);
        if (HasFatalFailure()) return;
        asked[i]->resolve(any.decide(decisions[i]));
      }
    }
  }
  for (int kind = 0; kind < decision_kind_count; ++kind)
    EXPECT_GT(seen[static_cast<DecisionKind>(kind)], 50) << kind;
}

TEST(FeatureBatch, OfNothingIsEmpty) {
  Memory memory;
  memory.fit({});
  write_features({}, memory.batch);
  EXPECT_EQ(memory.first[0], 0u);
  EXPECT_TRUE(memory.kept_within());
}

TEST(FeatureBatch, TakesNoMemoryOfItsOwnInTheLongRun) {
  const Scenario shop = test::random_scenario(3, {.orders = 60, .sources = 0, .breakdowns = false});
  Memory memory;
  long before = 0;
  int batches = 0;
  for (int pass = 0; pass < 2; ++pass) {
    Simulation run(shop, {.recorded = false});
    while (const auto decision = run.next_decision()) {
      memory.fit({&*decision, 1});
      before = allocations;
      write_features({&*decision, 1}, memory.batch);
      if (pass == 1) {
        ASSERT_EQ(allocations, before);
        ++batches;
      }
      run.resolve(static_cast<int>(decision->candidates.size() / 2));
    }
  }
  EXPECT_GT(batches, 50);
}

TEST(FeatureBatch, ColumnsAreAllFeaturesButIdentities) {
  std::size_t identities = 0;
  for (const FeatureInfo& known : feature_table()) identities += known.scaling == Scaling::skip ? 1 : 0;
  EXPECT_EQ(identities, 3u);
  EXPECT_EQ(candidate_columns().size() + decision_columns().size() + identities, feature_count);
  EXPECT_TRUE(std::is_sorted(candidate_columns().begin(), candidate_columns().end()));
  EXPECT_TRUE(std::is_sorted(decision_columns().begin(), decision_columns().end()));
}

TEST(Scaling, BringsValuesToTheOrderOfOne) {
  const Scale scale{.per_second = 0.1, .has_due = true}, no_due{.per_second = 0.1, .has_due = false};
  EXPECT_FLOAT_EQ(scaled(FeatureId::processing_time, 25, scale), 2.5F);
  EXPECT_FLOAT_EQ(scaled(FeatureId::slack, -40, scale), -4);
  EXPECT_FLOAT_EQ(scaled(FeatureId::queue_length, 7, scale), std::log(8.0F));
  EXPECT_FLOAT_EQ(scaled(FeatureId::critical_ratio, -1, scale), -std::log(2.0F));
  EXPECT_FLOAT_EQ(scaled(FeatureId::progress, 0.25, scale), 0.25F);
  EXPECT_EQ(scaled(FeatureId::job_number, 17, scale), 0);
  for (const FeatureId id : {FeatureId::time_until_due, FeatureId::slack, FeatureId::critical_ratio,
                             FeatureId::time_until_operation_due, FeatureId::time_until_modified_due}) {
    EXPECT_EQ(scaled(id, no_due_seconds, no_due), 0) << info(id).name;
  }
}

TEST(Ranks, AreSharesOfTheOthersThatAreLess) {
  RankScratch scratch;
  for (const std::size_t count : {0, 1, 2, 5, 49, 159, 160, 161, 300}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      std::vector<Time> keys;
      for (std::size_t i = 0; i < count; ++i)
        keys.push_back(static_cast<Time>(random_below(random_bits({seed, 0}, Purpose::agent, 0, i), count)));
      if (seed % 2 == 1) {  // further apart than 32 bits reach
        for (Time& key : keys) key = (key - 3) * 10'000'000'000;
      }
      std::vector<float> shares(count, untouched);
      rank_shares(keys, shares, scratch);
      for (std::size_t i = 0; i < count; ++i) {
        const auto less = std::count_if(keys.begin(), keys.end(), [&](Time key) { return key < keys[i]; });
        const double wanted = count < 2 ? 0 : static_cast<double>(less) / static_cast<double>(count - 1);
        EXPECT_FLOAT_EQ(shares[i], static_cast<float>(wanted));
      }
    }
  }
}

}  // namespace
}  // namespace takt
