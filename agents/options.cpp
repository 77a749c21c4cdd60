#include "agents/options.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "agents/suggest.hpp"
#include "sim/model/error.hpp"

namespace takt {
namespace {

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

/// The number that all of `text` is; NaN when it is none.
double parse_number(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end ? number : std::nan("");
}

bool in_range(const OptionInfo& option, const std::string& text) {
  if (option.type == OptionType::number) {
    const double number = parse_number(text);
    return number >= option.least && number <= option.greatest;
  }
  return std::find(option.choices.begin(), option.choices.end(), text) != option.choices.end();
}

}  // namespace

OptionInfo number_option(std::string name, std::string standard, double least, double greatest,
                         std::string meaning) {
  return {std::move(name), OptionType::number, std::move(standard), least, greatest, {}, std::move(meaning)};
}

OptionInfo flag_option(std::string name, std::string standard, std::string meaning) {
  return {std::move(name),   OptionType::flag,  std::move(standard), 0, 0,
          {"true", "false"}, std::move(meaning)};
}

OptionInfo choice_option(std::string name, std::vector<std::string> choices, std::string meaning) {
  std::string standard = choices.front();
  return {std::move(name),    OptionType::choice, std::move(standard), 0, 0,
          std::move(choices), std::move(meaning)};
}

std::string range_text(const OptionInfo& option) {
  if (option.type == OptionType::number) return fmt::format("{:g} to {:g}", option.least, option.greatest);
  return listed(option.choices);
}

std::string describe_options(std::span<const OptionInfo> options) {
  std::string text;
  for (const OptionInfo& option : options) {
    text += fmt::format("  {}={}  ({})\n      {}\n", option.name, option.standard, range_text(option),
                        option.meaning);
  }
  return text.empty() ? text : "Options, with their standard values:\n" + text;
}

OptionValues::OptionValues(const AgentSpec& spec, std::span<const OptionInfo> known) {
  std::vector<std::string> names;
  for (const OptionInfo& option : known) names.push_back(option.name);
  for (const auto& [key, text] : spec.options) {
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    throw Error(Fault::usage, fmt::format("agent {}: unknown option {}{}", quoted(spec.text), quoted(key),
                                          near_and_known(key, names)));
  }
  for (const OptionInfo& option : known) {
    const auto given = std::find_if(spec.options.begin(), spec.options.end(),
                                    [&](const auto& pair) { return pair.first == option.name; });
    const std::string& text = given == spec.options.end() ? option.standard : given->second;
    if (!in_range(option, text)) {
      throw Error(Fault::usage, fmt::format("agent {}: option '{}' must be {}, not {}", quoted(spec.text),
                                            option.name, range_text(option), quoted(text)));
    }
    values_.push_back({option.name, text, option.type == OptionType::number ? parse_number(text) : 0});
  }
}

const OptionValues::Value& OptionValues::value(const std::string& name) const {
  const auto found =
      std::find_if(values_.begin(), values_.end(), [&](const Value& v) { return v.name == name; });
  assert(found != values_.end());
  return *found;
}

double OptionValues::number(const std::string& name) const {
  return value(name).number;
}
bool OptionValues::flag(const std::string& name) const {
  return value(name).text == "true";
}
const std::string& OptionValues::choice(const std::string& name) const {
  return value(name).text;
}

}  // namespace takt
