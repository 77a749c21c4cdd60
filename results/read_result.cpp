#include "results/read_result.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "results/read_store.hpp"
#include "results/sha256.hpp"

namespace takt {
namespace {

Digest parse_digest(const BlockStore& store) {
  const std::string hex = store.text("@digest");
  Digest digest;
  const auto half = [&hex](std::size_t start, std::uint64_t& value) {
    const char* end = hex.data() + start + 16;
    const auto result = std::from_chars(hex.data() + start, end, value, 16);
    return result.ec == std::errc() && result.ptr == end;
  };
  if (hex.size() != 32 || !half(0, digest.high) || !half(16, digest.low))
    store.fail("attribute digest is not 32 hexadecimal digits");
  return digest;
}

RunStatus parse_status(const BlockStore& store) {
  const std::string name = store.text("@status");
  if (name == "all_done") return RunStatus::all_done;
  if (name == "horizon") return RunStatus::horizon;
  if (name == "starved") return RunStatus::starved;
  if (name == "deadlock") return RunStatus::deadlock;
  store.fail(fmt::format("attribute status is \"{}\", which is unknown", name));
}

void read_shop_kpis(const BlockStore& store, ResultInfo& info) {
  std::vector<std::string> names = store.texts("kpi/name"), units = store.texts("kpi/unit");
  const std::vector<double> values = store.numbers<double>("kpi/value");
  if (info.kind == "replications") info.intervals = store.records(kpi_interval_columns);
  for (std::size_t k = 0; k < names.size(); ++k) {
    Kpi kpi{std::move(names[k]), std::move(units[k]), values[k]};
    if (info.kind == "replications") {
      info.intervals[k].kpi = std::move(kpi);
    } else {
      info.kpis.shop.push_back(std::move(kpi));
    }
  }
}

/// Tables from their cells, which stand table by table and row by row.
void read_kpi_tables(const BlockStore& store, KpiReport& report) {
  const std::vector<std::string> tables = store.texts("kpi/tables/table");
  const std::vector<std::string> rows = store.texts("kpi/tables/row");
  const std::vector<std::string> columns = store.texts("kpi/tables/column");
  std::vector<std::string> units = store.texts("kpi/tables/unit");
  const std::vector<double> values = store.numbers<double>("kpi/tables/value");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i == 0 || tables[i] != tables[i - 1]) report.tables.push_back({tables[i], {}, {}});
    KpiTable& table = report.tables.back();
    // Rows may bear the same name: a row begins with the first column.
    if (table.rows.empty() || columns[i] == table.columns.front().name) table.rows.push_back({rows[i], {}});
    if (table.rows.size() == 1) table.columns.push_back({columns[i], std::move(units[i])});
    table.rows.back().values.push_back(values[i]);
    if (table.rows.back().values.size() > table.columns.size())
      store.fail(fmt::format("table {} of key figures is not rectangular", table.name));
  }
  for (const KpiTable& table : report.tables)
    for (const KpiTable::Row& row : table.rows)
      if (row.values.size() != table.columns.size())
        store.fail(fmt::format("table {} of key figures is not rectangular", table.name));
}

template <class Item>
void set_names(std::vector<Item>& items, std::vector<std::string> names) {
  for (std::size_t i = 0; i < items.size(); ++i) items[i].name = std::move(names[i]);
}

