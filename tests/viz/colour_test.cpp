// Colours and patterns as people see them, those without one of the three cones among them.

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "viz/draw/theme.hpp"

namespace takt {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

Vector times(const Matrix& m, const Vector& v) {
  Vector out{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) out[i] += m[i][j] * v[j];
  return out;
}

Vector linear(Colour c) {
  const auto one = [](std::uint8_t channel) {
    const double v = channel / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  return {one(c.red), one(c.green), one(c.blue)};
}

/// CIE L*a*b* of linear sRGB, D65.
Vector lab(const Vector& rgb) {
  constexpr Matrix to_xyz = {
      {{.4124564, .3575761, .1804375}, {.2126729, .7151522, .0721750}, {.0193339, .1191920, .9503041}}};
  Vector xyz = times(to_xyz, rgb);
  constexpr Vector white = {.95047, 1, 1.08883};
  for (std::size_t i = 0; i < 3; ++i) {
    const double t = std::max(0.0, xyz[i]) / white[i];
    xyz[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
  return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

/// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
/// Deficiency", 2009, severity 1; the first is everybody else.
constexpr std::array<Matrix, 4> eyes = {{
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{.152286, 1.052583, -.204868}, {.114503, .786281, .099216}, {-.003882, -.048116, 1.051998}}},
    {{{.367322, .860646, -.227968}, {.280085, .672501, .047413}, {-.011820, .042940, .968881}}},
    {{{1.255528, -.076749, -.178779}, {-.078411, .930809, .147602}, {.004733, .691367, .303900}}},
}};

/// Euclidean distance in L*a*b* (CIE 1976), the least over all kinds of eyes; 2.3 is just noticed.
double distance(Colour a, Colour b) {
  double least = 1e9;
  for (const Matrix& eye : eyes) {
    const Vector x = lab(times(eye, linear(a))), y = lab(times(eye, linear(b)));
    least = std::min(least, std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]));
  }
  return least;
}

TEST(Colours, CategoriesAreToldApartByAllEyes) {
  for (const Theme& theme : themes()) {
    for (std::size_t i = 0; i < theme.categories.size(); ++i) {
      for (std::size_t j = i + 1; j < theme.categories.size(); ++j)
        EXPECT_GT(distance(theme.categories[i], theme.categories[j]), 11)
            << theme.name << ": " << i << " and " << j;
      EXPECT_GT(distance(theme.categories[i], theme.background), 20) << theme.name << ": " << i;
      EXPECT_GT(distance(theme.categories[i], theme.off), 15) << theme.name << ": " << i;
    }
  }
}

TEST(Colours, ASequenceIsToldApartAndGetsDarkerToTheEnd) {
  for (const Theme& theme : themes()) {
    for (std::size_t i = 1; i < theme.sequence.size(); ++i)
      EXPECT_GT(distance(theme.sequence[i - 1], theme.sequence[i]), 20) << theme.name << ": " << i;
    for (std::size_t i = 2; i < theme.sequence.size(); ++i)  // of those that are late
      EXPECT_LT(luminance(theme.sequence[i]), luminance(theme.sequence[i - 1])) << theme.name << ": " << i;
  }
}

// No two kinds of bars look the same to somebody who sees no hue at all: shape or pattern differ.
TEST(Colours, KindsOfBarsAreToldApartWithoutColour) {
  for (int a = 0; a < bar_kind_count; ++a) {
    for (int b = a + 1; b < bar_kind_count; ++b) {
      const BarLook& x = look_of(static_cast<BarKind>(a));
      const BarLook& y = look_of(static_cast<BarKind>(b));
      // Work on a machine and a worker in use are the same thing, in rows that have only one of the two.
      if (static_cast<BarKind>(a) == BarKind::processing && static_cast<BarKind>(b) == BarKind::in_use)
        continue;
      EXPECT_TRUE(x.shape != y.shape || x.hatch != y.hatch) << x.name << " and " << y.name;
      EXPECT_NE(x.name, y.name);
    }
  }
}

TEST(Colours, HatchesStandOutFromTheirGround) {
  for (const Theme& theme : themes()) {
    for (int k = 0; k < bar_kind_count; ++k) {
      for (const Colour base : theme.categories) {
        const Fill fill = bar_fill(theme, static_cast<BarKind>(k), base);
        if (fill.hatch == Hatch::none) continue;
        EXPECT_GT(distance(fill.colour, fill.ink), 15) << theme.name << ": " << k;
      }
    }
  }
}

TEST(Colours, TextCanBeRead) {
  for (const Theme& theme : themes()) {
    EXPECT_GT(contrast(theme.text, theme.background), 12) << theme.name;
    EXPECT_GT(contrast(theme.text, theme.stripe), 12) << theme.name;
    EXPECT_GT(contrast(theme.soft_text, theme.background), 4.5) << theme.name;
    EXPECT_GT(contrast(theme.late, theme.background), 4.5) << theme.name;
    // Labels on bars are of medium weight: WCAG's 3 for such text, and more wherever dark is chosen.
    for (int ordinal = 0; ordinal < 24; ++ordinal) {
      const Colour ground = class_colour(theme, {"", ColourRole::category, ordinal}, BarKind::processing);
      EXPECT_GT(contrast(label_on(theme, ground), ground), 3.5) << theme.name << ": " << ordinal;
    }
  }
}

TEST(Colours, ContrastIsThatOfTheStandard) {
  EXPECT_NEAR(contrast(colour(0x000000), colour(0xffffff)), 21, 1e-9);
  EXPECT_NEAR(contrast(colour(0x777777), colour(0xffffff)), 4.48, 0.01);  // the classic that just fails 4.5
}

}  // namespace
}  // namespace takt
