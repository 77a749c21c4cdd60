#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "sim/model/random.hpp"
#include "sim/model/scenario.hpp"

namespace takt {

class Plant;

/// One thing that may be chosen. For a route decision `mode` tells the machine group that would be used; what
/// `option` means depends on the kind of decision (see DecisionKind).
struct Candidate {
  Time ready = 0;            ///< since when the operation has waited
  Time processing_time = 0;  ///< as far as known now (see TimesKnown), at the speed of the group
  std::uint32_t number = 0;  ///< the job's number: ties are broken by the lowest
  Index job = -1;  ///< slot for Plant::job(); -1: no job (the wait candidate, an order quantity ...)
  std::uint16_t position = 0;      ///< how many operations of the job are done
  std::uint16_t family_plus1 = 0;  ///< setup family + 1; 0: none
  Index step = -1;                 ///< Scenario::steps
  Index mode = -1;                 ///< Scenario::modes
  Index option = -1;

  bool is_wait() const { return job < 0 && option < 0; }
  Index family() const { return static_cast<Index>(family_plus1) - 1; }
};

/// What is to be decided. Dispatch and route are always put to the agent, the others where the scenario's
/// `decisions` says so; elsewhere the plant takes the fallback and asks nobody.
enum class DecisionKind : std::uint8_t {
  dispatch,   ///< which waiting operation the idle `machine` does next
  route,      ///< which mode (so: which machine group) the operation of one job takes
  release,    ///< which waiting job gets the free card of control loop `entity`
  transport,  ///< which waiting job vehicle `entity` fetches next (option: the vehicle)
  allocate,   ///< which of the operations that contend for resources starts; mode tells the group
  maintain,   ///< whether machine `entity` is maintained now: option 0 no, 1 yes
  replenish   ///< how much stock point `entity` orders: option is the quantity
};
inline constexpr int decision_kind_count = 7;

/// "One of the candidates, please." Candidates stand in the order (ready, job number, position); for a route
/// decision in the order of the modes. A wait candidate, where the scenario allows one, is last.
struct Decision {
  DecisionKind kind = DecisionKind::dispatch;
  Time now = 0;
  Index machine = -1;                     ///< dispatch: the idle machine; route: -1
  Index group = -1;                       ///< dispatch: its group; route: -1
  std::span<const Candidate> candidates;  ///< never empty; valid until the decision is resolved
  const Plant* plant = nullptr;           ///< the shop as it is now, for reading
  Index entity = -1;                      ///< other kinds than dispatch and route: who is concerned
  int fallback = -1;  ///< index of what the scenario's own policy would choose; -1: it has none
};

/// What an agent that ranks jobs answers when the candidates are none: what the scenario's policy would
/// choose.
inline int without_jobs(const Decision& decision) {
  return decision.fallback >= 0 ? decision.fallback : 0;
}

/// Makes the choices of one run at a time. For what answers many runs at once see agents/policy.hpp.
class Agent {
 public:
  virtual ~Agent() = default;

  /// Called once before the first decision of each run. Forget the last run; keep what was learned.
  virtual void begin(const Scenario& /*scenario*/, Seed /*seed*/) {}

  /// Called at every decision; returns an index into decision.candidates. Must depend on nothing but the
  /// decision, the plant it points to, the seed given to begin() and earlier decisions of this run. Throws
  /// Error(agent).
  virtual int decide(const Decision& decision) = 0;
};

}  // namespace takt
