// Where supply chain and shop meet: production orders become jobs, finished jobs become stock.

#include <fmt/format.h>

#include "sim/plant/plant.hpp"

namespace takt {

namespace {

/// Draws of jobs that are made for stock come from a key space far from that of orders and sources.
std::uint64_t stock_job_key(Index point, std::uint64_t index) {
  return (std::uint64_t{1} << 63) | (static_cast<std::uint64_t>(point) << 40) | index;
}

}  // namespace

SupplyChain::Now Plant::supply_now(Effects& effects) {
  return {now_, seed_, effects, &transport_};
}

void Plant::end_supply(const Activity& ended, Effects& effects) {
  const SupplyChain::Now now = supply_now(effects);
  if (ended.kind == ActivityKind::shipment) {
    supply_.on_shipment(ended.entity, now);
  } else if (ended.kind == ActivityKind::demand) {
    supply_.on_demand(ended.entity, now);
  } else {
    supply_.on_review(now);
  }
}

/// Releases the jobs for which production has what they are made of. Last in every change of the plant, so
/// that no job takes the place of one that is just leaving.
void Plant::start_supply_jobs(Effects& effects) {
  std::vector<Index>& wanted = supply_.jobs_wanted();
  while (!wanted.empty()) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Index point = wanted[i];
      JobState state;
      state.key = stock_job_key(point, supply_jobs_);
      state.number = static_cast<std::uint32_t>(scenario_->orders.size() + arrivals_);
      state.routing = scenario_->supply.points[static_cast<std::size_t>(point)].routing;
      ++supply_jobs_;
      ++arrivals_;
      const Index slot = release(state, {}, -1, effects);
      extras_[static_cast<std::size_t>(slot)].stock = point;
    }
    wanted.clear();
    if (lines_.woken()) settle_lines(effects);
  }
}

void Plant::leave_supply(Index slot, bool done, Effects& effects) {
  supply_.on_job(extras_[static_cast<std::size_t>(slot)].stock, done, supply_now(effects));
  extras_[static_cast<std::size_t>(slot)].stock = -1;
}

Decision Plant::replenish_decision() {
  const Index point = supply_.next_to_ask();
  const int own = supply_.offer(point, now_, scratch_);
  Decision decision{DecisionKind::replenish, now_, -1, -1, scratch_, this};
  decision.entity = point;
  decision.fallback = own;
  return decision;
}

void Plant::replenish(Index point, int choice, Effects& effects) {
  supply_.choose(point, choice, supply_now(effects));
}

/// Every unit is where it should be, every lot in work is a job in the shop, and every shipment on the road
/// is one of transport's loads.
void Plant::check_supply(std::vector<std::string>& broken) const {
  if (!scenario_->supply.used()) return;
  supply_.check(broken);
  std::vector<Index> jobs(supply_.stocks().size(), 0);
  for (std::size_t slot = 0; slot < extras_.size(); ++slot) {
    if (extras_[slot].stock >= 0 && jobs_[slot].phase != JobPhase::free_slot)
      ++jobs[static_cast<std::size_t>(extras_[slot].stock)];
  }
  for (Index p = 0; p < static_cast<Index>(jobs.size()); ++p) {
    const Index counted = supply_.stock(p).lots_in_work;
    if (jobs[static_cast<std::size_t>(p)] != counted)
      broken.push_back(fmt::format("stock '{}': {} jobs are in the shop for it, counted {}",
                                   stock_name(scenario_->supply, p), jobs[static_cast<std::size_t>(p)],
                                   counted));
  }
  std::vector<int> transfers(supply_.on_road().size(), 0);
  transport_.count_transfers(TransferOwner::shipment, transfers);
  if (transfers != supply_.on_road())
    broken.push_back("the shipments on the road are not the loads that transport has for the supply chain");
}

}  // namespace takt
