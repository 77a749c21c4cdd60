#include "viz/timeline/colours/colours.hpp"
#include "viz/timeline/job_name.hpp"

namespace takt::colours {

namespace {

/// More jobs than this share classes: nobody tells their colours apart.
constexpr std::size_t most_listed = 16, most_classes = 60;

}  // namespace

Colouring by_order(const StoredRun& run) {
  const std::vector<JobRecord>& jobs = run.file.trace.jobs;
  Colouring colouring{.title = "Order", .of_job = job_classes(run, 0), .listed = jobs.size() <= most_listed};
  colouring.classes.push_back({"", ColourRole::neutral});
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto number = static_cast<std::uint16_t>(1 + i % most_classes);
    if (i < most_classes)
      colouring.classes.push_back(
          {job_name(run.scenario, jobs[i]), ColourRole::category, static_cast<int>(i)});
    colouring.of_job[jobs[i].number] = number;
  }
  return colouring;
}

}  // namespace takt::colours
