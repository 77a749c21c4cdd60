#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/model/time.hpp"

namespace takt {

/// What stands at the time axis.
struct ClockStyle {
  std::optional<Time>
      start;           ///< time 0 of the run as ticks since 1970-01-01 00:00; nothing: no date is known
  bool plain = false;  ///< times are numbers of seconds without meaning: those of an instance
};

struct Tick {
  Time time = 0;
  std::string label;
};

/// A time axis: round ticks with labels, lines between them without, and spans (days, weeks) above them.
struct TimeAxis {
  Time step = 0;            ///< between ticks
  std::vector<Tick> ticks;  ///< at multiples of a round step
  std::vector<Time> minor;  ///< between them, without a label
  std::vector<Tick> spans;  ///< each holds up to the next; empty where the labels say all
  std::string unit;         ///< of the labels where they are numbers: "s", "min", "h", "d"; "" for plain ones
};

/// Ticks over [from, to] with room for at most `most` labels, at least 1.
TimeAxis make_axis(Time from, Time to, int most, const ClockStyle& style);

/// A time in words for titles and notes: "Tue 3 Mar 2026 14:05", "day 3 14:05", "25.5 s".
std::string clock_text(Time time, const ClockStyle& style);

/// "2026-03-02", "2026-03-02 06:00" or with T between, as ticks since 1970-01-01 00:00; nothing for anything
/// else.
std::optional<Time> parse_date(const std::string& text);

}  // namespace takt
