#include "results/hdf5_handles.hpp"

namespace takt::hdf5 {

std::string last_error() {
  std::string innermost;
  const H5E_walk2_t keep_first = [](unsigned n, const H5E_error2_t* error, void* text) -> herr_t {
    if (n == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
    return 0;
  };
  // Upward: the first entry is where the error arose.
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &innermost);
  return innermost.empty() ? "HDF5 gives no reason" : innermost;
}

}  // namespace takt::hdf5
