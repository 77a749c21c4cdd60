#pragma once

#include <string>

#include "sim/agent.hpp"

namespace takt {

/// A decision as a person would name it: what is decided, where and when.
std::string describe(const Decision& decision);

}  // namespace takt
