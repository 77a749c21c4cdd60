#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/model/distribution.hpp"
#include "sim/model/random.hpp"
#include "sim/plant/activity.hpp"

namespace takt {

/// A random time that was under way when its plant was reseeded, and so is no longer what its key tells.
struct DrawnAnew {
  Purpose purpose = Purpose::redraw;
  std::uint64_t entity = 0, occurrence = 0;  ///< of its key
  Time total = 0;                            ///< ticks from its beginning on
};

/// Draws again what is under way, on the condition that it has lasted as long as it has: see Plant::reseed.
class Redraw {
 public:
  /// `under_way`: what the clock has, each with what is left of it. `before`: of the last reseeding.
  Redraw(Seed from, Seed to, std::span<const Activity> under_way, std::vector<DrawnAnew> before);

  /// What is left of an activity; -1: it is not under way.
  Time left(ActivityKind kind, std::uint64_t entity) const;

  /// What is left now of a time with this law and key, of which `left` was left. `delay`: ticks before it
  /// began to count. Constants stay.
  Time again(const Distribution& law, Purpose purpose, std::uint64_t entity, std::uint64_t occurrence,
             Time left, Time delay = 0);

  /// The total that such a key drew, by the seed so far or by the last reseeding.
  Time total(const Distribution& law, Purpose purpose, std::uint64_t entity, std::uint64_t occurrence) const;
  /// Remembers the new total of a key.
  void remember(Purpose purpose, std::uint64_t entity, std::uint64_t occurrence, Time total) {
    drawn_.push_back({purpose, entity, occurrence, total});
  }

  Seed to() const { return to_; }
  std::vector<DrawnAnew> take_drawn() { return std::move(drawn_); }

 private:
  Seed from_, to_;
  std::vector<Activity> under_way_;  ///< in canonical order
  std::vector<DrawnAnew> before_, drawn_;
};

}  // namespace takt
