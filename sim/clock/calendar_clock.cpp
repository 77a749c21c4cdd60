#include "sim/clock/calendar_clock.hpp"

#include <cassert>

#include "sim/model/error.hpp"

namespace takt {

CalendarClock::CalendarClock(const Scenario& scenario) {
  const TransportModel& transport = scenario.transport;
  if (transport.first_shared_lane >= 0) {
    throw Error(
        Fault::bad_input,
        "lane '" + transport.lanes[static_cast<std::size_t>(transport.first_shared_lane)].name +
            "' has a capacity, which is shared by all that is under way on it: only the simgrid clock "
            "knows how long that takes, the calendar clock does not (use '--clock simgrid')");
  }
}

void CalendarClock::start(const Activity& activity) {
  assert(activity.duration > 0);
  endings_.push(now_ + activity.duration, activity.kind, activity.entity);
}

void CalendarClock::start_flow(const Activity& /*activity*/, const Flow& /*flow*/) {
  assert(false);
}

void CalendarClock::cancel(ActivityKind kind, std::uint32_t entity) {
  endings_.cancel(kind, entity);
}

void CalendarClock::run(InstantHandler& handler) {
  for (auto ended = step(); !ended.empty(); ended = step()) {
    if (!handler.on_instant(now_, ended)) return;
  }
}

std::unique_ptr<Clock> make_calendar_clock(const Scenario& scenario) {
  return std::make_unique<CalendarClock>(scenario);
}

}  // namespace takt
