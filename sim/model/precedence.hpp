#pragma once

#include <utility>
#include <vector>

#include "sim/model/resource_model.hpp"

namespace takt {

/// Edge (u, v) of a precedence graph: v can start when u is done. Vertices count from 0.
using PrecedenceEdges = std::vector<std::pair<Index, Index>>;

/// The vertices of a circle, in its direction; empty when there is none.
std::vector<Index> find_circle(Index vertices, const PrecedenceEdges& edges);

/// What a graph without circles says of each vertex.
struct PrecedenceInfo {
  std::vector<Time> path;         ///< longest sum of `times` from its start to the end
  std::vector<Index> on_path;     ///< the next vertex of that path (of equals the least); -1: it ends here
  std::vector<Index> last_first;  ///< every vertex after all that come after it
  std::vector<Index> successors;  ///< vertices that cannot start before it is done, directly or not
};

PrecedenceInfo analyse_precedence(const std::vector<Time>& times, const PrecedenceEdges& edges);

}  // namespace takt
