#include <algorithm>
#include <cmath>
#include <map>
#include <new>
#include <vector>

#include <cairo-pdf.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#include "sim/model/error.hpp"
#include "viz/draw/cairo_module.hpp"

namespace takt {

namespace {

struct Release {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
template <class Thing>
using Handle = std::unique_ptr<Thing, Release>;

void check(cairo_status_t status) {
  if (status == CAIRO_STATUS_NO_MEMORY) throw std::bad_alloc();
  if (status != CAIRO_STATUS_SUCCESS)
    throw Error(Fault::io, std::string("Cairo: ") + cairo_status_to_string(status));
}

cairo_status_t append(void* text, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

/// Lays out text: with a typeface for every script, and figures of equal width.
class Typesetter {
 public:
  explicit Typesetter(cairo_t* context) : layout_(pango_cairo_create_layout(context)) {
    // Widths in proportion at every size: no hinting, and no rounding to whole pixels.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    PangoContext* pango = pango_layout_get_context(layout_.get());
    pango_cairo_context_set_font_options(pango, options);
    pango_cairo_context_set_resolution(pango, 72);
    pango_context_set_round_glyph_positions(pango, FALSE);
    cairo_font_options_destroy(options);
    pango_layout_set_single_paragraph_mode(layout_.get(), TRUE);
  }

  PangoLayout* set(std::string_view text, double size, Weight weight) {
    PangoFontDescription*& font = fonts_[{size, weight}];
    if (font == nullptr) {
      owned_.emplace_back(pango_font_description_new());
      font = owned_.back().get();
      pango_font_description_set_family(font, std::string(font_families).c_str());
      pango_font_description_set_weight(font, weight == Weight::regular  ? PANGO_WEIGHT_NORMAL
                                              : weight == Weight::medium ? PANGO_WEIGHT_MEDIUM
                                                                         : PANGO_WEIGHT_SEMIBOLD);
      pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    }
    pango_layout_set_font_description(layout_.get(), font);
    pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
    return layout_.get();
  }

  double width(std::string_view text, double size, Weight weight) {
    PangoRectangle box;
    pango_layout_get_extents(set(text, size, weight), nullptr, &box);
    return static_cast<double>(box.width) / PANGO_SCALE;
  }

 private:
  Handle<PangoLayout> layout_;
  std::map<std::pair<double, Weight>, PangoFontDescription*> fonts_;
  std::vector<Handle<PangoFontDescription>> owned_;
};

class CairoRuler final : public TextRuler {
 public:
  explicit CairoRuler(cairo_t* context) : typesetter_(context) {}
  double width(std::string_view text, double size, Weight weight) const override {
    return typesetter_.width(text, size, weight);
  }
  Typesetter& typesetter() const { return typesetter_; }

 private:
  mutable Typesetter typesetter_;
};

/// A ruler with a surface of its own that nobody sees.
class LoneRuler final : public TextRuler {
 public:
  LoneRuler()
      : surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)),
        context_(cairo_create(surface_.get())),
        ruler_(context_.get()) {}
  double width(std::string_view text, double size, Weight weight) const override {
    return ruler_.width(text, size, weight);
  }

 private:
  Handle<cairo_surface_t> surface_;
  Handle<cairo_t> context_;
  CairoRuler ruler_;
};

constexpr double points_a_pixel = 0.75;

class CairoPaper final : public Paper, public Canvas {
 public:
  CairoPaper(PaperFormat format, const PaperOptions& options)
      : format_(format),
        surface_(make_surface(options)),
        context_(make_context(options)),
        ruler_(context_.get()) {}

  Canvas& canvas() override { return *this; }
  const TextRuler& ruler() const override { return ruler_; }

  void next_page(double width, double height) override {
    cairo_show_page(context_.get());
    if (format_ == PaperFormat::pdf)
      cairo_pdf_surface_set_size(surface_.get(), width * points_a_pixel, height * points_a_pixel);
  }

