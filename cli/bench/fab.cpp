#include "cli/bench/fab.hpp"

#include <string>
#include <utility>
#include <vector>

#include "sim/model/random.hpp"

namespace takt::bench {

namespace {

constexpr Index groups = 150, machines = 1000, products = 10, steps = 500, families = 4;
constexpr double hour = 3600.0 * ticks_per_second;
constexpr Index largest = 4;  ///< lots in a batch

bool batches(Index group) {
  return group % 10 == 3;
}
bool needs_setup(Index group) {
  return group % 10 == 7;
}

/// As many machines as lots times their hours need: groups differ, 6 to 8 machines and once more what is
/// left.
void add_groups(Scenario& s) {
  for (Index f = 0; f < families; ++f) s.families.push_back("recipe " + std::to_string(f));
  SetupMatrix matrix{.name = "recipes", .times = {}, .initial = std::vector<Time>(families, 0)};
  for (Index from = 0; from < families; ++from)
    for (Index to = 0; to < families; ++to)
      matrix.times.push_back(from == to ? 0 : static_cast<Time>(hour / 10));
  s.setup_matrices.push_back(matrix);
  s.operations.groups.resize(groups);
  Index left = machines;
  for (Index g = 0; g < groups; ++g) {
    MachineGroup group;
    group.name = "group " + std::to_string(g);
    group.count = g + 1 == groups ? left : machines / groups + (g % 3) - 1 + (g % 3 == 1 ? 1 : 0);
    left -= group.count;
    if (needs_setup(g)) group.setup_matrix = 0;
    if (batches(g)) {
      s.operations.groups[static_cast<std::size_t>(g)].batch = {
          .minimum = 1, .maximum = largest, .same = BatchSame::family, .wait = static_cast<Time>(hour / 2)};
    }
    s.groups.push_back(group);
  }
}

std::uint64_t draw(std::uint64_t use, std::uint64_t number, std::uint64_t bound) {
  return random_below(random_bits(Seed{11, 0}, Purpose::family, use, number), bound);
}

/// The group of each step of each product, in random order: every machine has as many steps as the others, so
/// that none of them limits the fab by itself.
std::vector<Index> deal_groups(const Scenario& s) {
  std::vector<Index> groups_of_machines;
  for (Index g = 0; g < groups; ++g)
    groups_of_machines.insert(groups_of_machines.end(),
                              static_cast<std::size_t>(s.groups[static_cast<std::size_t>(g)].count), g);
  std::vector<Index> deck;
  deck.reserve(static_cast<std::size_t>(products * steps));
  for (Index i = 0; i < products * steps; ++i)
    deck.push_back(groups_of_machines[static_cast<std::size_t>(i % machines)]);
  for (std::size_t i = deck.size(); i > 1; --i) std::swap(deck[i - 1], deck[draw(0, i, i)]);
  return deck;
}

void add_product(Scenario& s, Index product, const std::vector<Index>& deck) {
  Routing routing;
  routing.name = "product " + std::to_string(product);
  routing.first_step = static_cast<Index>(s.steps.size());
  routing.step_count = routing.steps_taken = steps;
  for (Index i = 0; i < steps; ++i) {
    const auto number = static_cast<std::uint64_t>(product * steps + i);
    const Index group = deck[number];
    Step step;
    step.name = std::to_string(i + 1);
    step.first_mode = static_cast<Index>(s.modes.size());
    if (batches(group) || needs_setup(group)) step.family = static_cast<Index>(draw(1, number, families));
    s.steps.push_back(step);
    Mode mode;
    mode.group = group;
    const double mean = hour * (batches(group) ? 2.5 : needs_setup(group) ? 0.8 : 1);
    mode.time = uniform(0.5 * mean, 1.5 * mean);
    s.modes.push_back(mode);
  }
  s.routings.push_back(routing);
}

}  // namespace

Scenario make_fab(double hours) {
  Scenario s;
  s.name = "fab";
  add_groups(s);
  Source source;
  source.name = "starts";
  const std::vector<Index> deck = deal_groups(s);
  for (Index p = 0; p < products; ++p) {
    add_product(s, p, deck);
    source.products.push_back({p, 1});
  }
  source.interarrival = exponential(hour / 1.94);
  s.sources.push_back(source);
  s.run.horizon = static_cast<Time>(hours * hour);
  s.run.warm_up = s.run.horizon / 4;  // the fab fills
  finish_scenario(s);
  return s;
}

}  // namespace takt::bench
