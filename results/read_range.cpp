#include "results/read_range.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "results/child_copy.hpp"
#include "results/column_check.hpp"
#include "results/sha256.hpp"
#include "sim/model/error.hpp"

namespace takt {
namespace {

/// The open file as a child finds it, whatever its name has become.
std::string name_of(int descriptor) {
  return fmt::format("/proc/self/fd/{}", descriptor);
}

const ColumnSpec* spec_of(const std::string& path) {
  for (const ColumnSpec& column : result_columns())
    if (path == column.path) return &column;
  return nullptr;
}

std::string text_of(const MemoryFile& copy, const std::vector<Block>& blocks, const std::string& path) {
  for (const Block& block : blocks) {
    if (block.path != path || block.type != ColumnType::text) continue;
    std::string text(block.width, '\0');
    if (copy.read(block.offset, block.width, reinterpret_cast<std::byte*>(text.data()))) return text;
  }
  return "";
}

}  // namespace

std::vector<std::string> ColumnRows::texts(const std::string& path) const {
  const Values& values = get(path, 0);
  std::vector<std::string> texts;
  const char* bytes = reinterpret_cast<const char*>(values.bytes.data());
  for (std::size_t at = 0; at < values.bytes.size(); at += values.width) {
    const std::string_view padded(bytes + at, values.width);
    texts.emplace_back(padded.substr(0, padded.find_last_not_of('\0') + 1));
  }
  return texts;
}

const ColumnRows::Values& ColumnRows::get(const std::string& path, std::uint64_t width) const {
  const auto found = columns_.find(path);
  if (found == columns_.end() || (width != 0 && found->second.width != width))
    throw Error(Fault::bad_input, fmt::format("column {} was not read, or is of another type", path));
  return found->second;
}

ResultColumns::ResultColumns(const std::string& path) : path_(path), descriptor_(open_hdf5(path)) {
  try {
    const MemoryFile copy;
    const auto list = [&] {
      return extract_blocks(path_, name_of(descriptor_), Extract::catalogue, copy.descriptor);
    };
    const std::vector<Block> blocks = extract_in_child(path_, list, copy, true);
    kind_ = text_of(copy, blocks, "@kind");
    scenario_text_ = text_of(copy, blocks, "scenario");
    if (sha256_hex(scenario_text_) != text_of(copy, blocks, "@scenario_sha256"))
      fail("the scenario's text does not have the SHA-256 that the file states");
    for (const Block& block : blocks) {
      if (block.path.starts_with('@') || block.path == "scenario") continue;
      columns_.push_back({block.path, block.unit, block.type, block.rows, block.width});
    }
    for (const Column& column : columns_) {
      const ColumnSpec* spec = spec_of(column.path);
      const Column* scale = spec == nullptr ? nullptr : find(spec->scale);
      if (scale != nullptr && scale->rows != column.rows)
        fail(fmt::format("column {} has {} rows, but {} has {}", column.path, column.rows, scale->path,
                         scale->rows));
    }
    if (const Column* jobs = find("jobs/number"); jobs != nullptr && jobs->rows > 0) {
      const std::array last = {jobs->path};
      job_bound_ = std::int64_t{read(last, jobs->rows - 1, 1).numbers<std::uint32_t>(jobs->path).at(0)} + 1;
    }
  } catch (...) {
    close(descriptor_);
    throw;
  }
}

ResultColumns::~ResultColumns() {
  close(descriptor_);
}

const ResultColumns::Column* ResultColumns::find(const std::string& path) const {
  const auto found = std::lower_bound(columns_.begin(), columns_.end(), path,
                                      [](const Column& c, const std::string& name) { return c.path < name; });
  return found != columns_.end() && found->path == path ? &*found : nullptr;
}

const ResultColumns::Column& ResultColumns::get(const std::string& path) const {
  const Column* found = find(path);
  if (found == nullptr) fail(fmt::format("it has no column {}", path));
  return *found;
}

ColumnRows ResultColumns::read(std::span<const std::string> paths, std::uint64_t first,
                               std::uint64_t count) const {
  RowRange range;
  for (const std::string& path : paths) {
    const Column& column = get(path);
    if (first > column.rows || count > column.rows - first)
      fail(fmt::format("column {} has {} rows, not {} and {} more", path, column.rows, first, count));
    range.columns.emplace_back(path, column.type);
  }
  range.first = first;
  range.count = count;
  check_is_same();
  const MemoryFile copy;
  const auto extract = [&] { return extract_rows(path_, name_of(descriptor_), range, copy.descriptor); };
  ColumnRows rows;
  if (paths.empty()) return rows;
  for (const Block& block : extract_in_child(path_, extract, copy)) {
    const Column& column = get(block.path);
    if (block.rows != count || block.width != column.width || block.type != column.type)
      fail(fmt::format("column {} is not what it was", block.path));
    ColumnRows::Values& values = rows.columns_[block.path];
    values.width = block.width;
    values.bytes.resize(block.width * block.rows);
    if (!copy.read(block.offset, values.bytes.size(), values.bytes.data()))
      fail(fmt::format("{} cannot be read back", block.path));
    check(column, values.bytes.data(), first, count);
  }
  for (const std::string& path : paths)
    if (!rows.columns_.contains(path)) fail(fmt::format("{} cannot be read back", path));
  return rows;
}

ColumnRows ResultColumns::read_all(const std::string& path) const {
  const std::array paths = {path};
  return read(paths, 0, get(path).rows);
}

std::int64_t ResultColumns::bound_of(const ColumnSpec& column) const {
  if (std::string_view(column.index_of) == "jobs/number") return job_bound_;
  const Column* target = find(column.index_of);
  return target == nullptr ? 0 : static_cast<std::int64_t>(target->rows);
}

void ResultColumns::check(const Column& column, const std::byte* values, std::uint64_t first,
                          std::uint64_t count) const {
  const ColumnSpec* spec = spec_of(column.path);
  if (spec == nullptr || !is_limited(*spec)) return;
  const std::int64_t bad = first_out_of_range(*spec, bound_of(*spec), values, count);
  if (bad >= 0)
    fail(fmt::format("column {} has a value out of range in row {}", column.path,
                     first + static_cast<std::uint64_t>(bad)));
}

/// HDF5 finds no file that has lost its name.
void ResultColumns::check_is_same() const {
  struct stat ours {};
  struct stat named {};
  if (fstat(descriptor_, &ours) != 0 || stat(path_.c_str(), &named) != 0 || ours.st_ino != named.st_ino ||
      ours.st_dev != named.st_dev)
    fail("was removed or replaced while it was read");
}

void ResultColumns::fail(const std::string& what) const {
  throw Error(Fault::bad_input, fmt::format("{}: {}", path_, what));
}

}  // namespace takt
