#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/plant_state.hpp"

namespace takt::stuck {

/// What keeps a job for ever.
struct Obstacle {
  enum class Kind {
    none,     ///< nothing: it may move
    machine,  ///< which: group; none of its machines comes free
    place,    ///< which: group; no place before it comes free
    card,     ///< which: loop
    part,     ///< which: store; nobody makes what is missing
    room,     ///< which: store; nobody takes parts out of it
    batch,    ///< which: group; too few are to come
    units,    ///< which: index of the need among those of its mode; there will never be enough of them
    power,    ///< which: group; the site's cap
    belt,     ///< which: conveyor
    service,  ///< which: machine; its hours are over, or nobody repairs it
    repeats,  ///< which: machine; every breakdown comes before the operation could end
    tasks,    ///< of its graph
  };
  Kind kind = Kind::none;
  Index which = -1;
};

/// Which jobs may still move, if all that may happen goes well for them: the least set that the rules below
/// give, found from the jobs that are asked about, as far as needed. Each rule is a condition that is true
/// now or becomes true when jobs that may move do so, and leave all they hold.
///
/// It uses scratch of the plant, so one at a time.
class Prospects {
 public:
  explicit Prospects(PlantState& plant)
      : plant_(plant), s_(*plant.scenario), seen_(plant.stuck.seen), opened_(plant.stuck.opened) {
    plant_.stuck.marks.resize(plant_.jobs.size());
    plant_.stuck.open_groups.resize(plant_.groups.size());
  }
  ~Prospects();
  Prospects(const Prospects&) = delete;
  Prospects& operator=(const Prospects&) = delete;

  /// Whether the job may still move.
  bool may_move(Index slot);

  /// Looks at all jobs in the shop; is_live() tells then.
  void look_at_all();
  bool is_live(Index slot) const { return at(plant_.stuck.marks, slot) == live; }

  /// Whether a job that is yet to come from a source (-1: a listed order) could do an operation.
  bool may_begin(Index routing, Index source);

  /// The job waits for parts or members of its batch, which are not there now.
  bool wants_supply(Index slot) const;

  /// After look_at_all(): the first of the conditions that keep the job.
  Obstacle obstacle(Index slot);
  /// How many more must wait with the job before its batch may start.
  Index missing_members(Index slot, Index group) const;
  bool holds_card(Index slot, Index loop) const;
  /// Whether any job may give a card of the loop back.
  bool card_comes(Index loop);

 private:
  enum Mark : std::uint8_t { unseen, doubted, live };

  // prospects.cpp: jobs, machines, places, cards
  bool visit(Index slot);
  void settle();
  bool judge(Index slot) { return judged(slot).kind == Obstacle::Kind::none; }
  Obstacle judged(Index slot);
  Obstacle judge_blocked(Index slot);
  Obstacle judge_carried(Index slot);
  Obstacle judge_forked(Index slot);
  Obstacle may_start(Index slot, Index group);
  Obstacle may_get_parts(Index slot, Index group);
  bool machine_opens(Index group);
  bool occupant_leaves(Index machine);
  bool place_opens(Index group);
  bool power_comes(Index group);

  // prospects_hours.cpp: hours, pools, repairs
  Obstacle goes_on(Index machine);
  bool is_served(Index machine);
  bool ends_some_time(Index machine) const;
  bool may_be_scrapped(Index machine) const;
  bool units_come(Index mode, Index group, bool again);
  bool crew_comes(Index entity);
  Index dead_units(Index pool);

  // prospects_supply.cpp: parts, room for parts, batches
  bool kit_comes(Index slot, Index step);
  Index store_of_missing_part(Index slot, Index step);
  bool part_comes(Index slot, Index store, std::int64_t amount);
  bool room_comes(Index slot, Index store);
  bool batch_fills(Index slot, Index group);
  bool step_opens(Index step);
  template <typename Use>
  bool for_steps_to_come(Index slot, bool begun_counts, Use use);
  template <typename Use>
  bool for_steps_of(Index routing, Use use);
  template <typename Use>
  bool for_jobs_to_come(Use use);
  double yield_of(Index step, Index store, int depth) const;
  double yield_of_routing(Index routing, Index store, int depth) const;
  bool takes(Index step, Index store, int depth) const;
  double brings(Index step, Index group, Index key, int depth) const;

  PlantState& plant_;
  const Scenario& s_;
  std::vector<std::int32_t>& seen_;  ///< in the order of their first visit
  std::vector<std::int32_t>& opened_;
  int depth_ = 0;
};

/// Whether all needs of a mode can be met at one moment from now on, within the hours of its group (-1: at
/// any hour), while `dead` units of each pool stay taken (empty: none). `again`: only what a paused operation
/// takes anew.
bool units_ever_free(const PlantState& plant, Index mode, Index group, bool again,
                     const std::vector<Index>& dead);

/// Whether a pool ever has so many units again beside those that stay taken.
bool pool_ever_has(const PlantState& plant, Index pool, Index amount, Index dead);

/// Whether a machine of the group is ever within its hours again.
bool ever_open(const PlantState& plant, Index group);

}  // namespace takt::stuck
