#pragma once

#include <vector>

#include <simgrid/s4u.hpp>

#include "sim/plant/activity.hpp"

namespace takt {

/// The shared lanes as links of a SimGrid platform, the places as hosts: a flow is a Comm over all shared
/// lanes of its route at once. In the model CM02 without latency, TCP window and cross traffic SimGrid shares
/// links max-min fairly. A SimGrid second is a tick.
class SimGridRoads {
 public:
  /// Adds hosts, links and routes to a zone of routing "full".
  SimGridRoads(const TransportModel& model, simgrid::s4u::NetZone& zone);

  /// Starts the Comm of a flow. Throws Error(bad_input) for a load beyond what can be computed with.
  simgrid::s4u::CommPtr start(const Flow& flow) const;

 private:
  using Links = std::vector<simgrid::s4u::Link*>;  ///< by lane; null: not shared
  void add_route(simgrid::s4u::NetZone& zone, const Links& links, Index from, Index to) const;
  /// Load-metres/s in units a tick.
  double rate(double load_metres_per_second) const {
    return load_metres_per_second * units_ / static_cast<double>(ticks_per_second);
  }
  simgrid::s4u::Host* host(Index place) const { return hosts_[static_cast<std::size_t>(place)]; }

  const TransportModel& model_;
  simgrid::kernel::resource::Model* network_ = nullptr;
  double units_ = 0;  ///< of size, a load-metre: fine for a small part of a tick, and large loads fit in
  std::vector<simgrid::s4u::Host*> hosts_;
};

}  // namespace takt
