#include "cli/output_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/unfinished_file.hpp"
#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"

namespace takt {

namespace {

constexpr std::array<std::string_view, 4> result_extensions = {".h5", ".hdf5", ".hdf", ".he5"};
constexpr std::array<std::string_view, 2> scenario_extensions = {".yaml", ".yml"};
constexpr std::array<std::string_view, 22> other_extensions = {
    ".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".xls", ".parquet", ".feather", ".arrow", ".db",  ".sqlite",
    ".txt", ".md",  ".html", ".xml",   ".pdf",  ".svg", ".png",     ".npz",     ".npy",   ".mat", ".nc"};

template <std::size_t size>
bool has(const std::array<std::string_view, size>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

void check_extension(const std::string& path, OutputKind kind) {
  std::string extension = std::filesystem::path(path).extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (kind == OutputKind::picture) return;  // its extension says which
  const bool result = kind == OutputKind::result;
  const bool of_the_other = result ? has(scenario_extensions, extension) : has(result_extensions, extension);
  if (!of_the_other && !has(other_extensions, extension)) return;
  throw Error(Fault::usage, result ? fmt::format("{}: a result is an HDF5 file; name it .h5 and turn it into "
                                                 "other formats with 'takt export'",
                                                 path)
                                   : fmt::format("{}: a scenario is a YAML file; name it .yaml", path));
}

/// Whether both names are the same file, by whatever links.
bool same_file(const struct stat& one, const std::string& other) {
  struct stat status {};
  return stat(other.c_str(), &status) == 0 && status.st_dev == one.st_dev && status.st_ino == one.st_ino;
}

/// The first bytes of a file.
std::array<char, 8> start_of(const std::string& path, bool& empty) {
  std::array<char, 8> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  empty = file.gcount() == 0;
  return start;
}

bool is_hdf5(const std::string& path) {
  constexpr std::array<char, 8> signature = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  bool empty = false;
  return start_of(path, empty) == signature;
}

bool is_empty_or_hdf5(const std::string& path) {
  bool empty = false;
  start_of(path, empty);
  return empty || is_hdf5(path);
}

}  // namespace

void check_output(const std::string& path, OutputKind kind, const std::string& scenario_spec) {
  if (path.empty()) return;
  struct stat status {};
  const bool exists = stat(path.c_str(), &status) == 0;
  if (!exists && errno != ENOENT) {
    throw Error(Fault::io, fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
  }
  if (exists && S_ISDIR(status.st_mode)) {
    throw Error(Fault::io, fmt::format("{}: this is a folder, not a file to write to", path));
  }
  const auto folder = std::filesystem::path(path).parent_path();
  const std::string name = folder.empty() ? "." : folder.string();
  if (access(name.c_str(), W_OK | X_OK) != 0) {
    throw Error(Fault::io,
                fmt::format("{}: cannot write to folder '{}': {}", path, name, std::strerror(errno)));
  }
  if (exists && !scenario_spec.empty()) {
    for (const std::string& file : scenario_files(scenario_spec)) {
      if (!same_file(status, file)) continue;
      throw Error(Fault::usage, fmt::format("{}: this is a file of the scenario itself; writing would "
                                            "destroy it. Give -o another name",
                                            path));
    }
  }
  check_extension(path, kind);
  if (exists && kind == OutputKind::picture && S_ISREG(status.st_mode) && is_hdf5(path)) {
    throw Error(Fault::usage, fmt::format("{}: exists and is a result; give -o another name", path));
  }
  if (exists && kind == OutputKind::result && S_ISREG(status.st_mode) && !is_empty_or_hdf5(path)) {
    throw Error(Fault::usage, fmt::format("{}: exists and is no result; remove it first, or give -o another "
                                          "name",
                                          path));
  }
}

void write_whole(const std::string& path, std::string_view text) {
  UnfinishedFile file(path);
  while (!text.empty()) {
    const ssize_t put = write(file.descriptor(), text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) file.fail(put < 0 ? errno : ENOSPC);
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  file.commit();
}

}  // namespace takt
