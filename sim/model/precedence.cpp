#include "sim/model/precedence.hpp"

#include <algorithm>
#include <array>
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

/// Counts for each vertex those that can be reached: which of 256, for 256 after the other, so that memory
/// stays linear. Vertices are known by their place in `last_first`, so that edges lead to smaller places.
void count_successors(const Graph& graph, const std::vector<std::size_t>& last_first,
                      std::vector<Index>& successors) {
  const std::size_t count = last_first.size();
  std::vector<std::uint32_t> place(count), first_edge(count + 1, 0), targets;
  for (std::size_t p = 0; p < count; ++p) place[last_first[p]] = static_cast<std::uint32_t>(p);
  targets.reserve(num_edges(graph));
  for (std::size_t p = 0; p < count; ++p) {
    for (auto [next, end] = adjacent_vertices(last_first[p], graph); next != end; ++next)
      targets.push_back(place[*next]);
    first_edge[p + 1] = static_cast<std::uint32_t>(targets.size());
  }
  constexpr std::size_t words = 4, width = 64 * words;
  std::vector<std::array<std::uint64_t, words>> reached(count);
  for (std::size_t first = 0; first < count; first += width) {
    for (std::size_t p = first; p < count; ++p) {  // what stands before the block cannot reach it
      std::array<std::uint64_t, words> bits{};
      for (std::uint32_t e = first_edge[p]; e < first_edge[p + 1]; ++e) {
        const std::size_t target = targets[e];
        if (target < first) continue;
        for (std::size_t w = 0; w < words; ++w) bits[w] |= reached[target][w];
        if (target < first + width) bits[(target - first) / 64] |= std::uint64_t{1} << (target % 64);
      }
      reached[p] = bits;
      for (const std::uint64_t word : bits) successors[last_first[p]] += std::popcount(word);
    }
  }
}

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
  count_successors(graph, last_first, info.successors);
  return info;
}

}  // namespace takt
