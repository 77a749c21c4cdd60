#pragma once

#include <array>
#include <span>
#include <string_view>

#include "viz/draw/canvas.hpp"
#include "viz/timeline/bar.hpp"
#include "viz/timeline/colour_scheme.hpp"

namespace takt {

/// The colours of a picture.
struct Theme {
  std::string_view name;
  Colour background, stripe, grid, faint_grid, axis, text, soft_text;
  Colour neutral;    ///< of bars about which a scheme has nothing to tell
  Colour accent;     ///< of curves and what belongs to no job
  Colour due, late;  ///< due dates, and what is beyond them
  Colour critical;   ///< the critical path
  Colour off, down, down_ink, maintenance, maintenance_ink;
  std::array<Colour, 8> categories;          ///< told apart without red and green, too
  std::array<Colour, 4> sequence;            ///< from good to bad
  std::array<Colour, bar_kind_count> kinds;  ///< by BarKind, where bars are coloured by what they tell
  Colour dark_label, light_label;            ///< on bars
};

std::span<const Theme> themes();

/// The theme of this name, or null.
const Theme* find_theme(std::string_view name);

/// How a kind of bar is drawn, so that it is known from others without its hue.
struct BarLook {
  enum class Shape : std::uint8_t {
    full,    ///< the height of its lane
    half,    ///< the middle of it
    line,    ///< a thin line in the middle
    hollow,  ///< the middle, as an outline
    ground,  ///< behind the row, over its full height
  };
  std::string_view name;  ///< in the legend
  Shape shape = Shape::full;
  Hatch hatch = Hatch::none;
  double tint = 0;        ///< part of the way from the job's colour to the background, where it is hatched
  bool of_theme = false;  ///< its colour is the theme's, whatever the scheme
};

const BarLook& look_of(BarKind kind);

/// The colour of a class for bars of a kind.
Colour class_colour(const Theme& theme, const ColourClass& which, BarKind kind);

/// How a bar of this kind is filled whose class has this colour.
Fill bar_fill(const Theme& theme, BarKind kind, Colour base);

/// Dark or light, whichever can be read better on this ground.
Colour label_on(const Theme& theme, Colour ground);

}  // namespace takt
