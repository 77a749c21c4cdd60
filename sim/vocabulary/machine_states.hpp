#pragma once

#include <array>
#include <cstdint>

namespace takt {

// What a machine may be in, a row each: name, and what it means. It may be stopped for one reason or for
// several at once (down, maintenance, off); then it is in the state of the highest, in that order, whatever
// is on it: see scenarios/README.md, "What machines do". Codes are in digests and files: a new state comes
// last. Idle is what no interval tells.
// clang-format off
#define TAKT_MACHINE_STATES(ROW)                                                           \
  ROW(idle, "none of the others: no job is there for it, or an agent left it")             \
  ROW(setup, "set up for another family")                                                  \
  ROW(processing, "does an operation")                                                     \
  ROW(down, "broken down, or waiting for its repair")                                      \
  ROW(blocked, "done with a job that cannot leave, or (before service) kept from starting") \
  ROW(off, "stopped by hours, its own or of what its operation needs")                     \
  ROW(maintenance, "maintained as planned")                                                \
  ROW(waiting, "without an operation: a job is meant for it, something else is not there") \
  /* the rows end here */
// clang-format on

enum class MachineState : std::uint16_t {
#define TAKT_ENUMERATOR(NAME, ...) NAME,
  TAKT_MACHINE_STATES(TAKT_ENUMERATOR)
#undef TAKT_ENUMERATOR
};

struct MachineStateSpec {
  MachineState kind;
  const char* name;
  const char* meaning;
};

/// All states, in the order of MachineState.
inline constexpr std::array machine_state_table = {
#define TAKT_SPEC(NAME, MEANING) MachineStateSpec{MachineState::NAME, #NAME, MEANING},
    TAKT_MACHINE_STATES(TAKT_SPEC)
#undef TAKT_SPEC
};
inline constexpr int machine_state_count = static_cast<int>(machine_state_table.size());

}  // namespace takt
