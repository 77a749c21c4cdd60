// replay: repeats a run, and fails at the first decision that does not fit; the recorder of candidates.
#include <array>
#include <cstring>
#include <filesystem>
#include <functional>
#include <limits>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "agents/features.hpp"
#include "agents/record_decisions.hpp"
#include "agents/registry.hpp"
#include "agents/replay_agent.hpp"
#include "results/kpi.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Trace run(const Scenario& shop, Agent& agent, std::uint64_t seed = 1) {
  SimulateOptions options;
  options.seed = {seed, 0};
  options.record.decisions = true;
  return simulate(shop, agent, *make_clock(ClockKind::calendar, shop), options);
}

/// A shop with alternatives and waiting in which at least 10 decisions are made, half of them about several
/// candidates.
Scenario busy_shop() {
  for (std::uint64_t seed = 0;; ++seed) {
    Scenario shop = test::random_scenario(seed);
    shop.may_wait = true;
    test::AnyCandidate any;
    const Trace trace = run(shop, any);
    bool route = false, wait = false;
    for (const DecisionRecord& d : trace.decisions) {
      route = route || (d.kind == static_cast<std::uint32_t>(DecisionKind::route));
      wait = wait || d.mode < 0;
    }
    if (trace.decision_count >= 10 && route && wait) return shop;
  }
}

TEST(Replay, RepeatsTheRunBitForBit) {
  int decisions = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Scenario shop = test::random_scenario(seed);
    test::AnyCandidate any;
    const Trace recorded = run(shop, any);
    const std::unique_ptr<Agent> replay = make_replay_agent(recorded.decisions, "any.h5");
    EXPECT_EQ(run(shop, *replay).digest, recorded.digest) << seed;
    EXPECT_EQ(run(shop, *replay).digest, recorded.digest) << "begin() starts it over";
    decisions += static_cast<int>(recorded.decision_count);
  }
  EXPECT_GT(decisions, 1000);
}

class ReplayMismatch : public testing::Test {
 protected:
  void SetUp() override {
    test::AnyCandidate any;
    recorded_ = run(shop_, any).decisions;
    at_ = recorded_.size() / 2;
  }
  /// The message of a run that replays the altered recording.
  std::string failure() {
    const std::unique_ptr<Agent> replay = make_replay_agent(recorded_, "runs/a.h5");
    try {
      run(shop_, *replay);
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::agent);
      return error.what();
    }
    ADD_FAILURE() << "it fits";
    return "";
  }
  std::string decision_number() const { return "decision " + std::to_string(at_) + " is"; }

  const Scenario shop_ = busy_shop();
  std::vector<DecisionRecord> recorded_;
  std::size_t at_ = 0;
};

TEST_F(ReplayMismatch, Time) {
  recorded_[at_].time += 1;
  EXPECT_THAT(failure(),
              AllOf(HasSubstr("runs/a.h5"), HasSubstr(decision_number()), HasSubstr("its time was")));
}

TEST_F(ReplayMismatch, Kind) {
  recorded_[at_].kind = 1 - recorded_[at_].kind;
  EXPECT_THAT(failure(), AllOf(HasSubstr(decision_number()), HasSubstr("its kind was")));
  recorded_[at_].kind = 77;
  EXPECT_THAT(failure(), HasSubstr("its kind was unknown"));
}

TEST_F(ReplayMismatch, Machine) {
  while (recorded_[at_].machine < 0) ++at_;
  recorded_[at_].machine += 1;
  EXPECT_THAT(failure(), AllOf(HasSubstr(decision_number()), HasSubstr("its machine was")));
  recorded_[at_].machine = 1 << 30;
  EXPECT_THAT(failure(), HasSubstr("its machine was 1073741824"));
}

TEST_F(ReplayMismatch, Candidates) {
  recorded_[at_].candidates += 1;
  EXPECT_THAT(failure(), AllOf(HasSubstr(decision_number()), HasSubstr("it had")));
}

TEST_F(ReplayMismatch, Choice) {
  for (const std::uint32_t choice : {recorded_[at_].candidates, 0xffffffffU, 0x80000000U}) {
    recorded_[at_].choice = choice;
    EXPECT_THAT(failure(), AllOf(HasSubstr(decision_number()), HasSubstr("is none of its candidates")));
  }
}

