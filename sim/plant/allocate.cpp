// One decision over all operations of several groups that contend for the same pools.

#include <algorithm>

#include "sim/plant/batches.hpp"
#include "sim/plant/hooks.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/shop.hpp"

namespace takt::resources {

std::optional<Decision> decision(PlantState& plant, Index group) {
  const std::vector<Index>& clusters = plant.scenario->resources.cluster;
  const Index cluster = at(clusters, group);
  std::vector<Candidate> candidates;
  Index first_group = -1;
  Candidate policy;  // what the groups would take one after the other
  for (Index g = cluster; g < static_cast<Index>(clusters.size()) && at(plant.resources.waits, cluster) == 0;
       ++g) {
    if (at(clusters, g) != cluster || !somebody_waits(plant, g)) continue;
    const Index machine = shop::lowest_free_machine(plant, g);
    if (machine < 0) continue;
    for (const Candidate& candidate : hooks::startable(plant, machine, g)) {
      if (first_group < 0) {
        first_group = g;
        policy = candidate;
      }
      candidates.push_back(candidate);
    }
  }
  if (candidates.empty()) {
    for (Index g = cluster; g < static_cast<Index>(clusters.size()); ++g) {
      if (at(clusters, g) != cluster) continue;
      mark_clean(plant, g);
      idleness::touch(plant, g);
    }
    return std::nullopt;
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& x, const Candidate& y) {
    if (x.ready != y.ready) return x.ready < y.ready;
    return x.number != y.number ? x.number < y.number : x.position < y.position;
  });
  const auto place = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const Candidate& c) { return c.job == policy.job; });
  const int fallback = static_cast<int>(place - candidates.begin());
  if (plant.scenario->may_wait) candidates.push_back(Candidate{.ready = plant.now});
  plant.scratch = std::move(candidates);
  return Decision{.kind = DecisionKind::allocate,
                  .now = plant.now,
                  .candidates = plant.scratch,
                  .entity = cluster,
                  .fallback = fallback};
}

void resolve(PlantState& plant, const Decision& decision, const Candidate& chosen, Effects& effects) {
  if (chosen.is_wait()) {
    at(plant.resources.waits, decision.entity) = 1;
    plant.any_waits = true;
    return;
  }
  const Index group = at(plant.scenario->modes, chosen.mode).group;
  const Index machine = shop::lowest_free_machine(plant, group);
  if ((at(plant.groups, group).flags & group_batch) != 0) {
    batches::begin(plant, machine, Candidate(chosen), effects);
  } else if (at(plant.jobs, chosen.job).phase == JobPhase::blocked) {
    lines::hand_over(plant, machine, Candidate(chosen), effects);
  } else {
    shop::begin_operation(plant, machine, shop::queue_place(plant, group, chosen), effects);
  }
}

void end_waits(PlantState& plant) {
  std::vector<char>& waits = plant.resources.waits;
  for (std::size_t g = 0; g < waits.size(); ++g) {
    const Index cluster = plant.scenario->resources.cluster[g];
    if (cluster >= 0 && at(waits, cluster) != 0) mark_dirty(plant, static_cast<Index>(g));
  }
  std::fill(waits.begin(), waits.end(), char{0});
}

}  // namespace takt::resources
