#pragma once

#include <span>
#include <utility>
#include <vector>

#include "sim/model/time.hpp"

namespace takt {

/// Memory for rank_shares().
struct RankScratch {
  std::vector<std::pair<Time, std::uint32_t>> sorted;
};

/// shares[i] becomes the share of the other keys that are less than keys[i]; 0 for the only one. n log n.
void rank_shares(std::span<const Time> keys, std::span<float> shares, RankScratch& scratch);

}  // namespace takt
