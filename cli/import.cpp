#include <memory>
#include <optional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/output_file.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/model/write/yaml.hpp"

namespace takt {

CommandBody attach_import(CLI::App& app) {
  struct Options {
    std::string spec, output;
  };
  const auto options = std::make_shared<Options>();
  std::string formats;
  for (const ImportFormat& format : import_formats()) {
    formats += fmt::format("\n  {}:{}  {}", format.format, format.name, format.summary);
  }
  app.add_option("instance", options->spec, "FORMAT:NAME, whose times are seconds; one of:" + formats)
      ->required();
  app.add_option("-o,--output", options->output, "Scenario file to write (default: standard output)");
  return [options](const std::string&) {
    std::optional<EndAtOnce> reading(std::in_place);
    check_output(options->output, OutputKind::scenario, options->spec);
    const std::string yaml = to_yaml(open_scenario(options->spec));
    reading.reset();
    if (options->output.empty()) {
      fmt::print("{}", yaml);
    } else {
      write_whole(options->output, yaml);
    }
    return 0;
  };
}

}  // namespace takt
