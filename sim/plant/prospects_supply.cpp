// What may still come: parts, room for parts, members of batches.

#include <algorithm>
#include <limits>

#include "sim/plant/line_parts.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/prospects.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::stuck {

namespace {

constexpr double any_number = std::numeric_limits<double>::infinity();
constexpr int greatest_generation = 50;  ///< of child jobs; beyond it any number is possible

/// Whether jobs of the routing can be sent back, and so do operations again.
bool goes_back(const Scenario& s, const Routing& routing) {
  if (s.operations.steps.empty()) return false;
  for (Index i = 0; i < routing.step_count; ++i) {
    const StepRules& rules = at(s.operations.steps, routing.first_step + i);
    if (rules.reworked.to >= 0 || rules.inspect.found.to >= 0 || rules.within.late.to >= 0) return true;
  }
  return false;
}

}  // namespace

/// A machine for the step is or comes free, and its units do.
bool Prospects::step_opens(Index step) {
  const Step& it = at(s_.steps, step);
  for (Index mode = it.first_mode; mode < it.first_mode + it.mode_count; ++mode) {
    const Index group = at(s_.modes, mode).group;
    if (machine_opens(group) && (!plant_.stuck.by_hours || units_come(mode, group, false))) return true;
  }
  return false;
}

/// Calls use(step, repeats) for the steps that a job in the shop may still come to, as far as the way there
/// is open, until it returns true. `begun_counts`: the operation that has started is one of them.
template <typename Use>
bool Prospects::for_steps_to_come(Index slot, bool begun_counts, Use use) {
  const JobState& job = at(plant_.jobs, slot);
  const Routing& routing = at(s_.routings, job.routing);
  if (tasks::is_task(plant_, slot)) return use(step_at(plant_, job, job.position), false);
  if (routing.graph || goes_back(s_, routing)) {
    for (Index i = 0; i < routing.step_count; ++i)
      if (use(routing.first_step + i, !routing.graph)) return true;
    return false;
  }
  const bool begun =
      job.phase == JobPhase::on_machine ||
      (job.phase == JobPhase::blocked && at(plant_.extras, slot).line.stage == LineJob::yields);
  std::uint32_t p = job.position;
  if (begun && p < job.operation_count) {
    if (begun_counts && use(step_at(plant_, job, p), false)) return true;
    ++p;
  }
  for (; p < job.operation_count; ++p) {
    const Index step = step_at(plant_, job, p);
    if (p > job.position && job.order_block < 0 && !step_opens(step)) return false;
    if (use(step, false)) return true;
  }
  return false;
}

/// The same for a job that is yet to come.
template <typename Use>
bool Prospects::for_steps_of(Index r, Use use) {
  const Routing& routing = at(s_.routings, r);
  const bool in_order = !routing.graph && !routing.random_order;
  const bool back = goes_back(s_, routing);
  for (Index i = 0; i < routing.step_count; ++i) {
    if (in_order && !step_opens(routing.first_step + i)) return false;
    if (use(routing.first_step + i, back)) return true;
  }
  return false;
}

/// Calls use(routing, how many) for the jobs that are yet to come, until it returns true.
template <typename Use>
bool Prospects::for_jobs_to_come(Use use) {
  for (std::size_t i = 0; i < s_.sources.size(); ++i) {
    const Source& source = s_.sources[i];
    const auto arrived = static_cast<double>(plant_.sources[i].arrived);
    const double left = source.limit < 0 ? any_number : static_cast<double>(source.limit) - arrived;
    if (left <= 0) continue;
    for (const Source::Product& product : source.products)
      if (use(product.routing, left)) return true;
  }
  const std::vector<std::uint32_t>& orders = plant_.stuck.orders_left;
  for (std::size_t r = 0; r < orders.size(); ++r)
    if (orders[r] > 0 && use(static_cast<Index>(r), static_cast<double>(orders[r]))) return true;
  for (const StockPoint& point : s_.supply.points)
    if (point.routing >= 0 && use(point.routing, any_number)) return true;
  return false;
}

double Prospects::yield_of(Index step, Index store, int depth) const {
  const StepParts* const parts = s_.lines.parts_of(step);
  if (parts == nullptr) return 0;
  double sum = 0;
  for (const PartAmount& amount : parts->yields)
    if (amount.store == store) sum += static_cast<double>(amount.count);
  for (const ChildJobs& child : parts->releases)
    if (child.count > 0) {
      const double each = yield_of_routing(child.routing, store, depth + 1);
      if (each > 0) sum += each * static_cast<double>(child.count);
    }
  return sum;
}

