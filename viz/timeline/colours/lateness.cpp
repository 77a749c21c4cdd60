#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "viz/timeline/colours/colours.hpp"
#include "viz/timeline/duration_text.hpp"

namespace takt::colours {

namespace {

/// A round time, at least this long: 1, 2 or 5 of a unit that people count in.
Time round_up(Time time) {
  constexpr std::array<Time, 21> round = {1,     2,     5,     10,    15,     30,     60,
                                          120,   300,   600,   900,   1800,   3600,   7200,
                                          14400, 28800, 43200, 86400, 172800, 432000, 864000};
  for (const Time seconds : round)
    if (seconds * ticks_per_second >= time) return seconds * ticks_per_second;
  Time step = 10 * 86400 * ticks_per_second;
  while (step < time && step < latest_time / 2) step *= 2;
  return step;
}

}  // namespace

Colouring by_lateness(const StoredRun& run) {
  const Trace& trace = run.file.trace;
  // A job that is not done yet is as late as it is when the run ends.
  const auto lateness = [&](const JobRecord& job) { return std::min(job.completion, trace.end) - job.due; };
  Time worst = 0;
  for (const JobRecord& job : trace.jobs)
    if (job.due != never) worst = std::max(worst, lateness(job));
  const Time little = round_up(worst / 10 + 1), much = round_up(worst / 3 + 1);
  Colouring colouring{.title = "Lateness", .of_job = job_classes(run, 0)};
  colouring.classes = {{"no due date", ColourRole::neutral}, {"in time", ColourRole::sequence, 0, 4}};
  if (worst > 0) {
    colouring.classes.push_back(
        {fmt::format("late, up to {}", duration_text(little)), ColourRole::sequence, 1, 4});
    colouring.classes.push_back({fmt::format("up to {}", duration_text(much)), ColourRole::sequence, 2, 4});
    colouring.classes.push_back(
        {fmt::format("more than {}", duration_text(much)), ColourRole::sequence, 3, 4});
  }
  for (const JobRecord& job : trace.jobs) {
    if (job.due == never) continue;
    const Time late = lateness(job);
    colouring.of_job[job.number] = late <= 0 ? 1 : late <= little ? 2 : late <= much ? 3 : 4;
  }
  return colouring;
}

}  // namespace takt::colours
