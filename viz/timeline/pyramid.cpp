#include "viz/timeline/pyramid.hpp"

#include <algorithm>
#include <cmath>

namespace takt {

namespace {

/// Bars a stretch of the finest level, on average.
constexpr std::size_t bars_a_cell = 4;

/// How long each key lasted in each stretch of a level, without those that have nothing.
struct Sums {
  struct Entry {
    std::uint32_t key;
    Time ticks;
  };
  std::vector<Entry> entries;
  std::vector<std::size_t> first = {0};  ///< by stretch, and one more

  void add(std::uint32_t key, Time ticks) {
    for (std::size_t e = first.back(); e < entries.size(); ++e) {
      if (entries[e].key != key) continue;
      entries[e].ticks += ticks;
      return;
    }
    entries.push_back({key, ticks});
  }
  void next() { first.push_back(entries.size()); }
};

void summarise(const Sums& sums, Pyramid::Level& level) {
  for (std::size_t c = 0; c < level.cells.size(); ++c) {
    Time all = 0, most = -1;
    for (std::size_t e = sums.first[c]; e < sums.first[c + 1]; ++e) {
      const Sums::Entry& entry = sums.entries[e];
      all += entry.ticks;
      if (entry.ticks < most || (entry.ticks == most && entry.key > level.cells[c].key)) continue;
      most = entry.ticks;
      level.cells[c].key = entry.key;
    }
    const double share = static_cast<double>(all) / static_cast<double>(level.width);
    level.cells[c].share = static_cast<std::uint16_t>(std::lround(std::min(1.0, share) * 65535));
  }
}

/// A bar without length lasts for the tick in which it is.
Time end_of(const Bar& bar) {
  return std::max(bar.end, bar.start + 1);
}

Sums finest(std::span<const Bar> bars, const BarKey& key, Pyramid::Level& level) {
  Sums sums;
  std::int64_t now = level.first;
  const auto go_to = [&](std::int64_t number) {
    for (; now < number; ++now) sums.next();
  };
  for (const Bar& bar : bars) {
    const std::uint32_t its = key(bar);
    const std::int64_t begin = bar.start / level.width;
    for (std::int64_t number = begin; number * level.width < end_of(bar); ++number) {
      go_to(number);
      Pyramid::Cell& cell = level.cells[static_cast<std::size_t>(number - level.first)];
      if (number > begin) {
        cell.runs_in = 1;
      } else if (cell.begun < 32767) {
        ++cell.begun;
      }
      const Time from = std::max(bar.start, number * level.width),
                 to = std::min(bar.end, (number + 1) * level.width);
      sums.add(its, std::max<Time>(0, to - from));
    }
  }
  go_to(level.first + static_cast<std::int64_t>(level.cells.size()));
  return sums;
}

/// The level above, of stretches twice as long.
Sums join(const Pyramid::Level& below, const Sums& sums, Pyramid::Level& above) {
  above.width = below.width * 2;
  above.first = below.first >> 1;
  const std::int64_t last = (below.first + static_cast<std::int64_t>(below.cells.size()) - 1) >> 1;
  above.cells.resize(static_cast<std::size_t>(last - above.first + 1));
  Sums joined;
  for (std::int64_t number = above.first; number <= last; ++number) {
    Pyramid::Cell& cell = above.cells[static_cast<std::size_t>(number - above.first)];
    for (std::int64_t half = number * 2; half < number * 2 + 2; ++half) {
      const std::int64_t c = half - below.first;
      if (c < 0 || c >= static_cast<std::int64_t>(below.cells.size())) continue;
      const Pyramid::Cell& part = below.cells[static_cast<std::size_t>(c)];
      if (half == number * 2) cell.runs_in = part.runs_in;
      cell.begun = static_cast<std::uint16_t>(std::min(32767, cell.begun + part.begun) & 32767);
      for (std::size_t e = sums.first[static_cast<std::size_t>(c)];
           e < sums.first[static_cast<std::size_t>(c) + 1]; ++e)
        joined.add(sums.entries[e].key, sums.entries[e].ticks);
    }
    joined.next();
  }
  return joined;
}

}  // namespace

Pyramid::Pyramid(std::span<const Bar> bars, BarKey key) : bars_(bars), key_(std::move(key)) {
  if (bars.empty()) return;
  const Time from = bars.front().start, to = end_of(bars.back());
  const auto wanted = static_cast<Time>(std::max<std::size_t>(1, bars.size() / bars_a_cell));
  Level level;
  while ((to - from) / level.width > wanted) level.width *= 2;
  level.first = from / level.width;
  level.cells.resize(static_cast<std::size_t>((to - 1) / level.width - level.first + 1));
  Sums sums = finest(bars, key_, level);
  summarise(sums, level);
  levels_.push_back(std::move(level));
  while (levels_.back().cells.size() > 1) {
    Level above;
    sums = join(levels_.back(), sums, above);
    summarise(sums, above);
    levels_.push_back(std::move(above));
  }
}

FoldedLane Pyramid::fold(const TimeScale& scale, double narrow) const {
  // A bar that is wide must cover a stretch whole, in which it is then alone.
  const double most = narrow / 2 * static_cast<double>(scale.to - scale.from) / (scale.right - scale.left);
  if (levels_.empty() || static_cast<double>(levels_.front().width) > most)
    return takt::fold(overlapping(bars_, scale.from, scale.to), scale, narrow, key_);
  std::size_t l = 0;
  while (l + 1 < levels_.size() && static_cast<double>(levels_[l + 1].width) <= most) ++l;
  const Level& level = levels_[l];

  FoldedLane folded;
  const auto take_if_wide = [&](const Bar& bar) {
    if (scale.pixels(bar.end - bar.start) < narrow) return false;
    if (folded.wide.empty() || folded.wide.back() != &bar) folded.wide.push_back(&bar);
    return true;
  };
  // Those at the edges may show less than a stretch of themselves.
  const std::span<const Bar> shown = overlapping(bars_, scale.from, scale.to);
  if (shown.empty()) return folded;
  take_if_wide(shown.front());
  const std::int64_t begin = std::max(level.first, scale.from / level.width);
  const std::int64_t end = std::min(level.first + static_cast<std::int64_t>(level.cells.size()),
                                    (scale.to + level.width - 1) / level.width);
  for (std::int64_t number = begin; number < end; ++number) {
    const Cell& cell = level.cells[static_cast<std::size_t>(number - level.first)];
    if (cell.bars() == 0) continue;
    const Time from = number * level.width, to = from + level.width;
    if (cell.bars() == 1) {
      const auto after =
          std::partition_point(shown.begin(), shown.end(), [&](const Bar& bar) { return bar.start < to; });
      if (after != shown.begin() && take_if_wide(*(after - 1))) {
        // On to the stretch in which it ends, which may hold others as well.
        number = std::max(number, (after - 1)->end / level.width - 1);
        continue;
      }
    }
    const double left = std::max(scale.left, scale.x(from)), right = std::min(scale.right, scale.x(to));
    if (left < right)
      folded.cells.push_back({left, right, cell.key, static_cast<float>(cell.share) / 65535, cell.bars()});
  }
  take_if_wide(shown.back());
  return folded;
}

std::size_t Pyramid::bytes() const {
  std::size_t sum = sizeof(Pyramid);
  for (const Level& level : levels_) sum += sizeof(Level) + level.cells.capacity() * sizeof(Cell);
  return sum;
}

}  // namespace takt
