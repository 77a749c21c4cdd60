#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/record/trace.hpp"

namespace takt {

/// A key figure of a run. NaN where there is nothing to measure (no job finished, no job has a due date,
/// ...); shown as "-" and written to JSON as null.
struct Kpi {
  std::string name;
  std::string unit;  ///< "s", "1/h", or "1" for a pure number
  double value = 0;
};

/// A machine group over the window (see KpiReport).
struct GroupKpi {
  std::string name;
  std::int64_t operations = 0;  ///< that got a machine in the window and left it by the end
  double mean_wait = 0;         ///< s; of those operations, from joining the queue to getting the machine
  double wait_sd = 0;           ///< s; sample standard deviation of these waits, NaN below two operations
  double utilisation = 0;       ///< shares of the machines' time: processing ...
  double setup_share = 0;       ///< ... setting up ...
  double down_share = 0;        ///< ... broken down
  double blocked_share = 0, off_share = 0, maintenance_share = 0;  ///< ... see MachineState
  double waiting_share = 0;        ///< ... with a job meant for it, and something else not there
  double down_in_hours_share = 0;  ///< ... broken down in working hours: a part of down_share
};

/// A machine over the window: shares of its time; those in a state add up to 1.
struct MachineKpi {
  std::string name;
  std::int64_t operations = 0;  ///< that got it in the window and left it by the end
  double idle = 0, setup = 0, processing = 0, down = 0, blocked = 0, off = 0, maintenance = 0;
  double waiting = 0;
  double down_in_hours = 0;  ///< broken down in working hours: a part of `down`
};

/// Key figures of things that come in numbers (buffers, resources, vehicles, stock points ...), one a row.
struct KpiTable {
  struct Column {
    std::string name;
    std::string unit;  ///< as Kpi::unit
  };
  struct Row {
    std::string name;
    std::vector<double> values;  ///< by column; NaN where there is nothing to measure
  };
  std::string name;
  std::vector<Column> columns;
  std::vector<Row> rows;
};

/// The key figures of a run, with the warm-up removed.
///
/// The *window* is Tallies::window: [warm_up, end) unless another was asked for; W is its length. The
/// *measured jobs* are those that are done, were released at its start or later, and whose number lies in
/// [warm_up_jobs, warm_up_jobs + measured_jobs) (no upper end when measured_jobs < 0). Of job i: r release, C
/// completion, d due date, w weight. What each figure is stands in kpi_glossary().
struct KpiReport {
  std::vector<Kpi> shop;
  std::vector<GroupKpi> groups;      ///< by Scenario::groups
  std::vector<MachineKpi> machines;  ///< by machine
  std::vector<KpiTable> tables;      ///< of the features that the scenario uses; none is empty

  /// A shop figure by its name; Error(usage) that lists the names when there is none.
  double value(std::string_view name) const;
};

/// All tables in one form: "groups", "machines", then those of features. None is empty.
std::vector<KpiTable> all_tables(const KpiReport& report);

KpiReport compute_kpis(const Scenario& scenario, const Trace& trace);

/// The key figures of another window: those of a run that had this warm-up and ended at the window's end.
/// What is not known of it is NaN. As retally(), the trace must have its records.
KpiReport compute_kpis(const Scenario& scenario, const Trace& trace, const Window& window);

/// The p-quantile, 0 <= p <= 1, of values: linear between order statistics, the k-th of n (from 0) at p = k /
/// (n - 1), as NumPy and R (type 7) do by default. NaN for no values. Reorders them.
double quantile(std::vector<double>& values, double p);

}  // namespace takt
