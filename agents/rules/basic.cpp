#include "agents/rules/rules.hpp"
#include "agents/rules/scored_rule.hpp"

namespace takt::rules {
namespace {

/// Candidates stand in the order (ready, job number, position) already.
class Fifo final : public Rule {
 public:
  int choose(const Decision& /*decision*/) const override { return 0; }
  double score(const Decision& /*decision*/, const Candidate& candidate) const override {
    return shown_score(candidate.ready);
  }
};

}  // namespace

RuleInfo fifo() {
  return {"fifo",
          "first come, first served at the machine (FCFS)",
          "time at which the operation became ready",
          "Conway, Maxwell & Miller 1967",
          {},
          [](const OptionValues&) -> std::unique_ptr<Rule> { return std::make_unique<Fifo>(); }};
}

RuleInfo spt() {
  return {
      "spt", "shortest processing time", "p", "Conway, Maxwell & Miller 1967", {}, [](const OptionValues&) {
        return steady_rule(
            [](const Decision&) { return [](const Candidate& c) { return c.processing_time; }; });
      }};
}

RuleInfo lpt() {
  return {"lpt", "longest processing time", "-p", "Graham 1969", {}, [](const OptionValues&) {
            return steady_rule(
                [](const Decision&) { return [](const Candidate& c) { return -c.processing_time; }; });
          }};
}

}  // namespace takt::rules
