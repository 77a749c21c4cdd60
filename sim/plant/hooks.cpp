// Where the features beyond the plain shop join in: on the way into a group, at the start and at the end of
// an operation. Steps and groups without such features (flags 0) never come here.

#include <cassert>

#include "sim/plant/condition_rules.hpp"
#include "sim/plant/people_rules.hpp"

namespace takt {

/// A job whose next operation is to be done by a group: it joins the queue, now or later.
void Plant::admit(Index slot, Index group, Effects& effects) {
  if (PeopleRules::is_task(*this, slot) && PeopleRules::drop_if_lost(*this, slot, effects)) return;
  if (!scenario_->lines.used) {
    if (!carry_to(slot, scenario_->transport.place_of_group(group), effects)) enqueue(slot, effects);
    return;
  }
  if (conveyor_to(slot, scenario_->transport.place_of_group(group)) >= 0) {
    // It asks for its place in the queue at the end of the conveyor.
    if (take_cards(slot, effects)) carry_to(slot, scenario_->transport.place_of_group(group), effects);
    return;
  }
  if (line_admit(slot, group, effects)) enter_group(slot, group, effects);
}

/// The operations of a group's queue that the machine could start now, in the order of the queue.
std::span<const Candidate> Plant::startable(Index machine, Index group) {
  scratch_.clear();
  for (const Candidate& candidate : queue(group)) {
    if (can_start(machine, candidate)) scratch_.push_back(candidate);
  }
  const bool batch = (groups_[static_cast<std::size_t>(group)].flags & group_batch) != 0;
  if (scratch_.empty() && scenario_->lines.used && !batch) {
    // Who waits for a place may come straight to the machine.
    for (const Candidate& candidate : lines_.place_waiters.queue(group))
      if (!is_elsewhere(candidate.job, group) && can_start(machine, candidate)) scratch_.push_back(candidate);
  }
  restrict_start(machine, group);
  return scratch_;
}

/// Those that may join the batch being filled on the machine.
std::span<const Candidate> Plant::fitting(Index machine, Index group) {
  scratch_.clear();
  for (const Candidate& candidate : queue(group)) {
    if (can_start(machine, candidate)) scratch_.push_back(candidate);
  }
  keep_joining(machine);
  return scratch_;
}

bool Plant::can_start(Index machine, const Candidate& candidate) {
  const std::uint32_t flags = group(this->machine(machine).group).flags;
  if ((flags & group_line) != 0 && !line_can_start(machine, candidate)) return false;
  if ((flags & group_power) != 0 && !ConditionRules::may_start(*this, machine)) return false;
  return (flags & group_needs) == 0 || PeopleRules::can_start(*this, candidate);
}

std::size_t Plant::queue_place(Index group, const Candidate& candidate) const {
  const auto waiting = queue(group);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].job == candidate.job) return i;
  }
  assert(false);
  return 0;
}

/// The machine has taken the operation; its setup or processing begins next.
void Plant::on_start(Index machine, const Candidate& chosen, Effects& effects) {
  const std::uint32_t flags = groups_[static_cast<std::size_t>(this->machine(machine).group)].flags;
  if ((flags & group_needs) != 0) PeopleRules::take_units(*this, machine, chosen, effects);
  if ((flags & (group_condition | group_power)) != 0) ConditionRules::operation_starts(*this, machine);
  if ((flags & group_minimum_run) != 0) count_run(machine, chosen.family());
  if ((flags & group_cascade) != 0) split_cascade(machine);
  if (scenario_->lines.used) line_start(machine, effects);
}

/// Processing has ended; the job is still on the machine and nothing is recorded yet.
void Plant::on_finish(Index machine, Effects& effects) {
  const MachineUnit unit = this->machine(machine);
  const std::uint32_t flags = groups_[static_cast<std::size_t>(unit.group)].flags;
  if ((flags & group_needs) != 0) PeopleRules::give_back(*this, machine, effects);
  if ((flags & group_condition) != 0) ConditionRules::operation_ends(*this, machine);
  if ((flags & group_cascade) != 0) {
    enter_cascade(machine, effects);
    return;
  }
  const Index level = condition_level(machine);  // before a service may change it
  if (scenario_->lines.used) {
    keep_on_machine(machine);
    if ((flags & group_power) != 0) ConditionRules::state_changed(*this, machine, effects);
  } else if (scenario_->transport.output_of_group(unit.group) >= 0) {
    keep_machine(machine);
    if ((flags & group_power) != 0) ConditionRules::state_changed(*this, machine, effects);
  } else {
    free_machine(machine, effects);
  }
  finish_jobs(machine, unit.job, unit.setup_start, unit.start, level, effects);
}

/// The job has left the machine, for whatever reason.
void Plant::on_leave(Index machine, Effects& effects) {
  const std::uint32_t flags = group(this->machine(machine).group).flags;
  if ((flags & group_needs) != 0) PeopleRules::give_back(*this, machine, effects);  // of a scrapped operation
  if ((flags & group_hours) != 0) PeopleRules::machine_left(*this, machine, effects);
  if ((flags & (group_condition | group_power)) != 0) ConditionRules::machine_freed(*this, machine, effects);
}

}  // namespace takt
