#include <algorithm>

#include "sim/model/condition_model.hpp"

namespace takt {
namespace {

/// Sum of price(t) dt over [0, until), until within the period.
long double within_period(const Tariff& tariff, Time until) {
  long double sum = 0;
  for (std::size_t i = 0; i < tariff.bands.size() && tariff.bands[i].from < until; ++i) {
    const Time end = i + 1 < tariff.bands.size() ? tariff.bands[i + 1].from : tariff.period;
    sum += static_cast<long double>(tariff.bands[i].price) *
           static_cast<long double>(std::min(end, until) - tariff.bands[i].from);
  }
  return sum;
}

}  // namespace

double price_ticks(const Tariff& tariff, Time from, Time to) {
  if (tariff.period <= 0 || to <= from) return 0;
  const auto periods = static_cast<long double>(to / tariff.period - from / tariff.period);
  // Whole periods lie between the beginnings of the two periods; what is before `from` is taken off again.
  return static_cast<double>(periods * within_period(tariff, tariff.period) +
                             within_period(tariff, to % tariff.period) -
                             within_period(tariff, from % tariff.period));
}

}  // namespace takt
