#include "viz/timeline/colours/colours.hpp"

namespace takt::colours {

Colouring by_product(const StoredRun& run) {
  Colouring colouring{.title = "Product", .of_job = job_classes(run, 0)};
  colouring.classes.push_back({"", ColourRole::neutral});
  int ordinal = 0;
  for (const Routing& routing : run.scenario.routings)
    colouring.classes.push_back({routing.name, ColourRole::category, ordinal++});
  for (const JobRecord& job : run.file.trace.jobs)
    colouring.of_job[job.number] = static_cast<std::uint16_t>(job.routing + 1);
  return colouring;
}

}  // namespace takt::colours
