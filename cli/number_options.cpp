#include "cli/number_options.hpp"

#include <charconv>
#include <optional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>

#include "sim/model/units.hpp"

namespace takt {

namespace {

template <class Number>
std::optional<Number> whole(const std::string& text) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto [behind, problem] = std::from_chars(text.data(), end, number);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  const bool padded = text.size() > first + 1 && text[first] == '0';
  if (problem != std::errc() || behind != end || padded) return std::nullopt;
  return number;
}

template <class Number, class Parse>
CLI::Option* add(CLI::App& app, const std::string& names, Number& number, Number least, Number greatest,
                 const std::string& help, const char* kind, Parse parse) {
  const auto store = [&number, least, greatest, names, kind, parse](const std::string& text) {
    const std::optional<Number> value = parse(text);
    // Written so that NaN fails.
    if (!value || !(*value >= least && *value <= greatest)) {
      const std::string name = names.substr(names.rfind(',') + 1);
      throw CLI::ValidationError(
          name, fmt::format("must be a {} from {} to {}, is '{}'", kind, least, greatest, text));
    }
    number = *value;
  };
  return app.add_option_function<std::string>(names, store, help)
      ->type_name("NUMBER")
      ->default_str(fmt::format("{}", number));
}

}  // namespace

CLI::Option* add_whole(CLI::App& app, const std::string& names, std::uint64_t& number, std::uint64_t least,
                       std::uint64_t greatest, const std::string& help) {
  return add(app, names, number, least, greatest, help, "whole number", whole<std::uint64_t>);
}

CLI::Option* add_whole(CLI::App& app, const std::string& names, std::int64_t& number, std::int64_t least,
                       std::int64_t greatest, const std::string& help) {
  return add(app, names, number, least, greatest, help, "whole number", whole<std::int64_t>);
}

CLI::Option* add_whole(CLI::App& app, const std::string& names, int& number, int least, int greatest,
                       const std::string& help) {
  return add(app, names, number, least, greatest, help, "whole number", whole<int>);
}

CLI::Option* add_real(CLI::App& app, const std::string& names, double& number, double least, double greatest,
                      const std::string& help) {
  return add(app, names, number, least, greatest, help, "number",
             [](const std::string& text) { return to_number(text); });
}

CLI::Option* add_confidence(CLI::App& app, double& level) {
  const auto store = [&level](const std::string& text) {
    const std::optional<double> value = to_number(text);
    if (!value || !(*value > 0 && (1 + *value) / 2 < 1))
      throw CLI::ValidationError("--confidence",
                                 fmt::format("must be a number between 0 and 1 such as 0.99, is '{}'", text));
    level = *value;
  };
  return app
      .add_option_function<std::string>("--confidence", store,
                                        "Level of the confidence intervals over replications")
      ->type_name("LEVEL")
      ->default_str(fmt::format("{}", level));
}

}  // namespace takt
