#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/text.hpp"
#include "sim/model/open_scenario.hpp"

namespace takt {

namespace {

void print_summary(const std::string& spec, const Scenario& scenario) {
  fmt::print("{}: ok\n", spec);
  fmt::print("  {}: {} in {}, {} with {} in all, {}, {}\n", scenario.name,
             counted(scenario.machine_count, "machine"),
             counted(static_cast<long long>(scenario.groups.size()), "group"),
             counted(static_cast<long long>(scenario.routings.size()), "routing"),
             counted(static_cast<long long>(scenario.steps.size()), "operation"),
             counted(static_cast<long long>(scenario.orders.size()), "listed order"),
             counted(static_cast<long long>(scenario.sources.size()), "arrival process"));
}

}  // namespace

CommandBody attach_validate(CLI::App& app) {
  struct Options {
    std::string spec;
    bool print_resolved = false;
  };
  const auto options = std::make_shared<Options>();
  app.add_option("scenario", options->spec, "Scenario file, or FORMAT:NAME (times of instances are seconds)")
      ->required();
  app.add_flag("--print-resolved", options->print_resolved,
               "Print the scenario as it is after include and extends, in a fixed layout");
  return [options](const std::string&) {
    const EndAtOnce reading;
    if (options->print_resolved) {
      fmt::print("{}", resolved_text(options->spec));
    } else {
      print_summary(options->spec, open_scenario(options->spec));
    }
    return 0;
  };
}

}  // namespace takt
