#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "sim/model/index.hpp"

namespace takt {

/// A set of groups, a bit each; the first 64 stand in place, where whoever holds the set finds them at once.
class GroupSet {
 public:
  explicit GroupSet(std::size_t groups = 0) : more_(groups > 64 ? (groups - 1) / 64 : 0) {}

  void insert(Index group) { word_of(group) |= bit_of(group); }
  void erase(Index group) { word_of(group) &= ~bit_of(group); }
  bool empty() const { return first() < 0; }

  /// The lowest; -1: there is none.
  Index first() const {
    if (first_ != 0) return std::countr_zero(first_);
    for (std::size_t word = 0; word < more_.size(); ++word) {
      if (more_[word] != 0)
        return static_cast<Index>(64 * (word + 1)) + static_cast<Index>(std::countr_zero(more_[word]));
    }
    return -1;
  }

  std::size_t bytes() const { return more_.size() * sizeof(std::uint64_t); }  ///< beside the set itself

 private:
  std::uint64_t& word_of(Index group) { return group < 64 ? first_ : at(more_, group / 64 - 1); }
  static std::uint64_t bit_of(Index group) {
    return std::uint64_t{1} << (static_cast<std::uint32_t>(group) % 64);
  }

  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> more_;
};

}  // namespace takt
