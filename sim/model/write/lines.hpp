#pragma once

#include <string>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

// The line model as text of a scenario file; nothing where the scenario does not use it. `name` writes a name
// so that it is read back.
using NameText = std::string (*)(const std::string& name);

void add_buffer_fields(const Scenario& scenario, std::size_t group, std::vector<std::string>& fields);
std::string step_parts_text(const Scenario& scenario, std::size_t step, NameText name);
std::string routing_part_text(const Scenario& scenario, std::size_t routing, NameText name);
std::string source_release_text(const Scenario& scenario, std::size_t source);
void write_part_stores(const Scenario& scenario, NameText name, std::string& out);
void write_cards(const Scenario& scenario, NameText name, std::string& out);

}  // namespace takt