TEST_F(ReplayMismatch, JobAndMode) {
  recorded_[at_].job += 1;
  EXPECT_THAT(failure(), AllOf(HasSubstr(decision_number()), HasSubstr("now is")));
  recorded_[at_].job -= 1;
  recorded_[at_].mode = recorded_[at_].mode < 0 ? 0 : -1;
  EXPECT_THAT(failure(), AllOf(HasSubstr(decision_number()), HasSubstr("now is")));
}

TEST_F(ReplayMismatch, EndsTooEarly) {
  recorded_.resize(at_);
  EXPECT_THAT(failure(), HasSubstr("runs/a.h5 ends after " + std::to_string(at_) + " decisions"));
  recorded_.clear();
  EXPECT_THAT(failure(), HasSubstr("ends after 0 decisions"));
}

/// Every member of a decision made something else: the next, and what no file should hold.
std::vector<std::function<void(DecisionRecord&)>> alterations() {
  std::vector<std::function<void(DecisionRecord&)>> all = {
      [](DecisionRecord& r) { r.time += 1; },
      [](DecisionRecord& r) { r.option += 1; },
      [](DecisionRecord& r) { r.entity += 1; },
      [](DecisionRecord& r) { r.job -= 1; },
      [](DecisionRecord& r) { r.choice = r.candidates; },
      [](DecisionRecord& r) { r.time = never; },
  };
  for (std::uint32_t kind = 0; kind < decision_kind_count + 2; ++kind)
    all.push_back([kind](DecisionRecord& r) { r.kind = kind; });
  for (const Index odd :
       {std::numeric_limits<Index>::min(), -2, 1 << 30, std::numeric_limits<Index>::max()}) {
    all.push_back([odd](DecisionRecord& r) { r.option = odd; });
    all.push_back([odd](DecisionRecord& r) { r.entity = odd; });
    all.push_back([odd](DecisionRecord& r) { r.machine = odd; });
    all.push_back([odd](DecisionRecord& r) { r.mode = odd; });
    all.push_back([odd](DecisionRecord& r) { r.job = static_cast<std::uint32_t>(odd); });
    all.push_back([odd](DecisionRecord& r) { r.candidates = r.choice = static_cast<std::uint32_t>(odd); });
  }
  return all;
}

/// Whatever is altered in a decision of any kind is an error that names it.
TEST(Replay, EveryKindOfDecisionHasItsMessages) {
  std::array<int, decision_kind_count> met = {};
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const Scenario shop = test::random_scenario(seed, {.mixed = true});
    const auto simulated = [&shop](Agent& agent) {
      SimulateOptions options;
      options.record.decisions = true;
      options.stall_limit = 2000;
      return simulate(shop, agent, *make_clock(ClockKind::calendar, shop), options);
    };
    test::AnyCandidate any;
    const std::vector<DecisionRecord> recorded = simulated(any).decisions;
    std::array<bool, decision_kind_count> seen = {};
    for (std::size_t at = 0; at < recorded.size(); ++at) {
      const std::uint32_t kind = recorded[at].kind;
      if (std::exchange(seen.at(kind), true) || met.at(kind) >= 8) continue;
      ++met.at(kind);
      const std::string name{decision_table[kind].name};
      std::vector<std::vector<DecisionRecord>> altered;
      for (const auto& alter : alterations()) {
        altered.push_back(recorded);
        alter(altered.back()[at]);
        if (std::memcmp(&altered.back()[at], &recorded[at], sizeof(DecisionRecord)) == 0) altered.pop_back();
      }
      EXPECT_GT(altered.size(), 20U);
      altered.emplace_back(recorded.begin(), recorded.begin() + static_cast<std::ptrdiff_t>(at));
      for (const std::vector<DecisionRecord>& records : altered) {
        const std::unique_ptr<Agent> replay = make_replay_agent(records, "a.h5");
        try {
          simulated(*replay);
          ADD_FAILURE() << name << " in random scenario " << seed << " fits";
        } catch (const Error& error) {
          EXPECT_EQ(error.fault(), Fault::agent);
          EXPECT_THAT(error.what(), HasSubstr("the " + name + " decision of "));
        }
      }
    }
  }
  for (std::size_t kind = 0; kind < met.size(); ++kind) EXPECT_GE(met[kind], 5) << decision_table[kind].name;
}

/// A path in a folder of the test's own.
std::string temporary(const std::string& name) {
  return testing::TempDir() + "takt_replay_" + std::to_string(getpid()) + "_" + name;
}

RunInfo run_info() {
  RunInfo info;
  info.scenario_name = "busy";
  info.agent = "any";
  info.clock = "calendar";
  return info;
}

