// Recounts the plant from scratch and compares: nothing lost, nothing doubled.

#include <vector>

#include <fmt/format.h>

#include "sim/plant/condition_rules.hpp"
#include "sim/plant/people_rules.hpp"

namespace takt {

std::vector<std::string> Plant::check() const {
  std::vector<std::string> broken;
  check_jobs(broken);
  check_groups(broken);
  PeopleRules::check(*this, broken);
  check_supply(broken);
  check_lines(broken);
  check_transport(broken);
  if (!scenario_->condition.groups.empty()) ConditionRules::check(*this, broken);
  check_process(broken);
  return broken;
}

/// Every job in the shop stands in one place, and as many are there as are counted.
void Plant::check_jobs(std::vector<std::string>& broken) const {
  std::vector<int> places(jobs_.size(), 0);
  for (Index g = 0; g < static_cast<Index>(groups_.size()); ++g) {
    for (const Candidate& waiting : queue(g)) ++places[static_cast<std::size_t>(waiting.job)];
  }
  for (const Index slot : pending_routes_) ++places[static_cast<std::size_t>(slot)];
  std::uint64_t in_shop = 0;
  for (std::size_t slot = 0; slot < jobs_.size(); ++slot) {
    const JobState& state = jobs_[slot];
    if (state.phase == JobPhase::free_slot) {
      if (places[slot] != 0) broken.push_back(fmt::format("a job that left still waits (slot {})", slot));
      continue;
    }
    if (!PeopleRules::is_task(*this, static_cast<Index>(slot))) ++in_shop;
    const bool waits = state.phase == JobPhase::queued || state.phase == JobPhase::waiting_route;
    if (waits && places[slot] != 1) {
      broken.push_back(fmt::format("job {} waits in {} places", state.number, places[slot]));
    }
    if (state.phase == JobPhase::on_machine && (places[slot] != 0 || state.machine < 0)) {
      broken.push_back(fmt::format("job {} should be on a machine and nowhere else", state.number));
    }
  }
  if (in_shop != in_shop_)
    broken.push_back(fmt::format("{} jobs are in the shop, counted {}", in_shop, in_shop_));
}

/// Work in queues and idle machines are as counted.
void Plant::check_groups(std::vector<std::string>& broken) const {
  for (Index g = 0; g < static_cast<Index>(groups_.size()); ++g) {
    const GroupState& at = group(g);
    Time work = 0;
    for (const Candidate& waiting : queue(g)) work += waiting.processing_time;
    Index idle = 0;
    for (Index m = at.first_machine; m < at.first_machine + at.machine_count; ++m) {
      idle += static_cast<Index>(machine(m).job < 0 && machine(m).down == 0);
    }
    const std::string& name = scenario_->groups[static_cast<std::size_t>(g)].name;
    if (work != at.queued_work) {
      broken.push_back(fmt::format("'{}': {} ticks of work wait, counted {}", name, work, at.queued_work));
    }
    if (idle != at.idle)
      broken.push_back(fmt::format("'{}': {} machines are idle, counted {}", name, idle, at.idle));
  }
}

}  // namespace takt
