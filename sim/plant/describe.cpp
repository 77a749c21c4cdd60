// Who waits for what, in words.

#include <fmt/format.h>

#include "sim/plant/lines.hpp"
#include "sim/plant/plant.hpp"
#include "sim/plant/resources.hpp"

namespace takt {

std::string Plant::describe_waiting() const {
  constexpr int most = 5;
  std::string text;
  int told = 0;
  for (Index g = 0; g < static_cast<Index>(state_.groups.size()); ++g) {
    const auto waiting = state_.queues.queue(g);
    if (waiting.empty()) continue;
    if (++told > most) continue;
    const MachineGroup& group = at(state_.scenario->groups, g);
    int chose_to_wait = 0, down = 0, busy = 0;
    const Index machines = at(state_.groups, g).machine_count;
    for (Index m = group.first_machine; m < group.first_machine + machines; ++m) {
      const MachineUnit& unit = at(state_.machines, m);
      if (unit.down > 0)
        ++down;
      else if (unit.waits != 0)
        ++chose_to_wait;
      else if (unit.job >= 0)
        ++busy;
    }
    text += fmt::format(
        "{}{} job{} (first: number {}) wait{} at '{}', where {} of {} machines were left waiting by the "
        "agent, {} are down and {} are busy",
        text.empty() ? "" : "; ", waiting.size(), waiting.size() == 1 ? "" : "s", waiting.front().number,
        waiting.size() == 1 ? "s" : "", group.name, chose_to_wait, machines, down, busy);
    if ((at(state_.groups, g).flags & group_batch) != 0)
      text += fmt::format(" and a batch of at least {} is needed",
                          at(state_.scenario->operations.groups, g).batch.minimum);
    text += resources::describe_lack(state_, g);
  }
  if (told > most) text += fmt::format("; and {} more groups", told - most);
  if (state_.scenario->lines.used) {
    const std::string more = lines::describe_waiting(state_);
    if (!more.empty()) text += (text.empty() ? "" : "; ") + more;
  }
  return text;
}

}  // namespace takt
