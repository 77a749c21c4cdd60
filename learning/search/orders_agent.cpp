#include "learning/search/orders_agent.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/describe_decision.hpp"
#include "sim/model/error.hpp"
#include "sim/plant/plant.hpp"

namespace takt::search {
namespace {

/// The node of each job's first operation, by the job's number.
std::map<std::uint32_t, Index> first_nodes(const ShopProblem& problem) {
  std::map<std::uint32_t, Index> first;
  for (const ShopProblem::Job& job : problem.jobs) first[job.number] = job.gate + 1;
  return first;
}

class OrdersAgent final : public Agent {
 public:
  OrdersAgent(const ShopProblem& problem, const MachineOrders& orders)
      : first_(first_nodes(problem)), rows_(orders.machines), modes_(at(problem.nodes()), -1) {
    for (Index m = 0; m < problem.machines; ++m)
      for (const Index v : at(rows_, m))
        for (const ShopProblem::Option& option : problem.options_of(v))
          if (option.machine == m) at(modes_, v) = option.mode;
  }

  void begin(const Scenario& /*scenario*/, Seed /*seed*/) override { next_.assign(rows_.size(), 0); }

  int decide(const Decision& decision) override {
    const auto count = static_cast<int>(decision.candidates.size());
    if (decision.kind == DecisionKind::route) {
      for (int i = 0; i < count; ++i) {
        const Candidate& candidate = decision.candidates[static_cast<std::size_t>(i)];
        if (candidate.mode == at(modes_, node_of(candidate))) return i;
      }
    } else if (decision.kind == DecisionKind::dispatch) {
      const std::vector<Index>& row = at(rows_, decision.machine);
      std::size_t& next = at(next_, decision.machine);
      for (int i = 0; i < count; ++i) {
        const Candidate& candidate = decision.candidates[static_cast<std::size_t>(i)];
        if (candidate.is_wait()) return i;
        if (next == row.size() || node_of(candidate) != row[next]) continue;
        ++next;
        return i;
      }
    }
    throw Error(Fault::agent,
                fmt::format("the schedule that was found does not say what to do: {}", describe(decision)));
  }

 private:
  Index node_of(const Candidate& candidate) const { return first_.at(candidate.number) + candidate.position; }

  std::map<std::uint32_t, Index> first_;
  std::vector<std::vector<Index>> rows_;
  std::vector<Index> modes_;  ///< by node
  std::vector<std::size_t> next_;
};

}  // namespace

std::unique_ptr<Agent> make_orders_agent(const ShopProblem& problem, const MachineOrders& orders) {
  return std::make_unique<OrdersAgent>(problem, orders);
}

MachineOrders orders_of(const ShopProblem& problem, const Trace& trace) {
  const auto first = first_nodes(problem);
  MachineOrders orders;
  orders.machines.resize(at(problem.machines));
  // Operations are recorded as they leave, and leave a machine in the order in which it took them.
  for (const OperationRecord& operation : trace.operations)
    at(orders.machines, operation.machine)
        .push_back(first.at(operation.job) + static_cast<Index>(operation.position));
  return orders;
}

}  // namespace takt::search
