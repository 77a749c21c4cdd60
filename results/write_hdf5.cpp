#include <cassert>
#include <limits>

#include <fmt/format.h>

#include "results/column_sources.hpp"
#include "results/hdf5_module.hpp"
#include "results/write_heading.hpp"

namespace takt {
namespace {

using namespace hdf5;

std::vector<std::string> machine_names(const Scenario& scenario) {
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(scenario.machine_count));
  for (Index m = 0; m < scenario.machine_count; ++m) names.push_back(machine_name(scenario, m));
  return names;
}

void write_names(ColumnWriter& writer, const Scenario& scenario) {
  writer.write_table(scenario.groups.size(), {names_of("names/groups", scenario.groups)});

  const std::vector<std::string> machines = machine_names(scenario);
  writer.write_table(machines.size(), {texts("names/machines", machines),
                                       numbers("names/machine_group", scenario.group_of_machine)});

  writer.write_table(scenario.routings.size(), {names_of("names/routings", scenario.routings)});
  writer.write_table(scenario.steps.size(), {names_of("names/steps", scenario.steps)});

  std::vector<std::string> modes(scenario.modes.size());
  std::vector<Index> mode_group, mode_step(scenario.modes.size());
  mode_group.reserve(scenario.modes.size());
  for (const Mode& mode : scenario.modes) mode_group.push_back(mode.group);
  for (std::size_t s = 0; s < scenario.steps.size(); ++s) {
    const Step& step = scenario.steps[s];
    for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
      const auto mode = static_cast<std::size_t>(m);
      const std::string& group = scenario.groups[static_cast<std::size_t>(mode_group[mode])].name;
      modes[mode] = fmt::format("{} on {}", step.name, group);
      mode_step[mode] = static_cast<Index>(s);
    }
  }
  writer.write_table(modes.size(), {texts("names/modes", modes), numbers("names/mode_group", mode_group),
                                    numbers("names/mode_step", mode_step)});

  writer.write_table(scenario.families.size(), {texts("names/families", scenario.families)});
  writer.write_table(scenario.orders.size(), {names_of("names/orders", scenario.orders)});
  writer.write_table(scenario.sources.size(), {names_of("names/sources", scenario.sources)});
}

/// Sensors, and their samples with the truth beside them.
void write_samples(ColumnWriter& writer, const Scenario& scenario, const Trace& trace) {
  std::vector<std::string> names, units;
  std::vector<Index> machines;
  for (Index m = 0; m < scenario.machine_count && scenario.condition.sensor_units > 0; ++m) {
    const Index group = scenario.group_of_machine[static_cast<std::size_t>(m)];
    for (const Sensor& sensor : scenario.condition.groups[static_cast<std::size_t>(group)].sensors) {
      names.push_back(machine_name(scenario, m) + "." + sensor.name);
      units.push_back(sensor.unit);
      machines.push_back(m);
    }
  }
  writer.write_table(names.size(), {texts("names/sensors", names), numbers("names/sensor_machine", machines),
                                    texts("names/sensor_unit", units)});
  std::vector<Time> time;
  std::vector<Index> sensor, level, failure;
  std::vector<double> value;
  std::vector<std::uint8_t> state;
  for (const EventRecord& event : trace.events) {
    if (event.kind != EventKind::sample) continue;
    const SampleLabel label = SampleLabel::of(event);
    time.push_back(event.time);
    sensor.push_back(event.entity);
    value.push_back(event.value);
    state.push_back(static_cast<std::uint8_t>(label.state));
    level.push_back(label.level);
    failure.push_back(label.failure);
  }
  writer.write_table(time.size(), {numbers("samples/time", time), numbers("samples/sensor", sensor),
                                   numbers("samples/value", value), numbers("samples/state", state),
                                   numbers("samples/level", level), numbers("samples/failure", failure)});
}

void write_run_attributes(ColumnWriter& writer, const Trace& trace) {
  writer.attribute("digest", fmt::format("{:016x}{:016x}", trace.digest.high, trace.digest.low));
  writer.attribute("status", status_name(trace.status));
  writer.attribute("status_detail", trace.status_detail);
  writer.attribute("stuck_jobs", trace.stuck_jobs);
  writer.attribute("stuck_since", trace.stuck_jobs > 0 ? std::int64_t{trace.stuck_since} : std::int64_t{-1});
  writer.attribute("end", std::int64_t{trace.end});
  writer.attribute("operations", trace.operation_count);
  writer.attribute("decisions", trace.decision_count);
  writer.attribute("instants", trace.instant_count);
  writer.attribute("recorded", std::string(trace.has_records ? "operations" : "kpi"));
}

void write_kpis(ColumnWriter& writer, const KpiReport& kpis) {
  ColumnSource values = source_of("kpi/value");
  values.fill = [&kpis](std::size_t first, std::size_t count, std::byte* out) {
    for (std::size_t i = 0; i < count; ++i)
      std::memcpy(out + i * sizeof(double), &kpis.shop[first + i].value, sizeof(double));
  };
  writer.write_table(kpis.shop.size(), {names_of("kpi/name", kpis.shop), std::move(values),
                                        names_of<Kpi, &Kpi::unit>("kpi/unit", kpis.shop)});
  writer.write_table(kpis.groups.size(), names_of("kpi/groups/name", kpis.groups) +
                                             record_sources(group_kpi_columns, kpis.groups));
  writer.write_table(kpis.machines.size(), names_of("kpi/machines/name", kpis.machines) +
                                               record_sources(machine_kpi_columns, kpis.machines));
}

