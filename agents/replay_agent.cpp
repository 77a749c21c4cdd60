#include "agents/replay_agent.hpp"

#include <utility>

#include <fmt/format.h>

#include "agents/candidate_text.hpp"
#include "sim/model/error.hpp"
#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"

namespace takt {
namespace {

const char* kind_name(std::uint32_t kind) {
  if (kind == static_cast<std::uint32_t>(DecisionKind::dispatch)) return "dispatch";
  return kind == static_cast<std::uint32_t>(DecisionKind::route) ? "route" : "unknown";
}

class ReplayAgent final : public Agent {
 public:
  ReplayAgent(std::vector<DecisionRecord> decisions, std::string origin)
      : decisions_(std::move(decisions)), origin_(std::move(origin)) {}

  void begin(const Scenario& /*scenario*/, Seed /*seed*/) override { next_ = 0; }

  int decide(const Decision& decision) override {
    if (next_ == decisions_.size()) {
      throw Error(Fault::agent, fmt::format("{} ends after {} decisions, but the run asks for another: {}",
                                            origin_, decisions_.size(), describe(decision)));
    }
    const DecisionRecord& record = decisions_[next_];
    if (record.time != decision.now) {
      fail(decision, fmt::format("its time was {:.15g} s", to_seconds(record.time)));
    }
    if (record.kind != static_cast<std::uint32_t>(decision.kind)) {
      fail(decision, fmt::format("its kind was {}", kind_name(record.kind)));
    }
    if (record.machine != decision.machine)
      fail(decision, fmt::format("its machine was {}", machine(decision, record)));
    if (record.candidates != decision.candidates.size()) {
      fail(decision, fmt::format("it had {} candidates", record.candidates));
    }
    if (record.choice >= decision.candidates.size()) {
      fail(decision, fmt::format("its choice, {}, is none of its candidates", record.choice));
    }
    const Candidate& chosen = decision.candidates[record.choice];
    const std::uint32_t job = chosen.is_wait() ? decision.candidates.front().number : chosen.number;
    const Index mode = chosen.is_wait() ? -1 : chosen.mode;
    if (record.job != job || record.mode != mode) {
      fail(decision, fmt::format("candidate {} was job {} in mode {} and now is {} (mode {})", record.choice,
                                 record.job, record.mode, describe_candidate(decision, chosen), mode));
    }
    ++next_;
    return static_cast<int>(record.choice);
  }

 private:
  static std::string machine(const Decision& decision, const DecisionRecord& record) {
    const Scenario& scenario = decision.plant->scenario();
    if (record.machine < 0 || record.machine >= scenario.machine_count)
      return fmt::format("{}", record.machine);
    return machine_name(scenario, record.machine);
  }

  [[noreturn]] void fail(const Decision& decision, const std::string& difference) const {
    throw Error(Fault::agent,
                fmt::format("{} does not fit this run: decision {} is {}, but in the recording {}", origin_,
                            next_, describe(decision), difference));
  }

  std::vector<DecisionRecord> decisions_;
  std::string origin_;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Agent> make_replay_agent(std::vector<DecisionRecord> decisions, std::string origin) {
  return std::make_unique<ReplayAgent>(std::move(decisions), std::move(origin));
}

}  // namespace takt
