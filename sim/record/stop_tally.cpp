#include "sim/record/stop_tally.hpp"

#include <algorithm>

namespace takt {

StopTallier::StopTallier(const Scenario& scenario, Time from) : scenario_(&scenario), from_(from) {
  if (scenario.may_stop()) tally_.resize(at(scenario.machine_count));
}

Time StopTallier::closed(std::size_t machine, Time from, Time to) const {
  const ResourceModel& resources = scenario_->resources;
  if (resources.hours.empty()) return 0;
  const Index calendar = at(resources.hours, scenario_->group_of_machine[machine]).calendar;
  return calendar < 0 ? 0 : time_at_zero(at(resources.calendars, calendar).hours, from, to);
}

void StopTallier::take(std::span<const MachineInterval> intervals) {
  for (const MachineInterval& interval : intervals) {
    const Time start = std::max(interval.start, from_);
    if (interval.end <= start) continue;
    const auto m = at(interval.machine);
    StopTally& tally = tally_[m];
    const Time span = interval.end - start;
    const bool also_off = (interval.also & stop_bit(MachineState::off)) != 0;
    switch (interval.state) {
      case MachineState::setup:
      case MachineState::processing:
        tally.overtime += closed(m, start, interval.end);
        break;
      case MachineState::blocked:
        tally.out_of_hours += closed(m, start, interval.end);
        break;
      case MachineState::off:
        tally.off += span;
        tally.out_of_hours += span;
        break;
      case MachineState::down:
      case MachineState::maintenance: {
        const bool down = interval.state == MachineState::down;
        const Time out = also_off ? span : closed(m, start, interval.end);
        tally.out_of_hours += out;
        (down ? tally.down_in_hours : tally.maintained_in_hours) += span - out;
        if (also_off) tally.off += span;
        if (!down || (interval.also & stop_bit(MachineState::maintenance)) != 0) tally.maintained += span;
        break;
      }
      case MachineState::waiting:
        tally.waited[interval.also] += span;
        break;
      case MachineState::idle:
        break;
    }
  }
}

}  // namespace takt
