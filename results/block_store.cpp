#include "results/block_store.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <new>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/clock/isolate.hpp"
#include "sim/model/error.hpp"

namespace takt {
namespace {

/// Throws unless the file is a regular one that begins like HDF5.
void check_is_hdf5(const std::string& path) {
  const auto cannot_read = [&path](int error_number) {
    throw Error(Fault::io, fmt::format("{}: cannot be read: {}", path, std::strerror(error_number)));
  };
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) cannot_read(errno);
  struct stat status {};
  std::array<char, 8> start{};
  const bool regular = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  const ssize_t got = regular ? pread(file, start.data(), start.size(), 0) : 0;
  const int error_number = got < 0 ? errno : 0;
  close(file);
  if (!regular) throw Error(Fault::bad_input, fmt::format("{}: not a regular file", path));
  if (error_number != 0) cannot_read(error_number);
  constexpr std::array<char, 8> signature = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  if (got != static_cast<ssize_t>(start.size()) || start != signature)
    throw Error(Fault::bad_input, fmt::format("{}: not an HDF5 file, so not a result file", path));
}

// The list of blocks on its way from the child: numbers as they lie in memory, texts behind their length.

void put_number(std::string& bytes, std::uint64_t number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

std::string packed(const std::vector<Block>& blocks) {
  std::string bytes;
  for (const Block& block : blocks) {
    for (const std::string* text : {&block.path, &block.unit}) {
      put_number(bytes, text->size());
      bytes += *text;
    }
    for (const std::uint64_t number :
         {static_cast<std::uint64_t>(block.type), block.width, block.rows, block.offset})
      put_number(bytes, number);
  }
  return bytes;
}

/// Unpacks a list whose blocks lie within a copy of this size. Empty when it is damaged.
std::vector<Block> unpacked(std::string_view bytes, std::uint64_t copy_bytes) {
  bool good = true;
  const auto number = [&] {
    std::uint64_t value = 0;
    good = good && bytes.size() >= sizeof(value);
    if (!good) return std::uint64_t{0};
    std::memcpy(&value, bytes.data(), sizeof(value));
    bytes.remove_prefix(sizeof(value));
    return value;
  };
  const auto text = [&] {
    const std::uint64_t size = number();
    good = good && bytes.size() >= size;
    if (!good) return std::string();
    std::string value(bytes.substr(0, size));
    bytes.remove_prefix(size);
    return value;
  };
  std::vector<Block> blocks;
  while (good && !bytes.empty()) {
    Block block;
    block.path = text();
    block.unit = text();
    block.type = static_cast<ColumnType>(number());
    block.width = number();
    block.rows = number();
    block.offset = number();
    good = good && block.type <= ColumnType::text && block.offset <= copy_bytes &&
           (block.width == 0 || block.rows <= (copy_bytes - block.offset) / block.width);
    blocks.push_back(std::move(block));
  }
  if (!good) blocks.clear();
  return blocks;
}

template <class Number>
std::int64_t as_signed(const std::byte* value) {
  Number number;
  std::memcpy(&number, value, sizeof(number));
  if constexpr (sizeof(Number) == 8 && std::is_unsigned_v<Number>)
    return number > static_cast<Number>(never) ? -2 : static_cast<std::int64_t>(number);
  return static_cast<std::int64_t>(number);
}

/// The first of `count` numbers that lies outside [least, bound) and is not `never` where that is allowed;
/// else -1.
template <class Number>
std::int64_t first_outside(const std::byte* values, std::uint64_t count, std::int64_t least,
                           std::int64_t bound, bool or_never) {
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::int64_t value = as_signed<Number>(values + i * sizeof(Number));
    if ((value < least || value >= bound) && !(or_never && value == never))
      return static_cast<std::int64_t>(i);
  }
  return -1;
}

}  // namespace

BlockStore::Copy::Copy() : descriptor(memfd_create("takt-result", MFD_CLOEXEC)) {
  if (descriptor < 0)
    throw Error(Fault::io, fmt::format("no memory for a copy of a result: {}", std::strerror(errno)));
}

