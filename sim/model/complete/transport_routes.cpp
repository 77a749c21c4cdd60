// Shortest routes, by Boost.Graph.

#include <algorithm>
#include <limits>
#include <numeric>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "sim/model/transport_model.hpp"

namespace takt {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, Length>>;

/// Every lane turned round: distances from a place are those to it.
Graph reversed(const TransportModel& model) {
  Graph graph(model.places.size());
  for (const Lane& lane : model.lanes) {
    const auto from = static_cast<std::size_t>(lane.from), to = static_cast<std::size_t>(lane.to);
    boost::add_edge(to, from, lane.length, graph);
    if (!lane.one_way) boost::add_edge(from, to, lane.length, graph);
  }
  return graph;
}

/// The lanes that lead away from each place, in the order of the model.
std::vector<std::vector<Index>> lanes_away(const TransportModel& model) {
  std::vector<std::vector<Index>> away(model.places.size());
  for (std::size_t i = 0; i < model.lanes.size(); ++i) {
    const Lane& lane = model.lanes[i];
    away[static_cast<std::size_t>(lane.from)].push_back(static_cast<Index>(i));
    if (!lane.one_way) away[static_cast<std::size_t>(lane.to)].push_back(static_cast<Index>(i));
  }
  return away;
}

/// The first lane from `from` on a shortest way to `to`: the one listed first.
Index first_lane(const TransportModel& model, const std::vector<Index>& away, Index from, Index to) {
  const Length whole = model.distance(from, to);
  for (const Index index : away) {
    const Lane& lane = model.lanes[static_cast<std::size_t>(index)];
    const Length rest = model.distance(lane.from == from ? lane.to : lane.from, to);
    if (rest >= 0 && rest + lane.length == whole) return index;
  }
  return -1;
}

}  // namespace

void find_routes(TransportModel& model) {
  constexpr Length unreachable = std::numeric_limits<Length>::max();
  const std::size_t places = model.places.size();
  model.distances.assign(places * places, -1);
  model.next_lanes.assign(places * places, -1);
  model.shared_route.assign(places * places, 0);
  const Graph graph = reversed(model);
  std::vector<Length> distance(places);
  for (std::size_t to = 0; to < places; ++to) {
    boost::dijkstra_shortest_paths(graph, to, boost::distance_map(distance.data()).distance_inf(unreachable));
    for (std::size_t from = 0; from < places; ++from) {
      if (distance[from] != unreachable) model.distances[from * places + to] = distance[from];
    }
  }
  const std::vector<std::vector<Index>> away = lanes_away(model);
  for (Index from = 0; from < static_cast<Index>(places); ++from) {
    for (Index to = 0; to < static_cast<Index>(places); ++to) {
      if (from != to && model.distance(from, to) >= 0)
        model.next_lanes[model.pair(from, to)] =
            first_lane(model, away[static_cast<std::size_t>(from)], from, to);
    }
  }
  if (std::none_of(model.lanes.begin(), model.lanes.end(),
                   [](const Lane& lane) { return lane.capacity > 0; }))
    return;
  // Nearest first: the rest of a route is known when its first lane is looked at.
  std::vector<Index> nearest(places);
  for (Index to = 0; to < static_cast<Index>(places); ++to) {
    std::iota(nearest.begin(), nearest.end(), 0);
    std::sort(nearest.begin(), nearest.end(),
              [&](Index a, Index b) { return model.distance(a, to) < model.distance(b, to); });
    for (const Index from : nearest) {
      if (from == to || model.distance(from, to) < 0) continue;
      const Lane& lane = model.lanes[static_cast<std::size_t>(model.next_lanes[model.pair(from, to)])];
      const Index next = lane.from == from ? lane.to : lane.from;
      const bool rest = next != to && model.shared_route[model.pair(next, to)] != 0;
      model.shared_route[model.pair(from, to)] = lane.capacity > 0 || rest ? 1 : 0;
    }
  }
}

Index TransportModel::conveyor_between(Index from, Index to) const {
  for (std::size_t c = 0; c < conveyors.size(); ++c) {
    if (conveyors[c].from == from && conveyors[c].to == to) return static_cast<Index>(c);
  }
  return -1;
}

}  // namespace takt
