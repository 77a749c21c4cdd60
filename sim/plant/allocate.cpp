// One decision over all operations of several groups that contend for the same pools.

#include <algorithm>

#include "sim/plant/people_rules.hpp"

namespace takt {
std::optional<Decision> PeopleRules::allocate(Plant& plant, Index group) {
  const std::vector<Index>& clusters = plant.scenario().people.cluster;
  const Index cluster = clusters[at(group)];
  std::vector<Candidate> candidates;
  Index first_group = -1;
  Candidate policy;  // what the groups would take one after the other
  for (Index g = cluster; g < static_cast<Index>(clusters.size()) && plant.people_.waits[at(cluster)] == 0;
       ++g) {
    if (clusters[at(g)] != cluster || !plant.somebody_waits(g)) continue;
    const Index machine = plant.lowest_free_machine(g);
    if (machine < 0) continue;
    for (const Candidate& candidate : plant.startable(machine, g)) {
      if (first_group < 0) {
        first_group = g;
        policy = candidate;
      }
      candidates.push_back(candidate);
    }
  }
  if (candidates.empty()) {
    for (Index g = cluster; g < static_cast<Index>(clusters.size()); ++g)
      if (clusters[at(g)] == cluster) plant.mark_clean(g);
    return std::nullopt;
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& x, const Candidate& y) {
    if (x.ready != y.ready) return x.ready < y.ready;
    return x.number != y.number ? x.number < y.number : x.position < y.position;
  });
  const auto place = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const Candidate& c) { return c.job == policy.job; });
  const int fallback = static_cast<int>(place - candidates.begin());
  if (plant.scenario().may_wait) candidates.push_back(Candidate{.ready = plant.now_});
  plant.scratch_ = std::move(candidates);
  return Decision{.kind = DecisionKind::allocate,
                  .now = plant.now_,
                  .candidates = plant.scratch_,
                  .plant = &plant,
                  .entity = cluster,
                  .fallback = fallback};
}

void PeopleRules::resolve_allocate(Plant& plant, const Decision& decision, const Candidate& chosen,
                                   Effects& effects) {
  if (chosen.is_wait()) {
    plant.people_.waits[at(decision.entity)] = 1;
    plant.any_waits_ = true;
    return;
  }
  const Index group = plant.scenario().modes[at(chosen.mode)].group;
  const Index machine = plant.lowest_free_machine(group);
  if ((plant.groups_[at(group)].flags & group_batch) != 0) {
    plant.begin_batch(machine, Candidate(chosen), effects);
  } else if (plant.job(chosen.job).phase == JobPhase::blocked) {
    plant.hand_over(machine, Candidate(chosen), effects);
  } else if (plant.job(chosen.job).phase == JobPhase::blocked) {
    plant.hand_over(machine, Candidate(chosen), effects);
  } else {
    plant.begin_operation(machine, plant.queue_place(group, chosen), effects);
  }
}

void PeopleRules::end_waits(Plant& plant) {
  std::vector<char>& waits = plant.people_.waits;
  for (std::size_t g = 0; g < waits.size(); ++g) {
    const Index cluster = plant.scenario().people.cluster[g];
    if (cluster >= 0 && waits[at(cluster)] != 0) plant.mark_dirty(static_cast<Index>(g));
  }
  std::fill(waits.begin(), waits.end(), char{0});
}

}  // namespace takt
