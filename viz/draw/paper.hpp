#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "viz/draw/canvas.hpp"

namespace takt {

enum class PaperFormat { svg, png, pdf };

/// The format that a file name's extension asks for; nothing for any other.
std::optional<PaperFormat> paper_format(std::string_view path);

struct PaperOptions {
  double width = 0, height = 0;
  double scale = 1;  ///< png: dots a pixel
  std::string title;
  std::string description;
};

/// A canvas that becomes a file.
class Paper {
 public:
  virtual ~Paper() = default;
  virtual Canvas& canvas() = 0;
  /// A page is done; another of this size follows. Only PDF has several.
  virtual void next_page(double width, double height) = 0;
  /// The file, once all is drawn.
  virtual std::string finish() = 0;
};

/// Fonts of this system. Loads Cairo and Pango; Error(io) when they are not there.
std::unique_ptr<TextRuler> make_ruler();

/// Throws Error(usage) for a size that the format cannot have, Error(io) as make_ruler().
std::unique_ptr<Paper> make_paper(PaperFormat format, const PaperOptions& options);

/// The typefaces, the first that is there.
inline constexpr std::string_view font_families =
    "Inter, Roboto, Helvetica Neue, Arial, DejaVu Sans, sans-serif";

}  // namespace takt
