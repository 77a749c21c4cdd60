// Where supply chain and shop meet: production orders become jobs, finished jobs become stock.

#include <fmt/format.h>

#include "sim/plant/jobs.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/stock.hpp"

namespace takt::stock {

namespace {

/// Draws of jobs that are made for stock come from a key space far from that of orders and sources.
std::uint64_t stock_job_key(Index point, std::uint64_t index) {
  return (std::uint64_t{1} << 63) | (static_cast<std::uint64_t>(point) << 40) | index;
}

}  // namespace

SupplyChain::Now now_of(PlantState& plant, Effects& effects) {
  return {plant.now, plant.seed, effects, &plant.transport};
}

void ended(PlantState& plant, const Activity& ended, Effects& effects) {
  const SupplyChain::Now now = now_of(plant, effects);
  if (ended.kind == ActivityKind::shipment) {
    plant.supply.on_shipment(ended.entity, now);
  } else if (ended.kind == ActivityKind::demand) {
    plant.supply.on_demand(ended.entity, now);
  } else {
    plant.supply.on_review(now);
  }
}

void start_jobs(PlantState& plant, Effects& effects) {
  std::vector<Index>& wanted = plant.supply.jobs_wanted();
  while (!wanted.empty()) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Index point = wanted[i];
      JobState state;
      state.key = stock_job_key(point, plant.supply_jobs);
      state.number = static_cast<std::uint32_t>(plant.scenario->orders.size() + plant.arrivals);
      state.routing = at(plant.scenario->supply.points, point).routing;
      ++plant.supply_jobs;
      ++plant.arrivals;
      const Index slot = jobs::release(plant, state, {}, -1, effects);
      at(plant.extras, slot).stock = point;
    }
    wanted.clear();
    if (plant.lines.woken()) lines::settle(plant, effects);
  }
}

void on_leave(PlantState& plant, Index slot, bool done, Effects& effects) {
  plant.supply.on_job(at(plant.extras, slot).stock, done, now_of(plant, effects));
  at(plant.extras, slot).stock = -1;
}

Decision decision(PlantState& plant) {
  const Index point = plant.supply.next_to_ask();
  const int own = plant.supply.offer(point, plant.now, plant.scratch);
  Decision decision{DecisionKind::replenish, plant.now, -1, -1, plant.scratch};
  decision.entity = point;
  decision.fallback = own;
  return decision;
}

void resolve(PlantState& plant, Index point, int choice, Effects& effects) {
  plant.supply.choose(point, choice, now_of(plant, effects));
}

void check(const PlantState& plant, std::vector<std::string>& broken) {
  if (!plant.scenario->supply.used()) return;
  plant.supply.check(broken);
  std::vector<Index> jobs(plant.supply.stocks().size(), 0);
  for (std::size_t slot = 0; slot < plant.extras.size(); ++slot) {
    if (plant.extras[slot].stock >= 0 && plant.jobs[slot].phase != JobPhase::free_slot)
      ++at(jobs, plant.extras[slot].stock);
  }
  for (Index p = 0; p < static_cast<Index>(jobs.size()); ++p) {
    const Index counted = plant.supply.stock(p).lots_in_work;
    if (at(jobs, p) != counted)
      broken.push_back(fmt::format("stock '{}': {} jobs are in the shop for it, counted {}",
                                   stock_name(plant.scenario->supply, p), at(jobs, p), counted));
  }
  std::vector<int> transfers(plant.supply.on_road().size(), 0);
  plant.transport.count_transfers(TransferOwner::shipment, transfers);
  if (transfers != plant.supply.on_road())
    broken.push_back("the shipments on the road are not the loads that transport has for the supply chain");
}

}  // namespace takt::stock
