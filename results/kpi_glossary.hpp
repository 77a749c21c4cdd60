#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace takt {

/// What a key figure or a column of a table means. One place for all of them: `takt info --explain`, the
/// README and the tests read it here.
struct KpiDefinition {
  std::string_view table;  ///< "shop" for those of the run, "groups", "machines", or KpiTable::name
  std::string_view name;   ///< "level_#" stands for level_0, level_1, ...
  std::string_view unit;   ///< as Kpi::unit
  std::string_view window;
  std::string_view formula;
};

/// All of them, table by table.
std::span<const KpiDefinition> kpi_glossary();

/// What a row of a table stands for; empty for a table that is unknown.
std::string_view row_of_table(std::string_view table);

/// The definitions that `what` names: "fill_rate" in every table, "stock.fill_rate", or "stock", a whole
/// table. Empty when there is none.
std::vector<KpiDefinition> explained(std::string_view what);

}  // namespace takt
