#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/condition.hpp"
#include "sim/model/read/operations.hpp"
#include "sim/model/read/resources.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/sections.hpp"
#include "sim/model/read/transport.hpp"
#include "sim/model/suggest.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 2> clocks = {"calendar", "busy"};
constexpr std::array<std::string_view, 3> failure_rules = {"resume", "repeat", "scrap"};

/// Adds the families that the keys of a mapping name.
void collect_families(const Spot& mapping, NameTable& families) {
  for (std::size_t i = 0; i < mapping.map_size(); ++i) families.add(mapping.entry(i).key_name());
}

/// The families that the setups mention, in the order of the file.
void collect_families_of_setups(const Spot& setups, NameTable& families) {
  for (std::size_t i = 0; i < setups.map_size(); ++i) {
    const Spot setup = setups.entry(i);
    const Fields fields(setup, keys::setup);
    const std::optional<Spot> times = fields.find("times");
    if (times) {
      collect_families(*times, families);
      for (std::size_t from = 0; from < times->map_size(); ++from)
        collect_families(times->entry(from), families);
    }
    const std::optional<Spot> initial = fields.find("initial");
    if (initial && initial->is_mapping()) collect_families(*initial, families);
  }
}

SetupMatrix read_setup(const Spot& spot, const std::string& name, const NameTable& families) {
  const Fields fields(spot, keys::setup);
  const std::size_t count = families.names().size();
  const std::optional<Spot> otherwise = fields.find("default");
  SetupMatrix matrix;
  matrix.name = name;
  matrix.times.assign(count * count, otherwise ? otherwise->time() : 0);
  matrix.initial.assign(count, 0);
  for (std::size_t f = 0; f < count; ++f) matrix.times[f * count + f] = 0;

  if (const std::optional<Spot> times = fields.find("times")) {
    for (std::size_t i = 0; i < times->map_size(); ++i) {
      const Spot row = times->entry(i);
      const Index from = families.resolve_key(row);
      for (std::size_t j = 0; j < row.map_size(); ++j) {
        const Spot cell = row.entry(j);
        const Index to = families.resolve_key(cell);
        matrix.times[at(from) * count + at(to)] = cell.time();
      }
    }
  } else if (!otherwise && !fields.has("initial")) {
    spot.fail("needs 'times', 'default' or 'initial'");
  }

  if (const auto run = fields.find("minimum_run"))
    matrix.minimum_run = static_cast<Index>(run->integer(1, most_listed_jobs));
  const std::optional<Spot> initial = fields.find("initial");
  if (initial && initial->is_mapping()) {
    for (std::size_t i = 0; i < initial->map_size(); ++i) {
      const Spot cell = initial->entry(i);
      matrix.initial[at(families.resolve_key(cell))] = cell.time();
    }
  } else if (initial) {
    matrix.initial.assign(count, initial->time());
  }
  return matrix;
}

Breakdown read_breakdown(const Spot& spot, std::size_t number, NameTable& names) {
  const Fields fields(spot, keys::breakdown);
  Breakdown breakdown;
  const std::optional<Spot> name = fields.find("name");
  breakdown.name = name ? name->name() : fmt::format("breakdown{}", number);
  if (names.add(breakdown.name) < 0)
    (name ? *name : spot).fail(fmt::format("the machine has two breakdowns named '{}'", breakdown.name));
  if (const auto clock = fields.find("clock"))
    breakdown.clock = static_cast<FailureClock>(clock->choice(clocks));
  if (const auto rule = fields.find("on_failure"))
    breakdown.on_failure = static_cast<OnFailure>(rule->choice(failure_rules));
  const Spot to_failure = fields.require("time_to_failure");
  breakdown.time_to_failure = read_distribution(to_failure);
  if (mean(breakdown.time_to_failure) < 1) to_failure.fail("the mean time to failure must be at least 1 us");
  breakdown.time_to_repair = read_distribution(fields.require("time_to_repair"));
  return breakdown;
}

