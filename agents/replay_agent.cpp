#include "agents/replay_agent.hpp"

#include <utility>

#include <fmt/format.h>

#include "agents/agent_kind.hpp"
#include "agents/candidate_text.hpp"
#include "agents/options.hpp"
#include "results/read_result.hpp"
#include "sim/describe_decision.hpp"
#include "sim/model/error.hpp"
#include "sim/plant/plant.hpp"

namespace takt {
namespace {

std::string_view kind_name(std::uint32_t kind) {
  return kind < decision_kind_count ? decision_table[kind].name : "unknown";
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
    const Candidate& of = chosen.is_wait() ? decision.candidates.front() : chosen;
    const std::uint32_t job = of.job < 0 ? no_job : of.number;
    const Index mode = chosen.job < 0 ? -1 : chosen.mode;
    if (record.job != job || record.mode != mode || record.option != chosen.option ||
        record.entity != decision.entity) {
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

std::vector<AgentListing> list_replay() {
  return {{"replay:FILE.h5", "the decisions recorded in a result file; fails at the first that does not fit",
           ""}};
}

std::unique_ptr<Agent> make_replay(const AgentSpec& spec) {
  const OptionValues none(spec, {});
  if (!spec.has_arg)
    throw Error(Fault::usage, fmt::format("agent {}: replay which file?", quoted(spec.text)));
  ResultFile recorded = read_result(spec.arg, {.detail = false});
  if (recorded.info.kind != "run") {
    throw Error(Fault::bad_input,
                fmt::format("{}: holds {}, not the decisions of one run", spec.arg, recorded.info.kind));
  }
  if (recorded.trace.decisions.empty() && recorded.info.decision_count > 0) {
    throw Error(Fault::bad_input, fmt::format("{}: its {} decisions were not recorded", spec.arg,
                                              recorded.info.decision_count));
  }
  return make_replay_agent(std::move(recorded.trace.decisions), spec.arg);
}

std::string describe_replay(const AgentSpec& /*spec*/) {
  return "replay:FILE.h5: repeats the decisions recorded in a result file.\n\n"
         "The run must be the recorded one again: same scenario, seed and replication. Every decision\n"
         "is compared with the recording (time, kind, machine, number of candidates, job and mode of\n"
         "the choice). At the first that does not fit, and where the recording ends too early, the run\n"
         "stops with a message that names it.\n";
}

}  // namespace

AgentKind replay_kind() {
  return {"replay", list_replay, make_replay, describe_replay};
}

std::unique_ptr<Agent> make_replay_agent(std::vector<DecisionRecord> decisions, std::string origin) {
  return std::make_unique<ReplayAgent>(std::move(decisions), std::move(origin));
}

}  // namespace takt
