#pragma once

#include <array>
#include <cstdint>

namespace takt {

// What a machine may be in, a row each: name, and what it means. Codes are in digests and files: a new state
// comes last. Idle is what no interval tells.
// clang-format off
#define TAKT_MACHINE_STATES(ROW)                                 \
  ROW(idle, "none of the others")                                \
  ROW(setup, "set up for another family")                        \
  ROW(processing, "does an operation")                           \
  ROW(down, "broken down, or waiting for its repair")            \
  ROW(blocked, "done with a job that cannot leave")              \
  ROW(off, "outside its calendar")                               \
  ROW(maintenance, "maintained as planned")                      \
  /* the rows end here */
// clang-format on

enum class MachineState : std::uint32_t {
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
