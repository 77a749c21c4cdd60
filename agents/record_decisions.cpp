#include "agents/record_decisions.hpp"

#include "agents/features.hpp"

namespace takt {
namespace {

class RecordingAgent final : public Agent {
 public:
  RecordingAgent(Agent& inner, DecisionDetail& out) : inner_(inner), out_(out) {}

  void begin(const Scenario& scenario, Seed seed) override {
    out_ = {};
    for (const FeatureInfo& known : feature_table()) {
      out_.feature_names.emplace_back(known.name);
      out_.feature_units.emplace_back(known.unit);
    }
    inner_.begin(scenario, seed);
  }

  int decide(const Decision& decision) override {
    record(decision);
    return inner_.decide(decision);
  }

 private:
  void record(const Decision& decision) {
    out_.first_candidate.push_back(out_.candidate_job.size());
    for (const Candidate& candidate : decision.candidates) {
      out_.candidate_job.push_back(candidate.job < 0 ? -1 : static_cast<std::int64_t>(candidate.number));
      out_.candidate_mode.push_back(candidate.job < 0 ? -1 : candidate.mode);
      const std::size_t row = out_.features.size();
      out_.features.resize(row + feature_count);
      all_features(decision, candidate, std::span(out_.features).subspan(row));
    }
  }

  Agent& inner_;
  DecisionDetail& out_;
};

}  // namespace

std::unique_ptr<Agent> record_decisions(Agent& inner, DecisionDetail& out) {
  return std::make_unique<RecordingAgent>(inner, out);
}

}  // namespace takt
