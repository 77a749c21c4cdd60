#pragma once

#include <cstdint>

namespace takt {

/// What a random draw is for. Part of its key, so draws for different purposes never share numbers. The
/// values are part of the format of a seed: never renumber them.
enum class Purpose : std::uint32_t {
  interarrival = 1,
  product_mix = 2,
  routing_order = 3,
  processing_time = 4,
  time_to_failure = 5,
  time_to_repair = 6,
  agent = 7,
  family = 8,
  scrap = 9,
  defect = 10,
  rework = 11,
  inspect_sample = 12,
  inspect_error = 13,
  child_job = 14,
  redraw = 15,
  demand_time = 50,
  demand_size = 51,
  lead_time = 52,
  order_delay = 53,
  site_failure = 54,
  site_repair = 55,
  condition_level = 40,
  condition_repair = 41,
  wear = 42,
  maintenance = 43,
  sensor = 44,
};

/// Which stream of randomness a run uses.
struct Seed {
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
};

/// 64 random bits that depend on the key alone (Philox 4x64-10 of Salmon et al., SC 2011), never on how many
/// draws were made before: two agents on one seed meet the same arrivals, processing times and breakdowns.
std::uint64_t random_bits(Seed seed, Purpose purpose, std::uint64_t entity, std::uint64_t occurrence);

/// The same key as a uniform number in the open interval (0, 1).
double random_uniform(Seed seed, Purpose purpose, std::uint64_t entity, std::uint64_t occurrence);

/// A uniform integer in [0, bound) from `bits`; bound > 0. The bias is below bound / 2^64.
std::uint64_t random_below(std::uint64_t bits, std::uint64_t bound);

}  // namespace takt
