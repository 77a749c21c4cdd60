#include "results/disk_driver.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>

#include <sys/types.h>
#include <unistd.h>

// A virtual file driver of HDF5: a table of C functions. Its signatures, void* included, are HDF5's.

namespace takt::hdf5 {
namespace {

struct DriverInfo {
  Disk* disk = nullptr;
};

/// What HDF5 holds of an open file; it only knows the first member.
struct OpenFile {
  H5FD_t base = {};
  Disk* disk = nullptr;
  haddr_t end_of_allocation = 0;
};

OpenFile& open_file(H5FD_t* file) {
  return *reinterpret_cast<OpenFile*>(file);
}
const OpenFile& open_file(const H5FD_t* file) {
  return *reinterpret_cast<const OpenFile*>(file);
}

H5FD_t* open_disk(const char* /*name*/, unsigned /*flags*/, hid_t access, haddr_t /*greatest_address*/) {
  const auto* info = static_cast<const DriverInfo*>(H5Pget_driver_info(access));
  if (info == nullptr) return nullptr;
  auto* file = new OpenFile;
  file->disk = info->disk;
  return &file->base;
}

herr_t close_disk(H5FD_t* file) {
  delete &open_file(file);
  return 0;
}

herr_t query(const H5FD_t* /*file*/, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

haddr_t get_end_of_allocation(const H5FD_t* file, H5FD_mem_t /*type*/) {
  return open_file(file).end_of_allocation;
}

herr_t set_end_of_allocation(H5FD_t* file, H5FD_mem_t /*type*/, haddr_t address) {
  open_file(file).end_of_allocation = address;
  return 0;
}

haddr_t get_end_of_file(const H5FD_t* file, H5FD_mem_t /*type*/) {
  return open_file(file).disk->size;
}

herr_t read_disk(H5FD_t* file, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t address, std::size_t size,
                 void* buffer) {
  Disk& disk = *open_file(file).disk;
  char* to = static_cast<char*>(buffer);
  while (size > 0) {
    const ssize_t got = pread(disk.descriptor, to, size, static_cast<off_t>(address));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      if (got < 0 && disk.error == 0) disk.error = errno;
      std::memset(to, 0, size);  // behind the end of the file
      break;
    }
    to += got;
    address += static_cast<haddr_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  return 0;
}

herr_t write_disk(H5FD_t* file, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t address, std::size_t size,
                  const void* buffer) {
  Disk& disk = *open_file(file).disk;
  disk.size = std::max<std::uint64_t>(disk.size, address + size);
  const char* from = static_cast<const char*>(buffer);
  while (size > 0 && disk.error == 0) {
    const ssize_t put = pwrite(disk.descriptor, from, size, static_cast<off_t>(address));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) {
      disk.error = put < 0 ? errno : ENOSPC;
      break;
    }
    from += put;
    address += static_cast<haddr_t>(put);
    size -= static_cast<std::size_t>(put);
  }
  return 0;
}

herr_t truncate_disk(H5FD_t* file, hid_t /*transfer*/, hbool_t /*closing*/) {
  const OpenFile& open = open_file(file);
  Disk& disk = *open.disk;
  if (disk.size == open.end_of_allocation) return 0;
  disk.size = open.end_of_allocation;
  if (disk.error == 0 && ftruncate(disk.descriptor, static_cast<off_t>(disk.size)) != 0) disk.error = errno;
  return 0;
}

Handle register_driver() {
  H5FD_class_t driver = {};
#if H5_VERSION_GE(1, 13, 0)
  driver.version = H5FD_CLASS_VERSION;
  driver.value = static_cast<H5FD_class_value_t>(600);  // in HDF5's range for drivers that are not registered
#endif
  driver.name = "takt_disk";
  driver.maxaddr = HADDR_MAX >> 1;
  driver.fc_degree = H5F_CLOSE_STRONG;
  driver.fapl_size = sizeof(DriverInfo);
  driver.open = open_disk;
  driver.close = close_disk;
  driver.query = query;
  driver.get_eoa = get_end_of_allocation;
  driver.set_eoa = set_end_of_allocation;
  driver.get_eof = get_end_of_file;
  driver.read = read_disk;
  driver.write = write_disk;
  driver.truncate = truncate_disk;
  return Handle(checked(H5FDregister(&driver), Fault::io, "the HDF5 file driver"), H5FDunregister);
}

}  // namespace

Handle access_through(Disk& disk) {
  // The list and the open files keep the driver alive after our handle on it is gone.
  const Handle driver = register_driver();
  Handle access(checked(H5Pcreate(H5P_FILE_ACCESS), Fault::io, "a file access list"), H5Pclose);
  const DriverInfo info{&disk};
  checked(H5Pset_driver(access, driver, &info), Fault::io, "the HDF5 file driver");
  return access;
}

}  // namespace takt::hdf5
