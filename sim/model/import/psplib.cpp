#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/model/import/importers.hpp"
#include "sim/model/import/instance_text.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/precedence.hpp"

namespace takt {
namespace {

constexpr std::int64_t most_resources = 1000;

std::int64_t number_after_colon(InstanceText& in, const std::string& line, const std::string& what,
                                std::int64_t least, std::int64_t greatest) {
  in.find_line(line);
  in.pass(':', fmt::format("the line '{}'", line));
  return in.whole(what, least, greatest);
}

/// Successors of every job, as edges.
PrecedenceEdges read_successors(InstanceText& in, std::int64_t jobs) {
  in.find_line("PRECEDENCE RELATIONS");
  in.find_line("jobnr.");
  PrecedenceEdges edges;
  std::vector<std::int64_t> named_by(static_cast<std::size_t>(jobs) + 1,
                                     0);  // the last job with this successor
  for (std::int64_t job = 1; job <= jobs; ++job) {
    in.find_line("");
    in.whole(fmt::format("the number of job {}", job), job, job);
    in.whole(fmt::format("the number of modes of job {} (only single-mode projects can be read)", job), 1, 1);
    const std::int64_t count = in.whole(fmt::format("the number of successors of job {}", job), 0, jobs - 1);
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t to = in.whole(fmt::format("successor {} of job {}", i + 1, job), 1, jobs);
      if (to == job) in.fail(fmt::format("job {} is its own successor", job));
      if (std::exchange(named_by[static_cast<std::size_t>(to)], job) == job)
        in.fail(fmt::format("job {} has successor {} twice", job, to));
      edges.emplace_back(static_cast<Index>(job - 1), static_cast<Index>(to - 1));
    }
    in.end_line(fmt::format("the {} successors of job {}", count, job));
  }
  const std::vector<Index> circle = find_circle(static_cast<Index>(jobs), edges);
  if (!circle.empty()) {
    std::string way;
    for (const Index v : circle) way += fmt::format("{} -> ", v + 1);
    in.fail(fmt::format("the jobs wait for each other in a circle: {}{}", way, circle.front() + 1));
  }
  return edges;
}

}  // namespace

Scenario import_psplib(const std::string& path) {
  const std::string text = read_input_file(path);
  // Patterson's form begins with a number, PSPLIB's own with a line of stars.
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start != std::string::npos && text[start] >= '0' && text[start] <= '9')
    return parse_patterson(text, path, instance_name(path));
  InstanceText in(path, text);
  number_after_colon(in, "projects", "the number of projects", 1, 1);
  const std::int64_t jobs = number_after_colon(in, "jobs", "the number of jobs", 1,
                                               static_cast<std::int64_t>(most_operations_of_routing));
  const std::int64_t resources =
      number_after_colon(in, "- renewable", "the number of renewable resources", 0, most_resources);
  number_after_colon(in, "- nonrenewable", "the number of nonrenewable resources", 0, 0);
  number_after_colon(in, "- doubly constrained", "the number of doubly constrained resources", 0, 0);
  in.find_line("PROJECT INFORMATION");
  in.find_line("pronr.");
  in.find_line("");
  in.whole("the number of the project", 1, 1);
  in.whole("the number of its jobs", 0, jobs);
  const std::int64_t release = in.whole("the release date", 0, InstanceLimits::seconds);
  const std::int64_t due = in.whole("the due date", 0, InstanceLimits::seconds);

  std::vector<ProjectTask> tasks(static_cast<std::size_t>(jobs));
  for (const auto& [from, to] : read_successors(in, jobs))
    tasks[static_cast<std::size_t>(to)].after.push_back(from);

  in.find_line("REQUESTS/DURATIONS");
  in.find_line("---");
  std::vector<std::int64_t> most_needed(static_cast<std::size_t>(resources));
  for (std::int64_t job = 1; job <= jobs; ++job) {
    in.find_line("");
    in.whole(fmt::format("the number of job {}", job), job, job);
    in.whole(fmt::format("the mode of job {}", job), 1, 1);
    ProjectTask& task = tasks[static_cast<std::size_t>(job - 1)];
    task.name = fmt::format("{}", job);
    task.time =
        in.whole(fmt::format("the duration of job {}", job), 0, InstanceLimits::seconds) * ticks_per_second;
    for (std::int64_t r = 0; r < resources; ++r) {
      const std::int64_t amount =
          in.whole(fmt::format("what job {} needs of resource {}", job, r + 1), 0, most_units);
      most_needed[static_cast<std::size_t>(r)] = std::max(most_needed[static_cast<std::size_t>(r)], amount);
      if (amount > 0) task.needs.push_back({static_cast<Index>(r), -1, static_cast<Index>(amount)});
    }
    in.end_line(fmt::format("the needs of job {}", job));
  }

  Scenario scenario;
  scenario.name = instance_name(path);
  scenario.source_text = text;
  in.find_line("RESOURCEAVAILABILITIES");
  in.find_line("");
  in.find_line("");
  for (std::int64_t r = 0; r < resources; ++r) {
    const std::int64_t there =
        in.whole(fmt::format("how much there is of resource {}", r + 1), 1, most_units);
    const std::int64_t needed = most_needed[static_cast<std::size_t>(r)];
    if (needed > there)
      in.fail(fmt::format("there are {} of resource {}, but a job needs {}", there, r + 1, needed));
    Pool pool;
    pool.name = fmt::format("R{}", r + 1);
    pool.capacity = static_cast<Index>(there);
    scenario.resources.pools.push_back(std::move(pool));
  }
  in.end_line("the resources");
  add_project(scenario, tasks);
  scenario.orders.front().release = release * ticks_per_second;
  scenario.orders.front().due = {DueRule::fixed, due * ticks_per_second, 0};
  finish_scenario(scenario);
  return scenario;
}

}  // namespace takt
