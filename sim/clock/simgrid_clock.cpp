// The clock on SimGrid, in a module of its own (see load_simgrid_clock.cpp). No actor is involved: every
// activity is an Exec, alone on its host, and the engine's completion signal brings the endings.

#include <algorithm>
#include <cassert>
#include <exception>
#include <string>
#include <vector>

#include <signal.h>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

#include "sim/clock/clock.hpp"

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
  explicit SimGridClock(const Scenario& scenario) : engine_(make_engine()) {
    handlers_.restore();
    sg4::NetZone* zone = sg4::create_empty_zone("plant");
    // Setup and process of a machine share its host, failure and repair of a breakdown unit as well: only one
    // of each pair is ever under way.
    add_hosts(*zone, ActivityKind::process, "machine", entity_count(scenario, ActivityKind::process));
    slots_[index(ActivityKind::setup)] = &machines_;
    add_hosts(*zone, ActivityKind::failure, "breakdown", entity_count(scenario, ActivityKind::failure));
    slots_[index(ActivityKind::repair)] = &breakdowns_;
    add_hosts(*zone, ActivityKind::arrival, "source", entity_count(scenario, ActivityKind::arrival));
    add_hosts(*zone, ActivityKind::release, "orders", 1);
    add_hosts(*zone, ActivityKind::horizon, "horizon", 1);
    zone->seal();
    sg4::Activity::on_completion_cb([this](const sg4::Activity& activity) { completed(activity); });
  }

  void start(const Activity& activity) override {
    assert(activity.duration > 0);
    Slot& slot = slot_of(activity.kind, activity.entity);
    slot.activity = activity;
    slot.exec = sg4::Exec::init();
    slot.exec->set_host(slot.host)->set_flops_amount(static_cast<double>(activity.duration));
    slot.exec->set_data(&slot);
    slot.exec->vetoable_start();
    ++under_way_;
  }

  void cancel(ActivityKind kind, std::uint32_t entity) override {
    Slot& slot = slot_of(kind, entity);
    if (!slot.exec || slot.activity.kind != kind) return;
    // cancel() fires the completion signal, which must find the slot empty, and the engine comes back to the
    // exec after this instant, which must find it alive.
    cancelled_.push_back(std::move(slot.exec));
    slot.exec = nullptr;
    --under_way_;
    cancelled_.back()->cancel();
  }

  void run(InstantHandler& handler) override {
    handler_ = &handler;
    if (under_way_ > 0) engine_.run();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  struct Slot {
    sg4::Host* host = nullptr;
    sg4::ExecPtr exec;
    Activity activity;
  };

  static std::size_t index(ActivityKind kind) { return static_cast<std::size_t>(kind); }

  static sg4::Engine make_engine() {
    std::string words[] = {"takt", "--cfg=contexts/factory:raw", "--log=root.thresh:error",
                           "--log=xbt_cfg.thresh:error"};
    char* argv[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    int argc = 4;
    return sg4::Engine(&argc, argv);
  }

  void add_hosts(sg4::NetZone& zone, ActivityKind kind, const std::string& name, std::uint32_t count) {
    std::vector<Slot>& slots = kind == ActivityKind::process   ? machines_
                               : kind == ActivityKind::failure ? breakdowns_
                               : kind == ActivityKind::arrival ? sources_
                               : kind == ActivityKind::release ? release_
                                                               : horizon_;
    slots.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) slots[i].host = zone.create_host(name + std::to_string(i), 1.0);
    slots_[index(kind)] = &slots;
  }

  Slot& slot_of(ActivityKind kind, std::uint32_t entity) { return (*slots_[index(kind)])[entity]; }

  void completed(const sg4::Activity& activity) {
    if (activity.get_state() != sg4::Activity::State::FINISHED) return;
    Slot* slot = activity.get_data<Slot>();
    if (slot == nullptr || slot->exec.get() != &activity) return;
    ended_.push_back(slot->activity);
    ended_slots_.push_back(slot);
    if (ended_.size() > 1) return;
    // All endings of this instant are signalled before a timer of this date runs.
    simgrid::kernel::timer::Timer::set(sg4::Engine::get_clock(), [this] { instant(); });
  }

  void instant() {
    cancelled_.clear();
    for (Slot* slot : ended_slots_) slot->exec = nullptr;
    under_way_ -= ended_slots_.size();
    ended_slots_.clear();
    batch_.swap(ended_);
    ended_.clear();
    std::sort(batch_.begin(), batch_.end(), before);
    bool go_on = false;
    try {
      go_on = handler_->on_instant(static_cast<Time>(sg4::Engine::get_clock()), batch_);
    } catch (...) {
      failure_ = std::current_exception();  // not through SimGrid's own frames
    }
    if (!go_on) stop();
  }

  /// The engine returns from run() when nothing is under way.
  void stop() {
    for (std::vector<Slot>* slots : {&machines_, &breakdowns_, &sources_, &release_, &horizon_}) {
      for (Slot& slot : *slots) {
        if (slot.exec) cancel(slot.activity.kind, slot.activity.entity);
      }
    }
  }

  SignalHandlers handlers_;  // as they were before the engine
  sg4::Engine engine_;
  InstantHandler* handler_ = nullptr;
  std::exception_ptr failure_;
  std::vector<Slot> machines_, breakdowns_, sources_, release_, horizon_;
  std::vector<Slot>* slots_[activity_kinds] = {};
  std::vector<Activity> ended_, batch_;
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
