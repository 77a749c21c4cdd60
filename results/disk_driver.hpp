#pragma once

// Internal to results/.

#include <cstdint>

#include "results/hdf5_handles.hpp"

namespace takt::hdf5 {

/// An open, empty file for HDF5 to write to.
struct Disk {
  int descriptor = -1;
  int error = 0;           ///< errno of the first failure; 0: none so far
  std::uint64_t size = 0;  ///< in bytes, as HDF5 set it
};

/// A file access list that makes HDF5 write to `disk`, which must outlive the file. When a write fails, for
/// instance on a full disk, HDF5 is not told: it cannot close a file whose writes fail and crashes later on.
/// The error is noted in `disk` instead and everything that follows is dropped; whoever writes looks at
/// disk.error and gives up the file.
Handle access_through(Disk& disk);

}  // namespace takt::hdf5
