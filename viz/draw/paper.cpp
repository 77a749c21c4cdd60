#include "viz/draw/paper.hpp"

#include <cmath>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/load_module.hpp"
#include "viz/draw/cairo_module.hpp"
#include "viz/draw/svg_paper.hpp"

namespace takt {

const CairoModule& cairo_module() {
  static const CairoModule& module =
      *reinterpret_cast<const CairoModule* (*)()>(load_module("libtakt_cairo.so", "takt_cairo_module"))();
  return module;
}

std::optional<PaperFormat> paper_format(std::string_view path) {
  const std::size_t dot = path.find_last_of("./");
  if (dot == std::string_view::npos || path[dot] == '/') return std::nullopt;
  std::string extension(path.substr(dot + 1));
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (extension == "svg") return PaperFormat::svg;
  if (extension == "png") return PaperFormat::png;
  if (extension == "pdf") return PaperFormat::pdf;
  return std::nullopt;
}

std::unique_ptr<TextRuler> make_ruler() {
  return cairo_module().make_ruler();
}

std::unique_ptr<Paper> make_paper(PaperFormat format, const PaperOptions& options) {
  // Cairo's images have at most 32767 dots a side, PDF readers show at most 14400 points.
  const double most = format == PaperFormat::png   ? 32767 / options.scale
                      : format == PaperFormat::pdf ? 14400 / 0.75
                                                   : 1e6;
  if (!(options.width >= 1 && options.height >= 1) || options.width > most || options.height > most)
    throw Error(
        Fault::usage,
        fmt::format("a picture of {:.0f} x {:.0f} pixels is more than this format can hold ({:.0f} a side): "
                    "choose fewer rows with --rows or --range, or a smaller --width",
                    options.width, options.height, std::floor(most)));
  if (format == PaperFormat::svg) return make_svg_paper(options);
  return cairo_module().make_paper(format, options);
}

}  // namespace takt
