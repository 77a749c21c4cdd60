#include "results/kpi_glossary.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "results/kpi_windows.hpp"
#include "results/shop_kpis.hpp"

namespace takt {
namespace {

using namespace kpi_windows;

constexpr std::pair<std::string_view, std::string_view> rows[] = {
    {"shop", "the run"},
    {"groups", "a machine group"},
    {"machines", "a machine"},
    {"pools", "a resource or a pool of workers"},
    {"machine_hours", "a machine group with a calendar"},
    {"stops", "a machine that something may stop"},
    {"waiting_for", "a machine group"},
    {"tasks", "a routing whose operations form a graph"},
    {"stock", "a stock point, 'site / item'"},
    {"stock_cost", "a stock point, and 'all'"},
    {"vehicles", "a vehicle"},
    {"transport_waits", "a place from which jobs are carried"},
    {"lanes", "a lane"},
    {"conveyors", "a conveyor"},
    {"products", "a routing"},
    {"buffers", "a machine group with the buffer before it"},
    {"cards", "a loop of cards or a wip limit"},
    {"parts", "a store of parts"},
    {"condition", "a machine that degrades or is maintained"},
    {"energy", "a machine whose power is known, and '(site)'"},
    {"costs", "a kind of cost, and 'total'"},
    {"batches", "a batch machine group"},
    {"yield", "a routing"},
    {"quality", "an operation where something may go wrong, 'routing/operation'"},
    {"oee", "a machine"},
};

/// Without those of the run, which stand in shop_kpis().
constexpr KpiDefinition of_tables[] = {
    {"groups", "operations", "1", visits, "number that got a machine in the window and left it by the end"},
    {"groups", "mean_wait", "s", visits, "mean time from joining the queue to getting a machine"},
    {"groups", "wait_sd", "s", visits, "sample standard deviation of these waits"},
    {"groups", "utilisation", "1", window, "share of the machines' time spent processing"},
    {"groups", "setup_share", "1", window, "share of the machines' time spent setting up"},
    {"groups", "down_share", "1", window, "share of the machines' time broken down"},
    {"groups", "blocked_share", "1", window,
     "share of the machines' time with a finished job that cannot leave"},
    {"groups", "off_share", "1", window, "share of the machines' time outside their calendar"},
    {"groups", "maintenance_share", "1", window, "share of the machines' time under maintenance"},
    {"groups", "waiting_share", "1", window,
     "share of the machines' time with a job meant for them and something else not there"},
    {"groups", "down_in_hours_share", "1", window,
     "share of the machines' time broken down in planned time; a part of down_share"},

    {"machines", "operations", "1", visits, "number that got it in the window and left it by the end"},
    {"machines", "idle", "1", window,
     "share of W with nothing to start, or left so by an agent: none of the other states holds"},
    {"machines", "setup", "1", window, "share of W spent setting up"},
    {"machines", "processing", "1", window, "share of W spent processing"},
    {"machines", "down", "1", window, "share of W broken down"},
    {"machines", "blocked", "1", window,
     "share of W with a finished job that cannot leave, or (before service) kept from starting one"},
    {"machines", "off", "1", window,
     "share of W stopped by hours, its own or of what its operation needs, and neither down nor maintained"},
    {"machines", "maintenance", "1", window, "share of W under maintenance and not down"},
    {"machines", "waiting", "1", window,
     "share of W with a job meant for it and something else not there: see waiting_for"},
    {"machines", "down_in_hours", "1", window, "share of W broken down in planned time; a part of down"},

    {"pools", "utilisation", "1", window, "units in use x time, by units on duty x time"},
    {"pools", "mean_used", "1", window, "units in use x time, by W"},
    {"pools", "mean_capacity", "1", window, "units on duty x time, by W"},
    {"pools", "peak", "1", window, "most units in use at once"},
    {"pools", "overtime", "s", window, "units x time worked beyond the units on duty"},
    {"pools", "waits", "1", window, "operations that had to wait for units of it"},
    {"pools", "mean_wait", "s", window, "mean of these waits"},
    {"pools", "wages", "money", window, "wage an hour x hours on duty and overtime; workers only"},

    {"machine_hours", "overtime", "s", window,
     "time setting up and processing outside the calendar, summed over machines"},

    {"stops", "down", "s", window, "time broken down, waiting for the repair included"},
    {"stops", "down_in_hours", "s", window, "of that, in planned time"},
    {"stops", "maintenance", "s", window, "time under maintenance, also while it was down"},
    {"stops", "off", "s", window,
     "time stopped by hours, its own or of what its operation needs, also while down or maintained"},
    {"stops", "planned", "s", window,
     "planned time: W without the time off and the time outside the calendar without setup or processing"},

    {"waiting_for", "worker", "1", window, "share of the machines' time with a job that lacks a worker"},
    {"waiting_for", "resource", "1", window, "the same, a unit of a resource"},
    {"waiting_for", "part", "1", window, "the same, parts of its kit"},
    {"waiting_for", "power", "1", window, "the same, power under the site's cap"},
    {"waiting_for", "batch", "1", window, "the same, more jobs for its batch"},
    {"waiting_for", "card", "1", window, "share with a job that needs a card before it may come"},
    {"waiting_for", "vehicle", "1", window, "share with a job that waits for a vehicle or is on one"},

    {"tasks", "done", "1", run, "number of its operations that ended"},
    {"tasks", "weighted_completion", "s", run, "sum over these operations of weight x time of the end"},

    {"stock", "demand", "1", periods, "units asked for, by periods"},
    {"stock", "type1_service", "1", periods,
     "share of receipts before which nothing had been short since the one before"},
    {"stock", "fill_rate", "1", periods, "share of the demanded units that were met at once (type 2)"},
    {"stock", "ready_rate", "1", periods, "share of time, or of measured periods, in which nothing is owed"},
    {"stock", "mean_stock", "1", periods, "units on hand, mean over periods"},
    {"stock", "mean_owed", "1", periods, "units owed to customers, mean over periods"},
    {"stock", "mean_in_transit", "1", periods, "units under way to it, mean over periods"},
    {"stock", "lost", "1", periods, "units of demand that were lost, by periods"},
    {"stock", "shortages", "1", periods, "number of demands that were not met at once"},
    {"stock", "orders", "1", periods, "number of orders that it placed"},
    {"stock", "mean_order", "1", periods, "units ordered, by orders"},
    {"stock", "bullwhip", "1", periods,
     "variance of what was ordered in a period by that of what was asked for"},

    {"stock_cost", "holding", "1", periods, "holding cost of the units on hand, by periods"},
    {"stock_cost", "transit", "1", periods, "cost of the units in transit, by periods"},
    {"stock_cost", "shortage", "1", periods, "cost of the units owed and of lost sales, by periods"},
    {"stock_cost", "ordering", "1", periods, "fixed cost of orders, by periods"},
    {"stock_cost", "goods", "1", periods, "cost of the units ordered, by periods"},
    {"stock_cost", "per_period", "1", periods, "sum of the costs before"},
    {"stock_cost", "total", "1", periods, "per_period x periods"},

    {"vehicles", "jobs", "1", window, "number of jobs that it carried"},
    {"vehicles", "idle", "1", window, "share of W without an errand"},
    {"vehicles", "empty", "1", window, "share of W on the way without a job"},
    {"vehicles", "loading", "1", window, "share of W spent loading"},
    {"vehicles", "loaded", "1", window, "share of W on the way with a job"},
    {"vehicles", "unloading", "1", window, "share of W spent unloading"},
    {"vehicles", "charging", "1", window, "share of W spent charging"},
    {"vehicles", "empty_distance", "m", window, "way without a job"},
    {"vehicles", "loaded_distance", "m", window, "way with a job"},

    {"transport_waits", "jobs", "1", window, "number of jobs that were picked up there"},
    {"transport_waits", "mean_wait", "s", window, "mean time from asking for transport to being picked up"},

    {"lanes", "rides", "1", window, "number of vehicles that went along it"},
    {"lanes", "mean_flow", "m/s", window, "vehicle metres on it, by W"},
    {"lanes", "use", "1", window, "mean_flow by the lane's capacity"},

    {"conveyors", "jobs", "1", window, "number of jobs that it carried"},
    {"conveyors", "mean_wait", "s", window, "mean time before a job got onto it"},
    {"conveyors", "mean_content", "1", window, "jobs on it, averaged over time"},
    {"conveyors", "max_content", "1", window, "most jobs on it at once"},
    {"conveyors", "stopped", "1", window, "share of W in which it stood still"},

    {"products", "throughput_per_h", "1/h", window, "jobs of the routing done in the window, by W"},
    {"products", "mean_wip", "1", window, "jobs of the routing in the shop, averaged over time"},
    {"products", "mean_flow_time", "s", window,
     "mean of C - r over its jobs released and done in the window"},
    {"products", "flow_time_p50", "s", window, "median of the same"},
    {"products", "flow_time_p95", "s", window, "95 % quantile of the same"},

    {"buffers", "places", "1", state, "jobs that may wait there; none: any number"},
    {"buffers", "mean_content", "1", window, "jobs waiting there, averaged over time"},
    {"buffers", "blocked", "1", window, "share of the machines' time with a finished job that cannot leave"},
    {"buffers", "starved", "1", window,
     "share of the machines' time idle with no job there, on its way or in want of anything"},

    {"cards", "cards", "1", state, "their number"},
    {"cards", "mean_in_use", "1", window, "cards held by jobs, averaged over time"},
    {"cards", "mean_waiting", "1", window, "jobs that wait for a card, averaged over time"},

    {"parts", "capacity", "1", state, "parts that the store holds; none: any number"},
    {"parts", "mean_stock", "1", window, "parts in the store, averaged over time"},
    {"parts", "stored", "1", run, "parts that came in"},
    {"parts", "taken", "1", run, "parts that operations took"},
    {"parts", "left", "1", run, "parts in the store at its end"},

    {"condition", "availability", "1", window, "share of W neither down nor maintained"},
    {"condition", "failures", "1", window, "number of failures by condition"},
    {"condition", "maintenances", "1", window, "number of maintenances"},
    {"condition", "maintenance_time", "s", window, "time under maintenance"},
    {"condition", "level_#", "1", window, "share of W at this level of condition"},

    {"energy", "energy", "kWh", window, "sum over states of power x time in the state"},
    {"energy", "mean_power", "kW", window, "energy by W"},
    {"energy", "peak_power", "kW", window, "greatest power of a state it was in; of the site, at any moment"},
    {"energy", "cost", "1", window, "energy x the tariff of its time"},

    {"costs", "cost", "1", window,
     "money: labour, machines, energy, stock, lateness, scrap, setup and their total"},
    {"costs", "per_job_done", "1", window, "the same by jobs done in the window"},

    {"batches", "batches", "1", window, "number of batches"},
    {"batches", "mean_size", "1", window, "jobs in them, by batches"},
    {"batches", "mean_fill", "1", window, "mean_size by the maximum of a batch"},

    {"yield", "done", "1", window, "jobs that left done"},
    {"yield", "scrapped", "1", window, "jobs that were scrapped by a judgement"},
    {"yield", "yield", "1", window, "done by done and scrapped"},
    {"yield", "first_pass_yield", "1", window, "jobs done without being sent back, by done and scrapped"},
    {"yield", "escaped_defects", "1", window, "jobs done with a defect that nobody found"},

    {"quality", "operations", "1", visits, "number of visits that ended"},
    {"quality", "scrapped", "1", visits, "jobs scrapped after it"},
    {"quality", "reworked", "1", visits, "jobs sent back by its rework rule"},
    {"quality", "found", "1", visits, "inspections that reported a defect, rightly or not"},
    {"quality", "late", "1", visits, "jobs that came later than `within` allows"},
    {"quality", "defects", "1", visits, "defects that it made"},
    {"quality", "missed", "1", visits, "inspections that overlooked a defect"},
    {"quality", "false_alarms", "1", visits, "inspections that reported a defect where there is none"},
    {"quality", "first_pass_yield", "1", visits, "share of visits after which the job went on"},

    {"oee", "availability", "1", window,
     "of the planned time (see stops.planned), the share neither set up, down nor maintained"},
    {"oee", "performance", "1", window, "of the available time, the share spent processing"},
    {"oee", "quality", "1", window, "share of the machine's operations that it did not spoil"},
    {"oee", "oee", "1", window, "availability x performance x quality"},
};

/// Whether a name as it stands in a table is meant: "level_3" by "level_#".
bool names(std::string_view defined, std::string_view name) {
  if (!defined.ends_with('#')) return defined == name;
  defined.remove_suffix(1);
  if (!name.starts_with(defined)) return false;
  name.remove_prefix(defined.size());
  return name == "#" || (!name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos);
}

}  // namespace

std::span<const KpiDefinition> kpi_glossary() {
  static const std::vector<KpiDefinition> all = [] {
    std::vector<KpiDefinition> list;
    for (const ShopKpi& kpi : shop_kpis())
      list.push_back({"shop", kpi.name, kpi.unit, kpi.window, kpi.formula});
    list.insert(list.end(), std::begin(of_tables), std::end(of_tables));
    return list;
  }();
  return all;
}

std::string_view row_of_table(std::string_view table) {
  for (const auto& [name, row] : rows)
    if (name == table) return row;
  return "";
}

std::vector<KpiDefinition> explained(std::string_view what) {
  const std::size_t dot = what.find('.');
  const std::string_view table = what.substr(0, dot);
  const std::string_view name = dot == std::string_view::npos ? what : what.substr(dot + 1);
  std::vector<KpiDefinition> found;
  for (const KpiDefinition& definition : kpi_glossary()) {
    const bool whole_table = dot == std::string_view::npos && definition.table == what;
    const bool in_table = dot == std::string_view::npos || definition.table == table;
    if (whole_table || (in_table && names(definition.name, name))) found.push_back(definition);
  }
  return found;
}

}  // namespace takt
