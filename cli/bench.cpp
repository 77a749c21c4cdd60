#include "cli/bench/bench.hpp"

#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/number_options.hpp"

namespace takt {

CommandBody attach_bench(CLI::App& app) {
  struct Options {
    std::vector<std::string> names;
    BenchOptions bench;
    bool json = false, check = false;
  };
  const auto options = std::make_shared<Options>();
  app.add_option("names", options->names, "Which benchmarks; all when none is named")
      ->check(CLI::IsMember(bench_names()));
  add_whole(app, "--rounds", options->bench.rounds, 1, 1000, "Measured rounds");
  add_real(app, "--size", options->bench.size, 0.001, 1.0, "Share of the full size");
  app.add_option("--folder", options->bench.folder,
                 "Where files are written and removed: its disk is measured")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--python", options->bench.python, "A Python with SimPy 4, for the benchmark simpy")
      ->capture_default_str();
  app.add_flag("--json", options->json, "Print one JSON array");
  app.add_flag("--check", options->check, "End with exit code 1 when an aim is missed");
  return [options](const std::string&) {
    std::vector<BenchRow> rows;
    bool met = true;
    for (const std::string& name : options->names.empty() ? bench_names() : options->names) {
      rows.push_back(run_bench(name, options->bench));
      met = met && (rows.back().met || !rows.back().skipped.empty());
    }
    fmt::print("{}", options->json ? bench_json(rows) + '\n' : bench_table(rows));
    return options->check && !met ? 1 : 0;
  };
}

}  // namespace takt
