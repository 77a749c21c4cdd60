#include "sim/plant/plant.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "sim/plant/condition_rules.hpp"
#include "sim/plant/people_rules.hpp"

namespace takt {

Plant::Plant(const Scenario& scenario, Seed seed)
    : scenario_(&scenario),
      plain_(scenario.plain),
      seed_(seed),
      queues_(scenario.groups.size()),
      people_(PeopleRules::make_state(scenario)),
      supply_(scenario.supply, scenario.run.horizon,
              (scenario.asked >> static_cast<unsigned>(DecisionKind::replenish) & 1) != 0),
      transport_(scenario) {
  const auto count = [](auto n) { return static_cast<std::size_t>(n); };
  machines_.resize(count(scenario.machine_count));
  groups_.resize(scenario.groups.size());
  breakdowns_.resize(count(scenario.breakdown_units));
  sources_.resize(scenario.sources.size());
  free_block_.assign(scenario.routings.size(), -1);
  dirty_groups_.assign((scenario.groups.size() + 63) / 64, 0);
  jobs_.reserve(scenario.orders.size());
  const auto keeps_process = [](std::uint32_t flags) {
    return (flags & (group_batch | group_cascade | group_minimum_run)) != 0;
  };
  if (std::any_of(scenario.group_flags.begin(), scenario.group_flags.end(), keeps_process))
    machine_process_.resize(count(scenario.machine_count));

  for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
    const MachineGroup& group = scenario.groups[g];
    groups_[g].idle = groups_[g].machine_count = group.count;
    groups_[g].first_machine = group.first_machine;
    groups_[g].flags = scenario.group_flags[g];
    const auto causes = static_cast<Index>(group.breakdowns.size());
    for (Index i = 0; i < group.count; ++i) {
      MachineUnit& unit = machines_[count(group.first_machine + i)];
      unit.group = static_cast<Index>(g);
      unit.setup_matrix = group.setup_matrix;
      unit.first_breakdown = group.first_breakdown + i * causes;
      unit.breakdown_count = causes;
      unit.family = group.initial_family;
      unit.watched = causes > 0 || (groups_[g].flags & group_condition) != 0 ? 1 : 0;
      for (Index c = 0; c < causes; ++c) {
        BreakdownUnit& breakdown = breakdowns_[count(unit.first_breakdown + c)];
        breakdown.machine = group.first_machine + i;
        breakdown.cause = c;
      }
    }
  }
  ConditionRules::set_up(*this);
}

void Plant::start(Effects& effects) {
  if (!scenario_->condition.groups.empty()) ConditionRules::start(*this, effects);
  const auto units = static_cast<Index>(breakdowns_.size());
  for (Index u = 0; u < units; ++u) {
    BreakdownUnit& unit = breakdowns_[static_cast<std::size_t>(u)];
    const MachineGroup& group = scenario_->groups[static_cast<std::size_t>(machine(unit.machine).group)];
    if (group.breakdowns[static_cast<std::size_t>(unit.cause)].clock == FailureClock::calendar) {
      arm_calendar(u, effects);
    } else {
      unit.time_left = draw_failure(unit);
    }
  }
  measured_left_ =
      scenario_->run.measured_jobs > 0 ? static_cast<std::uint64_t>(scenario_->run.measured_jobs) : 0;
  open_sources_ = static_cast<std::uint32_t>(sources_.size());
  PeopleRules::start(*this, effects);
  start_lines();
  transport_.start(effects);
  release_due_orders(effects);
  for (Index s = 0; s < static_cast<Index>(sources_.size()); ++s) schedule_arrival(s, effects);
  if (scenario_->supply.used()) supply_.start(supply_now(effects));
  if (lines_.woken()) settle_lines(effects);
  if (supply_.wants_jobs()) start_supply_jobs(effects);
}

void Plant::apply(const Activity& ended, Time now, Effects& effects) {
  assert(now >= now_);
  if (now != now_) {
    if (!plain_ && condition_.unsettled) [[unlikely]]
      ConditionRules::settle(*this, effects);
    if (any_waits_) [[unlikely]]
      end_waits(now);
    now_ = now;
  }
  if (ended.kind == ActivityKind::process) {
    end_process(static_cast<Index>(ended.entity), effects);
  } else {
    apply_other(ended, effects);
  }
  if (!plain_) [[unlikely]]
    settle_features(effects);
}