BlockStore::Copy::~Copy() {
  close(descriptor);
}

BlockStore::BlockStore(const std::string& path, Extract what) : path_(path) {
  check_is_hdf5(path);
  std::string list;
  try {
    list = run_isolated([&] {
      try {
        return packed(extract_blocks(path, what, copy_.descriptor));
      } catch (const std::bad_alloc&) {
        fail("cannot be read: it asks for more memory than any result needs");
      }
    });
  } catch (const ChildDied& error) {
    fail(fmt::format("cannot be read: HDF5 failed on it: {}", error.what()));
  } catch (const Error& error) {
    // The child says itself what is bad about the file; what the system has run out of is not the file's.
    if (error.fault() != Fault::io) throw;
    throw Error(Fault::io, fmt::format("{}: cannot be read: {}", path, error.what()));
  }
  struct stat status {};
  if (fstat(copy_.descriptor, &status) != 0) status.st_size = 0;
  blocks_ = unpacked(list, static_cast<std::uint64_t>(status.st_size));
  if (blocks_.empty()) fail("cannot be read: HDF5 failed on it");
  std::sort(blocks_.begin(), blocks_.end(), [](const Block& x, const Block& y) { return x.path < y.path; });
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
  std::uint64_t left = count * block.width, at = block.offset + first * block.width;
  while (left > 0) {
    const ssize_t got = pread(copy_.descriptor, out, left, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) fail(fmt::format("{} cannot be read back", block.path));
    out += got;
    at += static_cast<std::uint64_t>(got);
    left -= static_cast<std::uint64_t>(got);
  }
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
    if (block.path == "kpi/machines/name" || block.path == "tallies/machines/name")
      compare(block, "names/machines");
    if (block.path.starts_with("candidates/features/")) compare(block, "candidates/decision");
    if (block.path.starts_with("replications/kpi/")) compare(block, "replications/replication");
  }
}

void BlockStore::check_values() const {
  for (const ColumnSpec& column : result_columns()) {
    const Block* block = find(column.path);
    const bool limited = *column.index_of != '\0' || *column.flags != '\0' || column.type == ColumnType::i64;
    if (block != nullptr && limited) check_column(*block, column);
  }
}

std::int64_t BlockStore::bound_of(const ColumnSpec& column) const {
  if (*column.flags != '\0')
    return 1 + std::count(column.flags, column.flags + std::strlen(column.flags), ' ');
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
  const bool index = *column.index_of != '\0';
  const std::int64_t least = index && column.may_be_none ? -1 : 0;
  const std::int64_t bound = bound_of(column);
  const bool or_never = !index && column.may_be_none;
  std::vector<std::byte> slab(std::min(block.rows, slab_rows) * block.width);
  for (std::uint64_t first = 0; first < block.rows; first += slab_rows) {
    const std::uint64_t count = std::min(slab_rows, block.rows - first);
    read(block, first, count, slab.data());
    const auto outside = [&]<class Number>(Number) {
      return first_outside<Number>(slab.data(), count, least, bound, or_never);
    };
    std::int64_t bad = -1;
    switch (column.type) {
      case ColumnType::u8:
        bad = outside(std::uint8_t{});
        break;
      case ColumnType::u32:
        bad = outside(std::uint32_t{});
        break;
      case ColumnType::i32:
        bad = outside(std::int32_t{});
        break;
      case ColumnType::u64:
        bad = outside(std::uint64_t{});
        break;
      case ColumnType::i64:
        bad = outside(std::int64_t{});
        break;
      case ColumnType::f32:
      case ColumnType::f64:
      case ColumnType::text:
        break;
    }
    if (bad >= 0)
      fail(fmt::format("column {} has a value out of range in row {}", block.path,
                       first + static_cast<std::uint64_t>(bad)));
  }
}

}  // namespace takt
