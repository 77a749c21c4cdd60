#include "viz/draw/svg_paper.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace takt {

namespace {

/// At most two decimals, no trailing zeros.
std::string number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string hex(Colour c) {
  return fmt::format("#{:02x}{:02x}{:02x}", c.red, c.green, c.blue);
}

/// ' name="#rrggbb"', and the opacity where it is not whole.
std::string paint(const char* name, Colour c) {
  std::string text = fmt::format(" {}=\"{}\"", name, hex(c));
  if (c.alpha != 255) text += fmt::format(" {}-opacity=\"{}\"", name, number(c.alpha / 255.0));
  return text;
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        // XML has no other control characters.
        safe += static_cast<unsigned char>(c) < 32 && c != '\t' && c != '\n' ? ' ' : c;
    }
  }
  return safe;
}

/// The tile of a hatch: its size and what is drawn in it with the ink.
struct Tile {
  double size;
  const char* path;
  bool filled;
};

Tile tile_of(Hatch hatch) {
  switch (hatch) {
    case Hatch::forward:
      return {6, "M-1 1L1-1M0 6L6 0M5 7L7 5", false};
    case Hatch::back:
      return {6, "M-1 5L1 7M0 0L6 6M5-1L7 1", false};
    case Hatch::cross:
      return {6, "M0 0L6 6M0 6L6 0", false};
    case Hatch::dots:
      return {5, "M2.5 1.5a1 1 0 1 0 .01 0z", true};
    case Hatch::vertical:
      return {4, "M2 0V4", false};
    case Hatch::horizontal:
      return {4, "M0 2H4", false};
    case Hatch::chevrons:
      return {8, "M1 0L4 4L1 8", false};
    case Hatch::none:
      break;
  }
  return {1, "", false};
}

class SvgPaper final : public Paper, public Canvas {
 public:
  explicit SvgPaper(const PaperOptions& options) : options_(options), ruler_(make_ruler()) {}

  Canvas& canvas() override { return *this; }
  const TextRuler& ruler() const override { return *ruler_; }
  void next_page(double, double) override {}

  void fill(const Area& area, const Fill& fill, double radius) override {
    body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(area.x), number(area.y),
                         number(area.width), number(area.height));
    if (radius > 0)
      body_ += fmt::format(" rx=\"{}\"", number(std::min({radius, area.width / 2, area.height / 2})));
    body_ += fill_of(fill) + "/>\n";
  }

  void fill_all(std::span<const Area> areas, const Fill& fill) override {
    if (areas.empty()) return;
    body_ += "<path d=\"";
    for (const Area& area : areas)
      body_ += fmt::format("M{} {}h{}v{}h-{}z", number(area.x), number(area.y), number(area.width),
                           number(area.height), number(area.width));
    body_ += fmt::format("\"{}/>\n", fill_of(fill));
  }

  void outline(const Area& area, const Stroke& stroke, double radius) override {
    const double half = stroke.width / 2;
    body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(area.x + half),
                         number(area.y + half), number(std::max(0.0, area.width - stroke.width)),
                         number(std::max(0.0, area.height - stroke.width)));
    if (radius > 0)
      body_ += fmt::format(" rx=\"{}\"", number(std::min({radius, area.width / 2, area.height / 2})));
    body_ += " fill=\"none\"" + stroke_of(stroke) + "/>\n";
  }

  void line(std::span<const Point> points, const Stroke& stroke) override {
    body_ += fmt::format("<path d=\"{}\" fill=\"none\"{}/>\n", path_of(points), stroke_of(stroke));
  }

  void polygon(std::span<const Point> points, const Fill& fill) override {
    body_ += fmt::format("<path d=\"{}z\"{}/>\n", path_of(points), fill_of(fill));
  }

  void text(Point baseline, std::string_view text, const TextStyle& style) override {
    body_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\"", number(baseline.x), number(baseline.y),
                         number(style.size));
    if (style.weight != Weight::regular)
      body_ += style.weight == Weight::bold ? " font-weight=\"600\"" : " font-weight=\"500\"";
    if (style.anchor != Anchor::left)
      body_ += style.anchor == Anchor::middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
    // Where the typeface is not there another takes its place, and still fits.
    body_ += fmt::format(" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{}>{}</text>\n",
                         number(ruler_->width(text, style.size, style.weight)), paint("fill", style.colour),
                         escaped(text));
  }

  void push_clip(const Area& area) override {
    const int id = clips_++;
    defs_ +=
        fmt::format("<clipPath id=\"c{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
                    id, number(area.x), number(area.y), number(area.width), number(area.height));
    body_ += fmt::format("<g clip-path=\"url(#c{})\">\n", id);
  }
  void pop_clip() override { body_ += "</g>\n"; }

  void begin(const Mark& mark) override {
    body_ += fmt::format("<g class=\"{}\"", mark.kind);
    for (const auto& [name, value] : mark.data) body_ += fmt::format(" data-{}=\"{}\"", name, escaped(value));
    body_ += ">";
    if (!mark.title.empty()) body_ += fmt::format("<title>{}</title>", escaped(mark.title));
    body_ += "\n";
  }
  void end() override { body_ += "</g>\n"; }

  std::string finish() override {
    std::string file = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
        "font-family=\"{2}\">\n<title>{3}</title>\n<desc>{4}</desc>\n",
        number(options_.width), number(options_.height), font_families, escaped(options_.title),
        escaped(options_.description));
    if (!defs_.empty()) file += "<defs>\n" + defs_ + "</defs>\n";
    return file + body_ + "</svg>\n";
  }

 private:
  static std::string path_of(std::span<const Point> points) {
    std::string path;
    for (const Point& point : points)
      path += fmt::format("{}{} {}", path.empty() ? "M" : "L", number(point.x), number(point.y));
    return path;
  }

  static std::string stroke_of(const Stroke& stroke) {
    std::string text = paint("stroke", stroke.colour);
    if (stroke.width != 1) text += fmt::format(" stroke-width=\"{}\"", number(stroke.width));
    if (stroke.dash > 0) text += fmt::format(" stroke-dasharray=\"{0} {0}\"", number(stroke.dash));
    return text;
  }

  std::string fill_of(const Fill& fill) {
    if (fill.hatch == Hatch::none) return paint("fill", fill.colour);
    const std::string key =
        fmt::format("{}{}{}", static_cast<int>(fill.hatch), paint("fill", fill.colour), hex(fill.ink));
    const auto [found, is_new] = hatches_.emplace(key, static_cast<int>(hatches_.size()));
    if (is_new) {
      const Tile tile = tile_of(fill.hatch);
      const std::string size = number(tile.size);
      defs_ += fmt::format(
          "<pattern id=\"h{0}\" width=\"{1}\" height=\"{1}\" patternUnits=\"userSpaceOnUse\">"
          "<rect width=\"{1}\" height=\"{1}\"{2}/><path d=\"{3}\"{4}/></pattern>\n",
          found->second, size, paint("fill", fill.colour), tile.path,
          tile.filled ? paint("fill", fill.ink)
                      : " fill=\"none\" stroke-width=\"1.2\"" + paint("stroke", fill.ink));
    }
    return fmt::format(" fill=\"url(#h{})\"", found->second);
  }

  PaperOptions options_;
  std::unique_ptr<TextRuler> ruler_;
  std::string defs_, body_;
  std::map<std::string, int> hatches_;
  int clips_ = 0;
};

}  // namespace

std::unique_ptr<Paper> make_svg_paper(const PaperOptions& options) {
  return std::make_unique<SvgPaper>(options);
}

}  // namespace takt
