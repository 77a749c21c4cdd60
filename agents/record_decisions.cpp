#include "agents/record_decisions.hpp"

#include "agents/feature_batch.hpp"

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
    }
    const std::size_t rows = out_.features.size();
    out_.features.resize(rows + decision.candidates.size() * feature_count);
    write_raw_features(decision, std::span(out_.features).subspan(rows), scratch_);
  }

  Agent& inner_;
  DecisionDetail& out_;
  FeatureScratch scratch_;
};

}  // namespace

std::unique_ptr<Agent> record_decisions(Agent& inner, DecisionDetail& out) {
  return std::make_unique<RecordingAgent>(inner, out);
}

}  // namespace takt
