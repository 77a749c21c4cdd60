#include "cli/explain.hpp"

#include <set>
#include <vector>

#include <fmt/format.h>

#include "results/kpi_glossary.hpp"
#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"

namespace takt {

void print_explanation(const std::string& what) {
  const auto all = kpi_glossary();
  const std::vector<KpiDefinition> found =
      what == "all" ? std::vector<KpiDefinition>(all.begin(), all.end()) : explained(what);
  if (found.empty()) {
    std::set<std::string> names;
    for (const KpiDefinition& definition : all) {
      names.emplace(definition.name);
      names.emplace(definition.table);
    }
    throw Error(Fault::usage,
                fmt::format("no key figure or table is called '{}'{}; '--explain all' lists them", what,
                            did_you_mean(what, std::vector<std::string>(names.begin(), names.end()))));
  }
  std::string_view table;
  for (const KpiDefinition& definition : found) {
    if (definition.table != table)
      fmt::print("{}{}: a row is {}\n", table.empty() ? "" : "\n", definition.table,
                 row_of_table(definition.table));
    table = definition.table;
    fmt::print("  {} [{}] over {}\n      {}\n", definition.name, definition.unit, definition.window,
               definition.formula);
  }
  fmt::print(
      "\nThe window [warm_up, end) is W long. Measured jobs are done, released at warm_up or later, and by "
      "number\n"
      "after warm_up_jobs. Of a job: r release, C completion, d due date, w weight.\n");
}

}  // namespace takt
