#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace takt {

// Like units.hpp, for ways and speeds: each throws Error(bad_input) with a sentence, the caller adds the
// position.

/// "40 m", "2.5 km" in micrometres. The units are mm, cm, m and km.
double parse_length(std::string_view text);

/// "1.5 m/s", "60 km/h", "20 m/min" in m/s.
double parse_speed(std::string_view text);

/// What parse_length and parse_speed read back as the same number.
std::string length_text(std::int64_t micrometres);
std::string speed_text(double metres_per_second);

}  // namespace takt
