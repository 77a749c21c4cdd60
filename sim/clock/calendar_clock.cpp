#include "sim/clock/clock.hpp"
#include "sim/clock/ending_heap.hpp"
#include "sim/model/error.hpp"

namespace takt {

namespace {

class CalendarClock final : public Clock {
 public:
  void start(const Activity& activity) override {
    assert(activity.duration > 0);
    endings_.push(now_ + activity.duration, activity.kind, activity.entity);
  }

  void start_flow(const Activity& /*activity*/, const Flow& /*flow*/) override { assert(false); }

  void cancel(ActivityKind kind, std::uint32_t entity) override { endings_.cancel(kind, entity); }

  void run(InstantHandler& handler) override {
    std::vector<Activity> ended;
    while (endings_.pop_instant(now_, ended)) {
      if (!handler.on_instant(now_, ended)) return;
    }
  }

 private:
  Time now_ = 0;
  EndingHeap endings_;
};

}  // namespace

std::unique_ptr<Clock> make_calendar_clock(const Scenario& scenario) {
  const TransportModel& transport = scenario.transport;
  if (transport.first_shared_lane >= 0) {
    throw Error(
        Fault::bad_input,
        "lane '" + transport.lanes[static_cast<std::size_t>(transport.first_shared_lane)].name +
            "' has a capacity, which is shared by all that is under way on it: only the simgrid clock "
            "knows how long that takes, the calendar clock does not (use '--clock simgrid')");
  }
  return std::make_unique<CalendarClock>();
}

}  // namespace takt