double Prospects::yield_of_routing(Index r, Index store, int depth) const {
  const Routing& routing = at(s_.routings, r);
  double sum = s_.lines.part(r) == store ? 1 : 0;
  if (depth > greatest_generation) return any_number;
  for (Index i = 0; i < routing.step_count; ++i) sum += yield_of(routing.first_step + i, store, depth);
  return sum > 0 && goes_back(s_, routing) ? any_number : sum;
}

bool Prospects::kit_comes(Index slot, Index step) {
  if (lines::complete_kit(plant_, step) >= 0) return true;
  for (const Kit& kit : s_.lines.parts_of(step)->kits) {
    const bool comes = std::all_of(kit.begin(), kit.end(), [&](const PartAmount& amount) {
      const StoreState& store = at(plant_.lines.stores, amount.store);
      const std::int64_t missing = amount.count - store.stock.level - store.offered;
      return missing <= 0 || part_comes(slot, amount.store, missing);
    });
    if (comes) return true;
  }
  return false;
}

/// Of its first kit, the first that keeps the job.
Index Prospects::store_of_missing_part(Index slot, Index step) {
  for (const PartAmount& amount : s_.lines.parts_of(step)->kits.front()) {
    const StoreState& store = at(plant_.lines.stores, amount.store);
    const std::int64_t missing = amount.count - store.stock.level - store.offered;
    if (missing > 0 && !part_comes(slot, amount.store, missing)) return amount.store;
  }
  return -1;
}

/// Whether so many parts may be made by others.
bool Prospects::part_comes(Index but, Index store, std::int64_t amount) {
  const auto wanted = static_cast<double>(amount);
  double coming = 0;
  const bool enough = for_jobs_to_come([&](Index routing, double jobs) {
    double each = 0;
    const bool stopped = for_steps_of(routing, [&](Index step, bool back) {
      const double parts = yield_of(step, store, 0);
      each += parts > 0 && back ? any_number : parts;
      return false;
    });
    if (!stopped && s_.lines.part(routing) == store) each += 1;
    if (each > 0) coming += each * jobs;
    return coming >= wanted;
  });
  if (enough) return true;
  for (Index slot = 0; slot < static_cast<Index>(plant_.jobs.size()); ++slot) {
    const JobState& job = at(plant_.jobs, slot);
    if (slot == but || job.phase == JobPhase::free_slot) continue;
    // What waits for room in the store is offered already.
    const bool becomes =
        job.phase == JobPhase::blocked && at(plant_.extras, slot).line.stage == LineJob::becomes;
    double parts = s_.lines.part(job.routing) == store && !becomes && !tasks::is_task(plant_, slot) ? 1 : 0;
    const bool given =
        job.phase == JobPhase::blocked && at(plant_.extras, slot).line.stage == LineJob::yields;
    for_steps_to_come(slot, !given, [&](Index step, bool back) {
      const double made = yield_of(step, store, 0);
      parts += made > 0 && back ? any_number : made;
      return false;
    });
    if (parts <= 0 || !visit(slot)) continue;
    coming += parts;
    if (coming >= wanted) return true;
  }
  return false;
}

/// Whether the step takes parts of a store, or releases jobs that do.
bool Prospects::takes(Index step, Index store, int depth) const {
  const StepParts* const parts = s_.lines.parts_of(step);
  if (parts == nullptr) return false;
  for (const Kit& kit : parts->kits)
    for (const PartAmount& amount : kit)
      if (amount.store == store) return true;
  for (const ChildJobs& child : parts->releases) {
    const Routing& routing = at(s_.routings, child.routing);
    if (child.count > 0 && depth > greatest_generation) return true;
    for (Index i = 0; i < routing.step_count && child.count > 0; ++i)
      if (takes(routing.first_step + i, store, depth + 1)) return true;
  }
  return false;
}

