#include "learning/search/effort.hpp"

#include <algorithm>

namespace takt::search {

double Effort::seconds() const {
  return std::chrono::duration<double>(Clock::now() - begin_).count();
}

double Effort::share() const {
  double share = 0;
  if (limits_->seconds >= 0) share = limits_->seconds > 0 ? seconds() / limits_->seconds : 1;
  if (limits_->iterations > 0)
    share = std::max(share, static_cast<double>(iterations_) / static_cast<double>(limits_->iterations));
  return share;
}

void Effort::look(double best) {
  if (limits_->stop != nullptr && limits_->stop->load(std::memory_order_relaxed)) over_ = true;
  if (limits_->seconds >= 0 && seconds() >= limits_->seconds) over_ = true;
  if (limits_->progress) limits_->progress({share(), best, iterations_});
}

}  // namespace takt::search
