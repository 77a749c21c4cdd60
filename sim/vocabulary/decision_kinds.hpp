#pragma once

#include <array>
#include <cstdint>

#include "sim/vocabulary/refers.hpp"

namespace takt {

// Every kind of decision, a row each: name, whether it is always put to the agent (else where the scenario's
// `decisions` says so), who decides or is concerned, the candidates that are no jobs ("" where all are; what
// option 0, 1 ... means, parted by |, or a text with # for the number), their unit, and what is decided.
// Codes are in digests and files: a new kind comes last. Scenario files know those on demand by their names.
// clang-format off
#define TAKT_DECISION_KINDS(ROW)                                                                                  \
  ROW(dispatch, true, machine, "", "", "which waiting operation the idle machine does next")                      \
  ROW(route, true, nothing, "", "", "which mode (so: which machine group) the operation of one job takes")        \
  ROW(release, false, loop, "", "", "which waiting job gets the free card of a loop")                             \
  ROW(transport, false, vehicle, "", "", "which waiting job a vehicle fetches next (option: the vehicle)")        \
  ROW(allocate, false, nothing, "", "",                                                                           \
      "which of the operations that contend for resources starts; mode tells the group")                          \
  ROW(maintain, false, machine, "no maintenance|maintenance", "", "whether a machine is maintained now")          \
  ROW(replenish, false, stock_point, "an order of #", "units", "how much a stock point orders")                   \
  /* the rows end here */
// clang-format on

/// What is to be decided. Where the agent is not asked, the plant takes the fallback.
enum class DecisionKind : std::uint8_t {
#define TAKT_ENUMERATOR(NAME, ...) NAME,
  TAKT_DECISION_KINDS(TAKT_ENUMERATOR)
#undef TAKT_ENUMERATOR
};

/// A kind of decision: the meaning of its members.
struct DecisionSpec {
  DecisionKind kind;
  const char* name;
  bool always_asked;
  Refers entity;        ///< Decision::entity; of a dispatch decision Decision::machine
  const char* options;  ///< names of the candidates that are no jobs, as above
  const char* unit;     ///< of the option; "" where it is no quantity
  const char* meaning;  ///< one line
};

/// All kinds, in the order of DecisionKind.
inline constexpr std::array decision_table = {
#define TAKT_SPEC(NAME, ALWAYS, ENTITY, OPTIONS, UNIT, MEANING) \
  DecisionSpec{DecisionKind::NAME, #NAME, ALWAYS, Refers::ENTITY, OPTIONS, UNIT, MEANING},
    TAKT_DECISION_KINDS(TAKT_SPEC)
#undef TAKT_SPEC
};
inline constexpr int decision_kind_count = static_cast<int>(decision_table.size());

inline constexpr const DecisionSpec& spec_of(DecisionKind kind) {
  return decision_table[static_cast<std::size_t>(kind)];
}

/// The bit of a kind in Scenario::asked.
inline constexpr std::uint32_t bit_of(DecisionKind kind) {
  return std::uint32_t{1} << static_cast<unsigned>(kind);
}

/// The bits of the kinds that are always put to the agent.
inline constexpr std::uint32_t always_asked = [] {
  std::uint32_t bits = 0;
  for (const DecisionSpec& spec : decision_table)
    if (spec.always_asked) bits |= bit_of(spec.kind);
  return bits;
}();

}  // namespace takt
