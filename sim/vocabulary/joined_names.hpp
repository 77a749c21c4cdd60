#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace takt {

namespace detail {

template <const auto& table>
constexpr auto join_names() {
  constexpr std::size_t length = [] {
    std::size_t sum = 0;
    for (const auto& row : table) sum += std::string_view(row.name).size() + 1;
    return sum;
  }();
  std::array<char, length> text = {};
  std::size_t end = 0;
  for (const auto& row : table) {
    if (end != 0) text[end++] = ' ';
    for (const char c : std::string_view(row.name)) text[end++] = c;
  }
  return text;  // ends in a zero
}

template <const auto& table>
inline constexpr auto joined = join_names<table>();

}  // namespace detail

/// The names of a table's rows in their order, parted by spaces, as a constant text: the flags of a column.
template <const auto& table>
constexpr const char* joined_names() {
  return detail::joined<table>.data();
}

}  // namespace takt
