#include "viz/timeline/ticks.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include <fmt/format.h>

#include "sim/model/index.hpp"

namespace takt {

namespace {

constexpr Time second = ticks_per_second, minute = 60 * second, hour = 60 * minute, day = 24 * hour,
               week = 7 * day;

constexpr std::array<const char*, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

Time floor_to(Time time, Time step) {
  const Time rest = time % step;
  return time - (rest < 0 ? rest + step : rest);
}

/// Steps that people count in, and how many smaller ones they are cut into.
struct Step {
  Time length;
  int minor;
};

constexpr std::array clock_steps = {
    Step{second, 4},      Step{2 * second, 4},  Step{5 * second, 5},  Step{10 * second, 5},
    Step{15 * second, 3}, Step{30 * second, 3}, Step{minute, 4},      Step{2 * minute, 4},
    Step{5 * minute, 5},  Step{10 * minute, 5}, Step{15 * minute, 3}, Step{30 * minute, 3},
    Step{hour, 4},        Step{2 * hour, 4},    Step{3 * hour, 3},    Step{6 * hour, 6},
    Step{12 * hour, 4},   Step{day, 4},         Step{2 * day, 2},     Step{week, 7},
    Step{2 * week, 2},    Step{4 * week, 4},    Step{12 * week, 3},   Step{52 * week, 4}};

/// 1, 2 or 5 times a power of ten, at least `least` and at least one tick.
Step decimal_step(Time least) {
  for (Time power = 1;; power *= 10) {
    for (const Step step : {Step{1, 5}, Step{2, 4}, Step{5, 5}}) {
      if (step.length * power < least && power < latest_time / 10) continue;
      const Time length = step.length * power;
      return {length, length % step.minor == 0 ? step.minor : 1};
    }
  }
}

Step choose_step(Time span, int most, bool decimal) {
  const Time least = std::max<Time>(1, (span + most - 1) / std::max(1, most));
  if (decimal || least < second / 2) return decimal_step(least);
  for (const Step& step : clock_steps)
    if (step.length >= least) return step;
  const Step years = decimal_step((least + 52 * week - 1) / (52 * week));
  return {years.length * 52 * week, years.minor};
}

struct Date {
  int year, weekday;
  unsigned month, day;
};

Date date_of(Time time) {
  using namespace std::chrono;
  const sys_days days{std::chrono::days(floor_to(time, takt::day) / takt::day)};
  const year_month_day ymd(days);
  return {static_cast<int>(ymd.year()), static_cast<int>(weekday(days).c_encoding()),
          static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())};
}

std::string clock_of(Time time, Time step) {
  const Time in_day = time - floor_to(time, day);
  const auto h = in_day / hour, m = in_day / minute % 60, s = in_day / second % 60;
  if (step % minute == 0 && in_day % minute == 0) return fmt::format("{:02}:{:02}", h, m);
  if (step >= second && in_day % second == 0) return fmt::format("{:02}:{:02}:{:02}", h, m, s);
  std::string text = fmt::format("{:02}:{:02}:{:02}.{:06}", h, m, s, in_day % second);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

/// "Tue 3 Mar", or "day 3" for the third day of a run without a date.
std::string day_of(Time time, const ClockStyle& style, bool year) {
  if (!style.start) return fmt::format("day {}", floor_to(time, day) / day + 1);
  const Date date = date_of(time);
  const std::string text =
      fmt::format("{} {} {}", at(weekdays, date.weekday), date.day, at(months, date.month - 1));
  return year ? fmt::format("{} {}", text, date.year) : text;
}

/// The shortest decimal number that says this many ticks in a unit.
std::string number(Time time, Time unit) {
  std::string text = fmt::format("{}", time / unit);
  const Time rest = time % unit;
  if (rest == 0) return text;
  std::string digits = fmt::format("{:.9f}", static_cast<double>(rest) / static_cast<double>(unit));
  while (digits.back() == '0') digits.pop_back();
  return text + digits.substr(1);
}

}  // namespace

TimeAxis make_axis(Time from, Time to, int most, const ClockStyle& style) {
  const Time origin = style.start.value_or(0);
  const Time span = std::max<Time>(1, to - from);
  // Short runs without a date are told as numbers of one unit, longer ones by day and clock.
  const bool numbers = style.plain || (!style.start && span + from <= 2 * hour);
  const Step step = choose_step(span, most, style.plain || span < 2 * second);
  TimeAxis axis;
  axis.step = step.length;
  const Time unit = style.plain || span <= 5 * minute ? second : minute;
  if (numbers && !style.plain) axis.unit = unit == second ? "s" : "min";
  const bool days = !numbers && step.length >= day;
  // Ticks stand at round times of the clock that is shown.
  for (Time t = floor_to(from + origin, step.length); t <= to + origin; t += step.length) {
    if (t - origin >= from) {
      std::string label = numbers ? number(t, unit)
                          : days  ? day_of(t, style, false)
                                  : clock_of(t, step.length);
      axis.ticks.push_back({t - origin, std::move(label)});
    }
    for (int i = 1; i < step.minor; ++i) {
      const Time between = t - origin + step.length / step.minor * i;
      if (between > from && between < to) axis.minor.push_back(between);
    }
  }
  if (numbers) return axis;
  if (!days) {
    for (Time t = floor_to(from + origin, day); t < to + origin; t += day)
      axis.spans.push_back({std::max(from, t - origin), day_of(t, style, true)});
  } else if (style.start) {
    // Months; the first names its year, and so does each January.
    int year = 0;
    for (Time t = floor_to(from + origin, day); t < to + origin; t += day) {
      const Date date = date_of(t);
      if (!axis.spans.empty() && date.day != 1) continue;
      axis.spans.push_back(
          {std::max(from, t - origin), fmt::format("{} {}", at(months, date.month - 1), date.year)});
      year = date.year;
    }
    (void)year;
  }
  return axis;
}

std::string clock_text(Time time, const ClockStyle& style) {
  if (style.plain) return number(time, second);
  const Time shown = time + style.start.value_or(0);
  return fmt::format("{} {}", day_of(shown, style, true),
                     clock_of(shown, time % minute == 0 ? minute : second));
}

std::optional<Time> parse_date(const std::string& text) {
  int year = 0;
  unsigned month = 0, day_of_month = 0, h = 0, m = 0;
  int used = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day_of_month, &used) != 3)
    return std::nullopt;
  if (static_cast<std::size_t>(used) != text.size()) {
    if (text[static_cast<std::size_t>(used)] != ' ' && text[static_cast<std::size_t>(used)] != 'T')
      return std::nullopt;
    int more = 0;
    if (std::sscanf(text.c_str() + used + 1, "%2u:%2u%n", &h, &m, &more) != 2) return std::nullopt;
    if (static_cast<std::size_t>(used + 1 + more) != text.size()) return std::nullopt;
  }
  using namespace std::chrono;
  const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                            std::chrono::day(day_of_month)};
  if (!date.ok() || h > 23 || m > 59) return std::nullopt;
  return sys_days(date).time_since_epoch().count() * takt::day + h * hour + m * minute;
}

}  // namespace takt
