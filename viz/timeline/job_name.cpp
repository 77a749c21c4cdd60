#include "viz/timeline/job_name.hpp"

#include <fmt/format.h>

namespace takt {

std::string job_name(const Scenario& scenario, const JobRecord& job) {
  if (job.order >= 0) return at(scenario.orders, job.order).name;
  return fmt::format("{} {}", at(scenario.routings, job.routing).name, job.number);
}

}  // namespace takt
