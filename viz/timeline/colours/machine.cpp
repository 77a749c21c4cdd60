#include "viz/timeline/colours/colours.hpp"

namespace takt::colours {

Colouring by_machine(const StoredRun& run) {
  Colouring colouring{.title = "Machine group"};
  colouring.classes.push_back({"", ColourRole::neutral});
  int ordinal = 0;
  for (const MachineGroup& group : run.scenario.groups)
    colouring.classes.push_back({group.name, ColourRole::category, ordinal++});
  for (const Index group : run.scenario.group_of_machine)
    colouring.of_machine.push_back(static_cast<std::uint16_t>(group + 1));
  return colouring;
}

}  // namespace takt::colours
