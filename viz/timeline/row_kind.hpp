#pragma once

#include <span>
#include <string>
#include <string_view>

#include "viz/timeline/timeline.hpp"

namespace takt {

/// Which rows are made.
struct RowChoice {
  Time from = 0, to = never;  ///< rows of jobs: only those in the shop at some time in [from, to)
  std::string pattern;        ///< only rows whose names match ("*" and "?", or a part of the name); "": all
};

/// A kind of rows. A new one is a file in rows/ and its row in row_table.cpp.
struct RowKind {
  std::string_view name;     ///< as --group takes it
  std::string_view heading;  ///< above its rows
  std::string_view summary;
  bool by_default;  ///< shown where nothing is asked for
  bool (*there)(const StoredRun& run);
  void (*add)(const StoredRun& run, const RowChoice& choice, Timeline& timeline);
};

/// All of them, in the order in which they are shown.
std::span<const RowKind> row_kinds();

/// The kind of this name, or -1.
Index find_row_kind(std::string_view name);

/// Whether a row of this name was asked for: case does not matter, and a pattern without "*" and "?" may
/// stand anywhere in the name. Several patterns are separated by commas.
bool matches(std::string_view name, std::string_view pattern);

/// The rows of these kinds, one after the other. The run must have its records; Error(bad_input) otherwise.
Timeline make_timeline(const StoredRun& run, std::span<const Index> kinds, const RowChoice& choice);

}  // namespace takt
