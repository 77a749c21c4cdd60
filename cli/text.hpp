#pragma once

#include <string>

namespace takt {

/// Seconds for people: "250 ms", "42 s", "3 min 20 s", "5 h 12 min", "2 d 4 h"; "-" for NaN.
std::string human_time(double seconds);

/// A number with six significant digits, or all of its whole part if that is longer; "-" for NaN.
std::string human_number(double value);

/// "1 job", "2 jobs", "3 processes"
std::string counted(long long count, const std::string& noun);

}  // namespace takt
