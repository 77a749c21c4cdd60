#include "results/block_store.hpp"

#include <algorithm>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "results/column_check.hpp"
#include "sim/model/error.hpp"

namespace takt {

BlockStore::BlockStore(const std::string& path, Extract what) : path_(path) {
  close(open_hdf5(path));
  blocks_ = extract_in_child(
      path, [&] { return extract_blocks(path, "", what, copy_.descriptor); }, copy_);
  check_lengths();
  check_values();
}

BlockStore::BlockStore(std::string path, std::vector<Block> blocks, MemoryFile copy)
    : path_(std::move(path)), copy_(std::move(copy)), blocks_(std::move(blocks)) {
  check_lengths();
  check_values();
}

void BlockStore::fail(const std::string& what) const {
  throw Error(Fault::bad_input, fmt::format("{}: {}", path_, what));
}

void BlockStore::fail_type(std::string_view block) const {
  fail(fmt::format("{} has another type or length than it should", block));
}

const Block* BlockStore::find(std::string_view block) const {
  const auto found = std::lower_bound(blocks_.begin(), blocks_.end(), block,
                                      [](const Block& b, std::string_view name) { return b.path < name; });
  return found != blocks_.end() && found->path == block ? &*found : nullptr;
}

const Block& BlockStore::get(std::string_view block) const {
  const Block* found = find(block);
  if (found == nullptr) fail(fmt::format("{} is missing", block));
  return *found;
}

void BlockStore::read(const Block& block, std::uint64_t first, std::uint64_t count, std::byte* out) const {
  if (!copy_.read(block.offset + first * block.width, count * block.width, out))
    fail(fmt::format("{} cannot be read back", block.path));
}

void BlockStore::drop(const Block& block, std::uint64_t first, std::uint64_t count) const {
  // Whole pages go; a page shared with a neighbour is only zeroed where it is ours. Failing costs memory, no
  // more.
  (void)fallocate(copy_.descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                  static_cast<off_t>(block.offset + first * block.width),
                  static_cast<off_t>(count * block.width));
}

std::string BlockStore::text(std::string_view block) const {
  const std::vector<std::string> all = texts(block);
  if (all.size() != 1) fail_type(block);
  return all.front();
}

std::vector<std::string> BlockStore::texts(std::string_view name) const {
  const Block& block = get(name);
  if (block.type != ColumnType::text) fail_type(name);
  std::vector<std::string> texts;
  std::string value;
  for (std::uint64_t row = 0; row < block.rows; ++row) {
    value.resize(block.width);
    read(block, row, 1, reinterpret_cast<std::byte*>(value.data()));
    value.erase(value.find_last_not_of('\0') + 1);
    texts.push_back(value);
  }
  return texts;
}

std::int64_t BlockStore::signed_attribute(std::string_view name) const {
  const std::vector<std::int64_t> values = numbers<std::int64_t>(fmt::format("@{}", name));
  if (values.size() != 1) fail_type(name);
  return values.front();
}

std::uint64_t BlockStore::unsigned_attribute(std::string_view name) const {
  return static_cast<std::uint64_t>(signed_attribute(name));
}

double BlockStore::real_attribute(std::string_view name) const {
  const std::vector<double> values = numbers<double>(fmt::format("@{}", name));
  if (values.size() != 1) fail_type(name);
  return values.front();
}

void BlockStore::check_lengths() const {
  const auto compare = [this](const Block& block, std::string_view scale) {
    const Block* other = find(scale);
    if (other != nullptr && other->rows != block.rows)
      fail(fmt::format("column {} has {} rows, but {} has {}", block.path, block.rows, scale, other->rows));
  };
  for (const ColumnSpec& column : result_columns()) {
    const Block* block = find(column.path);
    if (block == nullptr) continue;
    if (block->type != column.type ||
        (column.type != ColumnType::text && block->width != bytes_of(column.type)))
      fail_type(column.path);
    compare(*block, column.scale);
  }
  for (const Block& block : blocks_) {
    if (block.path == "kpi/groups/name" || block.path == "tallies/groups/name")
      compare(block, "names/groups");
    if (block.path == "tallies/machines/name") compare(block, "names/machines");
    // Machines of a group without limit that nobody needed have no key figures.
    if (block.path == "kpi/machines/name" && find("names/machines") != nullptr &&
        block.rows > rows("names/machines"))
      fail_type(block.path);
    if (block.path.starts_with("candidates/features/")) compare(block, "candidates/decision");
    if (block.path.starts_with("replications/kpi/")) compare(block, "replications/replication");
  }
}

void BlockStore::check_values() const {
  for (const ColumnSpec& column : result_columns()) {
    const Block* block = find(column.path);
    if (block != nullptr && is_limited(column)) check_column(*block, column);
  }
}

std::int64_t BlockStore::bound_of(const ColumnSpec& column) const {
  if (*column.index_of == '\0') return never;
  const Block* target = find(column.index_of);
  if (target == nullptr) return never;  // not read this time
  if (std::string_view(column.index_of) != "jobs/number") return static_cast<std::int64_t>(target->rows);
  // Jobs are known by number, and numbers rise by job but may have gaps.
  if (target->rows == 0) return 0;
  std::uint32_t last = 0;
  read(*target, target->rows - 1, 1, reinterpret_cast<std::byte*>(&last));
  return std::int64_t{last} + 1;
}

void BlockStore::check_column(const Block& block, const ColumnSpec& column) const {
  const std::int64_t bound = bound_of(column);
  std::vector<std::byte> slab(std::min(block.rows, slab_rows) * block.width);
  for (std::uint64_t first = 0; first < block.rows; first += slab_rows) {
    const std::uint64_t count = std::min(slab_rows, block.rows - first);
    read(block, first, count, slab.data());
    const std::int64_t bad = first_out_of_range(column, bound, slab.data(), count);
    if (bad >= 0)
      fail(fmt::format("column {} has a value out of range in row {}", block.path,
                       first + static_cast<std::uint64_t>(bad)));
  }
}

}  // namespace takt
