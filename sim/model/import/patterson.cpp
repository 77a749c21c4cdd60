#include <utility>

#include <fmt/format.h>

#include "sim/model/import/importers.hpp"
#include "sim/model/import/instance_text.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/precedence.hpp"

namespace takt {

// Numbers alone, in lines that may be broken anywhere: jobs and resources; what there is of each resource;
// for each job its duration, what it needs of each resource, and how many and which jobs come after it.
Scenario parse_patterson(const std::string& text, const std::string& file, const std::string& name) {
  InstanceText in(file, text);
  const std::int64_t jobs =
      in.next_whole("the number of jobs", 1, static_cast<std::int64_t>(most_operations_of_routing));
  const std::int64_t resources = in.next_whole("the number of resources", 0, 1000);
  Scenario scenario;
  scenario.name = name;
  scenario.source_text = text;
  std::vector<std::int64_t> there;
  for (std::int64_t r = 1; r <= resources; ++r) {
    there.push_back(in.next_whole(fmt::format("how much there is of resource {}", r), 0, most_units));
    if (there.back() == 0) continue;
    Pool pool;
    pool.name = fmt::format("R{}", r);
    pool.capacity = static_cast<Index>(there.back());
    scenario.resources.pools.push_back(std::move(pool));
  }

  std::vector<ProjectTask> tasks(static_cast<std::size_t>(jobs));
  std::vector<std::int64_t> named_by(static_cast<std::size_t>(jobs) + 1, 0);
  PrecedenceEdges edges;
  for (std::int64_t job = 1; job <= jobs; ++job) {
    ProjectTask& task = tasks[static_cast<std::size_t>(job - 1)];
    task.name = fmt::format("{}", job);
    task.time = in.next_whole(fmt::format("the duration of job {}", job), 0, InstanceLimits::seconds) *
                ticks_per_second;
    Index pool = 0;
    for (std::int64_t r = 1; r <= resources; ++r) {
      const std::int64_t most = there[static_cast<std::size_t>(r - 1)];
      const std::int64_t amount =
          in.next_whole(fmt::format("what job {} needs of the {} of resource {}", job, most, r), 0, most);
      if (amount > 0) task.needs.push_back({pool, -1, static_cast<Index>(amount)});
      if (most > 0) ++pool;
    }
    const std::int64_t count =
        in.next_whole(fmt::format("the number of successors of job {}", job), 0, jobs - 1);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t to = in.next_whole(fmt::format("successor {} of job {}", i + 1, job), 1, jobs);
      if (to == job) in.fail(fmt::format("job {} is its own successor", job));
      if (std::exchange(named_by[static_cast<std::size_t>(to)], job) == job)
        in.fail(fmt::format("job {} has successor {} twice", job, to));
      edges.emplace_back(static_cast<Index>(job - 1), static_cast<Index>(to - 1));
      tasks[static_cast<std::size_t>(to - 1)].after.push_back(static_cast<Index>(job - 1));
    }
  }
  in.end_file(fmt::format("the last of {} jobs", jobs));
  if (!find_circle(static_cast<Index>(jobs), edges).empty())
    in.fail("the jobs wait for each other in a circle");
  add_project(scenario, tasks);
  finish_scenario(scenario);
  return scenario;
}

}  // namespace takt
