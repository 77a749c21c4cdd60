#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "viz/timeline/row_kind.hpp"
#include "viz/timeline/rows/rows.hpp"

namespace takt {

namespace {

using namespace rows;

constexpr bool shown = true, asked = false;

constexpr std::array table = {
    RowKind{"machines", "Machines", "what each machine works on, and what keeps it from working", shown,
            has_machines, add_machines},
    RowKind{"vehicles", "Vehicles", "rides with and without a load, loading, charging", shown, has_vehicles,
            add_vehicles},
    RowKind{"workers", "Workers and resources", "units of workers and other pools in use, a lane each", shown,
            has_pools, add_pools},
    RowKind{"orders", "Orders", "each job on its way through the shop: waiting, work, transport", asked,
            has_orders, add_orders},
    RowKind{"queues", "Queues", "jobs that wait before each machine group", asked, has_machines, add_queues},
    RowKind{"stock", "Stock", "units on hand at each stock point", asked, has_stock, add_stock},
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// "*" stands for anything, "?" for one letter.
bool matches_whole(std::string_view name, std::string_view pattern) {
  std::size_t n = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(name[n]))) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace

std::span<const RowKind> row_kinds() {
  return table;
}

Index find_row_kind(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const RowKind& k) { return k.name == name; });
  return found == table.end() ? -1 : static_cast<Index>(found - table.begin());
}

bool matches(std::string_view name, std::string_view pattern) {
  if (pattern.empty()) return true;
  while (true) {
    const std::size_t comma = pattern.find(',');
    const std::string_view one = pattern.substr(0, comma);
    const bool whole = one.find_first_of("*?") != std::string_view::npos;
    if (!one.empty() && matches_whole(name, whole ? std::string(one) : fmt::format("*{}*", one))) return true;
    if (comma == std::string_view::npos) return false;
    pattern.remove_prefix(comma + 1);
  }
}

Timeline make_timeline(const StoredRun& run, std::span<const Index> kinds, const RowChoice& choice) {
  if (!run.file.trace.has_records)
    throw Error(Fault::bad_input,
                fmt::format("{}: holds no operations (it was written with --record kpi), so there is no "
                            "schedule to show",
                            run.path));
  Timeline timeline;
  timeline.to = run.file.trace.end;
  for (const Index kind : kinds) {
    RowSection section = {kind, timeline.rows.size(), 0};
    at(table, kind).add(run, choice, timeline);
    section.row_count = timeline.rows.size() - section.first_row;
    if (section.row_count == 0) continue;
    for (std::size_t r = section.first_row; r < timeline.rows.size(); ++r) timeline.rows[r].kind = kind;
    timeline.sections.push_back(section);
  }
  return timeline;
}

}  // namespace takt
