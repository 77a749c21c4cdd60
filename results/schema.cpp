#include "results/schema.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "sim/vocabulary/decision_kinds.hpp"
#include "sim/vocabulary/event_kinds.hpp"
#include "sim/vocabulary/joined_names.hpp"
#include "sim/vocabulary/machine_states.hpp"

namespace takt {
namespace {

using enum ColumnType;

// Shorthand of the table below.
constexpr ColumnIn run = ColumnIn::run, both = ColumnIn::both, several = ColumnIn::replications,
                   detailed = ColumnIn::detailed_run;
constexpr bool optional = true, always = false;

// Every scale lies in the folder of its table or above it: netCDF readers look for it nowhere else.
constexpr char machines[] = "names/machines", groups[] = "names/groups", routings[] = "names/routings",
               steps[] = "names/steps", modes[] = "names/modes", orders[] = "names/orders",
               sources[] = "names/sources", families[] = "names/families", jobs[] = "jobs/number",
               operations[] = "operations/end", intervals[] = "machine_intervals/end",
               decisions[] = "decisions/time", events[] = "events/time", sensors[] = "names/sensors",
               samples[] = "samples/time", kpi_cells[] = "kpi/tables/table",
               candidates[] = "candidates/decision", features[] = "names/features", kpis[] = "kpi/name",
               group_kpis[] = "kpi/groups/name", machine_kpis[] = "kpi/machines/name",
               group_tallies[] = "tallies/groups/name", machine_tallies[] = "tallies/machines/name",
               metered[] = "tallies/machines/metered", replications[] = "replications/replication",
               cells[] = "replications/cells/cell";

constexpr ColumnSpec table[] = {
    // path, type, in, unit, scale, index of, none?, flags, meaning
    {machines, text, run, "", machines, "", always, "", "machines"},
    {"names/machine_group", i32, run, "", machines, groups, always, "", "group of the machine"},
    {groups, text, run, "", groups, "", always, "", "machine groups"},
    {routings, text, run, "", routings, "", always, "", "routings"},
    {steps, text, run, "", steps, "", always, "", "steps of the routings"},
    {modes, text, run, "", modes, "", always, "", "ways to do a step: STEP on GROUP"},
    {"names/mode_step", i32, run, "", modes, steps, always, "", "step of the mode"},
    {"names/mode_group", i32, run, "", modes, groups, always, "", "machine group of the mode"},
    {families, text, run, "", families, "", always, "", "setup families"},
    {orders, text, run, "", orders, "", always, "", "listed orders"},
    {sources, text, run, "", sources, "", always, "", "sources of jobs"},

    {jobs, u32, run, "", jobs, "", always, "", "job number"},
    {"jobs/release", i64, run, "us", jobs, "", always, "", "release of the job"},
    {"jobs/due", i64, run, "us", jobs, "", optional, "", "due date of the job"},
    {"jobs/completion", i64, run, "us", jobs, "", optional, "", "when the job left the shop"},
    {"jobs/weight", f64, run, "1", jobs, "", always, "", "weight of the job"},
    {"jobs/total_work", i64, run, "us", jobs, "", always, "", "planned work of the job, as known at release"},
    {"jobs/routing", i32, run, "", jobs, routings, always, "", "routing of the job"},
    {"jobs/order", i32, run, "", jobs, orders, optional, "", "listed order the job comes from, -1: none"},
    {"jobs/source", i32, run, "", jobs, sources, optional, "", "source the job comes from, -1: none"},
    {"jobs/outcome", u8, run, "", jobs, "", always, "done scrapped unfinished", "how the job ended"},
    {"jobs/operations_done", u32, run, "1", jobs, "", always, "", "operations of the job that were done"},

    {"operations/ready", i64, run, "us", operations, "", always, "", "joined the queue"},
    {"operations/setup_start", i64, run, "us", operations, "", always, "", "got the machine"},
    {"operations/start", i64, run, "us", operations, "", always, "", "processing began"},
    {operations, i64, run, "us", operations, "", always, "", "left the machine"},
    {"operations/job", u32, run, "", operations, jobs, always, "", "job number"},
    {"operations/step", i32, run, "", operations, steps, always, "", "step of the routing"},
    {"operations/mode", i32, run, "", operations, modes, always, "", "mode that was used"},
    {"operations/machine", i32, run, "", operations, machines, always, "", "machine that was used"},
    {"operations/position", u32, run, "1", operations, "", always, "",
     "operations of the job done before it"},
    {"operations/outcome", u8, run, "", operations, "", always, "finished scrapped",
     "how the operation ended"},

    {"machine_intervals/start", i64, run, "us", intervals, "", always, "", "the machine came into the state"},
    {intervals, i64, run, "us", intervals, "", always, "", "the machine left the state"},
    {"machine_intervals/machine", i32, run, "", intervals, machines, always, "", "machine"},
    {"machine_intervals/state", u8, run, "", intervals, "", always, joined_names<machine_state_table>(),
     "state"},
    {"machine_intervals/also", u8, run, "", intervals, "", always, "",
     "stopped: the other reasons at the time (1 down, 2 maintenance, 4 off, added up); waiting: for a worker "
     "(0), resource (1), part (2), power (3), batch (4), card (5) or vehicle (6)"},
    {"machine_intervals/goes_on", u8, run, "", intervals, "", always, "no yes",
     "a setup that had begun before, or a stop with other reasons beside it"},

    {decisions, i64, run, "us", decisions, "", always, "", "when the agent chose"},
    {"decisions/kind", u8, run, "", decisions, "", always, joined_names<decision_table>(),
     "kind of the decision"},
    {"decisions/machine", i32, run, "", decisions, machines, optional, "",
     "idle machine of a dispatch decision, -1: another kind"},
    {"decisions/candidates", u32, run, "1", decisions, "", always, "", "number of candidates"},
    {"decisions/choice", u32, run, "1", decisions, "", always, "", "index of the chosen candidate"},
    {"decisions/job", i32, run, "", decisions, jobs, optional, "",
     "chosen job; of a wait, the first candidate's; -1: no job is concerned"},
    {"decisions/mode", i32, run, "", decisions, modes, optional, "", "chosen mode, -1: wait or no job"},
    {"decisions/entity", i32, run, "", decisions, "", always, "",
     "who decides, by kind; -1: the machine or job"},
    {"decisions/option", i32, run, "", decisions, "", always, "",
     "chosen option of a decision without job, -1: none"},

    {events, i64, run, "us", events, "", always, "", "when it happened"},
    {"events/kind", u8, run, "", events, "", always, joined_names<event_table>(), "what happened"},
    {"events/entity", i32, run, "", events, "", always, "", "to whom, by kind"},
    {"events/job", i32, run, "", events, jobs, optional, "", "job concerned, -1: none"},
    {"events/value", f64, run, "1", events, "", always, "", "how much, by kind"},
    {"events/detail", i32, run, "", events, "", always, "", "further index, by kind"},

    {sensors, text, run, "", sensors, "", always, "", "sensors: MACHINE.SENSOR"},
    {"names/sensor_machine", i32, run, "", sensors, machines, always, "", "machine of the sensor"},
    {"names/sensor_unit", text, run, "", sensors, "", always, "", "unit of its values"},
    {samples, i64, run, "us", samples, "", always, "", "when the sensor was read"},
    {"samples/sensor", i32, run, "", samples, sensors, always, "", "sensor"},
    {"samples/value", f64, run, "1", samples, "", always, "", "what it read, in its unit"},
    {"samples/state", u8, run, "", samples, "", always, joined_names<machine_state_table>(),
     "true state of the machine"},
    {"samples/level", i32, run, "", samples, "", always, "", "true level of its condition"},
    {"samples/failure", i32, run, "", samples, "", always, "",
     "breakdown cause that holds it down (counted from 0, its condition last), -1: none"},

    {features, text, detailed, "", features, "", always, "",
     "what the agent saw of a candidate, in its order"},
    {"names/feature_unit", text, detailed, "", features, "", always, "", "unit of the feature"},
    {candidates, u64, detailed, "", candidates, decisions, always, "", "decision the candidate stands in"},
    {"candidates/job", i64, detailed, "", candidates, jobs, optional, "", "job of the candidate, -1: wait"},
    {"candidates/mode", i32, detailed, "", candidates, modes, optional, "",
     "mode of the candidate, -1: wait"},

    {kpis, text, both, "", kpis, "", always, "", "key figure"},
    {"kpi/unit", text, both, "", kpis, "", always, "", "unit of the key figure"},
    {"kpi/value", f64, both, "", kpis, "", always, "", "value; of several replications their mean"},
    {"kpi/half_width", f64, several, "", kpis, "", always, "",
     "half width of the confidence interval of the mean"},
    {"kpi/level", f64, several, "1", kpis, "", always, "", "level of the confidence interval"},
    {"kpi/n", i64, several, "1", kpis, "", always, "",
     "replications in which there was something to measure"},
    {group_kpis, text, run, "", group_kpis, "", always, "", "machine group"},
    {"kpi/groups/operations", i64, run, "1", group_kpis, "", always, "",
     "operations that got one in the window and left"},
    {"kpi/groups/mean_wait", f64, run, "s", group_kpis, "", always, "", "mean wait of these operations"},
    {"kpi/groups/wait_sd", f64, run, "s", group_kpis, "", always, "", "standard deviation of these waits"},
    {"kpi/groups/utilisation", f64, run, "1", group_kpis, "", always, "", "share of time spent processing"},
    {"kpi/groups/setup_share", f64, run, "1", group_kpis, "", always, "", "share of time spent setting up"},
    {"kpi/groups/down_share", f64, run, "1", group_kpis, "", always, "", "share of time broken down"},
    {"kpi/groups/blocked_share", f64, run, "1", group_kpis, "", always, "", "share of time blocked"},
    {"kpi/groups/off_share", f64, run, "1", group_kpis, "", always, "", "share of time outside the calendar"},
    {"kpi/groups/maintenance_share", f64, run, "1", group_kpis, "", always, "",
     "share of time in maintenance"},
    {"kpi/groups/waiting_share", f64, run, "1", group_kpis, "", always, "",
     "share of time in which a job was meant for it and something else was not there"},
    {"kpi/groups/down_in_hours_share", f64, run, "1", group_kpis, "", always, "",
     "share of time broken down in working hours, a part of down_share"},
    {machine_kpis, text, run, "", machine_kpis, "", always, "", "machine"},
    {"kpi/machines/operations", i64, run, "1", machine_kpis, "", always, "",
     "operations that got it in the window and left"},
    {"kpi/machines/idle", f64, run, "1", machine_kpis, "", always, "", "share of time idle"},
    {"kpi/machines/setup", f64, run, "1", machine_kpis, "", always, "", "share of time spent setting up"},
    {"kpi/machines/processing", f64, run, "1", machine_kpis, "", always, "",
     "share of time spent processing"},
    {"kpi/machines/down", f64, run, "1", machine_kpis, "", always, "", "share of time broken down"},
    {"kpi/machines/blocked", f64, run, "1", machine_kpis, "", always, "", "share of time blocked"},
    {"kpi/machines/off", f64, run, "1", machine_kpis, "", always, "", "share of time outside its calendar"},
    {"kpi/machines/maintenance", f64, run, "1", machine_kpis, "", always, "", "share of time in maintenance"},
    {"kpi/machines/waiting", f64, run, "1", machine_kpis, "", always, "",
     "share of time in which a job was meant for it and something else was not there"},
    {"kpi/machines/down_in_hours", f64, run, "1", machine_kpis, "", always, "",
     "share of time broken down in working hours, a part of down"},
    {kpi_cells, text, both, "", kpi_cells, "", always, "",
     "table the figure stands in; of several replications also groups and machines"},
    {"kpi/tables/row", text, both, "", kpi_cells, "", always, "", "row: what it is about"},
    {"kpi/tables/column", text, both, "", kpi_cells, "", always, "", "column: name of the figure"},
    {"kpi/tables/unit", text, both, "", kpi_cells, "", always, "", "unit of the figure"},
    {"kpi/tables/value", f64, both, "1", kpi_cells, "", always, "",
     "the figure; of several replications its mean"},
    {"kpi/tables/half_width", f64, several, "1", kpi_cells, "", always, "",
     "half width of the confidence interval of the mean, level as in kpi/level"},
    {"kpi/tables/n", i64, several, "1", kpi_cells, "", always, "",
     "replications in which there was something to measure"},

    {machine_tallies, text, run, "", machine_tallies, "", always, "", "machine"},
    {"tallies/machines/idle", i64, run, "us", machine_tallies, "", always, "", "time idle in the window"},
    {"tallies/machines/setup", i64, run, "us", machine_tallies, "", always, "",
     "time setting up in the window"},
    {"tallies/machines/processing", i64, run, "us", machine_tallies, "", always, "",
     "time processing in the window"},
    {"tallies/machines/down", i64, run, "us", machine_tallies, "", always, "",
     "time broken down in the window"},
    {"tallies/machines/blocked", i64, run, "us", machine_tallies, "", always, "",
     "time blocked in the window"},
    {"tallies/machines/off", i64, run, "us", machine_tallies, "", always, "",
     "time outside its calendar in the window"},
    {"tallies/machines/maintenance", i64, run, "us", machine_tallies, "", always, "",
     "time in maintenance in the window"},
    {"tallies/machines/waiting", i64, run, "us", machine_tallies, "", always, "",
     "time in the window in which a job was meant for it and something else was not there"},
    {"tallies/machines/operations", i64, run, "1", machine_tallies, "", always, "",
     "operations that got it in the window and left"},
    {metered, f64, run, "J", machine_tallies, "", always, "",
     "energy over the whole run that the clock has metered; NaN: it has no meters"},
    {group_tallies, text, run, "", group_tallies, "", always, "", "machine group"},
    {"tallies/groups/operations", i64, run, "1", group_tallies, "", always, "",
     "operations that got one in the window and left"},
    {"tallies/groups/wait", f64, run, "us", group_tallies, "", always, "",
     "sum of the waits of these operations"},
    {"tallies/groups/wait_squared", f64, run, "us2", group_tallies, "", always, "",
     "sum of the squares of these waits"},

    {replications, u64, several, "", replications, "", always, "", "number of the replication"},
    {"replications/seed", u64, several, "", replications, "", always, "", "seed of the replication"},
    {"replications/digest", text, several, "", replications, "", always, "",
     "digest of the replication's trace"},
    {"replications/status", text, several, "", replications, "", always, "",
     "how the replication ended: all_done, horizon, starved or deadlock"},
    {"replications/wall_s", f64, several, "s", replications, "", always, "",
     "wall-clock time of the replication"},
    {cells, u64, several, "", cells, kpi_cells, always, "",
     "figure, as a row of kpi/tables; replication by replication"},
    {"replications/cells/replication", u64, several, "", cells, replications, always, "",
     "replication, as a row of replications"},
    {"replications/cells/value", f64, several, "1", cells, "", always, "",
     "the figure in that replication; NaN: nothing to measure"},
};

}  // namespace

std::size_t bytes_of(ColumnType type) {
  switch (type) {
    case u8:
      return 1;
    case u32:
    case i32:
    case f32:
      return 4;
    case u64:
    case i64:
    case f64:
      return 8;
    case text:
      break;
  }
  return 0;
}

std::span<const ColumnSpec> result_columns() {
  return table;
}

std::int64_t first_version(const ColumnSpec& column, bool run) {
  constexpr std::string_view since_4[] = {"machine_intervals/also",     "machine_intervals/goes_on",
                                          "kpi/groups/waiting_share",   "kpi/machines/waiting",
                                          "kpi/machines/down_in_hours", "kpi/groups/down_in_hours_share",
                                          "tallies/machines/waiting"};
  const std::string_view path = column.path;
  if (!run && (path.starts_with("kpi/tables/") || path.starts_with("replications/cells/") ||
               path == "replications/status"))
    return 4;
  if (std::find(std::begin(since_4), std::end(since_4), path) != std::end(since_4)) return 4;
  return path == metered ? 3 : 2;
}

const ColumnSpec& result_column(std::string_view path) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [path](const ColumnSpec& c) { return path == c.path; });
  assert(found != std::end(table));
  return *found;
}

}  // namespace takt
