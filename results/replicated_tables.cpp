#include "results/replicated_tables.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

namespace takt {
namespace {

/// Where a name stands in a list that grows with the names that are asked for. Asked in the order of the
/// list, which is the rule, it costs one comparison.
class Places {
 public:
  /// The place of the k-th use of this name since the last start().
  std::size_t of(const std::string& name) {
    if (next_ < names_.size() && names_[next_] == name && !seen_any_) return next_++;
    if (!seen_any_) remember();
    const std::size_t use = uses_[name]++;
    std::vector<std::size_t>& places = places_[name];
    if (use == places.size()) {
      places.push_back(names_.size());
      names_.push_back(name);
    }
    return places[use];
  }
  void start() {
    next_ = 0;
    seen_any_ = false;
    uses_.clear();
    places_.clear();
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  /// Leaves the path of one comparison: the names so far were those of the list.
  void remember() {
    seen_any_ = true;
    for (std::size_t i = 0; i < names_.size(); ++i) places_[names_[i]].push_back(i);
    for (std::size_t i = 0; i < next_; ++i) ++uses_[names_[i]];
  }

  std::vector<std::string> names_;
  std::size_t next_ = 0;
  bool seen_any_ = false;
  std::map<std::string, std::size_t> uses_;
  std::map<std::string, std::vector<std::size_t>> places_;
};

struct Frame {
  Places rows, columns;
  std::vector<std::string> units;
};

}  // namespace

ReplicatedTables replicated_tables(std::span<const ReplicationRow> rows, double level) {
  // Twice over all replications: what cells there are, then what stands in them.
  Places names;
  std::vector<Frame> frames;
  std::vector<std::size_t> first_cell;
  ReplicatedTables result;
  result.values.resize(rows.size());
  for (const bool fill : {false, true}) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (fill) result.values[r].assign(first_cell.back(), std::numeric_limits<double>::quiet_NaN());
      names.start();
      for (const KpiTable& table : rows[r].kpis.tables) {
        const std::size_t t = names.of(table.name);
        frames.resize(std::max(frames.size(), t + 1));
        Frame& frame = frames[t];
        frame.rows.start();
        frame.columns.start();
        std::vector<std::size_t> column_of;
        for (const KpiTable::Column& column : table.columns) {
          column_of.push_back(frame.columns.of(column.name));
          frame.units.resize(std::max(frame.units.size(), column_of.back() + 1));
          frame.units[column_of.back()] = column.unit;
        }
        for (const KpiTable::Row& row : table.rows) {
          const std::size_t place = frame.rows.of(row.name);
          if (!fill) continue;
          const std::size_t cell = first_cell[t] + place * frame.units.size();
          for (std::size_t c = 0; c < row.values.size(); ++c)
            result.values[r][cell + column_of[c]] = row.values[c];
        }
      }
    }
    if (fill) break;
    first_cell = {0};
    for (const Frame& frame : frames)
      first_cell.push_back(first_cell.back() + frame.rows.names().size() * frame.units.size());
  }

  std::size_t cell = 0;
  for (std::size_t t = 0; t < frames.size(); ++t) {
    IntervalTable& table = result.tables.emplace_back();
    table.name = names.names()[t];
    for (std::size_t c = 0; c < frames[t].units.size(); ++c)
      table.columns.push_back({frames[t].columns.names()[c], frames[t].units[c]});
    for (const std::string& name : frames[t].rows.names()) {
      IntervalTable::Row& row = table.rows.emplace_back();
      row.name = name;
      for (std::size_t c = 0; c < table.columns.size(); ++c, ++cell) {
        Accumulator present;
        for (const std::vector<double>& values : result.values)
          if (values[cell] == values[cell]) present.add(values[cell]);  // not NaN
        row.cells.push_back(interval_of(present, level));
      }
    }
  }
  return result;
}

}  // namespace takt
