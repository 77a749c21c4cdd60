#include "agents/policy.hpp"

#include <utility>

namespace takt {
namespace {

class PolicyAgent final : public Agent {
 public:
  explicit PolicyAgent(std::unique_ptr<Policy> policy) : policy_(std::move(policy)) {}
  int decide(const Decision& decision) override { return policy_->decide(decision); }

 private:
  std::unique_ptr<Policy> policy_;
};

}  // namespace

std::unique_ptr<Agent> make_policy_agent(std::unique_ptr<Policy> policy) {
  return std::make_unique<PolicyAgent>(std::move(policy));
}

}  // namespace takt
