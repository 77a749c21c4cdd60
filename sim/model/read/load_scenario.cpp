#include "sim/model/read/load_scenario.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/read/compose.hpp"
#include "sim/model/read/condition.hpp"
#include "sim/model/read/resources.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/sections.hpp"
#include "sim/model/read/transport.hpp"
#include "sim/model/write/print_yaml.hpp"
#include "sim/vocabulary/decision_kinds.hpp"

namespace takt {
namespace {

constexpr std::int64_t format_version = 1;
constexpr std::int64_t most_jobs = 1'000'000'000'000;
constexpr std::size_t longest_title = 200, longest_description = 20'000;

void read_heading(const Fields& top, Scenario& scenario) {
  if (!top.has("takt")) top.spot().fail("'takt' is missing; a scenario starts with 'takt: 1'");
  const Spot version = top.require("takt");
  const std::int64_t number = version.integer(1, std::numeric_limits<std::int32_t>::max());
  if (number != format_version)
    version.fail(fmt::format("this is format {}; this program reads format {}", number, format_version));
  const Spot name = top.require("name");
  scenario.name = name.free_text(longest_title);
  if (scenario.name.empty() || scenario.name.find_first_of("\n\r\t") != std::string::npos)
    name.fail("must be one line of text");
  if (const auto description = top.find("description"))
    scenario.description = description->free_text(longest_description);
}

void read_rules(const Fields& top, Scenario& scenario) {
  static constexpr std::array<std::string_view, 2> known = {"at_release", "at_start"};
  scenario.times_known = TimesKnown::at_start;
  if (const auto section = top.find("processing_times")) {
    const Fields fields(*section, keys::processing_times);
    if (const auto word = fields.find("known"))
      scenario.times_known = static_cast<TimesKnown>(word->choice(known));
  }
  if (const auto section = top.find("decisions")) {
    const Fields fields(*section, keys::decisions);
    if (const auto wait = fields.find("wait")) scenario.may_wait = wait->boolean();
    static constexpr std::array<std::string_view, 2> who = {"policy", "agent"};
    for (const DecisionSpec& kind : decision_table) {
      if (kind.always_asked) continue;
      const auto word = fields.find(kind.name);
      if (word && word->choice(who) == 1) scenario.asked |= bit_of(kind.kind);
    }
  }
}

/// What the numbers in `run` ask for must be there. Jobs without end satisfy any number.
void check_jobs(const Fields& top, const Scenario& scenario) {
  if (scenario.orders.empty() && scenario.sources.empty() && !scenario.supply.used())
    top.spot().fail("the scenario has no job; it needs 'orders' or 'arrivals'");
  const auto section = top.find("run");
  if (!section || (scenario.orders.empty() && scenario.sources.empty())) return;
  std::int64_t jobs = static_cast<std::int64_t>(scenario.orders.size());
  for (const Source& source : scenario.sources) {
    if (source.limit < 0) return;
    jobs += source.limit;
  }
  const Fields fields(*section, keys::run);
  const RunControl& run = scenario.run;
  if (run.warm_up_jobs >= jobs)
    fields.require("warm_up_jobs")
        .fail(fmt::format("is {}, but there are only {} jobs", run.warm_up_jobs, jobs));
  if (run.measured_jobs > jobs - run.warm_up_jobs)
    fields.require("measured_jobs")
        .fail(fmt::format("is {}, but after the warm-up there are only {} jobs", run.measured_jobs,
                          jobs - run.warm_up_jobs));
}

Scenario read_scenario(const YamlFiles& files, const YamlNode& root) {
  const Spot spot(files, root);
  const Fields top(spot, keys::scenario);
  Scenario scenario;
  Names names;
  read_heading(top, scenario);
  read_families(top, scenario, names);
  read_setups(top, scenario, names);
  read_calendars(top, scenario, names);
  read_resources(top, scenario, names);
  read_workers(top, scenario, names);
  read_places(top, scenario, names);
  read_machines(top, scenario, names);
  read_routings(top, scenario, names);
  read_parts(top, scenario, names);
  read_lines(top, scenario, names);
  read_rules(top, scenario);
  read_run(top, scenario);
  read_orders(top, scenario, names);
  read_arrivals(top, scenario, names);
  read_supply(top, scenario, names);
  read_energy(top, scenario);
  read_costs(top, scenario, names);
  check_jobs(top, scenario);
  read_transport(top, scenario, names);
  check_transport_needs(top, scenario);
  try {
    finish_scenario(scenario);
  } catch (const Error& error) {
    spot.fail(error.what());
  }
  scenario.source_text = print_yaml(root);
  return scenario;
}

}  // namespace

void read_run(const Fields& top, Scenario& scenario) {
  const auto section = top.find("run");
  if (!section) return;
  const Fields fields(*section, keys::run);
  RunControl& run = scenario.run;
  const auto until = fields.find("until");
  if (until && until->text() != "done") {
    run.horizon = until->time();
    if (run.horizon < 1) until->fail("the run must last longer than 0");
  }
  if (const auto warm_up = fields.find("warm_up")) {
    run.warm_up = warm_up->time();
    if (run.warm_up >= run.horizon) warm_up->fail("the warm-up leaves nothing of the run to measure");
  }
  if (const auto jobs = fields.find("warm_up_jobs")) run.warm_up_jobs = jobs->integer(0, most_jobs);
  if (const auto jobs = fields.find("measured_jobs")) run.measured_jobs = jobs->integer(1, most_jobs);
}

Scenario parse_scenario(const std::string& text, const std::string& file_name) {
  YamlFiles files;
  const YamlNode root = compose(files, file_name, text);
  return read_scenario(files, root);
}

Scenario parse_stored_scenario(const std::string& text, const std::string& file_name) {
  YamlFiles files;
  files.most_bytes = std::max(most_yaml_bytes, text.size());
  files.most_nodes = most_yaml_nodes + text.size() / 3;  // what is written takes no less for a value: "1, "
  const YamlNode root = compose(files, file_name, text);
  return read_scenario(files, root);
}

Scenario load_scenario(const std::string& path) {
  return parse_scenario(read_scenario_text(path), path);
}

std::string print_resolved(const std::string& path) {
  return load_scenario(path).source_text;
}

}  // namespace takt