/// Something happened: whoever chose to wait is asked again.
void Plant::end_waits(Time now) {
  const Time before = std::max(now_, scenario_->run.warm_up);
  any_waits_ = false;
  for (MachineUnit& unit : machines_) {
    if (unit.waits == 0) continue;
    if (scenario_->lines.used) line_waited(unit.group, now - before);
    unit.waits = 0;
    mark_dirty(unit.group);
  }
  PeopleRules::end_waits(*this);
}

/// What a change has brought about beyond the plain shop.
void Plant::settle_features(Effects& effects) {
  if (lines_.woken()) settle_lines(effects);
  if (supply_.wants_jobs()) start_supply_jobs(effects);
}

void Plant::apply_other(const Activity& ended, Effects& effects) {
  const auto entity = static_cast<Index>(ended.entity);
  switch (ended.kind) {
    case ActivityKind::process:
      break;
    case ActivityKind::setup:
      end_setup(entity, effects);
      break;
    case ActivityKind::repair:
      if (entity < scenario_->breakdown_units) {
        repair(entity, effects);
      } else {
        ConditionRules::condition_repaired(*this, entity - scenario_->breakdown_units, effects);
      }
      break;
    case ActivityKind::failure:
      fail(entity, effects);
      break;
    case ActivityKind::arrival:
      arrive(entity, effects);
      break;
    case ActivityKind::release:
      release_due_orders(effects);
      break;
    case ActivityKind::tail:
      end_tail(entity, effects);
      break;
    case ActivityKind::hold:
      if ((std::exchange(process_of(entity).watched, process_of(entity).watched & ~watch_hold) &
           watch_hold) != 0)
        mark_dirty(scenario_->modes[static_cast<std::size_t>(job(entity).mode)].group);
      break;
    case ActivityKind::deadline:
      be_late(entity, effects);
      break;
    case ActivityKind::shipment:
    case ActivityKind::demand:
    case ActivityKind::review:
      end_supply(ended, effects);
      break;
    case ActivityKind::shift:
      PeopleRules::shift(*this, entity, effects);
      break;
    case ActivityKind::move:
    case ActivityKind::charge:
    case ActivityKind::transfer:
      transport_ended(ended, effects);
      break;
    case ActivityKind::service:
      ConditionRules::service_ended(*this, entity, effects);
      break;
    case ActivityKind::wear:
      ConditionRules::wear_ended(*this, entity, effects);
      break;
    case ActivityKind::sample:
      ConditionRules::sample_ended(*this, entity, effects);
      break;
    case ActivityKind::horizon:
      break;
  }
}

Decision Plant::route_decision() {
  const JobState& waiting = job(pending_routes_.front());
  const StepPlan& plan = plan_at(waiting, waiting.position);
  scratch_.clear();
  for (Index mode = plan.first_mode; mode < plan.first_mode + plan.mode_count; ++mode) {
    scratch_.push_back(candidate(pending_routes_.front(), mode, plan));
  }
  return Decision{DecisionKind::route, now_, -1, -1, scratch_, this};
}

/// What is decided before dispatch where there is more than a plain shop.
std::optional<Decision> Plant::find_feature_decision() {
  if (is_asked(DecisionKind::release)) {
    const Index loop = loop_to_decide();
    if (loop >= 0) {
      Decision decision{DecisionKind::release, now_, -1, -1, lines_.card_waiters.queue(loop), this};
      decision.entity = loop;
      decision.fallback = 0;
      return decision;
    }
  }
  if (supply_.next_to_ask() >= 0) return replenish_decision();
  if (!condition_.asking.empty()) {
    if (auto question = ConditionRules::next_question(*this)) return question;
  }
  return std::nullopt;
}

