// The first byte chooses a form of instance (of sim/model/open_scenario.hpp, those that are files), the rest
// is the file: importing it gives a scenario that runs, or Error(bad_input).

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"
#include "tests/fuzz/short_run.hpp"

namespace {

/// Those that read a file.
const std::vector<takt::ImportFormat>& file_formats() {
  static const std::vector<takt::ImportFormat> formats = [] {
    std::vector<takt::ImportFormat> found;
    for (const takt::ImportFormat& format : takt::import_formats())
      if (std::string_view(format.format) != "taillard") found.push_back(format);
    return found;
  }();
  return formats;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace takt;
  if (size == 0) return 0;
  static const int file = memfd_create("instance", MFD_CLOEXEC);
  if (ftruncate(file, 0) != 0 || pwrite(file, data + 1, size - 1, 0) != static_cast<ssize_t>(size - 1))
    std::abort();
  const ImportFormat& format = file_formats()[data[0] % file_formats().size()];
  try {
    fuzz::short_run(format.import("/proc/self/fd/" + std::to_string(file)), size);
  } catch (const Error& error) {
    if (error.fault() != Fault::bad_input) throw;
  }
  return 0;
}