std::string error_of(const std::string& spec, Fault fault) {
  try {
    make_agent(spec);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), fault) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

TEST(ReplayFile, RepeatsARunFromItsResultFile) {
  const Scenario shop = busy_shop();
  test::AnyCandidate any;
  const Trace recorded = run(shop, any);
  const std::string path = temporary("run.h5");
  write_result(path, shop, recorded, compute_kpis(shop, recorded), run_info(), nullptr, {});
  const std::unique_ptr<Agent> replay = make_agent("replay:" + path);
  EXPECT_EQ(run(shop, *replay).digest, recorded.digest);

  const Scenario other = test::random_scenario(77);
  try {
    run(other, *replay);
    ADD_FAILURE() << "another scenario fits";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::agent);
    EXPECT_THAT(error.what(), AllOf(HasSubstr(path), HasSubstr("does not fit this run: decision")));
  }
  std::filesystem::remove(path);
}

TEST(ReplayFile, RefusesFilesWithoutDecisions) {
  const Scenario shop = busy_shop();
  test::AnyCandidate any;
  Trace recorded = run(shop, any);
  recorded.decisions.clear();
  const std::string path = temporary("bare.h5");
  const KpiReport kpis = compute_kpis(shop, recorded);
  write_result(path, shop, recorded, kpis, run_info(), nullptr, {});
  EXPECT_THAT(error_of("replay:" + path, Fault::bad_input),
              AllOf(HasSubstr(path), HasSubstr("were not recorded")));
  write_replications(path, shop,
                     {{.replication = 0, .seed = 1, .digest = recorded.digest.hex(), .kpis = kpis}},
                     run_info(), {});
  EXPECT_THAT(error_of("replay:" + path, Fault::bad_input),
              AllOf(HasSubstr(path), HasSubstr("holds replications")));
  std::filesystem::remove(path);

  EXPECT_THAT(error_of("replay:" + path, Fault::io), HasSubstr(path));
  EXPECT_THAT(error_of("replay:" TAKT_SOURCE_DIR "/CMakeLists.txt", Fault::bad_input),
              HasSubstr("CMakeLists.txt"));
  EXPECT_THAT(error_of("replay", Fault::usage), HasSubstr("replay which file?"));
  EXPECT_THAT(error_of("replay:a.h5?k=2", Fault::usage), HasSubstr("unknown option 'k'. Known are none."));
}

TEST(RecordDecisions, KeepsEveryCandidateAndChangesNothing) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Scenario shop = test::random_scenario(seed);
    const std::unique_ptr<Agent> plain = make_agent("rule:atc");
    const Trace expected = run(shop, *plain);
    DecisionDetail detail;
    const std::unique_ptr<Agent> recording = record_decisions(*plain, detail);
    const Trace trace = run(shop, *recording);
    EXPECT_EQ(trace.digest, expected.digest);

    ASSERT_EQ(detail.feature_names.size(), feature_count);
    ASSERT_EQ(detail.feature_units.size(), feature_count);
    ASSERT_EQ(detail.decisions(), trace.decisions.size());
    ASSERT_EQ(detail.features.size(), detail.rows() * feature_count);
    ASSERT_EQ(detail.candidate_mode.size(), detail.rows());
    std::uint64_t row = 0;
    for (std::size_t d = 0; d < trace.decisions.size(); ++d) {
      const DecisionRecord& record = trace.decisions[d];
      ASSERT_EQ(detail.first_candidate[d], row);
      const std::size_t chosen = row + record.choice;
      EXPECT_EQ(detail.candidate_job[chosen], record.job);
      EXPECT_EQ(detail.candidate_mode[chosen], record.mode);
      const float* features = &detail.features[chosen * feature_count];
      EXPECT_EQ(features[static_cast<std::size_t>(FeatureId::is_route)], record.kind == 1 ? 1 : 0);
      EXPECT_EQ(features[static_cast<std::size_t>(FeatureId::job_number)], static_cast<float>(record.job));
      row += record.candidates;
      if (shop.may_wait && record.kind == 0) {
        EXPECT_EQ(detail.candidate_job[row - 1], -1);
        EXPECT_EQ(detail.candidate_mode[row - 1], -1);
      }
    }
    EXPECT_EQ(detail.rows(), row);
    run(shop, *recording);
    EXPECT_EQ(detail.rows(), row) << "begin() empties it";
  }
}

}  // namespace
}  // namespace takt
