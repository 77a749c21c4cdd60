#include "viz/draw/theme.hpp"

#include <algorithm>

namespace takt {

namespace {

// Categories: blue, orange, green, sky, vermilion, purple, yellow, brown of Okabe and Ito's palette ("Color
// Universal Design", 2008), shifted a little so that each holds a label; tests/viz/colour_test.cpp measures
// how far apart they are for people without one of the three cones.
constexpr Theme table[] = {
    {
        .name = "light",
        .background = colour(0xffffff),
        .stripe = colour(0xf6f7f9),
        .grid = colour(0xdfe3e8),
        .faint_grid = colour(0xeff1f4),
        .axis = colour(0x9aa4b1),
        .text = colour(0x1b2430),
        .soft_text = colour(0x5a6675),
        .neutral = colour(0xa9b2bd),
        .accent = colour(0x4b6a96),
        .due = colour(0x1b2430),
        .late = colour(0xc62f21),
        .critical = colour(0x111111),
        .off = colour(0xe2e6eb),
        .down = colour(0xf7d4cf),
        .down_ink = colour(0xb3261e),
        .maintenance = colour(0xd5e3f5),
        .maintenance_ink = colour(0x2b5c9e),
        .categories = {colour(0x2f6fb3), colour(0xe69f00), colour(0x16a085), colour(0x7cc4ee),
                       colour(0xcf5a10), colour(0xc37bb0), colour(0xf0dc50), colour(0x6d5a4e)},
        .sequence = {colour(0x5b8fc7), colour(0xf6d27f), colour(0xdb7626), colour(0x93261b)},
        .kinds = {colour(0x2f6fb3), colour(0xe69f00), colour(0xb3261e), colour(0x2b5c9e), colour(0xe2e6eb),
                  colour(0x8a5aa8), colour(0x8a94a1), colour(0x16a085), colour(0x8a94a1), colour(0x5d7f3a),
                  colour(0x3f9a4f), colour(0x4b6a96)},
        .dark_label = colour(0x16202c),
        .light_label = colour(0xffffff),
    },
    {
        .name = "dark",
        .background = colour(0x14181e),
        .stripe = colour(0x191e25),
        .grid = colour(0x2c343f),
        .faint_grid = colour(0x1f262e),
        .axis = colour(0x596575),
        .text = colour(0xe7ebf0),
        .soft_text = colour(0x9ba7b5),
        .neutral = colour(0x687382),
        .accent = colour(0x7ea3d6),
        .due = colour(0xe7ebf0),
        .late = colour(0xff7b6b),
        .critical = colour(0xffffff),
        .off = colour(0x2b333e),
        .down = colour(0x4a211e),
        .down_ink = colour(0xff8a7a),
        .maintenance = colour(0x1f3450),
        .maintenance_ink = colour(0x86b4f0),
        .categories = {colour(0x4f93dc), colour(0xe9a820), colour(0x2bb296), colour(0x9bd3f5),
                       colour(0xdd6a20), colour(0xcf8cbd), colour(0xf2e27a), colour(0x9a8475)},
        .sequence = {colour(0x5b97d8), colour(0xf4d68a), colour(0xdf8433), colour(0xb43322)},
        .kinds = {colour(0x4f93dc), colour(0xe9a820), colour(0xff8a7a), colour(0x86b4f0), colour(0x2b333e),
                  colour(0xb287cf), colour(0x7c8897), colour(0x2bb296), colour(0x7c8897), colour(0x9fbf78),
                  colour(0x66c077), colour(0x7ea3d6)},
        .dark_label = colour(0x10151b),
        .light_label = colour(0xffffff),
    },
};

using enum BarLook::Shape;
constexpr bool own = true, of_job = false;

// By BarKind: name, shape, hatch, tint, whose colour.
constexpr BarLook looks[] = {
    {"processing", full, Hatch::none, 0, of_job},    {"setup", full, Hatch::forward, .72, of_job},
    {"breakdown", full, Hatch::cross, 0, own},       {"maintenance", full, Hatch::back, 0, own},
    {"off shift", ground, Hatch::none, 0, own},      {"blocked", full, Hatch::vertical, .78, of_job},
    {"waiting", line, Hatch::none, 0, of_job},       {"transport", half, Hatch::chevrons, .68, of_job},
    {"empty ride", hollow, Hatch::none, 0, own},     {"loading, unloading", half, Hatch::dots, .72, of_job},
    {"charging", half, Hatch::horizontal, .72, own}, {"in use", full, Hatch::none, 0, own},
};
static_assert(std::size(looks) == bar_kind_count);

}  // namespace

std::span<const Theme> themes() {
  return table;
}

const Theme* find_theme(std::string_view name) {
  const auto found =
      std::find_if(std::begin(table), std::end(table), [&](const Theme& t) { return t.name == name; });
  return found == std::end(table) ? nullptr : found;
}

const BarLook& look_of(BarKind kind) {
  return at(looks, kind);
}

Colour class_colour(const Theme& theme, const ColourClass& which, BarKind kind) {
  if (look_of(kind).of_theme) return at(theme.kinds, kind);
  switch (which.role) {
    case ColourRole::neutral:
      return theme.neutral;
    case ColourRole::kind:
      return at(theme.kinds, kind);
    case ColourRole::sequence:
      return at(theme.sequence, std::min(3, which.ordinal));
    case ColourRole::category: {
      const int many = static_cast<int>(theme.categories.size());
      const Colour base = at(theme.categories, which.ordinal % many);
      // Those beyond the eighth come again, lighter and darker.
      switch (which.ordinal / many % 3) {
        case 1:
          return mix(base, colour(0xffffff), .5);
        case 2:
          return mix(base, colour(0x000000), .4);
        default:
          return base;
      }
    }
  }
  return theme.neutral;
}

Fill bar_fill(const Theme& theme, BarKind kind, Colour base) {
  switch (kind) {
    case BarKind::down:
      return {theme.down, Hatch::cross, theme.down_ink};
    case BarKind::maintenance:
      return {theme.maintenance, Hatch::back, theme.maintenance_ink};
    case BarKind::off:
      return {theme.off, Hatch::none, theme.off};
    default:
      break;
  }
  const BarLook& look = look_of(kind);
  if (look.hatch == Hatch::none) return {base, Hatch::none, base};
  return {mix(base, theme.background, look.tint), look.hatch, base};
}

Colour label_on(const Theme& theme, Colour ground) {
  // White on a middle tone reads better than its contrast alone says, so dark must win clearly.
  return contrast(theme.light_label, ground) >= 3.6 ? theme.light_label : theme.dark_label;
}

}  // namespace takt