void read_replications(const BlockStore& store, ResultInfo& info) {
  info.replications = store.records(replication_columns);
  std::vector<std::string> digests = store.texts("replications/digest");
  for (std::size_t r = 0; r < digests.size(); ++r) info.replications[r].digest = std::move(digests[r]);
  if (store.has("replications/status")) {
    std::vector<std::string> statuses = store.texts("replications/status");
    for (std::size_t r = 0; r < statuses.size(); ++r) info.replications[r].status = std::move(statuses[r]);
  }
  for (const KpiInterval& interval : info.intervals) {
    const std::string path = "replications/kpi/" + interval.kpi.name;
    const std::vector<double> values = store.numbers<double>(path);
    for (std::size_t r = 0; r < values.size(); ++r)
      info.replications[r].kpis.shop.push_back({interval.kpi.name, interval.kpi.unit, values[r]});
  }
  if (!store.has("kpi/tables/table")) return;
  // Every replication has every cell.
  KpiReport means;
  read_kpi_tables(store, means);
  const std::vector<double> values = store.numbers<double>("replications/cells/value");
  const std::size_t cells = store.rows("kpi/tables/table");
  if (values.size() != cells * info.replications.size())
    store.fail(fmt::format("{} replications with {} figures in tables each, but {} values of them",
                           info.replications.size(), cells, values.size()));
  const std::vector<std::uint64_t> cell = store.numbers<std::uint64_t>("replications/cells/cell");
  const std::vector<std::uint64_t> of = store.numbers<std::uint64_t>("replications/cells/replication");
  for (std::size_t i = 0; i < values.size(); ++i)
    if (cell[i] != i % cells || of[i] != i / cells)
      store.fail("columns of replications/cells do not go replication by replication and cell by cell");
  auto value = values.begin();
  for (ReplicationRow& row : info.replications) {
    row.kpis.tables = means.tables;
    for (KpiTable& table : row.kpis.tables)
      for (KpiTable::Row& line : table.rows)
        for (double& figure : line.values) figure = *value++;
  }
}

/// A count or a time of a whole run.
std::int64_t not_negative(const BlockStore& store, std::string_view name) {
  const std::int64_t value = store.signed_attribute(name);
  if (value < 0) store.fail(fmt::format("attribute {} is {}, which is negative", name, value));
  return value;
}

ResultInfo info_of(const BlockStore& store) {
  ResultInfo info;
  info.kind = store.text("@kind");
  info.format_version = store.signed_attribute("format_version");
  info.software = store.text("@software");
  info.created = store.text("@created");
  info.title = store.text("@title");
  info.scenario_sha256 = store.text("@scenario_sha256");
  info.run.scenario_name = store.text("@scenario");
  info.run.agent = store.text("@agent");
  info.run.clock = store.text("@clock");
  info.run.seed = store.unsigned_attribute("seed");
  info.run.replication = store.unsigned_attribute("replication");
  info.run.wall_s = store.real_attribute("wall_s");
  if (!(info.run.wall_s >= 0 && std::isfinite(info.run.wall_s)))
    store.fail(fmt::format("attribute wall_s is {}, which is no time", info.run.wall_s));
  info.run.source_revision = store.text("@source_revision");
  info.run.command = store.text("@command");
  read_shop_kpis(store, info);
  if (info.kind == "replications") {
    read_replications(store, info);
    return info;
  }
  info.status = parse_status(store);
  info.status_detail = store.text("@status_detail");
  if (store.has("@stuck_jobs")) {
    info.stuck_jobs = not_negative(store, "stuck_jobs");
    if (info.stuck_jobs > 0) info.stuck_since = not_negative(store, "stuck_since");
  }
  info.end = not_negative(store, "end");
  if (info.end > latest_time) store.fail("attribute end is later than any run can last");
  info.operation_count = not_negative(store, "operations");
  info.decision_count = not_negative(store, "decisions");
  info.instant_count = not_negative(store, "instants");
  info.digest = parse_digest(store);
  info.kpis.groups = store.records(group_kpi_columns);
  set_names(info.kpis.groups, store.texts("kpi/groups/name"));
  info.kpis.machines = store.records(machine_kpi_columns);
  set_names(info.kpis.machines, store.texts("kpi/machines/name"));
  read_kpi_tables(store, info.kpis);
  return info;
}

ResultNames names_of(const BlockStore& store) {
  ResultNames names;
  names.machines = store.texts("names/machines");
  names.groups = store.texts("names/groups");
  names.routings = store.texts("names/routings");
  names.steps = store.texts("names/steps");
  names.families = store.texts("names/families");
  names.orders = store.texts("names/orders");
  names.sources = store.texts("names/sources");
  names.modes = store.texts("names/modes");
  names.machine_group = store.numbers<Index>("names/machine_group");
  names.mode_group = store.numbers<Index>("names/mode_group");
  names.mode_step = store.numbers<Index>("names/mode_step");
  return names;
}

