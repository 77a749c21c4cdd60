#include "agents/rules/route.hpp"

#include <cassert>

#include "agents/shop_view.hpp"

namespace takt {
namespace {

double jobs_there(const Plant& plant, Index group) {
  const MachineGroup& machines = machine_group(plant, group);
  std::size_t jobs = plant.queue(group).size();
  for (Index m = machines.first_machine; m < machines.first_machine + machines.count; ++m) {
    if (plant.machine(m).job >= 0) ++jobs;
  }
  return static_cast<double>(jobs) / machines.count;
}

double route_score(RouteRule rule, const Decision& decision, const Candidate& candidate) {
  const Index group = group_of(decision, candidate);
  switch (rule) {
    case RouteRule::ect: {
      const Time own = setup_needed(decision, candidate) + candidate.processing_time;
      return group_load(*decision.plant, group) + static_cast<double>(own);
    }
    case RouteRule::spt:
      return static_cast<double>(candidate.processing_time);
    case RouteRule::least_work:
      return group_load(*decision.plant, group);
    case RouteRule::fewest_jobs:
      return jobs_there(*decision.plant, group);
    case RouteRule::first:
      return 0;
  }
  assert(false);
  return 0;
}

}  // namespace

OptionInfo route_option(const std::vector<std::string>& more) {
  std::vector<std::string> choices = {"ect", "spt", "least_work", "fewest_jobs", "first"};
  choices.insert(choices.end(), more.begin(), more.end());
  return choice_option("route", std::move(choices),
                       "among groups: earliest completion, shortest time, least work, fewest jobs, first");
}

RouteRule route_rule(const std::string& name) {
  if (name == "spt") return RouteRule::spt;
  if (name == "least_work") return RouteRule::least_work;
  if (name == "fewest_jobs") return RouteRule::fewest_jobs;
  if (name == "first") return RouteRule::first;
  assert(name == "ect");
  return RouteRule::ect;
}

int choose_route(RouteRule rule, const Decision& decision) {
  std::size_t best = 0;
  double best_score = route_score(rule, decision, decision.candidates[0]);
  for (std::size_t i = 1; i < decision.candidates.size(); ++i) {
    const double score = route_score(rule, decision, decision.candidates[i]);
    if (score < best_score) {
      best = i;
      best_score = score;
    }
  }
  return static_cast<int>(best);
}

}  // namespace takt
