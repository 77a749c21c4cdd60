#pragma once

#include <string>

#include "sim/record/trace.hpp"

namespace takt::test {

/// "work 0-4 down 4-7 ..." of one machine, in whole seconds; idle time, waiting or not, is left out.
inline std::string story(const Trace& trace, Index machine = 0) {
  const char* names[] = {"idle", "setup", "work", "down", "blocked", "off", "maintenance"};
  std::string text;
  for (const MachineInterval& i : trace.intervals) {
    if (i.machine != machine || i.state == MachineState::waiting) continue;
    text += std::string(text.empty() ? "" : " ") + names[static_cast<int>(i.state)] + " " +
            std::to_string(i.start / ticks_per_second) + "-" + std::to_string(i.end / ticks_per_second);
  }
  return text;
}

}  // namespace takt::test
