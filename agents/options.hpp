#pragma once

#include <span>
#include <string>
#include <vector>

#include "agents/agent_spec.hpp"

namespace takt {

enum class OptionType { number, flag, choice };

/// An option that an agent takes: enough to check a value and to explain it.
struct OptionInfo {
  std::string name;
  OptionType type = OptionType::number;
  std::string standard;              ///< the value it has when it is not given, as text
  double least = 0, greatest = 0;    ///< number: the closed range
  std::vector<std::string> choices;  ///< choice: what it may be
  std::string meaning;               ///< one line
};

OptionInfo number_option(std::string name, std::string standard, double least, double greatest,
                         std::string meaning);
OptionInfo flag_option(std::string name, std::string standard, std::string meaning);
OptionInfo choice_option(std::string name, std::vector<std::string> choices,
                         std::string meaning);  ///< standard: the first

/// "0.1 to 100", "true or false", "ect, spt or first".
std::string range_text(const OptionInfo& option);

/// The options for people, a line or two each; "" for none.
std::string describe_options(std::span<const OptionInfo> options);

/// The options of a spec, checked against those an agent takes, with the standard values filled in.
class OptionValues {
 public:
  /// Throws Error(usage) for an unknown option (listing the known ones) and for a value that is not in range.
  OptionValues(const AgentSpec& spec, std::span<const OptionInfo> known);

  /// The value of an option that the constructor was told of.
  double number(const std::string& name) const;
  bool flag(const std::string& name) const;
  const std::string& choice(const std::string& name) const;

 private:
  struct Value {
    std::string name;
    std::string text;
    double number = 0;
  };
  const Value& value(const std::string& name) const;
  std::vector<Value> values_;
};

}  // namespace takt
