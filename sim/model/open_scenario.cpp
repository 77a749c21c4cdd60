#include "sim/model/open_scenario.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/import/importers.hpp"
#include "sim/model/read/compose.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"

namespace takt {

namespace {

// To add a format: one importer file, one row here.
constexpr std::array<ImportFormat, 5> formats = {{
    {"taillard", "ta01..ta80", "Taillard's job shops, generated from the published seeds", import_taillard},
    {"jsplib", "PATH", "a job shop in the form of the JSPLIB collection", import_jsplib},
    {"fjsp", "PATH", "a flexible job shop in Brandimarte's form", import_fjsp},
    {"psplib", "PATH", "a project with limited resources in PSPLIB's form (.sm) or Patterson's (.rcp)",
     import_psplib},
    {"wfcommons", "PATH", "a workflow in WfCommons' form (.json)", import_wfcommons},
}};

/// FORMAT of FORMAT:NAME, or nothing.
std::string format_of(const std::string& spec) {
  const std::size_t colon = spec.find(':');
  if (colon == std::string::npos || colon == 0) return {};
  const bool word = std::all_of(spec.begin(), spec.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return word ? spec.substr(0, colon) : std::string();
}

/// The formats that can be told from a file, those that refuse most first.
constexpr std::array<const char*, 4> told_from_a_file = {"wfcommons", "psplib", "jsplib", "fjsp"};
constexpr std::array<std::pair<std::string_view, const char*>, 6> format_by_extension = {
    {{".jsp", "jsplib"},
     {".jssp", "jsplib"},
     {".fjs", "fjsp"},
     {".sm", "psplib"},
     {".rcp", "psplib"},
     {".json", "wfcommons"}}};

const ImportFormat& format_named(std::string_view name) {
  return *std::find_if(formats.begin(), formats.end(),
                       [&](const ImportFormat& f) { return f.format == name; });
}

/// The format in which a file that is no scenario of ours can be read, or which its name promises.
const char* foreign_format(const std::string& path) {
  for (const char* name : told_from_a_file) {
    try {
      format_named(name).import(path);
      return name;
    } catch (const Error&) {
    }
  }
  const std::string extension = std::filesystem::path(path).extension().string();
  for (const auto& [known, name] : format_by_extension)
    if (extension == known) return name;
  return nullptr;
}

/// A file in Takt's own format; one in another that is known is refused with its right name.
Scenario load_own(const std::string& path) {
  try {
    return load_scenario(path);
  } catch (const Error& error) {
    std::error_code ignored;
    if (error.fault() != Fault::bad_input || !std::filesystem::is_regular_file(path, ignored)) throw;
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension == ".yaml" || extension == ".yml") throw;
    const char* const foreign = foreign_format(path);
    if (foreign == nullptr) throw;
    throw Error(Fault::bad_input, fmt::format("{}; this is no scenario of Takt: did you mean '{}:{}'?",
                                              error.what(), foreign, path));
  }
}

}  // namespace

std::span<const ImportFormat> import_formats() {
  return formats;
}

std::vector<std::string> scenario_files(const std::string& spec) {
  const std::string format = format_of(spec);
  for (const ImportFormat& known : formats)
    if (format == known.format) return {spec.substr(format.size() + 1)};
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(spec, ignored)) return {spec};  // a pipe can be read only once
  YamlFiles files;
  try {
    compose(files, spec, read_scenario_text(spec));
  } catch (const Error&) {
    if (files.names.empty()) files.names.push_back(spec);
  }
  return files.names;
}

std::string resolved_text(const std::string& spec) {
  const std::string format = format_of(spec);
  const bool instance = std::any_of(formats.begin(), formats.end(),
                                    [&](const ImportFormat& known) { return format == known.format; });
  const Scenario scenario = open_scenario(spec);
  return instance ? to_yaml(scenario) : scenario.source_text;
}

Scenario open_scenario(const std::string& spec) {
  const std::string format = format_of(spec);
  if (format.empty()) return load_own(spec);
  for (const ImportFormat& known : formats) {
    if (format != known.format) continue;
    const std::string name = spec.substr(format.size() + 1);
    if (name.empty()) {
      throw Error(Fault::bad_input, fmt::format("{}: expected {}:{}", spec, known.format, known.name));
    }
    return known.import(name);
  }
  std::error_code ignored;
  if (std::filesystem::exists(spec, ignored)) return load_own(spec);
  std::string list;
  for (const ImportFormat& known : formats) list += fmt::format(" {}:{}", known.format, known.name);
  throw Error(Fault::bad_input,
              fmt::format("{}: unknown format '{}'; known are{}, or the path of a scenario file", spec,
                          format, list));
}

}  // namespace takt
