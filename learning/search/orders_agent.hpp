#pragma once

#include <memory>

#include "learning/search/schedule.hpp"
#include "sim/agent.hpp"
#include "sim/record/trace.hpp"

namespace takt::search {

/// An agent that keeps to the orders of a schedule: a machine whose next operation is not there yet waits for
/// it. The scenario must let machines wait (Scenario::may_wait). decide() throws Error(agent) on a decision
/// that is none of a job shop's.
std::unique_ptr<Agent> make_orders_agent(const ShopProblem& problem, const MachineOrders& orders);

/// The orders of a run in which all jobs were done and operations recorded.
MachineOrders orders_of(const ShopProblem& problem, const Trace& trace);

}  // namespace takt::search
