#pragma once

#include <cstdint>

#include "sim/model/random.hpp"
#include "sim/model/scenario.hpp"

namespace takt::test {

/// A stream of draws for the test's own choices.
class Dice {
 public:
  /// Streams of one seed have nothing in common: who draws from its own changes nobody else's draws.
  explicit Dice(std::uint64_t seed, std::uint64_t stream = 0) : seed_{seed, stream} {}

  /// A whole number in [least, greatest].
  std::int64_t between(std::int64_t least, std::int64_t greatest) {
    const auto bound = static_cast<std::uint64_t>(greatest - least + 1);
    return least +
           static_cast<std::int64_t>(random_below(random_bits(seed_, Purpose::family, 0, ++drawn_), bound));
  }
  Index index(std::size_t count) {
    return static_cast<Index>(between(0, static_cast<std::int64_t>(count) - 1));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }

 private:
  Seed seed_;
  std::uint64_t drawn_ = 0;
};

/// Any kind of distribution, of whole seconds mostly, about from `least` to `greatest`.
Distribution any_distribution(Dice& dice, bool stochastic, std::int64_t least, std::int64_t greatest);

}  // namespace takt::test
