#pragma once

// Internal to results/: what a child process copied out of a file, on its way to here.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "results/extract_blocks.hpp"

namespace takt {

/// A file in memory.
struct MemoryFile {
  int descriptor = -1;
  /// Throws Error(io).
  MemoryFile();
  MemoryFile(MemoryFile&& other) noexcept : descriptor(std::exchange(other.descriptor, -1)) {}
  MemoryFile& operator=(MemoryFile&& other) noexcept {
    std::swap(descriptor, other.descriptor);
    return *this;
  }
  ~MemoryFile();

  /// Bytes [at, at + count). False: they are not there.
  bool read(std::uint64_t at, std::uint64_t count, std::byte* out) const;
};

/// A list of blocks as the child sends it.
std::string pack_blocks(const std::vector<Block>& blocks);

/// What a child sent, in the order of paths. A block lies within a copy of `copy_bytes`. Empty when it is
/// damaged.
std::vector<Block> unpack_blocks(std::string_view list, std::uint64_t copy_bytes);

/// Opens a file for reading that is a regular one and begins like HDF5. Throws Error(io) or Error(bad_input).
int open_hdf5(const std::string& path);

/// Runs `extract` in a child and gives the blocks it lists, by path. They lie within `copy`, unless `listed`:
/// then they were only described. Throws Error(bad_input) that begins with `path`, also where the child dies.
std::vector<Block> extract_in_child(const std::string& path,
                                    const std::function<std::vector<Block>()>& extract,
                                    const MemoryFile& copy, bool listed = false);

}  // namespace takt
