#include "sim/model/importers.hpp"

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