std::optional<Decision> Plant::find_decision() {
  if (filling_ >= 0) [[unlikely]] {
    const Index group = machine(filling_).group;
    return Decision{DecisionKind::dispatch, now_, filling_, group, fitting(filling_, group), this};
  }
  if (!pending_routes_.empty()) return route_decision();
  if (!plain_) [[unlikely]] {
    if (auto decision = find_feature_decision()) return decision;
  }
  for (std::size_t word = 0; word < dirty_groups_.size(); ++word) {
    while (dirty_groups_[word] != 0) {
      const auto group =
          static_cast<Index>(word * 64 + static_cast<std::size_t>(std::countr_zero(dirty_groups_[word])));
      const Index machine = somebody_waits(group) ? lowest_free_machine(group) : -1;
      if (machine < 0) {
        dirty_groups_[word] &= dirty_groups_[word] - 1;
        continue;
      }
      std::span<const Candidate> candidates = queues_.queue(group);
      if (groups_[static_cast<std::size_t>(group)].flags != group_plain) [[unlikely]] {
        if ((groups_[static_cast<std::size_t>(group)].flags & group_allocates) != 0) {
          if (auto decision = PeopleRules::allocate(*this, group)) return decision;
          continue;
        }
        candidates = startable(machine, group);
        if (candidates.empty()) {
          mark_clean(group);  // until what the operations wait for changes
          continue;
        }
      }
      if (scenario_->may_wait) {
        if (candidates.data() != scratch_.data()) scratch_.assign(candidates.begin(), candidates.end());
        scratch_.push_back(Candidate{.ready = now_});
        candidates = scratch_;
      }
      return Decision{DecisionKind::dispatch, now_, machine, group, candidates, this};
    }
  }
  if (!plain_ && transport_.undecided()) return transport_decision();
  return std::nullopt;
}

Index Plant::lowest_free_machine(Index group) const {
  const GroupState& g = groups_[static_cast<std::size_t>(group)];
  if (g.idle == 0) return -1;
  for (Index m = g.first_machine; m < g.first_machine + g.machine_count; ++m) {
    const MachineUnit& unit = machine(m);
    if (unit.job < 0 && unit.down == 0 && unit.waits == 0) return m;
  }
  return -1;
}

void Plant::resolve(const Decision& decision, int choice, Effects& effects) {
  assert(choice >= 0 && static_cast<std::size_t>(choice) < decision.candidates.size());
  const Candidate& chosen = decision.candidates[static_cast<std::size_t>(choice)];
  if (decision.kind == DecisionKind::dispatch && plain_ && !chosen.is_wait()) {
    begin_operation(decision.machine, static_cast<std::size_t>(choice), effects);
    return;
  }
  resolve_other(decision, choice, effects);
  settle_features(effects);
}

void Plant::resolve_other(const Decision& decision, int choice, Effects& effects) {
  const Candidate& chosen = decision.candidates[static_cast<std::size_t>(choice)];
  if (decision.kind == DecisionKind::route) {
    const Index slot = pending_routes_.front();
    pending_routes_.erase(pending_routes_.begin());
    jobs_[static_cast<std::size_t>(slot)].mode = chosen.mode;
    join_group(slot, effects);
  } else if (decision.kind == DecisionKind::allocate) {
    PeopleRules::resolve_allocate(*this, decision, chosen, effects);
  } else if (decision.kind == DecisionKind::release) {
    grant_card(decision.entity, static_cast<std::size_t>(choice), effects);
    const Index source = lines_.cards[static_cast<std::size_t>(decision.entity)].source;
    if (source >= 0) call_saturated(source, effects);
  } else if (decision.kind == DecisionKind::replenish) {
    replenish(decision.entity, choice, effects);
  } else if (decision.kind == DecisionKind::transport) {
    resolve_transport(chosen, effects);
  } else if (decision.kind == DecisionKind::maintain) {
    ConditionRules::answer(*this, decision, chosen, effects);
  } else if (chosen.is_wait()) {
    machines_[static_cast<std::size_t>(decision.machine)].waits = 1;
    any_waits_ = true;
  } else if ((groups_[static_cast<std::size_t>(decision.group)].flags & group_batch) != 0) {
    if (filling_ >= 0) {
      join_batch(decision.machine, chosen, effects);
    } else {
      begin_batch(decision.machine, chosen, effects);
    }
  } else if (job(chosen.job).phase == JobPhase::blocked) {
    hand_over(decision.machine, Candidate(chosen), effects);
  } else {
    // Candidates of a group with features are a choice of its queue, not the queue.
    const bool whole = groups_[static_cast<std::size_t>(decision.group)].flags == group_plain;
    begin_operation(decision.machine,
                    whole ? static_cast<std::size_t>(choice) : queue_place(decision.group, chosen), effects);
  }
}

