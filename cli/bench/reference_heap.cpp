#include "cli/bench/reference_heap.hpp"

#include <deque>
#include <functional>
#include <queue>
#include <vector>

namespace takt::bench {

namespace {

/// Endings of one instant go by job number. Then jobs join a queue in the order (ready, job number), and a
/// machine that is free takes the lowest of those that come to it: the schedule is Takt's.
struct Ending {
  std::int64_t time;
  std::int32_t job;
  std::int32_t machine;
  bool operator>(const Ending& other) const {
    return time != other.time ? time > other.time : job > other.job;
  }
};

}  // namespace

std::int64_t run_reference_heap(const BareShop& shop) {
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> heap;
  std::vector<std::deque<std::int32_t>> queues(static_cast<std::size_t>(shop.machines));
  std::vector<char> busy(static_cast<std::size_t>(shop.machines), 0);
  std::vector<std::int32_t> position(static_cast<std::size_t>(shop.jobs), 0);
  const auto at = [&](std::int32_t job) {
    return static_cast<std::size_t>(job) * static_cast<std::size_t>(shop.machines) +
           static_cast<std::size_t>(position[static_cast<std::size_t>(job)]);
  };
  std::int64_t now = 0;
  const auto start_next = [&](std::int32_t machine) {
    auto& queue = queues[static_cast<std::size_t>(machine)];
    if (busy[static_cast<std::size_t>(machine)] != 0 || queue.empty()) return;
    const std::int32_t job = queue.front();
    queue.pop_front();
    busy[static_cast<std::size_t>(machine)] = 1;
    heap.push({now + shop.time[at(job)], job, machine});
  };
  for (std::int32_t job = 0; job < shop.jobs; ++job) {
    queues[static_cast<std::size_t>(shop.machine[at(job)])].push_back(job);
  }
  for (std::int32_t machine = 0; machine < shop.machines; ++machine) start_next(machine);
  while (!heap.empty()) {
    const Ending ending = heap.top();
    heap.pop();
    now = ending.time;
    busy[static_cast<std::size_t>(ending.machine)] = 0;
    if (++position[static_cast<std::size_t>(ending.job)] < shop.machines) {
      const std::int32_t next = shop.machine[at(ending.job)];
      queues[static_cast<std::size_t>(next)].push_back(ending.job);
      start_next(next);
    }
    start_next(ending.machine);
  }
  return now;
}

}  // namespace takt::bench
