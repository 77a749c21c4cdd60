#pragma once

#include <tuple>
#include <vector>

#include "sim/model/random.hpp"
#include "sim/model/scenario.hpp"
#include "sim/record/trace.hpp"

namespace takt::test {

/// A second account of what one machine does, written without looking at the plant: given when it was handed
/// which operations, it says when each ends and how its time is spent. It draws failures and repairs from
/// their keys and takes what happens at one instant in the documented order.
class MachineReplay {
 public:
  MachineReplay(const Scenario& scenario, Seed seed, Index machine);

  /// Everything up to and including `time`.
  void run_until(Time time);

  /// The machine, which must be up and idle, gets an operation now.
  void begin(Index family, Time duration);
  bool idle() const { return !working_ && down_ == 0; }

  /// Ends the account; adds what is still under way to intervals().
  void close(Time end);

  struct Left {
    Time setup_start, start, end;
    OperationOutcome outcome;
  };
  const std::vector<Left>& left() const { return left_; }
  const std::vector<MachineInterval>& intervals() const { return intervals_; }

 private:
  enum Kind { process, setup, repair, failure };
  struct Event {
    Time at;
    bool at_once;  ///< takes no time: comes after all else that ends at this instant
    Kind kind;
    std::size_t cause;
    auto key() const { return std::tuple(at, at_once, kind, cause); }
  };
  struct Cause {
    Index unit;
    const Breakdown* law;
    std::uint64_t failures = 0;
    Time work_left = 0;  ///< busy clock
  };

  void schedule(Time delay, Kind kind, std::size_t cause);
  void cancel(Kind kind, std::size_t cause);
  void apply(const Event& event);
  void start_piece();
  void end_piece();
  void leave(OperationOutcome outcome);
  Time draw(const Cause& cause, bool to_failure) const;

  const Scenario& scenario_;
  Seed seed_;
  Index machine_;
  const MachineGroup& group_;
  std::vector<Cause> causes_;
  std::vector<Event> events_;
  Time now_ = 0;
  int down_ = 0;
  bool working_ = false;
  bool in_setup_ = false;
  Index family_ = -1, next_family_ = -1;
  Time setup_time_ = 0, duration_ = 0, left_to_do_ = 0;
  Time since_ = 0;  ///< start of the current piece of work or of the downtime
  Left operation_{};
  std::vector<Left> left_;
  std::vector<MachineInterval> intervals_;
};

}  // namespace takt::test
