#include "learning/search/bounds.hpp"

#include <algorithm>
#include <queue>
#include <vector>

namespace takt::search {
namespace {

/// An operation on a machine of its own: from when on, how long, and what follows.
struct Piece {
  Span head = 0, time = 0, tail = 0;
};

/// Jackson's preemptive schedule: always the piece with the longest tail of those that are there.
Span preemptive(std::vector<Piece> pieces) {
  std::sort(pieces.begin(), pieces.end(), [](const Piece& x, const Piece& y) { return x.head < y.head; });
  const auto shorter = [](const Piece& x, const Piece& y) { return x.tail < y.tail; };
  std::priority_queue<Piece, std::vector<Piece>, decltype(shorter)> here(shorter);
  Span now = 0, longest = std::numeric_limits<Span>::min();
  for (std::size_t next = 0; next < pieces.size() || !here.empty();) {
    if (here.empty()) now = std::max(now, pieces[next].head);
    while (next < pieces.size() && pieces[next].head <= now) here.push(pieces[next++]);
    Piece piece = here.top();
    here.pop();
    const Span until =
        next < pieces.size() ? std::min(pieces[next].head, now + piece.time) : now + piece.time;
    piece.time -= until - now;
    now = until;
    if (piece.time > 0) {
      here.push(piece);
    } else {
      longest = std::max(longest, now + piece.tail);
    }
  }
  return longest;
}

}  // namespace

double lower_bound(const ShopProblem& problem) {
  std::vector<Span> least(at(problem.nodes()), 0);
  for (Index v = 0; v < problem.nodes(); ++v) {
    const auto options = problem.options_of(v);
    if (options.empty()) continue;
    least[at(v)] = std::min_element(options.begin(), options.end(), [](const auto& x, const auto& y) {
                     return x.time < y.time;
                   })->time;
  }
  std::vector<std::vector<Piece>> only(at(problem.machines));
  double sum = 0;
  Span longest = std::numeric_limits<Span>::min();
  for (const ShopProblem::Job& job : problem.jobs) {
    Span head = job.release, work = 0;
    for (Index v = job.gate + 1; !problem.is_gate(v); ++v) work += at(least, v);
    const Span done = head + work;
    if (job.due == never) continue;  // costs nothing, whatever it does
    sum += job.weight * static_cast<double>(std::max<Span>(0, done - job.due));
    longest = std::max(longest, done - job.due);
    for (Index v = job.gate + 1; !problem.is_gate(v); ++v) {
      const Span time = at(least, v);
      const auto options = problem.options_of(v);
      if (options.size() == 1)
        at(only, options.front().machine).push_back({head, time, done - head - time - job.due});
      head += time;
    }
  }
  if (problem.sums) return sum;
  for (std::vector<Piece>& pieces : only)
    if (!pieces.empty()) longest = std::max(longest, preemptive(std::move(pieces)));
  return static_cast<double>(longest);
}

}  // namespace takt::search
