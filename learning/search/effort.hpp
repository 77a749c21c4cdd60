#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

namespace takt::search {

/// How far a search has come, for whoever watches.
struct SearchProgress {
  double share = 0;  ///< of the time or iterations it may take
  double best = 0;   ///< what is to become small; of a whole search in s, of a part of it in its own unit
  std::int64_t iterations = 0;
};

/// What a search may take: time, iterations, or both, whichever ends first.
struct SearchLimits {
  double seconds = 10;  ///< of a clock on the wall; negative: no limit
  std::int64_t iterations =
      -1;  ///< -1: no limit. With iterations alone the same seed gives the same schedule
  const std::atomic<bool>* stop = nullptr;                   ///< true: end with the best so far
  std::function<void(const SearchProgress&)> progress = {};  ///< called now and then when set
};

/// Counts what is spent. Looks at the clock only now and then: iterations take microseconds.
class Effort {
 public:
  explicit Effort(const SearchLimits& limits) : limits_(&limits) {}

  /// One iteration more; true when there is no more to spend. `every`: how many iterations between looks at
  /// the clock.
  bool spend(double best, std::int64_t every = 256) {
    ++iterations_;
    if (limits_->iterations >= 0 && iterations_ >= limits_->iterations) over_ = true;
    if (iterations_ % every == 0) look(best);
    return over_;
  }
  void look(double best);
  bool over() const { return over_; }
  /// No better solution can be found.
  void finish() { over_ = true; }
  std::int64_t iterations() const { return iterations_; }
  double seconds() const;
  /// Of what may be spent, looked up now; more than 1 when it is spent, 0 without a limit.
  double share() const;

 private:
  using Clock = std::chrono::steady_clock;
  const SearchLimits* limits_;
  Clock::time_point begin_ = Clock::now();
  std::int64_t iterations_ = 0;
  bool over_ = false;
};

}  // namespace takt::search