  std::string finish() override {
    check(cairo_status(context_.get()));
    if (format_ == PaperFormat::png) {
      cairo_surface_flush(surface_.get());
      check(cairo_surface_write_to_png_stream(surface_.get(), append, &file_));
    } else {
      cairo_show_page(context_.get());
      cairo_surface_finish(surface_.get());
      check(cairo_surface_status(surface_.get()));
    }
    return std::move(file_);
  }

  void fill(const Area& area, const Fill& fill, double radius) override {
    outline_path(area, radius);
    paint(area, fill);
  }

  void fill_all(std::span<const Area> areas, const Fill& fill) override {
    for (const Area& area : areas) {
      cairo_rectangle(context_.get(), area.x, area.y, area.width, area.height);
      if (fill.hatch != Hatch::none) paint(area, fill);
    }
    if (fill.hatch == Hatch::none) {
      set(fill.colour);
      cairo_fill(context_.get());
    }
  }

  void outline(const Area& area, const Stroke& stroke, double radius) override {
    const double half = stroke.width / 2;
    outline_path({area.x + half, area.y + half, std::max(0.0, area.width - stroke.width),
                  std::max(0.0, area.height - stroke.width)},
                 radius);
    draw(stroke);
  }

  void line(std::span<const Point> points, const Stroke& stroke) override {
    path(points);
    draw(stroke);
  }

  void polygon(std::span<const Point> points, const Fill& fill) override {
    path(points);
    cairo_close_path(context_.get());
    set(fill.colour);
    cairo_fill(context_.get());
  }

  void text(Point baseline, std::string_view text, const TextStyle& style) override {
    PangoLayout* layout = ruler_.typesetter().set(text, style.size, style.weight);
    PangoRectangle box;
    pango_layout_get_extents(layout, nullptr, &box);
    const double width = static_cast<double>(box.width) / PANGO_SCALE;
    const double left = style.anchor == Anchor::left ? 0 : style.anchor == Anchor::middle ? width / 2 : width;
    set(style.colour);
    cairo_move_to(context_.get(), baseline.x - left, baseline.y);
    pango_cairo_show_layout_line(context_.get(), pango_layout_get_line_readonly(layout, 0));
    cairo_new_path(context_.get());
  }

  void push_clip(const Area& area) override {
    cairo_save(context_.get());
    cairo_rectangle(context_.get(), area.x, area.y, area.width, area.height);
    cairo_clip(context_.get());
  }
  void pop_clip() override { cairo_restore(context_.get()); }
  void begin(const Mark&) override {}
  void end() override {}

 private:
  cairo_surface_t* make_surface(const PaperOptions& options) {
    if (format_ == PaperFormat::png)
      return cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                        static_cast<int>(std::ceil(options.width * options.scale)),
                                        static_cast<int>(std::ceil(options.height * options.scale)));
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(
        append, &file_, options.width * points_a_pixel, options.height * points_a_pixel);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, options.title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, options.description.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "takt");
    // The same picture is the same file: no clock.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    return surface;
  }

  cairo_t* make_context(const PaperOptions& options) {
    check(cairo_surface_status(surface_.get()));
    cairo_t* context = cairo_create(surface_.get());
    const double scale = format_ == PaperFormat::png ? options.scale : points_a_pixel;
    cairo_scale(context, scale, scale);
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
    return context;
  }

  void set(Colour c) {
    cairo_set_source_rgba(context_.get(), c.red / 255.0, c.green / 255.0, c.blue / 255.0, c.alpha / 255.0);
  }

  void path(std::span<const Point> points) {
    for (const Point& point : points) cairo_line_to(context_.get(), point.x, point.y);
  }

