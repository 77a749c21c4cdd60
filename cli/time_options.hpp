#pragma once

#include <string>

#include "sim/record/tallies.hpp"

namespace takt {

/// A time of the command line in ticks. Throws Error(usage) that begins with the option.
Time parse_time(const char* option, const std::string& text);

/// "8h..40h"; an end that is left out is that of the run. Throws Error(usage).
Window parse_window(const char* option, const std::string& text, Time end);

}  // namespace takt
