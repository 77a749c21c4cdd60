#pragma once

#include <string>

namespace takt {

/// Seconds for people: "0.25 s", "42 s", "3 min 20 s", "5 h 12 min", "2 d 4 h"; "-" for NaN.
std::string human_time(double seconds);

/// A number with up to six significant digits and no needless zeros; "-" for NaN.
std::string human_number(double value);

/// "1 job", "2 jobs"
std::string counted(long long count, const std::string& noun);

}  // namespace takt