  void outline_path(const Area& a, double radius) {
    const double r = std::min({radius, a.width / 2, a.height / 2});
    if (r <= 0) return cairo_rectangle(context_.get(), a.x, a.y, a.width, a.height);
    constexpr double quarter = 1.5707963267948966;
    cairo_new_sub_path(context_.get());
    cairo_arc(context_.get(), a.right() - r, a.y + r, r, -quarter, 0);
    cairo_arc(context_.get(), a.right() - r, a.bottom() - r, r, 0, quarter);
    cairo_arc(context_.get(), a.x + r, a.bottom() - r, r, quarter, 2 * quarter);
    cairo_arc(context_.get(), a.x + r, a.y + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(context_.get());
  }

  void draw(const Stroke& stroke) {
    set(stroke.colour);
    cairo_set_line_width(context_.get(), stroke.width);
    cairo_set_dash(context_.get(), &stroke.dash, stroke.dash > 0 ? 1 : 0, 0);
    cairo_stroke(context_.get());
  }

  /// Fills the current path, which lies within the area.
  void paint(const Area& area, const Fill& fill) {
    set(fill.colour);
    if (fill.hatch == Hatch::none) return cairo_fill(context_.get());
    cairo_fill_preserve(context_.get());
    cairo_save(context_.get());
    cairo_clip(context_.get());
    set(fill.ink);
    cairo_set_line_width(context_.get(), 1.2);
    cairo_set_dash(context_.get(), nullptr, 0, 0);
    hatch(area, fill.hatch);
    cairo_restore(context_.get());
  }

  /// Lines stand on one grid over the whole picture, so that neighbours join.
  void hatch(const Area& area, Hatch kind) {
    cairo_t* const c = context_.get();
    const auto each = [](double from, double to, double step, auto use) {
      for (double at = std::floor(from / step) * step; at <= to + step; at += step) use(at);
    };
    const auto slanted = [&](bool rising) {
      each(rising ? area.x + area.y : area.x - area.bottom(),
           rising ? area.right() + area.bottom() : area.right() - area.y, 6, [&](double at) {
             cairo_move_to(c, rising ? at - area.y : at + area.y, area.y);
             cairo_line_to(c, rising ? at - area.bottom() : at + area.bottom(), area.bottom());
           });
    };
    switch (kind) {
      case Hatch::forward:
        slanted(true);
        break;
      case Hatch::back:
        slanted(false);
        break;
      case Hatch::cross:
        slanted(true);
        slanted(false);
        break;
      case Hatch::vertical:
        each(area.x, area.right(), 4, [&](double x) {
          cairo_move_to(c, x + 2, area.y);
          cairo_line_to(c, x + 2, area.bottom());
        });
        break;
      case Hatch::horizontal:
        each(area.y, area.bottom(), 4, [&](double y) {
          cairo_move_to(c, area.x, y + 2);
          cairo_line_to(c, area.right(), y + 2);
        });
        break;
      case Hatch::chevrons:
        each(area.x, area.right(), 8, [&](double x) {
          const double middle = area.y + area.height / 2;
          cairo_move_to(c, x + 1, middle - 4);
          cairo_line_to(c, x + 4, middle);
          cairo_line_to(c, x + 1, middle + 4);
        });
        break;
      case Hatch::dots:
        each(area.x, area.right(), 5, [&](double x) {
          each(area.y, area.bottom(), 5, [&](double y) {
            cairo_new_sub_path(c);
            cairo_arc(c, x + 2.5, y + 2.5, 1, 0, 6.2832);
          });
        });
        cairo_fill(c);
        return;
      case Hatch::none:
        return;
    }
    cairo_stroke(c);
  }

  PaperFormat format_;
  std::string file_;
  Handle<cairo_surface_t> surface_;
  Handle<cairo_t> context_;
  CairoRuler ruler_;
};

const CairoModule module = {
    [] { return std::unique_ptr<TextRuler>(std::make_unique<LoneRuler>()); },
    [](PaperFormat format, const PaperOptions& options) {
      return std::unique_ptr<Paper>(std::make_unique<CairoPaper>(format, options));
    },
};

}  // namespace

}  // namespace takt

extern "C" const takt::CairoModule* takt_cairo_module() {
  return &takt::module;
}
