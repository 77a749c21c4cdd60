// Batches: which jobs may start together, who joins, how long it takes. And the minimum run after a change of
// family, which also restricts what a machine may start.

#include <algorithm>
#include <cassert>

#include "sim/plant/plant.hpp"

namespace takt {

/// Leaves of the operations in scratch_ (those of a group's queue that the machine could start, in order) the
/// ones that its rules let it start now.
void Plant::restrict_start(Index machine, Index group) {
  const std::uint32_t flags = groups_[at(group)].flags;
  if ((flags & group_batch) != 0) keep_ripe(group);
  if ((flags & group_minimum_run) == 0) return;
  const Index family = this->machine(machine).family;
  if (family < 0 || machine_process_[at(machine)].run_left <= 0) return;
  const auto of_run = [family](const Candidate& c) { return c.family() == family; };
  if (std::none_of(scratch_.begin(), scratch_.end(), of_run)) return;
  std::erase_if(scratch_, [family](const Candidate& c) { return c.family() >= 0 && c.family() != family; });
}

/// Keeps those of which a batch may start: enough of them, and enough waiting.
void Plant::keep_ripe(Index group) {
  const BatchRule& rule = scenario_->process.groups[at(group)].batch;
  if (rule.minimum == 1 && rule.wait == 0) return;
  const auto key_of = [this](const Candidate& c) { return at(scenario_->process.batch_key[at(c.mode)]); };
  batch_counts_.assign(at(scenario_->process.groups[at(group)].keys), {});
  for (const Candidate& c : scratch_) {
    BatchCount& count = batch_counts_[key_of(c)];
    if (count.jobs++ == 0) count.oldest = c.ready;
  }
  std::erase_if(scratch_, [&](const Candidate& c) {
    const BatchCount& count = batch_counts_[key_of(c)];
    if (count.jobs >= rule.maximum) return false;
    return count.jobs < rule.minimum || rule.wait == never || now_ - count.oldest < rule.wait;
  });
}

/// Keeps of the operations in scratch_ those that may join the batch being filled on a machine.
void Plant::keep_joining(Index machine) {
  const Index key = scenario_->process.batch_key[at(job(this->machine(machine).job).mode)];
  std::erase_if(scratch_,
                [&](const Candidate& c) { return scenario_->process.batch_key[at(c.mode)] != key; });
}

void Plant::begin_batch(Index machine, const Candidate& first, Effects& effects) {
  MachineUnit& unit = machines_[at(machine)];
  --groups_[at(unit.group)].idle;
  unit.job = first.job;
  unit.setup_start = now_;
  MachineProcess& batch = machine_process_[at(machine)];
  batch.members = 0;
  batch.last_member = -1;
  join_batch(machine, first, effects);
}

/// Adds a job to the batch on the machine, and all others that may join when the room is enough for them.
/// Else the agent is asked again.
void Plant::join_batch(Index machine, const Candidate& chosen, Effects& effects) {
  add_member(machine, chosen, effects);
  const Index group = this->machine(machine).group;
  const Index room =
      scenario_->process.groups[at(group)].batch.maximum - machine_process_[at(machine)].members;
  if (room > 0) {
    const auto joining = fitting(machine, group);
    if (static_cast<Index>(joining.size()) > room) {
      filling_ = machine;
      mark_dirty(group);  // so that next_decision() looks for it
      return;
    }
    // Taking one out of the queue does not touch the candidates, which are copies.
    for (const Candidate& c : joining) add_member(machine, c, effects);
  }
  filling_ = -1;
  start_batch(machine, effects);
}

void Plant::add_member(Index machine, const Candidate& chosen, Effects& effects) {
  const Index group = this->machine(machine).group;
  take_from_queue(group, queue_place(group, chosen), effects);
  JobState& state = jobs_[at(chosen.job)];
  state.phase = JobPhase::on_machine;
  state.machine = machine;
  MachineProcess& batch = machine_process_[at(machine)];
  process_of(chosen.job).next = -1;
  if (batch.last_member >= 0) process_of(batch.last_member).next = chosen.job;
  batch.last_member = chosen.job;
  ++batch.members;
}

/// How long a batch takes, and how long as far as is known. What is per lot or piece comes one after the
/// other; of what is per batch, the longest on average counts.
Plant::BatchTimes Plant::batch_times(Index first, Seed seed) const {
  Time together = 0, longest_mean = -1;
  double known = 0, drawn = 0, together_known = 0;
  for (Index slot = first; slot >= 0; slot = extras_[at(slot)].process.next) {
    const JobState& state = job(slot);
    const Time planned = planned_time(state, state.mode);
    const Time actual = actual_time(state, state.mode, planned, seed);
    if (scenario_->process.per[at(state.mode)] != TimePer::batch) {
      known += static_cast<double>(planned);
      drawn += static_cast<double>(actual);
    } else if (const Time mean = scenario_->modes[at(state.mode)].planned; mean > longest_mean) {
      longest_mean = mean;
      together = actual;
      together_known = static_cast<double>(planned);
    }
  }
  const auto ticks = [](double x) {
    return static_cast<Time>(std::min(x, static_cast<double>(latest_time)));
  };
  return {ticks(static_cast<double>(together) + drawn), ticks(together_known + known)};
}

void Plant::start_batch(Index machine, Effects& effects) {
  MachineUnit& unit = machines_[at(machine)];
  const Index group = unit.group;
  if (groups_[at(group)].idle == 0 || queues_.empty(group)) mark_clean(group);
  const JobState& first = job(unit.job);
  const Candidate chosen = candidate(unit.job, first.mode, plan_at(first, first.position));
  const BatchTimes times = batch_times(unit.job, seed_);
  unit.ready = first.ready;
  unit.full_time = times.drawn;
  const Time setup = setup_time(machine, chosen.family());
  unit.planned_end = now_ + setup + times.known;
  effects.events.push_back({.time = now_,
                            .value = static_cast<double>(machine_process_[at(machine)].members),
                            .kind = EventKind::batch_started,
                            .entity = machine,
                            .job = first.number,
                            .detail = chosen.step});
  on_start(machine, chosen, effects);
  if (setup > 0) {
    run_activity(machine, MachineState::setup, setup, effects);
  } else {
    if (chosen.family() >= 0) unit.family = chosen.family();
    begin_processing(machine, effects);
  }
}

/// Counts what a machine starts towards the run of its family.
void Plant::count_run(Index machine, Index family) {
  if (family < 0) return;
  const MachineUnit& unit = this->machine(machine);
  MachineProcess& process = machine_process_[at(machine)];
  if (family != unit.family) process.run_left = scenario_->setup_matrices[at(unit.setup_matrix)].minimum_run;
  process.run_left -= (groups_[at(unit.group)].flags & group_batch) != 0 ? process.members : 1;
}

}  // namespace takt
