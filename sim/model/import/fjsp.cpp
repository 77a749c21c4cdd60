#include <fmt/format.h>

#include "sim/model/import/importers.hpp"
#include "sim/model/import/instance_text.hpp"

namespace takt {

namespace {

using Alternatives = std::vector<std::pair<Index, std::int64_t>>;

/// `seen` holds, for each group, the last operation that named it; `number` is this one's.
Alternatives read_operation(InstanceText& in, const std::string& operation, std::vector<std::size_t>& seen,
                            std::size_t number) {
  const auto machines = static_cast<std::int64_t>(seen.size());
  Alternatives alternatives;
  const std::int64_t count =
      in.whole(fmt::format("the number of alternatives of {}", operation), 1, machines);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t machine = in.whole(fmt::format("machine {} of {}", i + 1, operation), 1, machines);
    std::size_t& last = seen[static_cast<std::size_t>(machine - 1)];
    if (last == number) in.fail(fmt::format("{} names machine {} twice", operation, machine));
    last = number;
    alternatives.emplace_back(
        static_cast<Index>(machine - 1),
        in.whole(fmt::format("time {} of {}", i + 1, operation), 0, InstanceLimits::seconds));
  }
  return alternatives;
}

}  // namespace

Scenario import_fjsp(const std::string& path) {
  const std::string text = read_input_file(path);
  InstanceText in(path, text);
  in.next_line("the numbers of jobs and machines");
  const std::int64_t jobs = in.whole("the number of jobs", 1, InstanceLimits::jobs);
  const std::int64_t machines = in.whole("the number of machines", 1, InstanceLimits::machines);
  // How many machines an operation has on average: the lines tell it anyway.
  in.optional_number("the average number of alternatives");
  in.end_line("the numbers of jobs, machines and alternatives");

  Scenario scenario = start_instance(instance_name(path), text, machines);
  std::vector<std::size_t> seen(static_cast<std::size_t>(machines), 0);
  std::size_t modes = 0, number = 0;
  for (std::int64_t job = 0; job < jobs; ++job) {
    in.next_line(fmt::format("job {} of {}", job + 1, jobs));
    const std::int64_t count =
        in.whole(fmt::format("the number of operations of job {}", job + 1), 1, InstanceLimits::machines);
    std::vector<Alternatives> operations;
    for (std::int64_t i = 0; i < count; ++i) {
      operations.push_back(
          read_operation(in, fmt::format("operation {} of job {}", i + 1, job + 1), seen, ++number));
      modes += operations.back().size();
      if (modes > InstanceLimits::operations) {
        in.fail(fmt::format("more than {} operations with their alternatives", InstanceLimits::operations));
      }
    }
    in.end_line(fmt::format("the {} operations of job {}", count, job + 1));
    add_instance_job(scenario, operations);
  }
  in.end_file(fmt::format("the last of {} jobs", jobs));
  finish_scenario(scenario);
  return scenario;
}

}  // namespace takt
