// The clock on SimGrid, in a module of its own (see load_simgrid_clock.cpp). No actor is involved: what a
// machine does is an Exec, alone on the machine's host; all plain delays together are one Exec, the alarm,
// that ends with the first of them; a transfer is a Comm. The engine's completion signal brings the endings.
//
// A transfer may be through between two ticks. It then leaves the lanes at once, and ends at the next tick,
// as a delay: so everything that starts starts at a whole tick.
//
// SimGrid lists the activities of whoever started them, and goes through the list whenever one of them ends:
// with n under way, n for each. An Exec that is made by a thread which SimGrid knows nothing of is nobody's:
// it stands in no list, but its end is not signalled either. Once many Execs are under way the further ones
// are such silent ones, and a delay of the same length tells of the end.

#include <algorithm>
#include <cassert>
#include <cmath>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <signal.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/plugins/energy.h>
#include <simgrid/s4u.hpp>

#include "sim/clock/clock.hpp"
#include "sim/clock/simgrid_roads.hpp"
#include "sim/plant/ending_heap.hpp"

namespace sg4 = simgrid::s4u;

namespace takt {

namespace {

/// SimGrid's engine takes Ctrl-C and crashes into its own hands, and ends the process: they stay the
/// program's.
class SignalHandlers {
 public:
  SignalHandlers() {
    for (std::size_t i = 0; i < count; ++i) sigaction(signals[i], nullptr, &handlers_[i]);
  }
  void restore() const {
    for (std::size_t i = 0; i < count; ++i) sigaction(signals[i], &handlers_[i], nullptr);
  }

 private:
  static constexpr std::size_t count = 2;
  static constexpr int signals[count] = {SIGINT, SIGSEGV};
  struct sigaction handlers_[count] = {};
};

class SimGridClock final : public Clock {
 public:
  explicit SimGridClock(const Scenario& scenario) : engine_(make_engine(scenario.condition.any_power)) {
    handlers_.restore();
    sg4::NetZone* zone = sg4::create_empty_zone("plant");
    if (scenario.transport.first_shared_lane >= 0) {
      sg4::NetZone* roads = sg4::create_full_zone("roads");
      roads->set_parent(zone);
      roads_.emplace(scenario.transport, *roads);
      roads->seal();
    }
    // Setup and process of a machine share its host: only one of them is ever under way.
    machines_.resize(static_cast<std::size_t>(scenario.machine_count));
    for (std::size_t m = 0; m < machines_.size(); ++m)
      if (has_host(scenario, m)) machines_[m].host = create_machine(*zone, scenario, m);
    alarm_.host = zone->create_host("alarm", 1.0);
    zone->seal();
    sg4::Activity::on_completion_cb([this](const sg4::Activity& activity) { completed(activity); });
  }

  void start(const Activity& activity) override {
    assert(activity.duration > 0);
    if (!has_exec(activity.kind, activity.entity)) {
      delays_.push(now() + activity.duration, activity.kind, activity.entity);
      return;
    }
    Slot& slot = machines_[activity.entity];
    slot.activity = activity;
    slot.silent = under_way_ >= most_listed;
    if (slot.silent) delays_.push(now() + activity.duration, activity.kind, activity.entity);
    start_exec(slot, activity.duration);
  }

  void start_flow(const Activity& activity, const Flow& flow) override {
    assert(roads_);
    while (transfers_.size() <= activity.entity) transfers_.emplace_back();
    Slot& slot = transfers_[activity.entity];
    slot.activity = activity;
    const sg4::CommPtr comm = roads_->start(flow);
    comm->set_data(&slot);
    slot.under_way = comm;
    ++under_way_;
  }

  void cancel(ActivityKind kind, std::uint32_t entity) override {
    if (kind == ActivityKind::transfer && entity < transfers_.size() && transfers_[entity].under_way) {
      take_back(transfers_[entity]);
      return;
    }
    if (!has_exec(kind, entity)) {
      delays_.cancel(kind, entity);
      return;
    }
    Slot& slot = machines_[entity];
    if (!slot.under_way || slot.activity.kind != kind) return;
    if (slot.silent) delays_.cancel(kind, entity);
    take_back(slot);
  }

  void machine_state(Index machine, MachineState state) override {
    machines_[static_cast<std::size_t>(machine)].host->set_pstate(static_cast<unsigned long>(state));
  }

