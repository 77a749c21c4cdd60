#include "tests/validation/supply_forms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/normal.hpp>

namespace takt::test {

namespace {

const boost::math::normal standard;

/// Expected h (y - D)+ + p (D - y)+ with Poisson D.
double poisson_cost(double mean, int y, double h, double p) {
  double on_hand = 0;
  for (int k = 0; k < y; ++k) on_hand += (y - k) * poisson_share(mean, k);
  const double owed = on_hand - y + mean;
  return h * on_hand + p * owed;
}

}  // namespace

double newsvendor_level(double mean, double sd, double h, double p) {
  return mean + sd * quantile(standard, p / (p + h));
}

double newsvendor_cost(double mean, double sd, double h, double p, double level) {
  const double z = (level - mean) / sd;
  const double owed = sd * (pdf(standard, z) - z * cdf(complement(standard, z)));
  return h * (level - mean + owed) + p * owed;
}

double poisson_share(double mean, int k) {
  return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
}

double min_max_cost(int s, int S, double demand, int lead_time, double K, double h, double p) {
  // m(j): how often the position S - j is met between two orders; G: cost of a period that starts from it.
  const double p0 = poisson_share(demand, 0);
  std::vector<double> m = {1 / (1 - p0)};
  double visits = 0, cost = K;
  for (int j = 0; j < S - s; ++j) {
    if (j > 0) {
      double sum = 0;
      for (int l = 1; l <= j; ++l) sum += poisson_share(demand, l) * m[static_cast<std::size_t>(j - l)];
      m.push_back(sum / (1 - p0));
    }
    visits += m.back();
    cost += m.back() * poisson_cost(demand * (lead_time + 1), S - j, h, p);
  }
  return cost / visits;
}

MinMax best_min_max(double demand, int lead_time, double K, double h, double p, int highest) {
  MinMax best{0, 0, std::numeric_limits<double>::infinity()};
  for (int S = 1; S <= highest; ++S) {
    for (int s = std::max(-20, S - 100); s < S; ++s) {
      const double cost = min_max_cost(s, S, demand, lead_time, K, h, p);
      if (cost < best.cost) best = {s, S, cost};
    }
  }
  return best;
}

StockForm base_stock_form(int S, double load) {
  StockForm form{0, 0, 0};
  for (int k = 0; k < S; ++k) {
    form.fill_rate += poisson_share(load, k);
    form.on_hand += (S - k) * poisson_share(load, k);
  }
  form.owed = form.on_hand - S + load;
  return form;
}

StockForm fixed_quantity_form(int r, int Q, double load) {
  StockForm form{0, 0, 0};
  for (int position = r + 1; position <= r + Q; ++position) {
    const StockForm at = base_stock_form(position, load);
    form.fill_rate += at.fill_rate / Q;
    form.on_hand += at.on_hand / Q;
    form.owed += at.owed / Q;
  }
  return form;
}

StockForm make_to_stock_form(int S, double rho) {
  const double none = std::pow(rho, S);  // more than S in the shop
  return {1 - none, S - rho * (1 - none) / (1 - rho), rho * none / (1 - rho)};
}

double erlang_b(int S, double load) {
  double blocked = 1;
  for (int n = 1; n <= S; ++n) blocked = load * blocked / (n + load * blocked);
  return blocked;
}

SerialForm serial_form(const std::vector<SerialStage>& stages, double mean, double sd, double p,
                       std::vector<double> levels) {
  // Cost as a function of the echelon position on a grid; below it the function goes on as a straight line.
  const bool search = levels.empty();
  double total_lead_time = 0, holding = 0;
  for (const SerialStage& stage : stages) {
    total_lead_time += stage.lead_time;
    holding += stage.echelon_cost;
  }
  const double step = sd / 50;
  const double low = -mean - 12 * sd * std::sqrt(total_lead_time),
               high = mean * total_lead_time + 14 * sd * std::sqrt(total_lead_time);
  const auto size = static_cast<std::size_t>((high - low) / step) + 2;
  const auto x_of = [&](std::size_t i) { return low + step * static_cast<double>(i); };
  std::vector<double> below(size);  // what the stages below cost, given the position they may rise to
  for (std::size_t i = 0; i < size; ++i) below[i] = (p + holding) * std::max(0.0, -x_of(i));
  SerialForm form{levels, 0};
  for (std::size_t j = 0; j < stages.size(); ++j) {
    std::vector<double> before(size);
    for (std::size_t i = 0; i < size; ++i) before[i] = stages[j].echelon_cost * x_of(i) + below[i];
    const auto at = [&](double x) {
      const double place = (x - low) / step;
      if (place <= 0) return before[0] + (before[1] - before[0]) * place;
      const auto i = std::min(static_cast<std::size_t>(place), size - 2);
      return before[i] + (before[i + 1] - before[i]) * (place - static_cast<double>(i));
    };
    // Normal demand of the lead time by the middles of 1200 equal slices of +-6 standard deviations.
    const double center = mean * stages[j].lead_time, spread = sd * std::sqrt(stages[j].lead_time);
    std::vector<double> cost(size, 0.0);
    constexpr int slices = 1200;
    for (int k = 0; k < slices; ++k) {
      const double z = -6 + 12 * (k + 0.5) / slices;
      const double weight = pdf(standard, z) * 12 / slices;
      for (std::size_t i = 0; i < size; ++i) cost[i] += weight * at(x_of(i) - center - spread * z);
    }
    std::size_t best = 0;
    if (search) {
      best = static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
      form.levels.push_back(x_of(best));
    } else {
      best = static_cast<std::size_t>(std::lround((levels[j] - low) / step));
    }
    for (std::size_t i = 0; i < size; ++i) below[i] = cost[std::min(i, best)];
    form.cost = cost[best];
  }
  return form;
}

double moving_average_bullwhip(double cover, int n) {
  return 1 + 2 * cover / n + 2 * cover * cover / (n * n);
}

double smoothing_bullwhip(double cover, double alpha) {
  return 1 + 2 * cover * alpha + 2 * cover * cover * alpha * alpha / (2 - alpha);
}

}  // namespace takt::test
