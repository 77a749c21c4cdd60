#include "sim/record/event_names.hpp"

#include <array>
#include <span>

#include "sim/model/named_things.hpp"
#include "sim/plant/operation_state.hpp"

namespace takt {

namespace {

constexpr std::array scrap_reasons = {"operation", "inspection", "rework_limit", "late"};
constexpr std::array inspections = {"good", "missed", "found", "false_alarm"};
constexpr std::array figures = {"buffer_content", "chose_to_wait", "cards_in_use", "card_waiting",
                                "part_stock",     "parts_stored",  "parts_taken",  "parts_left"};
static_assert(figures.size() == line_figure_count);
constexpr std::array shortages = {"owed", "lost"};
constexpr std::array defects = {"good", "defect"};

/// The words for a sort that has the same few in every scenario.
std::span<const char* const> words_of(Refers what) {
  switch (what) {
    case Refers::scrap_reason:
      return scrap_reasons;
    case Refers::inspection:
      return inspections;
    case Refers::figure:
      return figures;
    case Refers::lost_or_owed:
      return shortages;
    case Refers::defect_or_not:
      return defects;
    default:
      return {};
  }
}

/// What the entity of a line_sum is.
Refers entity_of(Index figure) {
  if (figure <= static_cast<Index>(LineFigure::chose_to_wait)) return Refers::group;
  if (figure <= static_cast<Index>(LineFigure::card_waiting)) return Refers::loop;
  return Refers::part_store;
}

const GroupCondition* condition_of(const Scenario& scenario, Index machine) {
  if (scenario.condition.groups.empty() || machine < 0 || machine >= scenario.machine_count) return nullptr;
  return &scenario.condition.groups[at(scenario.group_of_machine[at(machine)])];
}

std::string name_of(const Scenario& scenario, Refers what, Index index, const EventRecord& event) {
  if (index < 0 || index >= count_of(scenario, what, event)) return "";
  if (what == Refers::plan) return condition_of(scenario, event.entity)->plans[at(index)].name;
  if (what == Refers::by_figure) what = entity_of(event.detail);
  if (const auto words = words_of(what); !words.empty()) return words[at(index)];
  return name_of(scenario, what, index);
}

}  // namespace

std::int64_t count_of(const Scenario& scenario, Refers what, const EventRecord& event) {
  const auto size = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
  if (what == Refers::level || what == Refers::plan) {
    const GroupCondition* group = condition_of(scenario, event.entity);
    if (group == nullptr) return 0;
    return what == Refers::plan ? size(group->plans) : size(group->law.levels);
  }
  if (what == Refers::by_figure) what = entity_of(event.detail);
  if (const auto words = words_of(what); !words.empty()) return size(words);
  return count_of(scenario, what);
}

std::string entity_name(const Scenario& scenario, const EventRecord& event) {
  return name_of(scenario, spec_of(event.kind).entity, event.entity, event);
}

std::string detail_name(const Scenario& scenario, const EventRecord& event) {
  return name_of(scenario, spec_of(event.kind).detail, event.detail, event);
}

}  // namespace takt
