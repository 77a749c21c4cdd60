#pragma once

#include <cstdint>
#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace takt {

// Options with numbers, read strictly: digits as in scenario files, no sign but '-', no blanks, no leading
// zeros, no hexadecimal, no infinity; the whole of the word and within its range. (CLI11 reads "010" as 8 and
// "" as 0, cuts what is too large, and lets NaN pass every range.) The value that `number` has is shown as
// the default.

CLI::Option* add_whole(CLI::App& app, const std::string& names, std::uint64_t& number, std::uint64_t least,
                       std::uint64_t greatest, const std::string& help);
CLI::Option* add_whole(CLI::App& app, const std::string& names, std::int64_t& number, std::int64_t least,
                       std::int64_t greatest, const std::string& help);
CLI::Option* add_whole(CLI::App& app, const std::string& names, int& number, int least, int greatest,
                       const std::string& help);
CLI::Option* add_real(CLI::App& app, const std::string& names, double& number, double least, double greatest,
                      const std::string& help);

/// --confidence LEVEL, between 0 and 1.
CLI::Option* add_confidence(CLI::App& app, double& level);

}  // namespace takt
