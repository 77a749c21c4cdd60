#pragma once

// Internal to viz/draw.

#include <memory>

#include "viz/draw/paper.hpp"

namespace takt {

/// What needs Cairo and Pango. They and what they need in turn take long to load, so all of it sits in a
/// module of its own, libtakt_cairo.so, that is opened when something is drawn.
struct CairoModule {
  std::unique_ptr<TextRuler> (*make_ruler)();
  std::unique_ptr<Paper> (*make_paper)(PaperFormat format, const PaperOptions& options);
};

/// The module's one symbol is `extern "C" const CairoModule* takt_cairo_module()`.
const CairoModule& cairo_module();

}  // namespace takt
