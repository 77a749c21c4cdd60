#pragma once

// Internal to results/, and part of the module that has HDF5: columns from what the writers have at hand.

#include <cstring>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "results/column_writer.hpp"

namespace takt::hdf5 {

inline std::vector<ColumnSource> operator+(std::vector<ColumnSource> columns, ColumnSource column) {
  columns.push_back(std::move(column));
  return columns;
}

inline std::vector<ColumnSource> operator+(ColumnSource column, std::vector<ColumnSource> columns) {
  columns.insert(columns.begin(), std::move(column));
  return columns;
}

template <class Item, auto text = &Item::name>
ColumnSource names_of(const char* path, const std::vector<Item>& items) {
  return text_source(path, items.size(),
                     [&items](std::size_t i) -> const std::string& { return std::invoke(text, items[i]); });
}

inline ColumnSource texts(const char* path, const std::vector<std::string>& items) {
  return text_source(path, items.size(), [&items](std::size_t i) -> const std::string& { return items[i]; });
}

/// A column of the elements of a vector. `items` must outlive it.
template <class Number>
ColumnSource numbers(const char* path, const std::vector<Number>& items) {
  ColumnSource source = source_of(path);
  source.fill = [&items](std::size_t first, std::size_t count, std::byte* out) {
    std::memcpy(out, items.data() + first, count * sizeof(Number));
  };
  return source;
}

}  // namespace takt::hdf5
