#pragma once

#include <optional>
#include <string_view>

namespace takt {

/// A decimal number as scenario files write it: 5, 0.25, .25, -1.5e3. No leading zeros or plus sign, no
/// infinity, no NaN, no hexadecimal; nothing when `text` is anything else.
std::optional<double> to_number(std::string_view text);

/// "5 min", "90s", "1.5 h" in ticks. The units are us, ms, s, min, h, d and wk. May be negative. Throws
/// Error(bad_input) with a sentence that suggests a unit when none is given; the caller adds the position.
double parse_duration(std::string_view text);

/// "5 /h", "5/h" or "5 per h" as the mean time between two, in ticks. Throws like parse_duration.
double parse_rate(std::string_view text);

/// "30 /h", "30/h" or "30 per h" as the number: money or pieces an hour. Throws like parse_duration.
double parse_per_hour(std::string_view text);

/// A unit with an optional factor, "min" or "5 min", in ticks. Throws like parse_duration.
double parse_unit(std::string_view text);

}  // namespace takt
