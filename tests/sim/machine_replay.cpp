#include "tests/sim/machine_replay.hpp"

#include <algorithm>

namespace takt::test {

MachineReplay::MachineReplay(const Scenario& scenario, Seed seed, Index machine)
    : scenario_(scenario),
      seed_(seed),
      machine_(machine),
      group_(scenario.groups[static_cast<std::size_t>(
          scenario.group_of_machine[static_cast<std::size_t>(machine)])]),
      family_(group_.initial_family) {
  const auto causes = static_cast<Index>(group_.breakdowns.size());
  for (Index c = 0; c < causes; ++c) {
    const Index unit = group_.first_breakdown + (machine - group_.first_machine) * causes + c;
    causes_.push_back({unit, &group_.breakdowns[static_cast<std::size_t>(c)]});
    Cause& cause = causes_.back();
    if (cause.law->clock == FailureClock::calendar) {
      schedule(draw(cause, true), failure, causes_.size() - 1);
    } else {
      cause.work_left = draw(cause, true);
    }
  }
}

Time MachineReplay::draw(const Cause& cause, bool to_failure) const {
  const auto purpose = to_failure ? Purpose::time_to_failure : Purpose::time_to_repair;
  return sample(to_failure ? cause.law->time_to_failure : cause.law->time_to_repair,
                random_uniform(seed_, purpose, static_cast<std::uint64_t>(cause.unit), cause.failures));
}

void MachineReplay::schedule(Time delay, Kind kind, std::size_t cause) {
  events_.push_back({now_ + delay, delay == 0, kind, cause});
}

void MachineReplay::cancel(Kind kind, std::size_t cause) {
  std::erase_if(events_, [&](const Event& e) { return e.kind == kind && e.cause == cause; });
}

void MachineReplay::run_until(Time time) {
  for (;;) {
    const auto next = std::min_element(events_.begin(), events_.end(),
                                       [](const Event& x, const Event& y) { return x.key() < y.key(); });
    if (next == events_.end() || next->at > time) break;
    const Event event = *next;
    events_.erase(next);
    now_ = event.at;
    apply(event);
  }
  now_ = time;
}

void MachineReplay::begin(Index family, Time duration) {
  working_ = true;
  next_family_ = family;
  duration_ = duration;
  setup_time_ = scenario_.setup_time(group_.setup_matrix, family_, family);
  operation_ = {.setup_start = now_, .start = now_, .end = now_, .outcome = OperationOutcome::finished};
  in_setup_ = setup_time_ > 0;
  if (!in_setup_ && family >= 0) family_ = family;
  left_to_do_ = in_setup_ ? setup_time_ : duration_;
  start_piece();
}

void MachineReplay::start_piece() {
  since_ = now_;
  schedule(left_to_do_, in_setup_ ? setup : process, 0);
  if (in_setup_) return;
  for (std::size_t c = 0; c < causes_.size(); ++c) {
    const Cause& cause = causes_[c];
    if (cause.law->clock == FailureClock::busy && cause.work_left < left_to_do_)
      schedule(cause.work_left, failure, c);
  }
}

/// The machine stops working on what it worked on since `since_`.
void MachineReplay::end_piece() {
  const Time worked = now_ - since_;
  left_to_do_ -= worked;
  if (worked > 0)
    intervals_.push_back(
        {since_, now_, machine_, in_setup_ ? MachineState::setup : MachineState::processing});
  cancel(process, 0);
  cancel(setup, 0);
  if (in_setup_) return;
  for (std::size_t c = 0; c < causes_.size(); ++c) {
    if (causes_[c].law->clock != FailureClock::busy) continue;
    causes_[c].work_left -= worked;
    cancel(failure, c);
  }
}

void MachineReplay::leave(OperationOutcome outcome) {
  if (in_setup_) operation_.start = now_;
  operation_.end = now_;
  operation_.outcome = outcome;
  left_.push_back(operation_);
  working_ = false;
}

void MachineReplay::apply(const Event& event) {
  switch (event.kind) {
    case process:
      end_piece();
      leave(OperationOutcome::finished);
      break;
    case setup:
      end_piece();
      in_setup_ = false;
      family_ = next_family_;
      operation_.start = now_;
      left_to_do_ = duration_;
      start_piece();
      break;
    case failure: {
      Cause& cause = causes_[event.cause];
      if (down_++ == 0) {
        if (working_) end_piece();
        since_ = now_;
      }
      // Also of a second failure while the machine is down.
      if (working_) {
        if (cause.law->on_failure == OnFailure::repeat) left_to_do_ = in_setup_ ? setup_time_ : duration_;
        if (cause.law->on_failure == OnFailure::scrap) leave(OperationOutcome::scrapped);
      }
      schedule(draw(cause, false), repair, event.cause);
      ++cause.failures;
      break;
    }
    case repair: {
      Cause& cause = causes_[event.cause];
      if (cause.law->clock == FailureClock::calendar) {
        schedule(draw(cause, true), failure, event.cause);
      } else {
        cause.work_left = draw(cause, true);
      }
      if (--down_ > 0) break;
      if (now_ > since_) intervals_.push_back({since_, now_, machine_, MachineState::down});
      if (working_) start_piece();
      break;
    }
  }
}

void MachineReplay::close(Time end) {
  run_until(end);
  if (down_ > 0 && end > since_) intervals_.push_back({since_, end, machine_, MachineState::down});
  if (down_ == 0 && working_ && end > since_)
    intervals_.push_back({since_, end, machine_, in_setup_ ? MachineState::setup : MachineState::processing});
}

}  // namespace takt::test
