#include "sim/model/precedence.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <boost/graph/topological_sort.hpp>

namespace takt {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

Graph make_graph(std::size_t vertices, const PrecedenceEdges& edges) {
  return {edges.begin(), edges.end(), vertices};
}

/// Remembers how the search came to each vertex, and the first edge that leads back.
class CircleFinder : public boost::default_dfs_visitor {
 public:
  CircleFinder(std::vector<std::size_t>& parent, std::vector<Index>& circle)
      : parent_(&parent), circle_(&circle) {}

  void tree_edge(Graph::edge_descriptor edge, const Graph& graph) {
    (*parent_)[target(edge, graph)] = source(edge, graph);
  }
  void back_edge(Graph::edge_descriptor edge, const Graph& graph) {
    if (!circle_->empty()) return;
    const std::size_t first = target(edge, graph);
    for (std::size_t v = source(edge, graph); v != first; v = (*parent_)[v])
      circle_->push_back(static_cast<Index>(v));
    circle_->push_back(static_cast<Index>(first));
    std::reverse(circle_->begin(), circle_->end());
  }

 private:
  std::vector<std::size_t>* parent_;
  std::vector<Index>* circle_;
};

}  // namespace

std::vector<Index> find_circle(Index vertices, const PrecedenceEdges& edges) {
  const Graph graph = make_graph(at(vertices), edges);
  std::vector<std::size_t> parent(at(vertices));
  std::vector<Index> circle;
  boost::depth_first_search(graph, boost::visitor(CircleFinder(parent, circle)));
  return circle;
}

PrecedenceInfo analyse_precedence(const std::vector<Time>& times, const PrecedenceEdges& edges) {
  const Graph graph = make_graph(times.size(), edges);
  std::vector<std::size_t> last_first;  // every vertex after all that come after it
  last_first.reserve(times.size());
  boost::topological_sort(graph, std::back_inserter(last_first));

  PrecedenceInfo info;
  info.path = times;
  info.last_first.assign(last_first.begin(), last_first.end());
  info.on_path.assign(times.size(), -1);
  info.successors.assign(times.size(), 0);
  for (const std::size_t v : last_first) {
    Time longest = 0;
    for (auto [next, end] = adjacent_vertices(v, graph); next != end; ++next) {
      const auto w = static_cast<Index>(*next);
      const Time path = info.path[*next];
      if (info.on_path[v] >= 0 && (path < longest || (path == longest && w > info.on_path[v]))) continue;
      longest = path;
      info.on_path[v] = w;
    }
    info.path[v] += longest;
  }
  // Which of 64 vertices can be reached, for 64 after the other: memory stays linear.
  std::vector<std::uint64_t> reached(times.size());
  for (std::size_t first = 0; first < times.size(); first += 64) {
    for (const std::size_t v : last_first) {
      std::uint64_t bits = 0;
      for (auto [next, end] = adjacent_vertices(v, graph); next != end; ++next) {
        bits |= reached[*next];
        if (*next >= first && *next < first + 64) bits |= std::uint64_t{1} << (*next - first);
      }
      reached[v] = bits;
      info.successors[v] += std::popcount(bits);
    }
  }
  return info;
}

}  // namespace takt
