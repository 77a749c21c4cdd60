#pragma once

#include <chrono>
#include <string>

namespace takt {

/// A line on stderr that says how far something is and when it will be done: only on a terminal, only when it
/// takes longer than a second, at most five times a second. Gone without a trace when the object goes.
class ProgressLine {
 public:
  /// `quiet`: say nothing at all.
  ProgressLine(std::string what, bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `share` of the work done, in [0, 1]; negative when nobody knows. `detail` follows it.
  void update(double share, const std::string& detail);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  bool silent_;
  bool shown_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_ = begin_;
};

}  // namespace takt
