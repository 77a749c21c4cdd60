#include "cli/replicate.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "agents/record_decisions.hpp"
#include "agents/registry.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/text.hpp"
#include "cli/version.hpp"
#include "results/write_result.hpp"
#include "sim/clock/isolate.hpp"

namespace takt {

namespace {

RunInfo info_of(const RunRequest& request, std::uint64_t replication, double wall_s) {
  return {.scenario_name = request.scenario_spec,
          .agent = request.agent_spec,
          .clock = clock_name(request.clock),
          .seed = request.seed,
          .replication = replication,
          .wall_s = wall_s,
          .source_revision = source_revision(),
          .command = request.command_line};
}

void show(ProgressLine& line, const Progress& progress) {
  double share = -1;
  if (progress.jobs_expected > 0) {
    share = static_cast<double>(progress.jobs_left_shop) / static_cast<double>(progress.jobs_expected);
  } else if (progress.horizon != never) {
    share = static_cast<double>(progress.now) / static_cast<double>(progress.horizon);
  }
  line.update(share, fmt::format("{} simulated, {} operations", human_time(to_seconds(progress.now)),
                                 progress.operations));
}

/// One replication, in a process of its own.
RunOutcome run_one(const RunRequest& request, const Scenario& scenario, Agent& agent,
                   std::uint64_t replication) {
  const bool single = request.replications == 1;
  const bool record = single && !request.output.empty();
  ProgressLine line("simulating", request.quiet || !single);
  SimulateOptions options;
  options.seed = {request.seed, replication};
  options.record = {record && request.record_operations, record};
  options.check = options.check || request.check;
  options.stop = &interrupted();
  options.progress = [&line](const Progress& progress) { show(line, progress); };

  DecisionDetail detail;
  std::unique_ptr<Agent> recording;
  if (record && request.record_candidates) recording = record_decisions(agent, detail);

  const auto clock = make_clock(request.clock, scenario);
  const auto begin = std::chrono::steady_clock::now();
  const Trace trace = simulate(scenario, recording ? *recording : agent, *clock, options);
  RunOutcome outcome;
  outcome.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  outcome.replication = replication;
  outcome.status = trace.status;
  outcome.status_detail = trace.status_detail;
  outcome.digest = trace.digest.hex();
  outcome.end_s = to_seconds(trace.end);
  outcome.stuck_jobs = trace.stuck_jobs;
  if (trace.stuck_jobs > 0) outcome.stuck_since_s = to_seconds(trace.stuck_since);
  outcome.operations = trace.operation_count;
  outcome.decisions = trace.decision_count;
  outcome.kpis = compute_kpis(scenario, trace);
  if (record) {
    line.update(-1, "writing the result");
    write_result(request.output, scenario, trace, outcome.kpis, info_of(request, replication, outcome.wall_s),
                 recording ? &detail : nullptr, {request.compress, request.confidence, &interrupted()});
  }
  return outcome;
}

void write_summary(const RunRequest& request, const Scenario& scenario,
                   const std::vector<ReplicationRow>& rows) {
  double wall_s = 0;
  for (const ReplicationRow& row : rows) wall_s += row.wall_s;
  write_replications(request.output, scenario, rows, info_of(request, request.first_replication, wall_s),
                     {request.compress, request.confidence, &interrupted()});
}

}  // namespace

const char* clock_name(ClockKind kind) {
  return kind == ClockKind::simgrid ? "simgrid" : "calendar";
}

Replications replicate(const RunRequest& request, const Scenario& scenario) {
  std::optional<EndAtOnce> reading(std::in_place);
  const std::unique_ptr<Agent> agent = make_agent(request.agent_spec);
  reading.reset();
  const auto count = static_cast<std::size_t>(request.replications);
  if (request.clock == ClockKind::simgrid && count > 1) preload_simgrid_clock();

  Replications all;
  std::vector<RunOutcome>& outcomes = all.outcomes;
  outcomes.resize(count);
  std::size_t ended = 0;
  ProgressLine line("replications", request.quiet || count == 1);
  run_all_isolated(
      count, request.workers,
      [&](std::size_t i) {
        return to_bytes(run_one(request, scenario, *agent, request.first_replication + i));
      },
      [&](std::size_t i, const std::string& bytes) {
        outcomes[i] = outcome_from_bytes(bytes);
        ++ended;
        line.update(static_cast<double>(ended) / static_cast<double>(count),
                    fmt::format("{} of {}", ended, count));
      },
      &interrupted());
  if (count == 1) return all;
  all.rows.reserve(count);
  for (RunOutcome& outcome : outcomes) {
    all.rows.push_back(replication_row(outcome.replication, request.seed, outcome.digest, outcome.wall_s,
                                       std::move(outcome.kpis)));
    all.rows.back().status = status_name(outcome.status);
    outcome.kpis = {};
  }
  if (!request.output.empty()) write_summary(request, scenario, all.rows);
  return all;
}

}  // namespace takt
