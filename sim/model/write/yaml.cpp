#include "sim/model/write/yaml.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/write/condition.hpp"
#include "sim/model/write/distribution.hpp"
#include "sim/model/write/lines.hpp"
#include "sim/model/write/operations.hpp"
#include "sim/model/write/resources.hpp"
#include "sim/model/write/text.hpp"
#include "sim/model/write/transport.hpp"
#include "sim/vocabulary/decision_kinds.hpp"

namespace takt {
namespace {

void write_setups(const Scenario& s, std::string& out) {
  if (!s.families.empty()) {
    out += "families:\n";
    for (const std::string& family : s.families) out += fmt::format("  - {}\n", name_text(family));
  }
  if (!s.setup_matrices.empty()) out += "setups:\n";
  const std::size_t count = s.families.size();
  for (const SetupMatrix& matrix : s.setup_matrices) {
    out += fmt::format("  {}:\n    default: 0 s\n", name_text(matrix.name));
    if (matrix.minimum_run > 1) out += fmt::format("    minimum_run: {}\n", matrix.minimum_run);
    std::string rows;
    for (std::size_t from = 0; from < count; ++from) {
      std::string cells;
      for (std::size_t to = 0; to < count; ++to) {
        const Time time = matrix.times[from * count + to];
        if (time == 0) continue;
        cells +=
            fmt::format("{}{}: {}", cells.empty() ? "" : ", ", name_text(s.families[to]), time_text(time));
      }
      if (!cells.empty()) rows += fmt::format("      {}: {{{}}}\n", name_text(s.families[from]), cells);
    }
    if (!rows.empty()) out += "    times:\n" + rows;
    std::string cells;
    for (std::size_t to = 0; to < count; ++to) {
      const Time time = matrix.initial[to];
      if (time != 0)
        cells +=
            fmt::format("{}{}: {}", cells.empty() ? "" : ", ", name_text(s.families[to]), time_text(time));
    }
    if (!cells.empty()) out += fmt::format("    initial: {{{}}}\n", cells);
  }
}

void write_machines(const Scenario& s, std::string& out) {
  static constexpr std::array<const char*, 2> clocks = {"calendar", "busy"};
  static constexpr std::array<const char*, 3> on_failure = {"resume", "repeat", "scrap"};
  if (!s.groups.empty()) out += "machines:\n";
  for (std::size_t g = 0; g < s.groups.size(); ++g) {
    const MachineGroup& group = s.groups[g];
    std::vector<std::string> fields = {group.unlimited ? "count: unlimited"
                                                       : fmt::format("count: {}", group.count)};
    if (group.speed != 1) fields.push_back(fmt::format("speed: {}", group.speed));
    if (group.setup_matrix >= 0)
      fields.push_back("setup: " + name_text(s.setup_matrices[at(group.setup_matrix)].name));
    if (group.initial_family >= 0)
      fields.push_back("initial_family: " + name_text(s.families[at(group.initial_family)]));
    for (std::string& field : group_rule_fields(s, static_cast<Index>(g))) fields.push_back(std::move(field));
    for (std::string& field : hours_fields(s, static_cast<Index>(g))) fields.push_back(std::move(field));
    add_buffer_fields(s, static_cast<std::size_t>(&group - s.groups.data()), fields);
    for (std::string& field : place_fields(s, static_cast<Index>(g))) fields.push_back(std::move(field));
    const std::string condition = condition_text(s, g);
    if (group.breakdowns.empty() && condition.empty()) {
      out += fmt::format("  {}: {{{}}}\n", name_text(group.name), fmt::join(fields, ", "));
      continue;
    }
    out += fmt::format("  {}:\n    {}\n", name_text(group.name), fmt::join(fields, "\n    "));
    if (!group.breakdowns.empty()) out += "    breakdowns:\n";
    for (const Breakdown& breakdown : group.breakdowns) {
      out += fmt::format("      - name: {}\n        clock: {}\n        on_failure: {}\n",
                         name_text(breakdown.name), clocks[static_cast<std::size_t>(breakdown.clock)],
                         on_failure[static_cast<std::size_t>(breakdown.on_failure)]);
      out += fmt::format("        time_to_failure: {}\n        time_to_repair: {}\n",
                         distribution_text(breakdown.time_to_failure),
                         distribution_text(breakdown.time_to_repair));
      out += repair_crew_text(s, g, static_cast<std::size_t>(&breakdown - group.breakdowns.data()));
    }
    out += condition;
  }
}

std::string mode_text(const Scenario& s, const Mode& mode) {
  return fmt::format("machine: {}, time: {}", name_text(s.groups[at(mode.group)].name),
                     distribution_text(mode.time));
}

void write_routings(const Scenario& s, std::string& out) {
  if (!s.routings.empty()) out += "routings:\n";
  for (const Routing& routing : s.routings) {
    out += fmt::format("  {}:\n", name_text(routing.name));
    const auto index = static_cast<Index>(&routing - s.routings.data());
    if (const std::string place = place_text(s.transport, s.transport.routing_place, index); !place.empty())
      out += "    deliver_to: " + place + "\n";
    if (routing.graph) out += "    order: graph\n";
    if (routing.random_order) out += fmt::format("    order: random\n    take: {}\n", routing.steps_taken);
    out += routing_part_text(s, static_cast<std::size_t>(&routing - s.routings.data()), name_text);
    out += "    operations:\n";
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
      const Step& step = s.steps[at(i)];
      out += fmt::format("      - {{operation: {}", name_text(step.name));
      if (step.mode_count == 1) {
        out += ", " + mode_text(s, s.modes[at(step.first_mode)]) + needs_text(s, step.first_mode);
      } else {
        out += ", alternatives: [";
        for (Index m = 0; m < step.mode_count; ++m)
          out += fmt::format("{}{{{}{}}}", m > 0 ? ", " : "", mode_text(s, s.modes[at(step.first_mode + m)]),
                             needs_text(s, step.first_mode + m));
        out += ']';
      }
      if (routing.graph) out += task_text(s, i);
      if (step.family >= 0) out += ", family: " + name_text(s.families[at(step.family)]);
      out += step_rule_text(s, i) + step_parts_text(s, at(i), name_text) + "}\n";
    }
  }
}

std::string due_text(const Due& due) {
  switch (due.rule) {
    case DueRule::none:
      return {};
    case DueRule::fixed:
      return fmt::format(", due: {{at: {}}}", time_text(due.time));
    case DueRule::allowance:
      return fmt::format(", due: {{after_release: {}}}", time_text(due.time));
    case DueRule::total_work:
      return fmt::format(", due: {{total_work: {}}}", due.factor);
  }
  return {};
}

/// What follows the name of an order or a source: both write it alike.
std::string due_and_weight(const Due& due, double weight, Index pieces) {
  return due_text(due) + (weight != 1 ? fmt::format(", weight: {}", weight) : "") +
         (pieces != 1 ? fmt::format(", pieces: {}", pieces) : "");
}

bool equal_but_for_the_name(const Order& a, Order b) {
  b.name = a.name;
  return a == b;
}

bool same_place(const Scenario& s, std::size_t a, std::size_t b) {
  const std::vector<Index>& places = s.transport.order_place;
  return places.empty() || places[a] == places[b];
}

/// ", place: NAME" for an entry of a table of places, where it has one.
std::string place_field(const Scenario& s, const std::vector<Index>& table, std::size_t index) {
  const std::string place = place_text(s.transport, table, static_cast<Index>(index));
  return place.empty() ? "" : ", place: " + place;
}

void write_orders(const Scenario& s, std::string& out) {
  if (!s.orders.empty()) out += "orders:\n";
  for (std::size_t i = 0; i < s.orders.size();) {
    const Order& order = s.orders[i];
    // The loader made "NAME#1", "NAME#2", ... of one order with a quantity.
    std::string name = order.name;
    std::size_t copies = 1;
    if (name.size() > 2 && name.ends_with("#1")) {
      name.resize(name.size() - 2);
      while (i + copies < s.orders.size() && equal_but_for_the_name(order, s.orders[i + copies]) &&
             same_place(s, i, i + copies) &&
             s.orders[i + copies].name == fmt::format("{}#{}", name, copies + 1))
        ++copies;
    }
    out += fmt::format("  - {{name: {}, routing: {}", name_text(name),
                       name_text(s.routings[at(order.routing)].name));
    if (copies > 1) out += fmt::format(", quantity: {}", copies);
    if (order.release != 0) out += ", release: " + time_text(order.release);
    out += place_field(s, s.transport.order_place, i);
    out += due_and_weight(order.due, order.weight, order.pieces) + "}\n";
    i += copies;
  }
}

void write_arrivals(const Scenario& s, std::string& out) {
  if (!s.sources.empty()) out += "arrivals:\n";
  for (const Source& source : s.sources) {
    const auto index = static_cast<std::size_t>(&source - s.sources.data());
    out += fmt::format("  {}: {{", name_text(source.name));
    if (!s.lines.saturated(static_cast<Index>(index)))
      out += fmt::format("interarrival: {}, ", distribution_text(source.interarrival));
    out += "products: {";
    for (std::size_t i = 0; i < source.products.size(); ++i) {
      const Source::Product& product = source.products[i];
      out += fmt::format("{}{}: {}", i > 0 ? ", " : "", name_text(s.routings[at(product.routing)].name),
                         product.share);
    }
    out += '}';
    if (source.start != 0) out += ", start: " + time_text(source.start);
    if (source.limit >= 0) out += fmt::format(", limit: {}", source.limit);
    out += place_field(s, s.transport.source_place, static_cast<std::size_t>(&source - s.sources.data()));
    out += source_release_text(s, index) + due_and_weight(source.due, source.weight, source.pieces) + "}\n";
  }
}

void write_run(const Scenario& s, std::string& out) {
  if (s.times_known == TimesKnown::at_release) out += "processing_times: {known: at_release}\n";
  if (s.may_wait || s.asked != 0) {
    std::string entries = s.may_wait ? "wait: true" : "";
    for (const DecisionSpec& kind : decision_table) {
      if ((s.asked & bit_of(kind.kind)) == 0) continue;
      entries += fmt::format("{}{}: agent", entries.empty() ? "" : ", ", kind.name);
    }
    out += fmt::format("decisions: {{{}}}\n", entries);
  }
  std::vector<std::string> fields;
  if (s.run.horizon != never) fields.push_back("until: " + time_text(s.run.horizon));
  if (s.run.warm_up != 0) fields.push_back("warm_up: " + time_text(s.run.warm_up));
  if (s.run.warm_up_jobs != 0) fields.push_back(fmt::format("warm_up_jobs: {}", s.run.warm_up_jobs));
  if (s.run.measured_jobs >= 0) fields.push_back(fmt::format("measured_jobs: {}", s.run.measured_jobs));
  if (!fields.empty()) out += fmt::format("run: {{{}}}\n", fmt::join(fields, ", "));
}

}  // namespace

std::string to_yaml(const Scenario& scenario) {
  std::string out = fmt::format("takt: 1\nname: {}\n", quoted_text(scenario.name));
  if (!scenario.description.empty())
    out += fmt::format("description: {}\n", quoted_text(scenario.description));
  write_setups(scenario, out);
  out += resource_sections(scenario);
  out += transport_text(scenario);
  write_machines(scenario, out);
  write_routings(scenario, out);
  write_part_stores(scenario, name_text, out);
  write_cards(scenario, name_text, out);
  write_orders(scenario, out);
  write_arrivals(scenario, out);
  out += supply_text(scenario);
  write_run(scenario, out);
  out += energy_text(scenario);
  return out;
}

}  // namespace takt
