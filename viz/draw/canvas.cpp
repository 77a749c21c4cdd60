#include "viz/draw/canvas.hpp"

#include <algorithm>
#include <cmath>

namespace takt {

namespace {

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

}  // namespace

Colour mix(Colour from, Colour to, double part) {
  const auto channel = [part](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * part));
  };
  return {channel(from.red, to.red), channel(from.green, to.green), channel(from.blue, to.blue),
          channel(from.alpha, to.alpha)};
}

double luminance(Colour c) {
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

double contrast(Colour one, Colour other) {
  const double a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::string fitted(const TextRuler& ruler, std::string_view text, double size, Weight weight, double width) {
  if (ruler.width(text, size, weight) <= width) return std::string(text);
  // By halves over the ends of characters.
  std::vector<std::size_t> ends;
  for (std::size_t i = 1; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) ends.push_back(i);
  const auto shortened = [&](std::size_t end) {
    std::string_view start = text.substr(0, end);
    while (!start.empty() && start.back() == ' ') start.remove_suffix(1);
    return std::string(start) + "…";
  };
  const auto first_too_wide = std::partition_point(ends.begin(), ends.end(), [&](std::size_t end) {
    return ruler.width(shortened(end), size, weight) <= width;
  });
  return first_too_wide == ends.begin() ? std::string() : shortened(*(first_too_wide - 1));
}

}  // namespace takt