void Plant::close(Time end, Effects& effects) const {
  for (Index m = 0; m < static_cast<Index>(machines_.size()); ++m) {
    const MachineUnit& unit = machine(m);
    const MachineState state = unit.down > 0 ? unit.down_state : unit.activity;
    if (state != MachineState::idle && end > unit.piece_start) {
      effects.intervals.push_back({unit.piece_start, end, m, state});
    }
  }
  if (scenario_->lines.used) close_lines(end, effects);
  if (condition_.unsettled) ConditionRules::close(*this, effects);
  const std::size_t first = effects.jobs.size();
  effects.jobs.reserve(first + in_shop_);
  for (const JobState& state : jobs_) {
    if (state.phase != JobPhase::free_slot &&
        !PeopleRules::is_task(*this, static_cast<Index>(&state - jobs_.data()))) {
      effects.jobs.push_back(record(state, JobOutcome::unfinished, never));
    }
  }
  std::sort(effects.jobs.begin() + static_cast<std::ptrdiff_t>(first), effects.jobs.end(),
            [](const JobRecord& x, const JobRecord& y) { return x.number < y.number; });
}

Time Plant::work_under_way(Index group) const {
  const MachineGroup& g = scenario_->groups[static_cast<std::size_t>(group)];
  Time work = 0;
  for (Index m = g.first_machine; m < g.first_machine + g.count; ++m) {
    const MachineUnit& unit = machine(m);
    if (unit.job >= 0) work += std::max<Time>(0, unit.planned_end - now_);
  }
  return work;
}

bool Plant::finished() const {
  if (in_shop_ == 0 && open_sources_ == 0 && next_order_ == scenario_->orders.size()) return true;
  return scenario_->run.measured_jobs > 0 && measured_left_ == 0;
}

std::string Plant::describe_waiting() const {
  constexpr int most = 5;
  std::string text;
  int told = 0;
  for (Index g = 0; g < static_cast<Index>(groups_.size()); ++g) {
    const auto waiting = queue(g);
    if (waiting.empty()) continue;
    if (++told > most) continue;
    const MachineGroup& group = scenario_->groups[static_cast<std::size_t>(g)];
    int chose_to_wait = 0, down = 0, busy = 0;
    for (Index m = group.first_machine; m < group.first_machine + group.count; ++m) {
      const MachineUnit& unit = machine(m);
      if (unit.down > 0)
        ++down;
      else if (unit.waits != 0)
        ++chose_to_wait;
      else if (unit.job >= 0)
        ++busy;
    }
    text += fmt::format(
        "{}{} job{} (first: number {}) wait{} at '{}', where {} of {} machines were left waiting by the "
        "agent, {} are down and {} are busy",
        text.empty() ? "" : "; ", waiting.size(), waiting.size() == 1 ? "" : "s", waiting.front().number,
        waiting.size() == 1 ? "s" : "", group.name, chose_to_wait, group.count, down, busy);
    if ((groups_[static_cast<std::size_t>(g)].flags & group_batch) != 0)
      text += fmt::format(" and a batch of at least {} is needed",
                          scenario_->process.groups[static_cast<std::size_t>(g)].batch.minimum);
    text += PeopleRules::describe_lack(*this, g);
  }
  if (told > most) text += fmt::format("; and {} more groups", told - most);
  if (scenario_->lines.used) {
    const std::string more = describe_line_waiting();
    if (!more.empty()) text += (text.empty() ? "" : "; ") + more;
  }
  return text;
}

std::size_t Plant::state_bytes() const {
  const auto bytes = [](const auto& v) { return v.size() * sizeof(v[0]); };
  return sizeof(Plant) + bytes(jobs_) + bytes(machines_) + bytes(groups_) + bytes(breakdowns_) +
         bytes(extras_) + bytes(sources_) + bytes(draws_) + bytes(free_block_) + bytes(pending_routes_) +
         bytes(machine_process_) + bytes(drawn_anew_) + bytes(dirty_groups_) + queues_.bytes() +
         people_.bytes() + lines_.bytes() + supply_.bytes() + transport_.bytes() + condition_.bytes();
}

}  // namespace takt