/// All tables of key figures, one figure a row.
void write_kpi_tables(ColumnWriter& writer, const KpiReport& kpis) {
  std::vector<std::string> table, row, column, unit;
  std::vector<double> value;
  for (const KpiTable& t : kpis.tables) {
    for (const KpiTable::Row& r : t.rows) {
      for (std::size_t c = 0; c < t.columns.size(); ++c) {
        table.push_back(t.name);
        row.push_back(r.name);
        column.push_back(t.columns[c].name);
        unit.push_back(t.columns[c].unit);
        value.push_back(r.values[c]);
      }
    }
  }
  writer.write_table(value.size(), {texts("kpi/tables/table", table), texts("kpi/tables/row", row),
                                    texts("kpi/tables/column", column), texts("kpi/tables/unit", unit),
                                    numbers("kpi/tables/value", value)});
}

void write_tallies(ColumnWriter& writer, const Scenario& scenario, const Trace& trace) {
  const std::vector<std::string> machines = machine_names(scenario);
  std::vector<double> metered = trace.condition.metered;
  if (metered.empty()) metered.assign(machines.size(), std::numeric_limits<double>::quiet_NaN());
  writer.write_table(machines.size(), texts("tallies/machines/name", machines) +
                                          record_sources(machine_tally_columns, trace.machine_tallies) +
                                          numbers("tallies/machines/metered", metered));
  writer.write_table(scenario.groups.size(), names_of("tallies/groups/name", scenario.groups) +
                                                 record_sources(group_tally_columns, trace.group_tallies));
}

/// The candidates of all decisions, one feature a column.
void write_detail(ColumnWriter& writer, const DecisionDetail& detail) {
  const std::size_t rows = detail.rows(), width = detail.feature_names.size();
  assert(detail.candidate_mode.size() == rows && detail.features.size() == rows * width);
  writer.write_table(width, {texts("names/features", detail.feature_names),
                             texts("names/feature_unit", detail.feature_units)});
  ColumnSource decision = source_of("candidates/decision");
  decision.fill = [&detail](std::size_t first, std::size_t count, std::byte* out) {
    const auto& firsts = detail.first_candidate;
    auto next = std::upper_bound(firsts.begin(), firsts.end(), first);  // the first decision behind this row
    for (std::size_t i = 0; i < count; ++i) {
      while (next != firsts.end() && *next <= first + i) ++next;
      const auto number = static_cast<std::uint64_t>(next - firsts.begin()) - 1;
      std::memcpy(out + i * sizeof(number), &number, sizeof(number));
    }
  };
  std::vector<ColumnSource> columns = {std::move(decision), numbers("candidates/job", detail.candidate_job),
                                       numbers("candidates/mode", detail.candidate_mode)};
  for (std::size_t f = 0; f < width; ++f) {
    ColumnSource feature;
    feature.path = "candidates/features/" + detail.feature_names[f];
    feature.type = ColumnType::f32;
    feature.unit = detail.feature_units[f];
    feature.meaning = "what the agent saw of the candidate";
    feature.scale = "candidates/decision";
    feature.fill = [&detail, f, width](std::size_t first, std::size_t count, std::byte* out) {
      for (std::size_t i = 0; i < count; ++i)
        std::memcpy(out + i * sizeof(float), &detail.features[(first + i) * width + f], sizeof(float));
    };
    columns.push_back(std::move(feature));
  }
  writer.write_table(rows, columns);
}

}  // namespace

namespace hdf5 {

void write_result(const std::string& path, const Scenario& scenario, const Trace& trace,
                  const KpiReport& kpis, const RunInfo& info, const DecisionDetail* detail,
                  const WriteOptions& options) {
  UnfinishedFile file(path);
  ColumnWriter writer(file, options.compress, options.stop);
  write_attributes(writer, "run", info);
  write_run_attributes(writer, trace);
  write_scenario(writer, scenario);
  write_names(writer, scenario);
  write_kpis(writer, kpis);
  write_kpi_tables(writer, kpis);
  write_tallies(writer, scenario, trace);
  writer.write_table(trace.jobs.size(), record_sources(job_columns, trace.jobs));
  writer.write_table(trace.operations.size(), record_sources(operation_columns, trace.operations));
  writer.write_table(trace.intervals.size(), record_sources(interval_columns, trace.intervals));
  writer.write_table(trace.decisions.size(), record_sources(decision_columns, trace.decisions));
  writer.write_table(trace.events.size(), record_sources(event_columns, trace.events));
  write_samples(writer, scenario, trace);
  if (detail != nullptr) write_detail(writer, *detail);
  writer.finish();
  file.commit();
}

}  // namespace hdf5

}  // namespace takt

extern "C" __attribute__((visibility("default"))) const takt::Hdf5Module* takt_hdf5_module() {
  static constexpr takt::Hdf5Module module{takt::hdf5::write_result, takt::hdf5::write_replications,
                                           takt::hdf5::extract_blocks, takt::hdf5::extract_rows};
  return &module;
}
