#include "agents/ranks.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "agents/look_ahead.hpp"

namespace takt {

namespace {

/// Up to here comparing each with each is faster than sorting.
constexpr std::size_t few = 160;

constexpr std::size_t block = 16;  ///< keys that are compared with each key at once

using FourTimes = Time __attribute__((vector_size(32)));
using EightInts = std::int32_t __attribute__((vector_size(32)));

/// Inlined into a function for each kind of machine. `keys` and `shares` have room for whole blocks.
template <class Key>
[[gnu::always_inline]] inline void compare_all(const Key* keys, std::size_t count, float* shares) {
  constexpr std::size_t lanes = 32 / sizeof(Key);
  using Lanes = std::conditional_t<lanes == 4, FourTimes, EightInts>;
  const double unit = share_unit(count);
  for (std::size_t first = 0; first < count; first += block) {
    Lanes own[block / lanes], less[block / lanes] = {};
    std::memcpy(own, keys + first, sizeof own);
    for (std::size_t j = 0; j < count; ++j) {
      const Lanes other = keys[j] - Lanes{};
      for (std::size_t k = 0; k < block / lanes; ++k) less[k] -= other < own[k];  // true is -1
    }
    for (std::size_t i = 0; i < block; ++i)
      shares[first + i] = static_cast<float>(static_cast<double>(less[i / lanes][i % lanes]) * unit);
  }
}

#if defined(__x86_64__)
template <class Key>
[[gnu::target("avx2")]] void compare_all_avx2(const Key* keys, std::size_t count, float* shares) {
  compare_all(keys, count, shares);
}
#endif

/// Compares keys[i] - least as numbers of type Key.
template <class Key>
void compare_each(std::span<const Time> keys, Time least, std::span<float> shares) {
  std::array<Key, few + block> padded;
  std::array<float, few + block> found;
  for (std::size_t i = 0; i < keys.size(); ++i) padded[i] = static_cast<Key>(keys[i] - least);
  std::fill_n(padded.begin() + static_cast<std::ptrdiff_t>(keys.size()), block, Key{0});
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") != 0;
  if (avx2) {
    compare_all_avx2(padded.data(), keys.size(), found.data());
  } else {
    compare_all(padded.data(), keys.size(), found.data());
  }
#else
  compare_all(padded.data(), keys.size(), found.data());
#endif
  std::copy_n(found.begin(), keys.size(), shares.begin());
}

void compare_few(std::span<const Time> keys, std::span<float> shares) {
  if (keys.empty()) return;
  const auto [least, greatest] = std::minmax_element(keys.begin(), keys.end());
  if (*greatest - *least <= std::numeric_limits<std::int32_t>::max()) {
    compare_each<std::int32_t>(keys, *least, shares);
  } else {
    compare_each<Time>(keys, 0, shares);
  }
}

}  // namespace

void rank_shares(std::span<const Time> keys, std::span<float> shares, RankScratch& scratch) {
  const std::size_t count = keys.size();
  if (count <= few) {
    compare_few(keys, shares);
    return;
  }
  const double unit = share_unit(count);
  scratch.sorted.resize(count);
  for (std::size_t i = 0; i < count; ++i) scratch.sorted[i] = {keys[i], static_cast<std::uint32_t>(i)};
  std::sort(scratch.sorted.begin(), scratch.sorted.end());
  std::size_t less = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && scratch.sorted[i].first != scratch.sorted[i - 1].first) less = i;
    shares[scratch.sorted[i].second] = static_cast<float>(static_cast<double>(less) * unit);
  }
}

}  // namespace takt
