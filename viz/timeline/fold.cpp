#include "viz/timeline/fold.hpp"

#include <algorithm>
#include <cmath>

namespace takt {

namespace {

/// Sums up one column after the other.
class Columns {
 public:
  Columns(const TimeScale& scale, std::vector<FoldedCell>& cells) : scale_(scale), cells_(cells) {}

  void add(std::int32_t column, std::uint32_t key, double ticks) {
    if (column != column_) flush();
    column_ = column;
    ++bars_;
    const auto found =
        std::find_if(sums_.begin(), sums_.end(), [&](const Sum& sum) { return sum.key == key; });
    if (found != sums_.end()) {
      found->ticks += ticks;
    } else {
      sums_.push_back({key, ticks});
    }
  }

  void flush() {
    if (sums_.empty()) return;
    double all = 0;
    const Sum* most = &sums_.front();
    for (const Sum& sum : sums_) {
      all += sum.ticks;
      if (sum.ticks > most->ticks || (sum.ticks == most->ticks && sum.key < most->key)) most = &sum;
    }
    const double width = static_cast<double>(scale_.to - scale_.from) / (scale_.right - scale_.left);
    const double left = scale_.left + column_;
    cells_.push_back({left, std::min(scale_.right, left + 1), most->key,
                      static_cast<float>(std::min(1.0, all / width)), bars_});
    sums_.clear();
    bars_ = 0;
  }

 private:
  struct Sum {
    std::uint32_t key;
    double ticks;
  };
  const TimeScale& scale_;
  std::vector<FoldedCell>& cells_;
  std::vector<Sum> sums_;
  std::int32_t column_ = -1;
  std::uint32_t bars_ = 0;
};

}  // namespace

FoldedLane fold(std::span<const Bar> bars, const TimeScale& scale, double narrow, const BarKey& key) {
  FoldedLane folded;
  Columns columns(scale, folded.cells);
  const double ticks = static_cast<double>(scale.to - scale.from) / (scale.right - scale.left);
  const auto last_column = static_cast<std::int32_t>(std::ceil(scale.right - scale.left)) - 1;
  for (const Bar& bar : bars) {
    if (scale.pixels(bar.end - bar.start) >= narrow) {
      folded.wide.push_back(&bar);
      continue;
    }
    const double from = (static_cast<double>(std::max(bar.start, scale.from) - scale.from)) / ticks;
    const double to = (static_cast<double>(std::min(bar.end, scale.to) - scale.from)) / ticks;
    const std::uint32_t its = key(bar);
    auto column = static_cast<std::int32_t>(from);
    do {
      const double part = std::min(to, column + 1.0) - std::max(from, static_cast<double>(column));
      if (column <= last_column) columns.add(column, its, part * ticks);
      ++column;
    } while (column < to);
  }
  columns.flush();
  return folded;
}

}  // namespace takt
