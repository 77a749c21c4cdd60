#pragma once

#include <string>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

/// Sections calendars, resources and workers, as far as there are any.
std::string resource_sections(const Scenario& scenario);

/// "calendar: day" and "at_end: pause" of a machine group, as far as it has them.
std::vector<std::string> hours_fields(const Scenario& scenario, Index group);

/// ", needs: {...}, worker: ..." of a mode.
std::string needs_text(const Scenario& scenario, Index mode);

/// ", after: [...], weight: 2" of a step of a graph.
std::string task_text(const Scenario& scenario, Index step);

}  // namespace takt
