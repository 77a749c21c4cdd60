#pragma once

#include <span>
#include <string>

namespace takt {

/// The end of a message about an unknown name: "; did you mean 'x'?" where one is near, and in any case all
/// there are: " Known are a, b, c.".
std::string near_and_known(const std::string& name, std::span<const std::string> known);

}  // namespace takt
