#include "sim/model/write/operations.hpp"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/write/distribution.hpp"
#include "sim/model/write/text.hpp"

namespace takt {
namespace {

constexpr std::array<const char*, 3> same_words = {"operation", "family", "any"};
constexpr std::array<const char*, 4> per_words = {"", "lot", "piece", "batch"};

std::string chance_text(const Scenario& s, const Chance& chance) {
  std::string levels = fmt::format("{}", chance.by_level.front());
  if (chance.by_level.size() > 1) levels = fmt::format("[{}]", fmt::join(chance.by_level, ", "));
  if (chance.parameter < 0) return levels;
  return fmt::format("{{probability: {}, parameter: {}, target: {}, slope: {}}}", levels,
                     name_text(s.operations.parameters[static_cast<std::size_t>(chance.parameter)]),
                     chance.target, chance.slope);
}

std::string send_back_text(const Scenario& s, const SendBack& back) {
  if (back.to < 0) return {};
  return fmt::format(", to: {}, limit: {}", name_text(s.steps[static_cast<std::size_t>(back.to)].name),
                     back.limit);
}

}  // namespace

std::vector<std::string> group_rule_fields(const Scenario& s, Index group) {
  std::vector<std::string> fields;
  if (s.operations.groups.empty()) return fields;
  const GroupRules& row = s.operations.groups[static_cast<std::size_t>(group)];
  if (row.batch.maximum > 0) {
    const std::string wait = row.batch.wait == never ? "full" : time_text(row.batch.wait);
    fields.push_back(fmt::format("batch: {{minimum: {}, maximum: {}, same: {}, wait: {}}}", row.batch.minimum,
                                 row.batch.maximum, same_words[static_cast<std::size_t>(row.batch.same)],
                                 wait));
  }
  if (row.cascade > 0) fields.push_back("cascade: " + time_text(row.cascade));
  std::vector<std::string> values;
  for (const GroupParameter& parameter : row.parameters) {
    values.push_back(fmt::format("{}: {}",
                                 name_text(s.operations.parameters[static_cast<std::size_t>(parameter.name)]),
                                 parameter.value));
  }
  if (!values.empty()) fields.push_back(fmt::format("parameters: {{{}}}", fmt::join(values, ", ")));
  return fields;
}

std::string step_rule_text(const Scenario& s, Index step) {
  if (s.operations.steps.empty()) return {};
  const StepRules& row = s.operations.steps[static_cast<std::size_t>(step)];
  std::string text;
  if (row.per != TimePer::automatic)
    text += fmt::format(", per: {}", per_words[static_cast<std::size_t>(row.per)]);
  if (row.cascade >= 0) text += ", cascade: " + time_text(row.cascade);
  if (row.scrap.any()) text += ", scrap: " + chance_text(s, row.scrap);
  if (row.defect.any()) text += ", defect: " + chance_text(s, row.defect);
  if (row.rework.any())
    text += fmt::format(", rework: {{probability: {}{}}}", chance_text(s, row.rework),
                        send_back_text(s, row.reworked));
  if (row.inspect.stated)
    text += fmt::format(", inspect: {{sample: {}, miss: {}, false_alarm: {}{}}}", row.inspect.sample,
                        row.inspect.miss, row.inspect.false_alarm, send_back_text(s, row.inspect.found));
  if (row.within.limit >= 0)
    text += fmt::format(", within: {{time: {}, of: {}, late: {}{}}}", time_text(row.within.limit),
                        name_text(s.steps[static_cast<std::size_t>(row.within.of)].name),
                        row.within.late.to < 0 ? "scrap" : "rework", send_back_text(s, row.within.late));
  return text;
}

}  // namespace takt
