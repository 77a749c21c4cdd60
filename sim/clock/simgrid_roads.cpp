#include "sim/clock/simgrid_roads.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>

#include <simgrid/kernel/resource/Action.hpp>
#include <simgrid/kernel/resource/Model.hpp>

#include "sim/model/error.hpp"

namespace sg4 = simgrid::s4u;

namespace takt {

SimGridRoads::SimGridRoads(const TransportModel& model, sg4::NetZone& zone) : model_(model) {
  for (simgrid::kernel::resource::Model* part : sg4::Engine::get_instance()->get_all_models()) {
    if (part->get_name().starts_with("Network")) network_ = part;
  }
  assert(network_ != nullptr);
  double most = 1e3;
  for (const Lane& lane : model.lanes) most = std::max(most, lane.capacity);
  units_ = 1e12 / most;
  Links links(model.lanes.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (model.lanes[i].capacity <= 0) continue;
    links[i] = zone.create_link("lane" + std::to_string(i), rate(model.lanes[i].capacity));
    links[i]->set_latency(0.0)->seal();
  }
  const auto places = static_cast<Index>(model.places.size());
  for (Index p = 0; p < places; ++p) hosts_.push_back(zone.create_host("place" + std::to_string(p), 1.0));
  for (Index from = 0; from < places; ++from) {
    for (Index to = 0; to < places; ++to) {
      if (from != to && model.is_shared(from, to)) add_route(zone, links, from, to);
    }
  }
}

void SimGridRoads::add_route(sg4::NetZone& zone, const Links& links, Index from, Index to) const {
  std::vector<sg4::LinkInRoute> route;
  for_each_lane(model_, from, to, [&](Index lane) {
    if (sg4::Link* link = links[static_cast<std::size_t>(lane)]) route.emplace_back(link);
  });
  zone.add_route(host(from)->get_netpoint(), host(to)->get_netpoint(), nullptr, nullptr, route, false);
}

sg4::CommPtr SimGridRoads::start(const Flow& flow) const {
  const double size = std::round(flow.load * to_metres(model_.distance(flow.from, flow.to)) * units_);
  if (!(size >= 1 && size < 1.8e19)) {
    const auto place = [&](Index p) { return model_.places[static_cast<std::size_t>(p)]; };
    throw Error(Fault::bad_input, "a load of " + std::to_string(flow.load) + " is too " +
                                      (size < 1 ? "small" : "large") + " for the shared lanes from '" +
                                      place(flow.from) + "' to '" + place(flow.to) + "'");
  }
  sg4::CommPtr comm = sg4::Comm::sendto_init(host(flow.from), host(flow.to));
  comm->set_payload_size(static_cast<std::uint64_t>(size));
  comm->vetoable_start();
  // Comm::set_rate means nothing between two hosts without mailbox; the action that has just begun is
  // bounded.
  network_->get_started_action_set()->back().set_bound(rate(flow.load * flow.speed));
  return comm;
}

}  // namespace takt
