#pragma once

#include "sim/plant/activity.hpp"
#include "sim/plant/shop_core.hpp"

namespace takt::test {

/// A plain shop in arrays of fixed size, as a device would keep it: known jobs, all there at time 0, one mode
/// a step, constant times; whoever waits longest is next. Everything but the clock is the rules of
/// shop_core.hpp.
template <int most_jobs, int most_machines, int most_groups, int most_families>
struct FixedShop {
  /// What a queue holds.
  struct Entry {
    Time ready = 0;
    Time processing_time = 0;
    std::uint32_t number = 0;
    Index job = -1;
    Index mode = -1;
    std::uint16_t family_plus1 = 0;
    Index family() const { return static_cast<Index>(family_plus1) - 1; }
  };

  // Tables.
  const StepPlan* plans = nullptr;
  Time setups[most_machines][most_families + 1][most_families] = {};  ///< [machine][from + 1][to]
  int job_count = 0, machine_count = 0, group_count = 0;

  // State.
  Time clock = 0;
  JobState jobs[most_jobs];
  MachineUnit machines[most_machines];
  GroupState groups[most_groups];
  Entry queues[most_groups][most_jobs];
  int queue_sizes[most_groups] = {};
  bool dirty[most_groups] = {};
  Time ends[most_machines] = {};           ///< never: nothing is under way on it
  ActivityKind kinds[most_machines] = {};  ///< what is
  Time left[most_jobs] = {};               ///< when each job left
  int operations = 0;

  /// The shop as the rules see it.
  struct View {
    static constexpr bool plain = true;
    FixedShop* s;

    Time now() const { return s->clock; }
    JobState& job(Index slot) const { return s->jobs[slot]; }
    MachineUnit& machine(Index m) const { return s->machines[m]; }
    GroupState& group(Index g) const { return s->groups[g]; }
    const StepPlan& plan_at(const JobState& job, std::uint32_t position) const {
      return s->plans[job.first_step + static_cast<Index>(position)];
    }
    Time planned_step_work(const JobState& job, std::uint32_t position) const {
      return plan_at(job, position).planned;
    }
    Index group_of(const StepPlan& plan, const JobState&) const { return plan.group; }
    Time setup_time(Index m, Index family) const {
      return family < 0 ? 0 : s->setups[m][s->machines[m].family + 1][family];
    }
    Time actual_time(const JobState&, Index, Time planned) const { return planned; }
    Entry candidate(Index slot, Index mode, const StepPlan& plan) const {
      const JobState& state = s->jobs[slot];
      return {state.ready, plan.planned, state.number, slot, mode, plan.family_plus1};
    }
    void queue_insert(Index g, const Entry& entry) const {
      int place = s->queue_sizes[g]++;
      Entry* queue = s->queues[g];
      const auto later = [&](const Entry& x) {
        return x.ready != entry.ready ? x.ready > entry.ready : x.number > entry.number;
      };
      for (; place > 0 && later(queue[place - 1]); --place) queue[place] = queue[place - 1];
      queue[place] = entry;
    }
    const Entry& queue_entry(Index g, std::size_t place) const { return s->queues[g][place]; }
    void queue_remove(Index g, std::size_t place) const {
      const int size = --s->queue_sizes[g];
      for (int i = static_cast<int>(place); i < size; ++i) s->queues[g][i] = s->queues[g][i + 1];
    }
    bool queue_empty(Index g) const { return s->queue_sizes[g] == 0; }
    void now_idle(Index, GroupState& group) const { ++group.idle; }
    void now_taken(Index, GroupState& group) const { --group.idle; }
    void mark_dirty(Index g) const { s->dirty[g] = true; }
    void mark_clean(Index g) const { s->dirty[g] = false; }
    void fetch(const Entry&, Index) const {}
    void start(Index m, ActivityKind kind, Time duration) const {
      s->ends[m] = s->clock + duration;
      s->kinds[m] = kind;
    }
    void runs(Index) const {}
    void ran(Index, Time) const {}
    void log_processing(Index) const {}
    void log_operation(Index, Index) const { ++s->operations; }
    void wait_for_route(Index) const {}
    void leave(Index slot) const { s->left[slot] = s->clock; }
  };

  /// Ends the first of what ends now; false: nothing does.
  bool end_one() {
    for (const ActivityKind kind : {ActivityKind::process, ActivityKind::setup}) {
      for (Index m = 0; m < machine_count; ++m) {
        if (ends[m] != clock || kinds[m] != kind) continue;
        ends[m] = never;
        if (kind == ActivityKind::setup) {
          core::end_setup(View{this}, m);
        } else {
          core::end_process(View{this}, m);
        }
        return true;
      }
    }
    return false;
  }

  /// The next decision of this instant, by group, then machine; false: there is none.
  bool dispatch_one() {
    for (Index g = 0; g < group_count; ++g) {
      if (!dirty[g]) continue;
      const Index m = queue_sizes[g] > 0 ? core::lowest_free_machine(groups[g], machines) : -1;
      if (m >= 0) {
        core::begin(View{this}, m, 0);
        return true;
      }
      dirty[g] = false;
    }
    return false;
  }

  /// All jobs from time 0 to the last operation.
  void run() {
    for (Index m = 0; m < machine_count; ++m) ends[m] = never;
    for (Index slot = 0; slot < job_count; ++slot) core::ready(View{this}, slot);
    while (clock != never) {
      while (end_one() || dispatch_one()) {
      }
      Time next = never;
      for (Index m = 0; m < machine_count; ++m) next = ends[m] < next ? ends[m] : next;
      clock = next;
    }
  }
};

}  // namespace takt::test
