#include "sim/record/shop_tally.hpp"

#include <algorithm>

namespace takt {

ShopTallier::ShopTallier(const Scenario& scenario, Time from) : scenario_(&scenario), from_(from) {
  tally_.machines.resize(at(scenario.machine_count));
  tally_.groups.resize(scenario.groups.size());
}

void ShopTallier::take(std::span<const OperationRecord> operations) {
  for (const OperationRecord& operation : operations) {
    if (operation.setup_start < from_) continue;
    const auto machine = static_cast<std::size_t>(operation.machine);
    ++tally_.machines[machine].operations;
    GroupTally& group = tally_.groups[static_cast<std::size_t>(scenario_->group_of_machine[machine])];
    const auto wait = static_cast<double>(operation.setup_start - operation.ready);
    ++group.operations;
    group.wait += wait;
    group.wait_squared += wait * wait;
  }
}

void ShopTallier::take(std::span<const MachineInterval> intervals) {
  for (const MachineInterval& interval : intervals) {
    const Time start = std::max(interval.start, from_);
    if (interval.end <= start) continue;
    MachineTally& machine = tally_.machines[static_cast<std::size_t>(interval.machine)];
    machine.in_state[static_cast<std::size_t>(interval.state)] += interval.end - start;
  }
}

ShopTally ShopTallier::finish(Time end) {
  const Time window = std::max<Time>(0, end - from_);
  for (MachineTally& tally : tally_.machines) {
    Time busy = 0;
    for (int s = 1; s < machine_state_count; ++s) busy += tally.in_state[s];
    tally.in_state[static_cast<int>(MachineState::idle)] = window - busy;
  }
  return std::move(tally_);
}

}  // namespace takt
