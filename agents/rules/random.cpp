#include "agents/rules/rules.hpp"
#include "agents/rules/scored_rule.hpp"

namespace takt::rules {
namespace {

/// The draw is keyed by what the decision is, not by how many came before: a run that is resumed from a
/// snapshot, or whose decisions are asked for in batches, gets the same choices.
class Random final : public Rule {
 public:
  void begin(Seed seed) override { seed_ = seed; }

  int choose(const Decision& decision) const override {
    const std::size_t count = operation_candidates(decision);
    if (count <= 1) return 0;
    const std::uint64_t first_job = decision.candidates.front().number;
    const std::uint64_t entity = (static_cast<std::uint64_t>(decision.machine) << 32U) | first_job;
    const std::uint64_t bits =
        random_bits(seed_, Purpose::agent, entity, static_cast<std::uint64_t>(decision.now));
    return static_cast<int>(random_below(bits, count));
  }

  double score(const Decision& /*decision*/, const Candidate& /*candidate*/) const override { return 0; }

 private:
  Seed seed_;
};

}  // namespace

RuleInfo random() {
  return {"random",
          "any candidate with equal chance, by the run's seed",
          "a uniform draw",
          "",
          {},
          [](const OptionValues&) -> std::unique_ptr<Rule> { return std::make_unique<Random>(); }};
}

}  // namespace takt::rules
