#include "agents/choice_view.hpp"

#include <cassert>

namespace takt {
namespace {

template <class Vector>
const auto& at(const Vector& vector, Index i) {
  return vector[static_cast<std::size_t>(i)];
}

std::span<const Need> needs_of(const Plant& plant, Index mode) {
  const ResourceModel& resources = plant.scenario().resources;
  if (resources.mode_needs.empty() || mode < 0) return {};
  const NeedRange& range = at(resources.mode_needs, mode);
  return std::span(resources.needs)
      .subspan(static_cast<std::size_t>(range.first), static_cast<std::size_t>(range.count));
}

double free_units(const Plant& plant, const Need& need) {
  const std::vector<Index>& free = plant.resources().free;
  if (need.pool >= 0) return at(free, need.pool);
  double sum = 0;
  for (const Index pool : at(plant.scenario().resources.pools_of_skill, need.skill)) sum += at(free, pool);
  return sum;
}

}  // namespace

double need_units(const Plant& plant, Index mode) {
  double units = 0;
  for (const Need& need : needs_of(plant, mode)) units += need.amount;
  return units;
}

double need_share(const Plant& plant, Index mode) {
  double share = 0;
  for (const Need& need : needs_of(plant, mode))
    share = std::max(share, need.amount / std::max(1.0, free_units(plant, need)));
  return share;
}

double bottleneck_load(const Plant& plant, const JobState& job) {
  const Scenario& scenario = plant.scenario();
  const Routing& routing = at(scenario.routings, job.routing);
  // Of a graph it is not said here which of its operations are done.
  const auto first = routing.graph ? 0 : static_cast<Index>(job.position);
  const auto end = routing.graph ? routing.step_count : static_cast<Index>(job.operation_count);
  double greatest = 0;
  for (Index p = first; p < end; ++p) {
    const Index step = routing.graph ? job.first_step + p : plant.step_at(job, static_cast<std::uint32_t>(p));
    const StepPlan& plan = at(scenario.plans, step);
    for (Index mode = plan.first_mode; mode < plan.first_mode + plan.mode_count; ++mode)
      greatest = std::max(greatest, group_load(plant, at(scenario.modes, mode).group));
  }
  return greatest;
}

const TransportTask& task_of(const Plant& plant, Index job) {
  const auto tasks = plant.transport().tasks();
  const auto task = std::find_if(tasks.begin(), tasks.end(),
                                 [job](const TransportTask& other) { return other.job == job; });
  assert(task != tasks.end());
  return *task;
}

double drive_seconds(const Plant& plant, Index vehicle, Index from, Index to) {
  const TransportModel& model = plant.scenario().transport;
  const Fleet& fleet = at(model.fleets, at(model.fleet_of_vehicle, vehicle));
  return to_metres(model.distance(from, to)) / fleet.speed;
}

double battery_left(const Plant& plant, Index vehicle) {
  const TransportModel& model = plant.scenario().transport;
  const Length range = at(model.fleets, at(model.fleet_of_vehicle, vehicle)).battery.range;
  if (range == 0) return 1;
  return to_metres(at(plant.transport().vehicles(), vehicle).left) / to_metres(range);
}

const MaintenancePlan* plan_of(const Decision& decision, const Candidate& candidate) {
  if (candidate.option < 1) return nullptr;
  const Plant& plant = *decision.plant;
  const GroupCondition& group = at(plant.scenario().condition.groups, plant.machine(decision.entity).group);
  return &at(group.plans, candidate.option - 1);
}

double mean_lead_time(const Scenario& scenario, Index point) {
  const SupplyModel& supply = scenario.supply;
  const StockPoint& to = at(supply.points, point);
  double time = mean(to.order_delay);
  if (to.routing >= 0) return time + static_cast<double>(at(scenario.routings, to.routing).planned);
  time += mean(to.lead_time);
  if (to.road.used() && to.from >= 0) {
    const Index from_place = at(supply.sites, at(supply.points, to.from).site).place;
    const Index to_place = at(supply.sites, to.site).place;
    const double way = to_metres(scenario.transport.distance(from_place, to_place));
    time += way / to.road.speed * static_cast<double>(ticks_per_second);
  }
  return time;
}

double lead_time_demand(const Plant& plant, Index point) {
  if (plant.now() <= 0) return 0;
  const StockState& stock = plant.supply().stock(point);
  const double asked_for = to_units(stock.left + stock.owed + stock.required);
  return asked_for / static_cast<double>(plant.now()) * mean_lead_time(plant.scenario(), point);
}

}  // namespace takt
