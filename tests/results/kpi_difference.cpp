#include "tests/results/kpi_difference.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace takt::fixture {

namespace {

/// A figure by its place: "tables/pools/welder/peak". Every bit of a value counts, but one NaN is any NaN.
using Figures = std::vector<std::pair<std::string, std::uint64_t>>;

std::uint64_t bits(double value) {
  return std::isnan(value) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(value);
}

Figures figures_of(const KpiReport& report) {
  Figures all;
  const auto add = [&](std::string name, double value) { all.emplace_back(std::move(name), bits(value)); };
  for (const Kpi& kpi : report.shop) add("shop/" + kpi.name + " " + kpi.unit, kpi.value);
  for (const GroupKpi& g : report.groups) {
    int i = 0;
    for (const double value : {static_cast<double>(g.operations), g.mean_wait, g.wait_sd, g.utilisation,
                               g.setup_share, g.down_share, g.blocked_share, g.off_share, g.maintenance_share,
                               g.waiting_share, g.down_in_hours_share})
      add(fmt::format("group/{}/{}", g.name, i++), value);
  }
  for (const MachineKpi& m : report.machines) {
    int i = 0;
    for (const double value : {static_cast<double>(m.operations), m.idle, m.setup, m.processing, m.down,
                               m.blocked, m.off, m.maintenance, m.waiting, m.down_in_hours})
      add(fmt::format("machine/{}/{}", m.name, i++), value);
  }
  for (const KpiTable& t : report.tables)
    for (const KpiTable::Row& row : t.rows)
      for (std::size_t c = 0; c < t.columns.size(); ++c)
        add(fmt::format("{}/{}/{} {}", t.name, row.name, t.columns[c].name, t.columns[c].unit),
            row.values[c]);
  return all;
}

}  // namespace

std::string difference(const KpiReport& x, const KpiReport& y) {
  const Figures a = figures_of(x), b = figures_of(y);
  std::string text;
  if (a.size() != b.size()) text = fmt::format("{} and {} figures; ", a.size(), b.size());
  int told = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && told < 5; ++i) {
    if (a[i] == b[i]) continue;
    ++told;
    text += fmt::format("{} is {}, {} is {}; ", a[i].first, std::bit_cast<double>(a[i].second), b[i].first,
                        std::bit_cast<double>(b[i].second));
  }
  return text;
}

std::string lost_figures(const KpiReport& old, const KpiReport& now, double tolerance) {
  const Figures was = figures_of(old), is = figures_of(now);
  const std::map<std::string, std::uint64_t> known(is.begin(), is.end());
  std::string text;
  int told = 0;
  for (const auto& [name, stored] : was) {
    const auto found = known.find(name);
    const double x = std::bit_cast<double>(stored);
    const bool there = found != known.end();
    const double y = there ? std::bit_cast<double>(found->second) : x;
    if (there && (stored == found->second || std::fabs(x - y) <= tolerance * std::fabs(x))) continue;
    if (++told <= 5)
      text += fmt::format("{} was {}, now {}; ", name, x, there ? fmt::format("{}", y) : "absent");
  }
  return text;
}

}  // namespace takt::fixture
