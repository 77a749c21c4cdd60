#pragma once

#include <string>

namespace takt {

/// Prints what a key figure, TABLE.COLUMN or a table means, or "all". Throws Error(usage) for an unknown
/// name.
void print_explanation(const std::string& what);

}  // namespace takt