MachineGroup read_machine(const Spot& spot, const std::string& name, Scenario& scenario, Names& names) {
  const Fields fields(spot, keys::machine);
  read_machine_hours(fields, scenario, names);
  MachineGroup group;
  group.name = name;
  if (const auto count = fields.find("count")) {
    group.unlimited = count->is_scalar() && count->text() == "unlimited";
    if (!group.unlimited) group.count = static_cast<Index>(count->integer(1, most_machines));
  }
  if (const auto speed = fields.find("speed")) group.speed = speed->number(least_speed, greatest_speed);
  if (const auto setup = fields.find("setup")) group.setup_matrix = names.setups.resolve(*setup);
  if (const auto family = fields.find("initial_family"))
    group.initial_family = names.families.resolve(*family);
  if (const auto breakdowns = fields.find("breakdowns")) {
    NameTable causes("breakdown");
    for (std::size_t i = 0; i < breakdowns->list_size(); ++i)
      group.breakdowns.push_back(read_breakdown(breakdowns->item(i), i + 1, causes));
  }
  read_group_rules(fields, scenario, names);
  return group;
}

}  // namespace

Index NameTable::add(const std::string& name) {
  const Index next = static_cast<Index>(names_.size());
  if (!index_.emplace(name, next).second) return -1;
  names_.push_back(name);
  return next;
}

Index NameTable::find(const std::string& name) const {
  const auto found = index_.find(name);
  return found == index_.end() ? -1 : found->second;
}

Index NameTable::resolve(const Spot& spot) const {
  const auto found = index_.find(spot.text());
  if (found == index_.end()) spot.fail(unknown(spot.text()));
  return found->second;
}

Index NameTable::resolve_key(const Spot& entry) const {
  const std::string name = entry.key_name();
  const auto found = index_.find(name);
  if (found == index_.end()) entry.fail_at_key(unknown(name));
  return found->second;
}

std::string NameTable::unknown(const std::string& name) const {
  if (names_.empty()) return fmt::format("unknown {} '{}'; the scenario has none", kind_, name);
  return fmt::format("unknown {} '{}'{}", kind_, name, did_you_mean(name, names_));
}

void read_families(const Fields& top, Scenario& scenario, Names& names) {
  const std::optional<Spot> list = top.find("families");
  if (list) {
    for (std::size_t i = 0; i < list->list_size(); ++i) {
      const Spot item = list->item(i);
      if (names.families.add(item.name()) < 0)
        item.fail(fmt::format("family '{}' is listed twice", item.text()));
    }
  } else if (const auto setups = top.find("setups")) {
    collect_families_of_setups(*setups, names.families);
  }
  if (names.families.names().size() > most_families)
    (list ? *list : top.spot()).fail(fmt::format("there are more than {} families", most_families));
  scenario.families = names.families.names();
}

void read_setups(const Fields& top, Scenario& scenario, Names& names) {
  const std::optional<Spot> setups = top.find("setups");
  if (!setups) return;
  const std::size_t families = scenario.families.size();
  if (setups->map_size() * families * families > most_setup_times)
    setups->fail(fmt::format("{} setups of {} families make more than {} setup times", setups->map_size(),
                             families, most_setup_times));
  for (std::size_t i = 0; i < setups->map_size(); ++i) {
    const Spot setup = setups->entry(i);
    const std::string name = setup.key_name();
    scenario.setup_matrices.push_back(read_setup(setup, name, names.families));
    names.setups.add(name);
  }
}

void read_machines(const Fields& top, Scenario& scenario, Names& names) {
  if (!top.has("machines") && top.has("supply")) return;  // a supply chain may have no factory in it
  const Spot machines = top.require("machines");
  for (std::size_t i = 0; i < machines.map_size(); ++i) {
    const Spot machine = machines.entry(i);
    const std::string name = machine.key_name();
    scenario.groups.push_back(read_machine(machine, name, scenario, names));
    scenario.lines.buffers.push_back(read_buffer(Fields(machine, keys::machine)));
    read_place_of_machine(machine, names, scenario, i);
    names.machines.add(name);
    read_group_condition(Fields(machine, keys::machine), scenario, names);
  }
  if (!scenario.resources.hours.empty()) scenario.resources.hours.resize(scenario.groups.size());
  scenario.operations.parameters = names.parameters.names();
}

}  // namespace takt
