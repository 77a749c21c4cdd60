#include "results/read_run.hpp"

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/record/check_records.hpp"
#include "sim/record/retally.hpp"

namespace takt {

namespace {

[[noreturn]] void fail(const std::string& path, const std::string& what) {
  throw Error(Fault::bad_input, fmt::format("{}: {}", path, what));
}

Scenario scenario_of(const std::string& path, const std::string& text) {
  try {
    return parse_stored_scenario(text, "scenario");
  } catch (const Error& error) {
    fail(path, fmt::format("the scenario in it cannot be opened: {}", error.what()));
  }
}

/// What the file's indices were checked against is what the scenario has.
void check_sizes(const std::string& path, const Scenario& scenario, const ResultNames& names) {
  const auto check = [&](const char* what, std::size_t named, std::size_t there) {
    if (named != there) fail(path, fmt::format("names {} {}, but its scenario has {}", named, what, there));
  };
  check("machines", names.machines.size(), static_cast<std::size_t>(scenario.machine_count));
  check("groups", names.groups.size(), scenario.groups.size());
  check("routings", names.routings.size(), scenario.routings.size());
  check("steps", names.steps.size(), scenario.steps.size());
  check("modes", names.modes.size(), scenario.modes.size());
  check("orders", names.orders.size(), scenario.orders.size());
  check("sources", names.sources.size(), scenario.sources.size());
}

}  // namespace

StoredRun read_run(const std::string& path, const ReadOptions& options) {
  ResultFile file = read_result(path, options);
  if (file.info.kind != "run")
    fail(path, "holds the key figures of several replications, not the records of a run");
  Scenario scenario = scenario_of(path, file.scenario_text);
  return join(path, std::move(scenario), std::move(file));
}

StoredRun join(const std::string& path, Scenario scenario, ResultFile file) {
  StoredRun run{path, std::move(scenario), std::move(file)};
  check_sizes(path, run.scenario, run.file.names);
  Trace& trace = run.file.trace;
  trace.window = run_window(run.scenario, trace);
  if (!trace.has_records) return run;
  const std::string misfit = find_misfit(run.scenario, trace);
  if (!misfit.empty()) fail(path, misfit);
  static_cast<Tallies&>(trace) = retally(run.scenario, trace, trace.window);
  return run;
}

KpiReport kpis_of(const StoredRun& run) {
  return run.file.trace.has_records ? compute_kpis(run.scenario, run.file.trace) : run.file.info.kpis;
}

KpiReport kpis_of(const StoredRun& run, const Window& window) {
  const Trace& trace = run.file.trace;
  if (!trace.has_records)
    fail(run.path,
         "holds no operations and events (it was written with --record kpi), so only the window of the run "
         "itself is known");
  if (window.from < 0 || window.from >= window.to || window.to > trace.end)
    throw Error(Fault::usage,
                fmt::format("the window {} s to {} s is none of this run, which lasts from 0 s to {} s",
                            to_seconds(window.from), to_seconds(window.to), to_seconds(trace.end)));
  return compute_kpis(run.scenario, trace, window);
}

}  // namespace takt
