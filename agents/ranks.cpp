#include "agents/ranks.hpp"

#include <algorithm>
#include <cstdint>

#include "agents/look_ahead.hpp"

namespace takt {

namespace {

/// Up to here comparing each with each is faster than sorting.
constexpr std::size_t few = 48;

}  // namespace

void rank_shares(std::span<const Time> keys, std::span<float> shares, RankScratch& scratch) {
  const std::size_t count = keys.size();
  if (count <= few) {
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t less = 0;
      for (const Time other : keys) less += other < keys[i] ? 1 : 0;
      shares[i] = static_cast<float>(share_of_others(less, count));
    }
    return;
  }
  scratch.sorted.resize(count);
  for (std::size_t i = 0; i < count; ++i) scratch.sorted[i] = {keys[i], static_cast<std::uint32_t>(i)};
  std::sort(scratch.sorted.begin(), scratch.sorted.end());
  std::size_t less = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && scratch.sorted[i].first != scratch.sorted[i - 1].first) less = i;
    shares[scratch.sorted[i].second] = static_cast<float>(share_of_others(less, count));
  }
}

}  // namespace takt
