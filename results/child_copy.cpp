#include "results/child_copy.hpp"

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

// The list of blocks on its way from the child: numbers as they lie in memory, texts behind their length.

void put_number(std::string& bytes, std::uint64_t number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

/// What is wrong with an open file; "": it is a regular one that begins like HDF5.
std::string misfit(int file) {
  struct stat status {};
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return "not a regular file";
  constexpr std::array<char, 8> signature = {'\x89', 'H', 'D', 'F', '\r', '\n', '\x1a', '\n'};
  std::array<char, 8> start{};
  const ssize_t got = pread(file, start.data(), start.size(), 0);
  if (got == static_cast<ssize_t>(start.size()) && start == signature) return "";
  return "not an HDF5 file, so not a result file";
}

}  // namespace

std::string pack_blocks(const std::vector<Block>& blocks) {
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

std::vector<Block> unpack_blocks(std::string_view list, std::uint64_t copy_bytes) {
  bool good = true;
  const auto number = [&] {
    std::uint64_t value = 0;
    good = good && list.size() >= sizeof(value);
    if (!good) return std::uint64_t{0};
    std::memcpy(&value, list.data(), sizeof(value));
    list.remove_prefix(sizeof(value));
    return value;
  };
  const auto text = [&] {
    const std::uint64_t size = number();
    good = good && list.size() >= size;
    if (!good) return std::string();
    std::string value(list.substr(0, size));
    list.remove_prefix(size);
    return value;
  };
  std::vector<Block> blocks;
  while (good && !list.empty()) {
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
  std::sort(blocks.begin(), blocks.end(), [](const Block& x, const Block& y) { return x.path < y.path; });
  return blocks;
}

MemoryFile::MemoryFile() : descriptor(memfd_create("takt-result", MFD_CLOEXEC)) {
  if (descriptor < 0)
    throw Error(Fault::io, fmt::format("no memory for a copy of a result: {}", std::strerror(errno)));
}

MemoryFile::~MemoryFile() {
  if (descriptor >= 0) close(descriptor);
}

bool MemoryFile::read(std::uint64_t at, std::uint64_t count, std::byte* out) const {
  while (count > 0) {
    const ssize_t got = pread(descriptor, out, count, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    out += got;
    at += static_cast<std::uint64_t>(got);
    count -= static_cast<std::uint64_t>(got);
  }
  return true;
}

int open_hdf5(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) throw Error(Fault::io, fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  const std::string wrong = misfit(file);
  if (wrong.empty()) return file;
  close(file);
  throw Error(Fault::bad_input, fmt::format("{}: {}", path, wrong));
}

std::vector<Block> extract_in_child(const std::string& path,
                                    const std::function<std::vector<Block>()>& extract,
                                    const MemoryFile& copy, bool listed) {
  const auto fail = [&](const std::string& what) {
    throw Error(Fault::bad_input, fmt::format("{}: cannot be read: HDF5 failed on it{}", path, what));
  };
  std::string list;
  try {
    list = run_isolated([&] {
      try {
        return pack_blocks(extract());
      } catch (const std::bad_alloc&) {
        throw Error(Fault::bad_input,
                    fmt::format("{}: cannot be read: it asks for more memory than any result needs", path));
      }
    });
  } catch (const ChildDied& error) {
    fail(fmt::format(": {}", error.what()));
  } catch (const Error& error) {
    // The child says itself what is bad about the file; what the system has run out of is not the file's.
    if (error.fault() != Fault::io) throw;
    throw Error(Fault::io, fmt::format("{}: cannot be read: {}", path, error.what()));
  }
  struct stat status {};
  if (fstat(copy.descriptor, &status) != 0) status.st_size = 0;
  std::vector<Block> blocks = unpack_blocks(
      list, listed ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(status.st_size));
  if (blocks.empty()) fail("");
  return blocks;
}

}  // namespace takt
