#include "sim/model/import/importers.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace takt {

std::string instance_name(const std::string& path) {
  std::string name = std::filesystem::path(path).stem().string().substr(0, 64);
  for (std::size_t i = 0; i < name.size(); ++i) {
    char& c = name[i];
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && (i == 0 || (c != '-' && c != '.'))) c = '_';
  }
  return name.empty() ? "instance" : name;
}

Scenario start_instance(const std::string& name, const std::string& text, std::int64_t machines) {
  Scenario scenario;
  scenario.name = name;
  scenario.source_text = text;
  for (std::int64_t machine = 0; machine < machines; ++machine) {
    MachineGroup group;
    group.name = fmt::format("m{}", machine);
    scenario.groups.push_back(std::move(group));
  }
  return scenario;
}

void add_project(Scenario& scenario, const std::vector<ProjectTask>& tasks) {
  MachineGroup group;
  group.name = "task";
  group.unlimited = true;
  scenario.groups.push_back(std::move(group));
  Routing routing;
  routing.name = "project";
  routing.graph = true;
  routing.step_count = routing.steps_taken = static_cast<Index>(tasks.size());
  ResourceModel& resources = scenario.resources;
  for (const ProjectTask& task : tasks) {
    const auto place = static_cast<Index>(scenario.steps.size());
    Step step;
    step.name = task.name;
    step.first_mode = place;
    scenario.steps.push_back(std::move(step));
    Mode mode;
    mode.time = constant(static_cast<double>(task.time));
    scenario.modes.push_back(std::move(mode));
    if (!resources.pools.empty()) resources.mode_needs.emplace_back();
    if (!task.needs.empty()) {
      resources.mode_needs.back() = {static_cast<Index>(resources.needs.size()),
                                     static_cast<Index>(task.needs.size())};
      resources.needs.insert(resources.needs.end(), task.needs.begin(), task.needs.end());
    }
    std::vector<Index>& after = scenario.precedence.tasks.emplace_back().after;
    after = task.after;
    std::sort(after.begin(), after.end());
  }
  if (resources.needs.empty()) resources.mode_needs.clear();
  Order order;
  order.name = routing.name;
  scenario.routings.push_back(std::move(routing));
  scenario.orders.push_back(std::move(order));
}

void add_instance_job(Scenario& scenario,
                      const std::vector<std::vector<std::pair<Index, std::int64_t>>>& alternatives) {
  Routing routing;
  routing.name = fmt::format("j{}", scenario.routings.size());
  routing.first_step = static_cast<Index>(scenario.steps.size());
  routing.step_count = routing.steps_taken = static_cast<Index>(alternatives.size());
  for (std::size_t operation = 0; operation < alternatives.size(); ++operation) {
    Step step;
    step.name = fmt::format("o{}", operation);
    step.first_mode = static_cast<Index>(scenario.modes.size());
    step.mode_count = static_cast<Index>(alternatives[operation].size());
    for (const auto& [group, seconds] : alternatives[operation]) {
      Mode mode;
      mode.group = group;
      mode.time = constant(static_cast<double>(seconds * ticks_per_second));
      scenario.modes.push_back(std::move(mode));
    }
    scenario.steps.push_back(std::move(step));
  }
  Order order;
  order.name = routing.name;
  order.routing = static_cast<Index>(scenario.routings.size());
  scenario.routings.push_back(std::move(routing));
  scenario.orders.push_back(std::move(order));
}

}  // namespace takt
