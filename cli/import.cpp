#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>

#include "cli/command.hpp"
#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/model/write/yaml.hpp"

namespace takt {

namespace {

/// Whole or absent: under another name first.
void write_whole(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".tmp";
  const auto fail = [&](const char* what) {
    const int reason = errno;
    std::remove(temporary.c_str());
    throw Error(Fault::io, fmt::format("{}: cannot {}: {}", path, what, std::strerror(reason)));
  };
  std::FILE* file = std::fopen(temporary.c_str(), "wx");
  if (file == nullptr) {
    throw Error(Fault::io, fmt::format("{}: cannot create '{}': {}", path, temporary, std::strerror(errno)));
  }
  const bool written =
      std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
  const int reason = errno;
  if (std::fclose(file) != 0 || !written) {
    if (!written) errno = reason;
    fail("write it");
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) fail("give it its name");
}

}  // namespace

CommandBody attach_import(CLI::App& app) {
  struct Options {
    std::string spec, output;
  };
  const auto options = std::make_shared<Options>();
  std::string formats;
  for (const ImportFormat& format : import_formats()) {
    formats += fmt::format("\n  {}:{}  {}", format.format, format.name, format.summary);
  }
  app.add_option("instance", options->spec, "FORMAT:NAME, one of:" + formats)->required();
  app.add_option("-o,--output", options->output, "Scenario file to write (default: standard output)");
  return [options](const std::string&) {
    const std::string yaml = to_yaml(open_scenario(options->spec));
    if (options->output.empty()) {
      fmt::print("{}", yaml);
    } else {
      write_whole(options->output, yaml);
    }
    return 0;
  };
}

}  // namespace takt
