#pragma once

#include <functional>
#include <vector>

#include "sim/agent.hpp"

namespace takt::test {

/// All that rules and features say about a candidate, worked out anew from the scenario: of the plant's state
/// only who waits where, what the machines do and how far jobs are. For scenarios with constant times and
/// listed orders. Times in ticks.
struct Facts {
  double now = 0, ready = 0, release = 0;
  bool has_due = false;
  double due = 0, operation_due = 0;
  double weight = 0;
  double p = 0;  ///< processing time
  double setup = 0;
  double total = 0;      ///< work of the job
  double remaining = 0;  ///< this operation included
  double after = 0;      ///< this operation left out
  double through = 0;    ///< work before it plus this operation
  double next_p = 0;     ///< of the next operation
  double next_queue_work = 0, next_queue_jobs = 0, next_load = 0,
         next_free_in = 0;  ///< per machine, mean of modes
  int operations = 0, position = 0, modes = 0;
  int machines = 0, idle = 0, queue_length = 0;
  double queue_work = 0, load = 0, mean_queue = 0;
  double mean_candidate_p = 0;
  int jobs_in_shop = 0;
  std::uint32_t number = 0;
  int step = 0, alternative = 0;
  double longest_path = 0;  ///< of all jobs in the shop
  double p_rank = 0, remaining_rank = 0, slack_rank = 0;
};

Facts facts(const Decision& decision, const Candidate& candidate);

/// Runs the scenario with choices drawn from `seed`, so that odd states come up too, and calls `look` at
/// every decision.
void for_each_decision(const Scenario& scenario, std::uint64_t seed,
                       const std::function<void(const Decision&)>& look);

/// Shops with constant times and listed orders: alternatives, parallel machines, setups, zero times, zero
/// weights, jobs with and without due dates, waiting.
std::vector<Scenario> constant_shops(int count);

}  // namespace takt::test
