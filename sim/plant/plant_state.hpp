#pragma once

#include <cstdint>
#include <vector>

#include "sim/agent.hpp"
#include "sim/plant/condition_state.hpp"
#include "sim/plant/group_set.hpp"
#include "sim/plant/idle_state.hpp"
#include "sim/plant/line_state.hpp"
#include "sim/plant/operation_state.hpp"
#include "sim/plant/queue_pool.hpp"
#include "sim/plant/redraw.hpp"
#include "sim/plant/resource_state.hpp"
#include "sim/plant/state.hpp"
#include "sim/plant/stuck_state.hpp"
#include "sim/plant/supply_chain.hpp"
#include "sim/plant/transport.hpp"

namespace takt {

/// All that changes while a plant runs: what every operation of a plain shop touches first, the features
/// behind. A value: a copy is a snapshot. The rules are functions over it, a namespace and a header a room
/// (shop.hpp, lines.hpp ...); whoever drives or reads a plant does so through Plant.
struct PlantState {
  /// The state before time 0. The scenario must outlive it and its copies.
  PlantState(const Scenario& model, Seed randomness);

  // What every operation of a plain shop looks at, side by side.
  const Scenario* scenario;
  Time now = 0;
  bool plain;  ///< Scenario::plain: the way of an operation through the shop has no detours
  bool any_waits = false;
  Index filling = -1;            ///< machine whose batch the agent is asked to fill
  std::uint32_t next_order = 0;  ///< in Scenario::orders_by_release
  std::uint32_t open_sources = 0;
  std::uint64_t in_shop = 0;
  GroupSet dirty_groups;
  std::vector<Index> pending_routes;  ///< job slots, by number
  std::vector<JobState> jobs;
  std::vector<MachineUnit> machines;
  std::vector<GroupState> groups;
  QueuePool queues;
  std::vector<std::int64_t> draws;  ///< arena of blocks: a time for each mode, then the order of the steps

  Seed seed;
  Index free_job = -1;
  std::uint64_t released = 0;   ///< jobs so far
  std::uint64_t arrivals = 0;   ///< of these, from sources
  std::uint64_t job_ticks = 0;  ///< in_shop summed over time up to counted_until
  Time counted_until = 0;
  std::uint64_t supply_jobs = 0;             ///< made for stock, so far
  std::uint64_t measured_left = 0;           ///< measured jobs that have not left (measured_jobs >= 0 only)
  std::vector<JobExtra> extras;              ///< by job slot; empty unless Scenario::job_extras
  std::vector<std::uint64_t> idle_machines;  ///< bitmap: who GroupState::idle counts, in groups of several
  std::vector<BreakdownUnit> breakdowns;
  std::vector<SourceState> sources;
  std::vector<Index> free_block;  ///< by routing: head of the list of free blocks, linked through word 0
  std::vector<MachineLoad> machine_loads;  ///< by machine; empty unless some group needs it
  ResourceState resources;
  PrecedenceState precedence;
  LineState lines;
  SupplyChain supply;
  Transport transport;
  ConditionState condition;
  IdleState idleness;
  StuckState stuck;
  std::vector<DrawnAnew> drawn_anew;     ///< under way since before the last reseeding
  std::vector<Candidate> scratch;        ///< candidates of a decision that are not a queue as it stands
  std::vector<BatchCount> batch_counts;  ///< by batch key of a group, while candidates are looked for

  /// What a snapshot copies.
  std::size_t bytes() const;
};

}  // namespace takt