/// Files of version 2 do not say it.
bool has_records(const BlockStore& store, const Trace& trace) {
  if (store.has("@recorded")) return store.text("@recorded") == "operations";
  return static_cast<std::int64_t>(trace.operations.size()) == trace.operation_count &&
         !(trace.operations.empty() && trace.events.empty());
}

Trace trace_of(const BlockStore& store, const ResultInfo& info) {
  Trace trace;
  trace.status = info.status;
  trace.status_detail = info.status_detail;
  trace.stuck_jobs = info.stuck_jobs;
  trace.stuck_since = info.stuck_jobs > 0 ? info.stuck_since : never;
  trace.end = info.end;
  trace.operation_count = info.operation_count;
  trace.decision_count = info.decision_count;
  trace.instant_count = info.instant_count;
  trace.digest = info.digest;
  trace.machine_tallies = store.records(machine_tally_columns);
  trace.group_tallies = store.records(group_tally_columns);
  trace.jobs = store.records(job_columns);
  const auto out_of_order =
      std::adjacent_find(trace.jobs.begin(), trace.jobs.end(),
                         [](const JobRecord& x, const JobRecord& y) { return x.number >= y.number; });
  if (out_of_order != trace.jobs.end()) store.fail("column jobs/number does not rise from row to row");
  trace.operations = store.records(operation_columns);
  trace.intervals = store.records(interval_columns);
  trace.decisions = store.records(decision_columns);
  trace.events = store.records(event_columns);
  trace.window = {0, info.end};
  if (store.has("tallies/machines/metered")) {
    std::vector<double> metered = store.numbers<double>("tallies/machines/metered");
    if (!metered.empty() && !std::isnan(metered.front())) trace.condition.metered = std::move(metered);
  }
  trace.has_records = has_records(store, trace);
  for (const DecisionRecord& decision : trace.decisions)
    if (decision.choice >= decision.candidates)
      store.fail("column decisions/choice points behind the candidates");
  return trace;
}

DecisionDetail detail_of(const BlockStore& store, const std::vector<DecisionRecord>& decisions) {
  DecisionDetail detail;
  detail.feature_names = store.texts("names/features");
  detail.feature_units = store.texts("names/feature_unit");
  const std::vector<std::uint64_t> decision = store.numbers<std::uint64_t>("candidates/decision");
  if (!std::is_sorted(decision.begin(), decision.end()))
    store.fail("column candidates/decision does not rise");
  detail.first_candidate.reserve(decisions.size());
  std::size_t row = 0;
  for (std::size_t d = 0; d < decisions.size(); ++d) {
    detail.first_candidate.push_back(row);
    while (row < decision.size() && decision[row] == d) ++row;
    if (row - detail.first_candidate.back() != decisions[d].candidates)
      store.fail(fmt::format("decision {} has {} candidates, but {} rows of them", d, decisions[d].candidates,
                             row - detail.first_candidate.back()));
  }
  detail.candidate_job = store.numbers<std::int64_t>("candidates/job");
  detail.candidate_mode = store.numbers<std::int32_t>("candidates/mode");
  const std::size_t width = detail.feature_names.size();
  detail.features.resize(decision.size() * width);
  for (std::size_t f = 0; f < width; ++f) {
    const std::vector<float> values = store.numbers<float>("candidates/features/" + detail.feature_names[f]);
    for (std::size_t i = 0; i < values.size(); ++i) detail.features[i * width + f] = values[i];
  }
  return detail;
}

}  // namespace

ResultFile read_store(const BlockStore& store) {
  ResultFile file;
  file.info = info_of(store);
  file.scenario_text = store.text("scenario");
  if (sha256_hex(file.scenario_text) != file.info.scenario_sha256)
    store.fail("the scenario's text does not have the SHA-256 that the file states");
  if (file.info.kind == "replications") return file;
  file.names = names_of(store);
  file.trace = trace_of(store, file.info);
  if (store.has("candidates/decision")) file.detail = detail_of(store, file.trace.decisions);
  return file;
}

ResultFile read_result(const std::string& path, const ReadOptions& options) {
  return read_store(BlockStore(path, options.detail ? Extract::detailed_run : Extract::run));
}

ResultInfo read_info(const std::string& path) {
  return info_of(BlockStore(path, Extract::info));
}

}  // namespace takt
