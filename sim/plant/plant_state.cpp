#include "sim/plant/plant_state.hpp"

#include <algorithm>

#include "sim/plant/condition.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/stuck.hpp"

namespace takt {

namespace {

/// Whether machines of the group come when they are needed: it has no limit, and a machine without an
/// operation is nothing (it does not fail, wear or draw power).
bool grows(const Scenario& model, std::size_t group) {
  return model.groups[group].unlimited && model.groups[group].breakdowns.empty() &&
         (model.group_flags[group] & (group_condition | group_power)) == 0;
}

}  // namespace

PlantState::PlantState(const Scenario& model, Seed randomness)
    : scenario(&model),
      plain(model.plain),
      dirty_groups(model.groups.size()),
      queues(model.groups.size(), &model.resources.classes),
      seed(randomness),
      resources(resources::make_state(model)),
      supply(model.supply, model.run.horizon, (model.asked & bit_of(DecisionKind::replenish)) != 0),
      transport(model) {
  machines.resize(at(model.machine_count));
  groups.resize(model.groups.size());
  idle_machines.resize(machines.size() / 64 + 1);
  breakdowns.resize(at(model.breakdown_units));
  sources.resize(model.sources.size());
  free_block.assign(model.routings.size(), -1);
  jobs.reserve(model.orders.size());
  const auto keeps_load = [](std::uint32_t flags) {
    return (flags & (group_batch | group_cascade | group_minimum_run)) != 0;
  };
  if (std::any_of(model.group_flags.begin(), model.group_flags.end(), keeps_load))
    machine_loads.resize(at(model.machine_count));

  for (std::size_t g = 0; g < model.groups.size(); ++g) {
    const MachineGroup& group = model.groups[g];
    groups[g].machine_limit = group.count;
    groups[g].machine_count = grows(model, g) ? 1 : group.count;
    groups[g].first_machine = group.first_machine;
    groups[g].flags = model.group_flags[g];
    const auto causes = static_cast<Index>(group.breakdowns.size());
    for (Index i = 0; i < group.count; ++i) {
      MachineUnit& unit = at(machines, group.first_machine + i);
      unit.group = static_cast<Index>(g);
      if (i < groups[g].machine_count) now_idle(*this, group.first_machine + i, groups[g]);
      unit.setup_matrix = group.setup_matrix;
      unit.first_breakdown = group.first_breakdown + i * causes;
      unit.breakdown_count = causes;
      unit.family = group.initial_family;
      unit.watched = causes > 0 || (groups[g].flags & group_condition) != 0 ? 1 : 0;
      for (Index c = 0; c < causes; ++c) {
        BreakdownUnit& breakdown = at(breakdowns, unit.first_breakdown + c);
        breakdown.machine = group.first_machine + i;
        breakdown.cause = c;
      }
    }
  }
  if (!model.precedence.tasks.empty()) precedence.free_graph_block.assign(model.routings.size(), -1);
  condition::set_up(*this);
  idleness::set_up(*this);
  stuck::set_up(*this);
}

std::size_t PlantState::bytes() const {
  const auto of = [](const auto& v) { return v.size() * sizeof(v[0]); };
  return sizeof(PlantState) + of(jobs) + of(machines) + of(groups) + of(idle_machines) + of(breakdowns) +
         of(extras) + of(sources) + of(draws) + of(free_block) + of(pending_routes) + of(machine_loads) +
         dirty_groups.bytes() + of(drawn_anew) + queues.bytes() + resources.bytes() + precedence.bytes() +
         lines.bytes() + supply.bytes() + transport.bytes() + condition.bytes() + idleness.bytes() +
         stuck.bytes();
}

}  // namespace takt
