#include "tests/bench/reference_loops.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <numeric>
#include <queue>
#include <random>
#include <utility>

namespace takt::bench {

BareShop make_bare_shop(int jobs, int machines, std::uint64_t seed) {
  BareShop shop{jobs, machines, {}, {}};
  std::mt19937_64 engine(seed);
  std::vector<std::int32_t> route(static_cast<std::size_t>(machines));
  std::iota(route.begin(), route.end(), 0);
  for (int j = 0; j < jobs; ++j) {
    std::shuffle(route.begin(), route.end(), engine);
    for (const std::int32_t m : route) {
      shop.machine.push_back(m);
      shop.time.push_back(static_cast<std::int64_t>(engine() % 99 + 1) * 1'000'000);
    }
  }
  return shop;
}

std::int64_t run_bare_heap(const BareShop& shop) {
  struct Ending {
    std::int64_t time;
    std::int32_t machine;
    std::int32_t job;
    bool operator>(const Ending& other) const {
      return time != other.time ? time > other.time : machine > other.machine;
    }
  };
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> heap;
  std::vector<std::deque<std::int32_t>> queues(static_cast<std::size_t>(shop.machines));
  std::vector<char> busy(static_cast<std::size_t>(shop.machines), 0);
  std::vector<std::int32_t> position(static_cast<std::size_t>(shop.jobs), 0);
  const auto at = [&](std::int32_t job) {
    return static_cast<std::size_t>(job) * static_cast<std::size_t>(shop.machines) +
           static_cast<std::size_t>(position[static_cast<std::size_t>(job)]);
  };
  std::int64_t now = 0;
  const auto start_next = [&](std::int32_t m) {
    auto& queue = queues[static_cast<std::size_t>(m)];
    if (busy[static_cast<std::size_t>(m)] != 0 || queue.empty()) return;
    const std::int32_t job = queue.front();
    queue.pop_front();
    busy[static_cast<std::size_t>(m)] = 1;
    heap.push({now + shop.time[at(job)], m, job});
  };
  for (std::int32_t j = 0; j < shop.jobs; ++j) queues[static_cast<std::size_t>(shop.machine[at(j)])].push_back(j);
  for (std::int32_t m = 0; m < shop.machines; ++m) start_next(m);
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
