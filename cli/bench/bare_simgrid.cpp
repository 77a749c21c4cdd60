// A bare SimGrid program as a module (see load_bare_simgrid.cpp), to measure the SimGrid clock against. Every
// operation is an Exec that is started from a timer, without any actor.

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

#include "cli/bench/bare_shop.hpp"

namespace sg4 = simgrid::s4u;

namespace takt::bench {

namespace {

class BareProgram {
 public:
  explicit BareProgram(const BareShop& shop)
      : shop_(shop),
        machines_(static_cast<std::size_t>(shop.machines)),
        position_(static_cast<std::size_t>(shop.jobs), 0) {}

  std::int64_t run() {
    std::string words[] = {"bare", "--cfg=contexts/factory:raw", "--log=root.thresh:error",
                           "--log=xbt_cfg.thresh:error"};
    char* argv[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    int argc = 4;
    sg4::Engine engine(&argc, argv);
    sg4::NetZone* zone = sg4::create_empty_zone("shop");
    for (std::size_t m = 0; m < machines_.size(); ++m) {
      machines_[m].host = zone->create_host("machine" + std::to_string(m), 1.0);
    }
    zone->seal();
    sg4::Activity::on_completion_cb([this](const sg4::Activity& activity) { completed(activity); });
    for (std::int32_t job = 0; job < shop_.jobs; ++job) machine_of(job).queue.push_back(job);
    for (Machine& machine : machines_) start_next(machine);
    engine.run();
    return static_cast<std::int64_t>(sg4::Engine::get_clock());
  }

 private:
  struct Machine {
    sg4::Host* host = nullptr;
    sg4::ExecPtr exec;
    std::int32_t job = -1;
    std::deque<std::int32_t> queue;
  };

  std::size_t operation_of(std::int32_t job) const {
    return static_cast<std::size_t>(job) * static_cast<std::size_t>(shop_.machines) +
           static_cast<std::size_t>(position_[static_cast<std::size_t>(job)]);
  }
  Machine& machine_of(std::int32_t job) {
    return machines_[static_cast<std::size_t>(shop_.machine[operation_of(job)])];
  }

  void start_next(Machine& machine) {
    if (machine.job >= 0 || machine.queue.empty()) return;
    machine.job = machine.queue.front();
    machine.queue.pop_front();
    machine.exec = sg4::Exec::init();
    machine.exec->set_host(machine.host);
    machine.exec->set_flops_amount(static_cast<double>(shop_.time[operation_of(machine.job)]));
    machine.exec->set_data(&machine);
    machine.exec->vetoable_start();
  }

  void completed(const sg4::Activity& activity) {
    if (activity.get_state() != sg4::Activity::State::FINISHED) return;
    ended_.push_back(activity.get_data<Machine>());
    if (ended_.size() > 1) return;
    simgrid::kernel::timer::Timer::set(sg4::Engine::get_clock(), [this] { instant(); });
  }

  /// All endings of an instant, in the order of the jobs as in run_reference_heap.
  void instant() {
    batch_.swap(ended_);
    std::sort(batch_.begin(), batch_.end(),
              [](const Machine* x, const Machine* y) { return x->job < y->job; });
    for (Machine* machine : batch_) {
      const std::int32_t job = machine->job;
      machine->job = -1;
      if (++position_[static_cast<std::size_t>(job)] < shop_.machines) {
        Machine& next = machine_of(job);
        next.queue.push_back(job);
        start_next(next);
      }
      start_next(*machine);
    }
    batch_.clear();
  }

  const BareShop& shop_;
  std::vector<Machine> machines_;
  std::vector<std::int32_t> position_;
  std::vector<Machine*> ended_, batch_;
};

}  // namespace

}  // namespace takt::bench

/// What load_bare_simgrid.cpp looks for.
extern "C" __attribute__((visibility("default"))) std::int64_t takt_run_bare_simgrid(
    const takt::bench::BareShop* shop) {
  return takt::bench::BareProgram(*shop).run();
}
