#pragma once

#include "agents/shop_view.hpp"

namespace takt {

// What becomes of the jobs if nothing keeps them waiting: in ticks from now, by planned times.

/// The candidate's job done without waiting, if it is chosen now: its setup, this operation and the longest
/// path after it.
inline Time path_through(const Decision& decision, const Candidate& candidate) {
  const Time after = work_after(*decision.plant, decision.plant->job(candidate.job));
  return setup_needed(decision, candidate) + candidate.processing_time + after;
}

/// What a job in the shop still has to go through, what is under way with the rest of its time only.
inline Time path_left(const Plant& plant, const JobState& job) {
  if (job.phase != JobPhase::on_machine) return job.work_remaining;
  const Time under_way = plant.machine(job.machine).planned_end - plant.now();
  return (under_way > 0 ? under_way : 0) + work_after(plant, job);
}

/// The longest of them: a bound on when the jobs that are here can all be done. Looks at every job.
inline Time longest_path(const Plant& plant) {
  Time longest = 0;
  for (const JobState& job : plant.job_slots()) {
    __builtin_prefetch(&job + 12);
    // First what nearly all fail.
    if (job.phase != JobPhase::on_machine && job.work_remaining <= longest) continue;
    // The tasks of a graph stand for their job.
    if (job.phase == JobPhase::free_slot || job.phase == JobPhase::forked) continue;
    const Time left = path_left(plant, job);
    if (left > longest) longest = left;
  }
  return longest;
}

/// The same, looked for only where `known` is below 0, and kept there.
inline Time longest_path(const Plant& plant, Time& known) {
  if (known < 0) known = longest_path(plant);
  return known;
}

// By what candidates are ranked.

inline Time work_key(const Decision& decision, const Candidate& candidate) {
  return decision.plant->job(candidate.job).work_remaining;
}

/// In the order of slack; jobs without a due date come after all others.
inline Time slack_key(const Decision& decision, const Candidate& candidate) {
  const JobState& job = decision.plant->job(candidate.job);
  return has_due(job) ? job.due - job.work_remaining : never / 2 - job.work_remaining;
}

/// What one of the others is as a share of them, when there are `jobs` in all.
inline double share_unit(std::size_t jobs) {
  return jobs < 2 ? 0 : 1 / static_cast<double>(jobs - 1);
}

}  // namespace takt
