#include "viz/timeline/critical_path.hpp"

#include <algorithm>

namespace takt {

namespace {

constexpr std::uint32_t none = 0xffffffff;

/// Operations that share a job or a machine, in order of their ends.
class ByEnd {
 public:
  template <class Key>
  ByEnd(const Trace& trace, Key key) : trace_(trace) {
    for (std::uint32_t i = 0; i < trace.operations.size(); ++i) {
      const auto k = static_cast<std::size_t>(key(trace.operations[i]));
      if (k >= lists_.size()) lists_.resize(k + 1);
      lists_[k].push_back(i);
    }
    for (auto& list : lists_)
      std::stable_sort(list.begin(), list.end(), [&](std::uint32_t x, std::uint32_t y) {
        return trace.operations[x].end < trace.operations[y].end;
      });
  }

  /// The one that ended last up to `time` and before operation `self` began; none.
  std::uint32_t last(std::size_t key, Time time, std::uint32_t self) const {
    const auto& list = lists_[key];
    auto after = std::partition_point(list.begin(), list.end(),
                                      [&](std::uint32_t i) { return trace_.operations[i].end <= time; });
    while (after != list.begin()) {
      --after;
      // One without length could otherwise wait for itself, or for its like.
      if (*after < self) return *after;
    }
    return none;
  }

 private:
  const Trace& trace_;
  std::vector<std::vector<std::uint32_t>> lists_;
};

}  // namespace

std::vector<CriticalStep> critical_path(const Trace& trace) {
  std::vector<CriticalStep> path;
  if (trace.operations.empty()) return path;
  const ByEnd by_job(trace, [](const OperationRecord& o) { return o.job; });
  const ByEnd by_machine(trace, [](const OperationRecord& o) { return o.machine; });
  std::uint32_t now = 0;
  for (std::uint32_t i = 1; i < trace.operations.size(); ++i)
    if (trace.operations[i].end > trace.operations[now].end) now = i;
  while (true) {
    const OperationRecord& o = trace.operations[now];
    const std::uint32_t job = by_job.last(o.job, o.ready, now);
    const std::uint32_t machine = by_machine.last(static_cast<std::size_t>(o.machine), o.setup_start, now);
    // A job that did not wait for its machine was late itself.
    std::uint32_t before = o.ready == o.setup_start ? job : machine;
    CriticalCause cause = before == job ? CriticalCause::job : CriticalCause::machine;
    if (o.ready < o.setup_start && job != none &&
        (machine == none || trace.operations[machine].end < o.ready)) {
      before = job;
      cause = CriticalCause::job;
    }
    if (before == none) cause = CriticalCause::start;
    path.push_back({now, cause, before == none ? 0 : o.setup_start - trace.operations[before].end});
    if (before == none) break;
    now = before;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace takt