  /// The engine counts a second a tick.
  double energy(Index machine) const override {
    const auto m = static_cast<std::size_t>(machine);
    if (metered_.empty() || metered_[m] == 0) return -1;
    return sg_host_get_consumed_energy(machines_[m].host) / ticks_per_second;
  }

  void run(InstantHandler& handler) override {
    handler_ = &handler;
    set_alarm();
    if (under_way_ > 0) engine_.run();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  struct Slot {
    sg4::Host* host = nullptr;
    sg4::ActivityPtr under_way;
    Activity activity;
    bool silent = false;  ///< an Exec whose end is not signalled
  };

  /// So many are under way before further ones are silent.
  static constexpr std::size_t most_listed = 256;

  /// SimGrid takes two dates that differ by less for one; clocks between ticks are rounded up less this.
  static constexpr double precision = 1e-3;

  /// So many machines of a group without limit have hosts; what runs on further ones, which stand for no
  /// machine of any factory, is a delay.
  static constexpr Index most_hosts = 64;

  static bool has_host(const Scenario& scenario, std::size_t m) {
    const MachineGroup& group = scenario.groups[static_cast<std::size_t>(scenario.group_of_machine[m])];
    return !group.unlimited || scenario.condition.any_power ||
           static_cast<Index>(m) - group.first_machine < most_hosts;
  }
  bool has_exec(ActivityKind kind, std::uint32_t entity) const {
    return runs_on_machine(kind) && machines_[entity].host != nullptr;
  }

  /// The tick of the engine's clock, or the next one when it stands between two.
  static Time now() { return static_cast<Time>(std::ceil(sg4::Engine::get_clock() - precision)); }
  static bool between_ticks() { return static_cast<double>(now()) - sg4::Engine::get_clock() > precision; }

  /// A machine whose power is known has a pstate for each MachineState, of equal speed; what it draws does
  /// not depend on its load.
  sg4::Host* create_machine(sg4::NetZone& zone, const Scenario& scenario, std::size_t m) {
    const std::string name = "machine" + std::to_string(m);
    const ConditionModel& model = scenario.condition;
    if (!model.any_power) return zone.create_host(name, 1.0);
    metered_.push_back(0);
    const PowerDraw& power = model.groups[static_cast<std::size_t>(scenario.group_of_machine[m])].power;
    if (!power.stated) return zone.create_host(name, 1.0);
    metered_.back() = 1;
    std::string watts;
    for (const std::int64_t milliwatts : power.milliwatts) {
      const std::string text =
          std::to_string(milliwatts / 1000) + "." + std::to_string(milliwatts % 1000 + 1000).substr(1);
      watts += (watts.empty() ? "" : ",") + text + ":" + text + ":" + text;
    }
    sg4::Host* host = zone.create_host(name, std::vector<double>(condition_states, 1.0));
    host->set_property("wattage_per_state", watts);
    return host;
  }

  static sg4::Engine make_engine(bool with_energy) {
    if (with_energy) sg_host_energy_plugin_init();
    std::string words[] = {"takt",
                           "--cfg=contexts/factory:raw",
                           "--log=root.thresh:error",
                           "--log=xbt_cfg.thresh:error",
                           "--cfg=network/model:CM02",
                           "--cfg=network/TCP-gamma:0",
                           "--cfg=network/crosstraffic:0",
                           "--cfg=surf/precision:" + std::to_string(precision),
                           "--cfg=maxmin/precision:1e-9"};
    char* argv[std::size(words) + 1] = {};
    for (std::size_t i = 0; i < std::size(words); ++i) argv[i] = words[i].data();
    int argc = static_cast<int>(std::size(words));
    return sg4::Engine(&argc, argv);
  }

  void start_exec(Slot& slot, Time duration) {
    const sg4::ExecPtr exec = slot.silent ? silent_exec() : sg4::Exec::init();
    // Up to a whole tick, wherever between two the clock stands.
    exec->set_host(slot.host)->set_flops_amount(static_cast<double>(now() + duration) -
                                                sg4::Engine::get_clock());
    exec->set_data(&slot);
    slot.under_way = exec;
    exec->vetoable_start();
    ++under_way_;
  }

  sg4::ExecPtr silent_exec() {
    if (silent_.empty()) {
      std::thread([this] {
        for (int i = 0; i < 1024; ++i) silent_.push_back(sg4::Exec::init());
      }).join();
    }
    sg4::ExecPtr exec = std::move(silent_.back());
    silent_.pop_back();
    return exec;
  }

  /// The engine comes back to the activity after this instant, too.
  void end_silently(Slot& slot) {
    assert(slot.silent && slot.under_way->get_remaining() == 0);
    past_.push_back(std::move(slot.under_way));
    slot.under_way = nullptr;
    --under_way_;
  }

  void take_back(Slot& slot) {
    // cancel() fires the completion signal, which must find the slot empty, and the engine comes back to the
    // activity after this instant, which must find it alive.
    past_.push_back(std::move(slot.under_way));
    slot.under_way = nullptr;
    --under_way_;
    past_.back()->cancel();
  }

  /// The alarm rings when the first of the delays ends. Called when all starts of an instant are known.
  void set_alarm() {
    Time first = 0;
    const bool any = delays_.next(first);
    if (alarm_.under_way && any && first == alarm_end_) return;
    if (alarm_.under_way) take_back(alarm_);
    if (!any) return;
    alarm_end_ = first;
    start_exec(alarm_, first - now());
  }

  void completed(const sg4::Activity& activity) {
    if (activity.get_state() != sg4::Activity::State::FINISHED) return;
    Slot* slot = activity.get_data<Slot>();
    if (slot == nullptr || slot->under_way.get() != &activity) return;
    ended_slots_.push_back(slot);
    if (ended_slots_.size() > 1) return;
    // All endings of this instant are signalled before a timer of this date runs.
    simgrid::kernel::timer::Timer::set(sg4::Engine::get_clock(), [this] { instant(); });
  }

  void instant() {
    past_.clear();
    batch_.clear();
    Time first = 0;
    Time at = now();
    for (Slot* slot : ended_slots_) {
      slot->under_way = nullptr;
      if (slot->activity.kind == ActivityKind::transfer) {
        delays_.push(at, slot->activity.kind, slot->activity.entity);
      } else if (slot != &alarm_) {
        batch_.push_back(slot->activity);
      }
    }
    under_way_ -= ended_slots_.size();
    ended_slots_.clear();
    if (between_ticks()) {
      assert(batch_.empty());
      set_alarm();
      return;
    }
    if (delays_.next(first) && first == at) {
      const std::span<const Activity> delays_ended = delays_.pop_instant(at);
      for (const Activity& ended : delays_ended)
        if (has_exec(ended.kind, ended.entity)) end_silently(machines_[ended.entity]);
      batch_.insert(batch_.end(), delays_ended.begin(), delays_ended.end());
    }
    bool go_on = true;
    if (!batch_.empty()) {  // an alarm may ring for delays that were all taken back
      std::sort(batch_.begin(), batch_.end(), before);
      try {
        go_on = handler_->on_instant(at, batch_);
      } catch (...) {
        failure_ = std::current_exception();  // not through SimGrid's own frames
        go_on = false;
      }
    }
    if (go_on) {
      set_alarm();
    } else {
      stop();
    }
  }

  /// The engine returns from run() when nothing is under way.
  void stop() {
    for (Slot& slot : machines_) {
      if (slot.under_way) take_back(slot);
    }
    for (Slot& slot : transfers_) {
      if (slot.under_way) take_back(slot);
    }
    if (alarm_.under_way) take_back(alarm_);
  }

  SignalHandlers handlers_;  // as they were before the engine
  sg4::Engine engine_;
  InstantHandler* handler_ = nullptr;
  std::exception_ptr failure_;
  std::optional<SimGridRoads> roads_;  ///< where lanes are shared
  std::vector<Slot> machines_;
  std::deque<Slot> transfers_;  ///< by entity; grows, and stays where it is
  std::vector<char> metered_;   ///< by machine; empty: the energy plugin is not in use
  Slot alarm_;
  Time alarm_end_ = 0;
  EndingHeap delays_;
  std::vector<Activity> batch_;
  std::vector<Slot*> ended_slots_;
  std::vector<sg4::ActivityPtr> past_;  ///< taken back or at their end since the last instant
  std::vector<sg4::ExecPtr> silent_;    ///< made in store
  std::size_t under_way_ = 0;
};

}  // namespace

}  // namespace takt

/// What load_simgrid_clock.cpp looks for.
extern "C" __attribute__((visibility("default"))) takt::Clock* takt_make_simgrid_clock(
    const takt::Scenario* scenario) {
  return new takt::SimGridClock(*scenario);
}
