#include "results/column_check.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "sim/model/time.hpp"

namespace takt {
namespace {

template <class Number>
std::int64_t as_signed(const std::byte* value) {
  Number number;
  std::memcpy(&number, value, sizeof(number));
  if constexpr (sizeof(Number) == 8 && std::is_unsigned_v<Number>)
    return number > static_cast<Number>(never) ? -2 : static_cast<std::int64_t>(number);
  return static_cast<std::int64_t>(number);
}

/// The first of `count` numbers that lies outside [least, bound) and is not `never` where that is allowed;
/// else -1.
template <class Number>
std::int64_t first_outside(const std::byte* values, std::uint64_t count, std::int64_t least,
                           std::int64_t bound, bool or_never) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::int64_t value = as_signed<Number>(values + i * sizeof(Number));
    if ((value < least || value >= bound) && !(or_never && value == never))
      return static_cast<std::int64_t>(i);
  }
  return -1;
}

bool is_index(const ColumnSpec& column) {
  return *column.index_of != '\0';
}

}  // namespace

bool is_limited(const ColumnSpec& column) {
  return is_index(column) || *column.flags != '\0' || column.type == ColumnType::i64;
}

std::int64_t first_out_of_range(const ColumnSpec& column, std::int64_t bound, const std::byte* values,
                                std::uint64_t count) {
  const std::int64_t least = is_index(column) && column.may_be_none ? -1 : 0;
  if (*column.flags != '\0') {
    bound = 1 + std::count(column.flags, column.flags + std::strlen(column.flags), ' ');
  } else if (!is_index(column)) {
    bound = never;
  }
  const bool or_never = !is_index(column) && column.may_be_none;
  const auto outside = [&]<class Number>(Number) {
    return first_outside<Number>(values, count, least, bound, or_never);
  };
  switch (column.type) {
    case ColumnType::u8:
      return outside(std::uint8_t{});
    case ColumnType::u32:
      return outside(std::uint32_t{});
    case ColumnType::i32:
      return outside(std::int32_t{});
    case ColumnType::u64:
      return outside(std::uint64_t{});
    case ColumnType::i64:
      return outside(std::int64_t{});
    case ColumnType::f32:
    case ColumnType::f64:
    case ColumnType::text:
      break;
  }
  return -1;
}

}  // namespace takt
