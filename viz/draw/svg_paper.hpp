#pragma once

#include <memory>

#include "viz/draw/paper.hpp"

namespace takt {

/// SVG of our own writing: text stays text, and marks become attributes and tooltips, which Cairo's would
/// not keep.
std::unique_ptr<Paper> make_svg_paper(const PaperOptions& options);

}  // namespace takt
