// Where the features beyond the plain shop join in: on the way into a group, at the start and at the end of
// an operation. Steps and groups without such features (flags 0) never come here.

#include <cassert>

#include "sim/plant/plant.hpp"

namespace takt {

/// A job whose next operation is to be done by a group: it joins the queue, now or later.
void Plant::admit(Index slot, Index /*group*/, Effects& /*effects*/) {
  enqueue(slot);
}

/// The operations of a group's queue that the machine could start now, in the order of the queue.
std::span<const Candidate> Plant::startable(Index machine, Index group) {
  scratch_.clear();
  for (const Candidate& candidate : queue(group)) {
    if (can_start(machine, candidate)) scratch_.push_back(candidate);
  }
  return scratch_;
}

bool Plant::can_start(Index /*machine*/, const Candidate& /*candidate*/) const {
  return true;
}

std::size_t Plant::queue_place(Index group, const Candidate& candidate) const {
  const auto waiting = queue(group);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].job == candidate.job) return i;
  }
  assert(false);
  return 0;
}

/// The machine has taken the operation; its setup or processing begins next.
void Plant::on_start(Index /*machine*/, const Candidate& /*chosen*/, Effects& /*effects*/) {}

/// Processing has ended and is recorded; the job is still on the machine.
void Plant::on_finish(Index machine, Effects& effects) {
  const Index slot = this->machine(machine).job;
  free_machine(machine, effects);
  advance(slot, effects);
}

/// The job has left the machine, for whatever reason.
void Plant::on_leave(Index /*machine*/, Effects& /*effects*/) {}

}  // namespace takt
