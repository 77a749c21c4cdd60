#include "viz/timeline/colours/colours.hpp"

namespace takt::colours {

Colouring by_state(const StoredRun&) {
  return {.title = "State", .classes = {{"", ColourRole::kind}}};
}

}  // namespace takt::colours