/// Whether somebody else may take parts out of a store, or does not need the room that it was promised.
bool Prospects::room_comes(Index but, Index store) {
  const StoreState& state = at(plant_.lines.stores, store);
  if (state.reserved > 0 && state.stock.level < at(s_.lines.parts, store).capacity) return true;
  const auto taken = [&](Index step, bool) { return takes(step, store, 0); };
  if (for_jobs_to_come([&](Index routing, double) { return for_steps_of(routing, taken); })) return true;
  for (Index slot = 0; slot < static_cast<Index>(plant_.jobs.size()); ++slot) {
    if (slot == but || at(plant_.jobs, slot).phase == JobPhase::free_slot) continue;
    if (for_steps_to_come(slot, false, taken) && visit(slot)) return true;
  }
  return false;
}

/// How many more must wait with the job before its batch may start.
Index Prospects::missing_members(Index slot, Index group) const {
  const BatchRule& rule = at(s_.operations.groups, group).batch;
  const Index wanted = rule.wait == never ? rule.maximum : rule.minimum;
  if (wanted <= 1) return 0;
  const Index key = at(s_.operations.batch_key, at(plant_.jobs, slot).mode);
  Index missing = wanted;
  for (const Candidate& waiting : plant_.queues.queue(group)) {
    if (at(s_.operations.batch_key, waiting.mode) != key) continue;
    if (--missing == 0) return 0;
  }
  return missing;
}

/// How many jobs the step brings to a batch: the job itself, and those that it releases.
double Prospects::brings(Index step, Index group, Index key, int depth) const {
  const Step& it = at(s_.steps, step);
  double jobs = 0;
  for (Index mode = it.first_mode; mode < it.first_mode + it.mode_count; ++mode)
    if (at(s_.modes, mode).group == group && at(s_.operations.batch_key, mode) == key) jobs = 1;
  const StepParts* const parts = s_.lines.parts_of(step);
  if (parts == nullptr) return jobs;
  for (const ChildJobs& child : parts->releases) {
    if (child.count <= 0) continue;
    if (depth > greatest_generation) return any_number;
    const Routing& routing = at(s_.routings, child.routing);
    for (Index i = 0; i < routing.step_count; ++i) {
      const double each = brings(routing.first_step + i, group, key, depth + 1);
      if (each > 0) jobs += each * static_cast<double>(child.count);
    }
  }
  return jobs;
}

bool Prospects::batch_fills(Index slot, Index group) {
  double missing = missing_members(slot, group);
  if (missing <= 0) return true;
  const Index key = at(s_.operations.batch_key, at(plant_.jobs, slot).mode);
  if (for_jobs_to_come([&](Index routing, double jobs) {
        double each = 0;
        for_steps_of(routing, [&](Index step, bool) {
          each += brings(step, group, key, 0);
          return false;
        });
        if (each > 0) missing -= each * jobs;
        return missing <= 0;
      }))
    return true;
  for (Index other = 0; other < static_cast<Index>(plant_.jobs.size()); ++other) {
    const JobState& job = at(plant_.jobs, other);
    if (other == slot || job.phase == JobPhase::free_slot) continue;
    // Who has chosen where its next operation is done comes by no other way; who waits here is counted.
    const bool chosen =
        job.mode >= 0 && job.position < job.operation_count &&
        (job.phase == JobPhase::queued || job.phase == JobPhase::carried || job.phase == JobPhase::blocked);
    const bool here = job.phase == JobPhase::queued && at(s_.modes, job.mode).group == group;
    double coming = 0;
    for_steps_to_come(other, false, [&](Index step, bool back) {
      double jobs = brings(step, group, key, 0);
      const bool current = chosen && !back && step == step_at(plant_, job, job.position);
      if (current && (here || at(s_.modes, job.mode).group != group)) jobs = std::max(0.0, jobs - 1);
      coming += jobs > 0 && back && !s_.lines.steps.empty() ? any_number : jobs;
      return false;
    });
    if (coming <= 0 || !visit(other)) continue;
    missing -= coming;
    if (missing <= 0) return true;
  }
  return false;
}

bool Prospects::wants_supply(Index slot) const {
  const JobState& job = at(plant_.jobs, slot);
  if (job.phase != JobPhase::queued) return false;
  const Index group = at(s_.modes, job.mode).group;
  const std::uint32_t flags = at(plant_.groups, group).flags;
  if ((flags & group_line) != 0 && lines::complete_kit(plant_, step_at(plant_, job, job.position)) < 0)
    return true;
  return (flags & group_batch) != 0 && missing_members(slot, group) > 0;
}

}  // namespace takt::stuck
