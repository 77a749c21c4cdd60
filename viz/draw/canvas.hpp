#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace takt {

/// Lengths are CSS pixels, 96 to the inch; y goes down.
struct Point {
  double x = 0, y = 0;
};

struct Area {
  double x = 0, y = 0, width = 0, height = 0;

  double right() const { return x + width; }
  double bottom() const { return y + height; }
};

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;

  bool operator==(const Colour&) const = default;
};

/// "#rrggbb" as a number: colour(0x0072b2).
constexpr Colour colour(std::uint32_t rgb) {
  return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
          static_cast<std::uint8_t>(rgb)};
}

/// A part of the way from one colour to another.
Colour mix(Colour from, Colour to, double part);

/// Relative luminance, and the contrast of two colours as WCAG 2.1 defines them (1 to 21).
double luminance(Colour colour);
double contrast(Colour one, Colour other);

/// Lines on a ground: what tells two fills apart where hue does not.
enum class Hatch : std::uint8_t { none, forward, back, cross, dots, vertical, horizontal, chevrons };

struct Fill {
  Colour colour;
  Hatch hatch = Hatch::none;
  Colour ink;  ///< of the hatch

  bool operator==(const Fill&) const = default;
};

struct Stroke {
  Colour colour;
  double width = 1;
  double dash = 0;  ///< length of dashes and gaps; 0: a whole line

  bool operator==(const Stroke&) const = default;
};

enum class Weight : std::uint8_t { regular, medium, bold };
enum class Anchor : std::uint8_t { left, middle, right };

struct TextStyle {
  double size = 10;
  Weight weight = Weight::regular;
  Colour colour;
  Anchor anchor = Anchor::left;
};

/// What a part of the picture stands for, kept where the format can: SVG has it as attributes and as the text
/// that shows under the pointer.
struct Mark {
  std::string_view kind;  ///< "row", "bar", "axis" ...
  std::string title;
  std::vector<std::pair<std::string_view, std::string>> data;
};

/// Measures text as it will be drawn.
class TextRuler {
 public:
  virtual ~TextRuler() = default;
  virtual double width(std::string_view text, double size, Weight weight) const = 0;
};

/// Something to draw on: the one interface through which window and paper get the same picture.
class Canvas {
 public:
  virtual ~Canvas() = default;
  virtual const TextRuler& ruler() const = 0;

  virtual void fill(const Area& area, const Fill& fill, double radius = 0) = 0;
  /// Many areas of one fill.
  virtual void fill_all(std::span<const Area> areas, const Fill& fill) = 0;
  /// The line runs inside of the area.
  virtual void outline(const Area& area, const Stroke& stroke, double radius = 0) = 0;
  virtual void line(std::span<const Point> points, const Stroke& stroke) = 0;
  virtual void polygon(std::span<const Point> points, const Fill& fill) = 0;
  /// `baseline` is the left end, middle or right end of the text's baseline, as the style is anchored.
  virtual void text(Point baseline, std::string_view text, const TextStyle& style) = 0;

  virtual void push_clip(const Area& area) = 0;
  virtual void pop_clip() = 0;
  virtual void begin(const Mark& mark) = 0;
  virtual void end() = 0;
};

/// `text`, or as much of its beginning as fits with "…" behind it; empty where not even one letter fits.
std::string fitted(const TextRuler& ruler, std::string_view text, double size, Weight weight, double width);

}  // namespace takt
