#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace takt {

/// The format of a result file. An HDF5 file whose root carries the attributes of ResultInfo
/// (results/result_info.hpp) and `format` = "takt-result". Data are columns: one-dimensional datasets,
/// grouped by table, each with `units` and `long_name`, its table's dimension scale and a Fletcher-32
/// checksum a chunk. Numbers for named values (outcomes, states) carry `flag_values` and `flag_meanings` as
/// in the CF conventions; times that may be "never" carry
/// `_FillValue`. Texts are fixed-length UTF-8, padded with zeros. Records keep times as whole microseconds
/// ("us"), key figures as seconds ("s").
///
///   import h5py, pandas
///   with h5py.File("run.h5") as f:
///       operations = pandas.DataFrame({name: column[:] for name, column in f["operations"].items()})
inline constexpr char result_format[] = "takt-result";

/// Readers refuse a file with a higher number. Raise it when an old reader would misunderstand a new file, or
/// when a column joins that all new files have: first_version() says which.
///
///   3  attribute `recorded`, column tallies/machines/metered; /scenario is always in Takt's own format
///   4  replications: all tables of key figures, as kpi/tables and replications/cells, and their status;
///      machines that wait, and are stopped for several reasons: machine_intervals/also and goes_on, and the
///      columns of waiting and down_in_hours; runs: attributes stuck_jobs and stuck_since
inline constexpr std::int64_t result_format_version = 4;
inline constexpr std::int64_t oldest_format_version = 2;  ///< that is still read

enum class ColumnType : std::uint8_t { u8, u32, i32, u64, i64, f32, f64, text };

/// Bytes of a number; 0 for text.
std::size_t bytes_of(ColumnType type);

/// Which kind of file holds a column. A `run` file holds one run, a `replications` file the KPIs of several.
enum class ColumnIn : std::uint8_t { run, replications, both, detailed_run };

/// A column of the format.
struct ColumnSpec {
  const char* path;  ///< TABLE/NAME
  ColumnType type;
  ColumnIn in;
  const char* unit;      ///< "" for names, numbers of things and flags
  const char* scale;     ///< path of the column that is the dimension scale of the table; as long as this one
  const char* index_of;  ///< for an index: path of the column it points into; else ""
  bool may_be_none;      ///< an index may be -1, a time may be `never`
  const char* flags;     ///< meanings of the values 0, 1, ..., parted by spaces; "" when it is no flag
  const char* meaning;   ///< long_name
};

/// All columns with a fixed name. Not among them, because their names are data: `candidates/features/NAME`
/// (f32, one a feature) and `replications/kpi/NAME` (f64, one a KPI).
std::span<const ColumnSpec> result_columns();

/// The first version of the format whose files of this kind hold the column.
std::int64_t first_version(const ColumnSpec& column, bool run);

/// The column of this path, which must exist.
const ColumnSpec& result_column(std::string_view path);

}  // namespace takt
