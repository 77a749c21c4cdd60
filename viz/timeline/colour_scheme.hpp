#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "viz/timeline/timeline.hpp"

namespace takt {

/// How a class gets its colour from a theme.
enum class ColourRole : std::uint8_t {
  neutral,   ///< nothing to tell
  category,  ///< ordinal: one of many that are merely different
  sequence,  ///< ordinal 0 .. of - 1: from good to bad
  kind,      ///< that of the bar's kind
};

/// What bars of one colour have in common: an entry of the legend.
struct ColourClass {
  std::string name;
  ColourRole role = ColourRole::neutral;
  int ordinal = 0;
  int of = 1;  ///< sequence: how many there are

  bool operator==(const ColourClass&) const = default;
};

/// The class of every bar: by its machine where `of_machine` is filled, else by its job.
struct Colouring {
  std::string_view title = {};  ///< of the legend
  std::vector<ColourClass> classes = {};
  std::vector<std::uint16_t> of_job = {};      ///< by job number
  std::vector<std::uint16_t> of_machine = {};  ///< by machine
  std::uint16_t none = 0;                      ///< of bars without job or machine
  bool listed = true;                          ///< the legend lists the classes

  std::uint16_t class_of(const Bar& bar) const {
    if (!of_machine.empty()) return bar.machine < 0 ? none : at(of_machine, bar.machine);
    return bar.job < of_job.size() ? of_job[bar.job] : none;
  }
};

/// A colour scheme. A new one is a file in colours/ and its row in colour_table.cpp.
struct ColourScheme {
  std::string_view name;  ///< as --colour takes it
  std::string_view summary;
  Colouring (*colour)(const StoredRun& run);
};

std::span<const ColourScheme> colour_schemes();

/// The scheme of this name, or -1.
Index find_colour_scheme(std::string_view name);

}  // namespace takt
