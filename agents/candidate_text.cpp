#include "agents/candidate_text.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "agents/shop_view.hpp"

namespace takt {

namespace {

/// A candidate that is no job: what it would do.
std::string describe_option(const Decision& decision, const Candidate& candidate) {
  std::string_view names = spec_of(decision.kind).options;
  const std::string number = std::to_string(candidate.option);
  if (const auto place = names.find('#'); place != names.npos)
    return std::string(names.substr(0, place)) + number + std::string(names.substr(place + 1));
  for (Index option = 0; !names.empty(); ++option) {
    const std::string_view name = names.substr(0, names.find('|'));
    if (option == candidate.option) return std::string(name);
    names.remove_prefix(std::min(names.size(), name.size() + 1));
  }
  return "option " + number;
}

}  // namespace

std::string describe_candidate(const Decision& decision, const Candidate& candidate) {
  if (candidate.is_wait()) return "wait";
  if (candidate.job < 0) return describe_option(decision, candidate);
  const Scenario& scenario = decision.plant->scenario();
  const Index order = decision.plant->job(candidate.job).order;
  const std::string order_name = order < 0 ? "" : scenario.orders[static_cast<std::size_t>(order)].name;
  std::string text =
      fmt::format("job {}{}", candidate.number, order_name.empty() ? "" : " (" + order_name + ")");
  // A job that waits for a card or a vehicle need not be on its way to an operation or a group.
  if (candidate.step >= 0) {
    const std::string& step_name = scenario.steps[static_cast<std::size_t>(candidate.step)].name;
    text +=
        fmt::format(", operation {}{}", candidate.position, step_name.empty() ? "" : " '" + step_name + "'");
  }
  const Index group = group_of(decision, candidate);
  if (group >= 0) text += fmt::format(" on group {}", machine_group(*decision.plant, group).name);
  return text;
}

}  // namespace takt
