#include "cli/command.hpp"

namespace takt {

namespace {

constexpr Command table[] = {
    {"run", "Simulate a scenario, print its KPIs, write a result file", attach_run},
    {"validate", "Check a scenario file; print it resolved", attach_validate},
    {"import", "Turn an instance (FORMAT:NAME) into a scenario file", attach_import},
    {"agents", "List the agents, or explain one", attach_agents},
    {"export", "Write the tables of a result file as CSV", attach_export},
    {"gantt", "Draw the schedule of a result file: SVG, PDF or PNG", attach_gantt},
    {"info", "Say what is in a result file", attach_info},
    {"solve", "Search for the best schedule of a scenario", attach_solve},
    {"bench", "Measure Takt against bare reference programs", attach_bench},
};

}  // namespace

std::span<const Command> commands() {
  return table;
}

}  // namespace takt
