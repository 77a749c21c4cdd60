#include <fmt/format.h>

#include "sim/model/import/importers.hpp"
#include "sim/model/import/instance_text.hpp"

namespace takt {

Scenario parse_jsplib(const std::string& text, const std::string& file, const std::string& name) {
  InstanceText in(file, text);
  in.next_line("the numbers of jobs and machines");
  const std::int64_t jobs = in.whole("the number of jobs", 1, InstanceLimits::jobs);
  const std::int64_t machines = in.whole("the number of machines", 1, InstanceLimits::machines);
  if (jobs * machines > InstanceLimits::operations) {
    in.fail(fmt::format("{} jobs on {} machines are more than {} operations", jobs, machines,
                        InstanceLimits::operations));
  }
  in.end_line("the numbers of jobs and machines");

  Scenario scenario = start_instance(name, text, machines);
  std::vector<std::vector<std::pair<Index, std::int64_t>>> operations(static_cast<std::size_t>(machines));
  std::vector<std::int64_t> visited_by(static_cast<std::size_t>(machines), -1);
  for (std::int64_t job = 0; job < jobs; ++job) {
    in.next_line(fmt::format("job {} of {}", job, jobs));
    for (std::size_t i = 0; i < operations.size(); ++i) {
      const std::int64_t machine =
          in.whole(fmt::format("machine of operation {} of job {}", i, job), 0, machines - 1);
      std::int64_t& visitor = visited_by[static_cast<std::size_t>(machine)];
      if (visitor == job) in.fail(fmt::format("job {} visits machine {} twice", job, machine));
      visitor = job;
      const std::int64_t seconds =
          in.whole(fmt::format("time of operation {} of job {}", i, job), 0, InstanceLimits::seconds);
      operations[i] = {{static_cast<Index>(machine), seconds}};
    }
    in.end_line(fmt::format("the {} operations of job {}", machines, job));
    add_instance_job(scenario, operations);
  }
  in.end_file(fmt::format("the last of {} jobs", jobs));
  finish_scenario(scenario);
  return scenario;
}

Scenario import_jsplib(const std::string& path) {
  return parse_jsplib(read_input_file(path), path, instance_name(path));
}

}  // namespace takt
