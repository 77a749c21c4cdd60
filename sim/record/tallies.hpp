#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "sim/record/condition_tally.hpp"
#include "sim/record/line_tally.hpp"
#include "sim/record/quality_tally.hpp"
#include "sim/record/resource_tally.hpp"
#include "sim/record/shop_tally.hpp"
#include "sim/record/stop_tally.hpp"
#include "sim/record/supply_tally.hpp"
#include "sim/record/transport_tally.hpp"

namespace takt {

/// A stretch [from, to) of a run. What happens at the very end of the run is in a window that reaches it.
struct Window {
  Time from = 0, to = 0;

  Time length() const { return std::max<Time>(0, to - from); }
  bool operator==(const Window&) const = default;
};

/// Sums of what happened in a window: key figures need no records beside them and the jobs.
struct Tallies {
  Window window;
  std::vector<MachineTally> machine_tallies;  ///< by machine
  std::vector<GroupTally> group_tallies;      ///< by group
  std::vector<StopTally> stop_tallies;        ///< by machine; empty where nothing can stop any
  TransportTally transport;
  LineTally line_tally;
  ResourceTally resources;
  std::vector<StockTally> stock_tallies;  ///< by stock point
  ConditionTally condition;               ///< empty unless the scenario has conditions, power or costs
  QualityTally quality;
};

/// Makes Tallies of records, a subject a member. The records of each kind come in the order in which they
/// were recorded; how the kinds are mixed makes no difference, to the last bit. What lies before `from` must
/// come as well: levels follow from it. A value: a copy goes on by itself. The scenario must outlive it.
class Tallier {
 public:
  Tallier(const Scenario& scenario, Time from);

  void take(std::span<const OperationRecord> operations);
  void take(std::span<const MachineInterval> intervals);
  void take(std::span<const EventRecord> events);

  /// The sums over [from, to); call once, last. `metered`: see ConditionTally::metered.
  Tallies finish(Time to, std::vector<double> metered);

 private:
  Time from_;
  ShopTallier shop_;
  StopTallier stops_;
  TransportTallier transport_;
  LineTallier lines_;
  ResourceTallier resources_;
  SupplyTallier supply_;
  ConditionTallier condition_;
  QualityTallier quality_;
};

}  // namespace takt
