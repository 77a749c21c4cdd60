#include "sim/clock/clock.hpp"
#include "sim/clock/ending_heap.hpp"

namespace takt {

namespace {

class CalendarClock final : public Clock {
 public:
  void start(const Activity& activity) override {
    assert(activity.duration > 0);
    endings_.push(now_ + activity.duration, activity.kind, activity.entity);
  }

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

std::unique_ptr<Clock> make_calendar_clock(const Scenario& /*scenario*/) {
  return std::make_unique<CalendarClock>();
}

}  // namespace takt
