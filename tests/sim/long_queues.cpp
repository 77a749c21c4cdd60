#include "tests/sim/long_queues.hpp"

#include <string>

#include "sim/model/random.hpp"

namespace takt::test {

namespace {

constexpr Index groups = 3, products = 6, steps = 4;

class Drawn {
 public:
  Drawn(std::uint64_t seed, const LongQueueShape& shape) : seed_{seed, 7}, shape_(shape) {}

  Scenario scenario() {
    s_.name = "long queues";
    s_.may_wait = shape_.may_wait;
    for (Index g = 0; g < groups; ++g) {
      MachineGroup group;
      group.name = "group " + std::to_string(g);
      group.count = 1 + below(4);
      s_.groups.push_back(group);
    }
    if (shape_.needs) {
      for (Index p = 0; p < 2; ++p) {
        Pool pool;
        pool.name = "pool " + std::to_string(p);
        pool.capacity = 70;
        s_.resources.pools.push_back(pool);
      }
    }
    for (Index p = 0; p < products; ++p) {
      start_routing("product " + std::to_string(p), steps);
      for (Index i = 0; i < steps; ++i) add_step(below(groups), needs());
    }
    for (int j = 0; j < shape_.jobs; ++j) {
      Order order;
      order.name = "job " + std::to_string(j);
      order.routing = below(products);
      if (below(4) == 0) order.release = below(50) * ticks_per_second;
      if (below(5) != 0) order.due = {DueRule::fixed, below(400) * ticks_per_second, 0};
      order.weight = 1 + below(4);
      s_.orders.push_back(order);
    }
    if (shape_.too_many_classes) {
      start_routing("nothing that anybody makes", 70 * groups);
      for (Index g = 0; g < groups; ++g)
        for (Index amount = 1; amount <= 70; ++amount) add_step(g, {{0, -1, amount}});
    }
    finish_scenario(s_);
    return s_;
  }

 private:
  Index below(int bound) {
    return static_cast<Index>(
        random_below(random_bits(seed_, Purpose::family, 2, draws_++), static_cast<std::uint64_t>(bound)));
  }

  std::vector<Need> needs() {
    std::vector<Need> list;
    for (Index p = 0; p < 2; ++p)
      if (below(3) != 0) list.push_back({p, -1, 20 + 15 * below(3)});
    return list;
  }

  void start_routing(const std::string& name, Index count) {
    Routing routing;
    routing.name = name;
    routing.first_step = static_cast<Index>(s_.steps.size());
    routing.step_count = routing.steps_taken = count;
    s_.routings.push_back(routing);
  }

  void add_step(Index group, const std::vector<Need>& needs) {
    Step step;
    step.name =
        "step " + std::to_string(s_.steps.size() - static_cast<std::size_t>(s_.routings.back().first_step));
    step.first_mode = static_cast<Index>(s_.modes.size());
    s_.steps.push_back(step);
    Mode mode;
    mode.group = group;
    mode.time = constant(static_cast<double>((1 + below(12)) * ticks_per_second));
    s_.modes.push_back(mode);
    if (!shape_.needs) return;
    s_.resources.mode_needs.push_back(
        {static_cast<Index>(s_.resources.needs.size()), static_cast<Index>(needs.size())});
    s_.resources.needs.insert(s_.resources.needs.end(), needs.begin(), needs.end());
  }

  Seed seed_;
  const LongQueueShape& shape_;
  std::uint64_t draws_ = 0;
  Scenario s_;
};

}  // namespace

Scenario long_queue_shop(std::uint64_t seed, const LongQueueShape& shape) {
  return Drawn(seed, shape).scenario();
}

}  // namespace takt::test
