#pragma once

#include <string>

namespace takt {

/// "0.1.0"
std::string software_version();

/// The commit this program was built from, "-dirty" behind it when the tree had changes; "unknown" outside
/// git.
std::string source_revision();

}  // namespace takt
