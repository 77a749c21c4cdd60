#include "sim/record/check_records.hpp"

#include <cmath>

#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/record/event_names.hpp"

namespace takt {

namespace {

constexpr double greatest_count = 1e12;     // of parts in a store: no cast overflows, nor does a sum of many
constexpr double greatest_quantity = 1e12;  // units

double greatest_of(EventKind kind) {
  return kind == EventKind::pool_level ? static_cast<double>(most_units) : greatest_count;
}

bool is_whole(double value, double least, double greatest) {
  return value >= least && value <= greatest && value == std::floor(value);
}

bool is_index(const Scenario& scenario, Refers what, Index index, const EventRecord& event) {
  const std::int64_t count = count_of(scenario, what, event);
  if (what == Refers::number) return index >= 0;
  return count < 0 || (index >= 0 && index < count);
}

bool is_value(const Scenario& scenario, EventValue what, const EventRecord& event) {
  switch (what) {
    case EventValue::machine:
      return is_whole(event.value, -1, scenario.machine_count - 1);
    case EventValue::count:
      return is_whole(event.value, 0, greatest_of(event.kind));
    case EventValue::quantity:
      return std::fabs(event.value) <= greatest_quantity;
    case EventValue::nothing:
    case EventValue::number:
      return std::isfinite(event.value);
  }
  return false;
}

/// Whether the scenario has what events of a kind are about, as far as their indices do not tell.
bool has_feature(const Scenario& scenario, EventKind kind) {
  switch (kind) {
    case EventKind::none:
      return false;
    case EventKind::batch_started:
      return !scenario.operations.batch_key.empty();
    case EventKind::scrapped:
    case EventKind::sent_back:
    case EventKind::sent_back_found:
    case EventKind::defect_left:
    case EventKind::inspected:
    case EventKind::job_judged:
      return scenario.operations.any_judged;
    case EventKind::machine_overtime:
      return !scenario.resources.hours.empty();
    case EventKind::task_done:
      return !scenario.precedence.tasks.empty();
    default:
      return true;
  }
}

/// The members of one event for themselves.
bool is_event(const Scenario& scenario, const EventRecord& event) {
  const EventSpec& spec = spec_of(event.kind);
  if (!has_feature(scenario, event.kind)) return false;
  // What tells how the others are to be understood comes first.
  const bool detail =
      (spec.detail_may_be_none && event.detail == -1) || is_index(scenario, spec.detail, event.detail, event);
  return detail && is_index(scenario, spec.entity, event.entity, event) &&
         is_value(scenario, spec.value, event);
}

/// Follows where vehicles are: a ride needs a way.
class Rides {
 public:
  explicit Rides(const Scenario& scenario) : model_(scenario.transport) {
    for (Index v = 0; v < model_.vehicle_count; ++v)
      places_.push_back(model_.fleets[at(model_.fleet_of_vehicle[at(v)])].start);
  }
  bool take(const EventRecord& event) {
    if (event.kind == EventKind::load_departs) return is_way(event.entity, event.detail);
    if (event.kind < EventKind::vehicle_idle || event.kind > EventKind::vehicle_charging) return true;
    Index& place = places_[at(event.entity)];
    const bool rides = event.kind == EventKind::vehicle_empty || event.kind == EventKind::vehicle_loaded;
    const bool good = !rides || is_way(place, event.detail);
    place = event.detail;
    return good;
  }

 private:
  bool is_way(Index from, Index to) const {
    return from == to || model_.next_lanes[model_.pair(from, to)] >= 0;
  }

  const TransportModel& model_;
  std::vector<Index> places_;
};

std::string check_events(const Scenario& scenario, const Trace& records) {
  Rides rides(scenario);
  Time last = 0;
  for (std::size_t i = 0; i < records.events.size(); ++i) {
    const EventRecord& event = records.events[i];
    if (event.time < last || event.time > records.end)
      return fmt::format("event {} does not come in order of time, or after the end of the run", i);
    last = event.time;
    if (!is_event(scenario, event) || !rides.take(event))
      return fmt::format("event {} ({}) does not fit the scenario", i, spec_of(event.kind).name);
  }
  return "";
}

}  // namespace

std::string find_misfit(const Scenario& scenario, const Trace& records) {
  for (const JobRecord& job : records.jobs)
    if (job.release > records.end || job.completion < job.release ||
        (job.completion > records.end && job.completion != never) ||
        (job.completion == never) != (job.outcome == JobOutcome::unfinished))
      return fmt::format("job {} leaves before it comes, or after the end of the run", job.number);
  for (std::size_t i = 0; i < records.operations.size(); ++i) {
    const OperationRecord& operation = records.operations[i];
    if (operation.ready > operation.setup_start || operation.setup_start > operation.start ||
        operation.start > operation.end || operation.end > records.end)
      return fmt::format("operation {} ends before it begins, or after the end of the run", i);
  }
  std::vector<Time> until(at(scenario.machine_count), 0);
  for (std::size_t i = 0; i < records.intervals.size(); ++i) {
    const MachineInterval& interval = records.intervals[i];
    Time& last = until[at(interval.machine)];
    if (interval.start < last || interval.end < interval.start || interval.end > records.end)
      return fmt::format("machine interval {} begins before the one before it ends", i);
    last = interval.end;
    const int most = interval.state == MachineState::waiting ? wait_for_count - 1 : 7;
    if (interval.also > most || interval.goes_on > 1)
      return fmt::format("machine interval {} has reasons that there are not", i);
  }
  return check_events(scenario, records);
}

}  // namespace takt
