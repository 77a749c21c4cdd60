#include "sim/model/random.hpp"

#include <Random123/philox.h>

namespace takt {

std::uint64_t random_bits(Seed seed, Purpose purpose, std::uint64_t entity, std::uint64_t occurrence) {
  const r123::Philox4x64::ctr_type counter = {{occurrence, entity, static_cast<std::uint64_t>(purpose), 0}};
  const r123::Philox4x64::key_type key = {{seed.seed, seed.replication}};
  return r123::Philox4x64{}(counter, key)[0];
}

double random_uniform(Seed seed, Purpose purpose, std::uint64_t entity, std::uint64_t occurrence) {
  // 52 bits and a half step: never 0, never 1, and exactly symmetric about 1/2.
  constexpr double step = 1.0 / 4503599627370496.0;
  return (static_cast<double>(random_bits(seed, purpose, entity, occurrence) >> 12) + 0.5) * step;
}

std::uint64_t random_below(std::uint64_t bits, std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(bits) * bound) >> 64);
}

}  // namespace takt
