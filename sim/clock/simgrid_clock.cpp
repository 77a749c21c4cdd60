// The clock on SimGrid, in a module of its own (see load_simgrid_clock.cpp). No actor is involved: what a
// machine does is an Exec, alone on the machine's host; all plain delays together are one Exec, the alarm,
// that ends with the first of them. The engine's completion signal brings the endings.

#include <algorithm>
#include <cassert>
#include <exception>
#include <string>
#include <vector>

#include <signal.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/plugins/energy.h>
#include <simgrid/s4u.hpp>

#include "sim/clock/clock.hpp"
#include "sim/clock/ending_heap.hpp"

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
    // Setup and process of a machine share its host: only one of them is ever under way.
    machines_.resize(static_cast<std::size_t>(scenario.machine_count));
    for (std::size_t m = 0; m < machines_.size(); ++m) {
      machines_[m].host = create_machine(*zone, scenario, m);
    }
    alarm_.host = zone->create_host("alarm", 1.0);
    zone->seal();
    sg4::Activity::on_completion_cb([this](const sg4::Activity& activity) { completed(activity); });
  }

  void start(const Activity& activity) override {
    assert(activity.duration > 0);
    if (!runs_on_machine(activity.kind)) {
      delays_.push(now() + activity.duration, activity.kind, activity.entity);
      return;
    }
    Slot& slot = machines_[activity.entity];
    slot.activity = activity;
    start_exec(slot, activity.duration);
  }

  void cancel(ActivityKind kind, std::uint32_t entity) override {
    if (!runs_on_machine(kind)) {
      delays_.cancel(kind, entity);
      return;
    }
    Slot& slot = machines_[entity];
    if (slot.exec && slot.activity.kind == kind) cancel_exec(slot);
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
    sg4::ExecPtr exec;
    Activity activity;
  };

  static Time now() { return static_cast<Time>(sg4::Engine::get_clock()); }

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
    std::string words[] = {"takt", "--cfg=contexts/factory:raw", "--log=root.thresh:error",
                           "--log=xbt_cfg.thresh:error"};
    char* argv[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    int argc = 4;
    return sg4::Engine(&argc, argv);
  }

  void start_exec(Slot& slot, Time duration) {
    slot.exec = sg4::Exec::init();
    slot.exec->set_host(slot.host)->set_flops_amount(static_cast<double>(duration));
    slot.exec->set_data(&slot);
    slot.exec->vetoable_start();
    ++under_way_;
  }

  void cancel_exec(Slot& slot) {
    // cancel() fires the completion signal, which must find the slot empty, and the engine comes back to the
    // exec after this instant, which must find it alive.
    cancelled_.push_back(std::move(slot.exec));
    slot.exec = nullptr;
    --under_way_;
    cancelled_.back()->cancel();
  }

  /// The alarm rings when the first of the delays ends. Called when all starts of an instant are known.
  void set_alarm() {
    Time first = 0;
    const bool any = delays_.next(first);
    if (alarm_.exec && any && first == alarm_end_) return;
    if (alarm_.exec) cancel_exec(alarm_);
    if (!any) return;
    alarm_end_ = first;
    start_exec(alarm_, first - now());
  }

  void completed(const sg4::Activity& activity) {
    if (activity.get_state() != sg4::Activity::State::FINISHED) return;
    Slot* slot = activity.get_data<Slot>();
    if (slot == nullptr || slot->exec.get() != &activity) return;
    ended_slots_.push_back(slot);
    if (ended_slots_.size() > 1) return;
    // All endings of this instant are signalled before a timer of this date runs.
    simgrid::kernel::timer::Timer::set(sg4::Engine::get_clock(), [this] { instant(); });
  }

  void instant() {
    cancelled_.clear();
    batch_.clear();
    Time first = 0;
    Time at = now();
    if (delays_.next(first) && first == at) delays_.pop_instant(at, batch_);
    for (Slot* slot : ended_slots_) {
      slot->exec = nullptr;
      if (slot != &alarm_) batch_.push_back(slot->activity);
    }
    under_way_ -= ended_slots_.size();
    ended_slots_.clear();
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
      if (slot.exec) cancel_exec(slot);
    }
    if (alarm_.exec) cancel_exec(alarm_);
  }

  SignalHandlers handlers_;  // as they were before the engine
  sg4::Engine engine_;
  InstantHandler* handler_ = nullptr;
  std::exception_ptr failure_;
  std::vector<Slot> machines_;
  std::vector<char> metered_;  ///< by machine; empty: the energy plugin is not in use
  Slot alarm_;
  Time alarm_end_ = 0;
  EndingHeap delays_;
  std::vector<Activity> batch_;
  std::vector<Slot*> ended_slots_;
  std::vector<sg4::ExecPtr> cancelled_;
  std::size_t under_way_ = 0;
};

}  // namespace

}  // namespace takt

/// What load_simgrid_clock.cpp looks for.
extern "C" __attribute__((visibility("default"))) takt::Clock* takt_make_simgrid_clock(
    const takt::Scenario* scenario) {
  return new takt::SimGridClock(*scenario);
}
