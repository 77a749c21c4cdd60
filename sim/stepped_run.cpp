#include "sim/stepped_run.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "sim/model/error.hpp"

namespace takt {

/// The thread in which the clock lives. Of the two threads one always waits for the other, so that all that
/// they share is only ever touched by one.
class SteppedRun::Worker final : public InstantHandler {
 public:
  Worker(const Scenario& scenario, ClockKind kind, const CourseOptions& options)
      : scenario_(scenario), kind_(kind), course_(scenario, options), thread_([this] { work(); }) {
    wait_for_worker();
    if (!error_) return;
    thread_.join();
    rethrow();
  }

  ~Worker() override {
    if (!ended_) {
      quit_ = true;
      hand_over();
    }
    thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// The worker goes on until it has something to ask, or has come to its end.
  void go_on() {
    hand_over();
    rethrow();
  }

  bool on_instant(Time now, std::span<const Activity> ended) override {
    course_.take_in(now, ended, *clock_);
    return settle();
  }

  Course& course() { return course_; }
  const Clock& clock() const { return *clock_; }
  const std::optional<Decision>& asked() const { return asked_; }
  bool ended() const { return ended_; }
  void answer(int choice) { choice_ = choice; }

 private:
  void work() {
    try {
      clock_ = make_clock(kind_, scenario_);
      give_back();  // the clock is there
      if (!quit_) {
        course_.begin(*clock_);
        if (settle()) clock_->run(*this);
      }
      if (!quit_) course_.stand_still();
    } catch (...) {
      error_ = std::current_exception();
    }
    if (!quit_) {
      // The clock may be asked for what it metered as long as the run is in somebody's hand.
      ended_ = true;
      give_back_for_good();
    }
  }

  /// False: the run is over, or given up.
  bool settle() {
    for (;;) {
      if (Decision decision; course_.next_decision(*clock_, decision)) asked_ = decision;
      if (!asked_) return !course_.over();
      give_back();
      if (quit_) return false;
      course_.resolve(*asked_, choice_, *clock_);
      asked_.reset();
      give_back();
      if (quit_) return false;
    }
  }

  void wait_for_worker() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !works_; });
  }
  void hand_over() {
    std::unique_lock lock(mutex_);
    works_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !works_ || quit_; });
  }
  void give_back() {
    std::unique_lock lock(mutex_);
    works_ = false;
    changed_.notify_all();
    changed_.wait(lock, [this] { return works_; });
  }
  void give_back_for_good() {
    const std::unique_lock lock(mutex_);
    works_ = false;
    changed_.notify_all();
  }
  void rethrow() {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  }

  const Scenario& scenario_;
  ClockKind kind_;
  std::unique_ptr<Clock> clock_;
  Course course_;
  std::optional<Decision> asked_;
  int choice_ = -1;
  bool ended_ = false;  ///< the worker's run is over, or failed
  bool quit_ = false;   ///< the run is given up
  std::exception_ptr error_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool works_ = true;   ///< it is the worker's turn
  std::thread thread_;  ///< last: it uses all the others
};

SteppedRun::SteppedRun(const Scenario& scenario, ClockKind clock, const CourseOptions& options)
    : worker_(std::make_unique<Worker>(scenario, clock, options)) {}

SteppedRun::~SteppedRun() = default;

std::optional<Decision> SteppedRun::next_decision() {
  if (!worker_->asked() && !worker_->ended()) worker_->go_on();
  return worker_->asked();
}

void SteppedRun::resolve(int choice) {
  const auto decision = next_decision();
  if (!decision) throw Error(Fault::agent, "nothing is to be decided: the run is over");
  worker_->course().check_choice(*decision, choice);
  worker_->answer(choice);
  worker_->go_on();
}

bool SteppedRun::over() const {
  return worker_->course().over();
}

RunStatus SteppedRun::status() const {
  return worker_->course().status();
}

const std::string& SteppedRun::status_detail() const {
  return worker_->course().status_detail();
}

Time SteppedRun::now() const {
  return worker_->course().plant().now();
}

Objective SteppedRun::objective() const {
  return worker_->course().objective();
}

const Plant& SteppedRun::plant() const {
  return worker_->course().plant();
}

Trace SteppedRun::finish(bool check) {
  return worker_->course().finish(worker_->clock(), check);
}

}  // namespace takt
