#include "results/hdf5_handles.hpp"

namespace takt::hdf5 {

hid_t stored_type(ColumnType type) {
  switch (type) {
    case ColumnType::u8:
      return H5T_STD_U8LE;
    case ColumnType::u32:
      return H5T_STD_U32LE;
    case ColumnType::i32:
      return H5T_STD_I32LE;
    case ColumnType::u64:
      return H5T_STD_U64LE;
    case ColumnType::i64:
      return H5T_STD_I64LE;
    case ColumnType::f32:
      return H5T_IEEE_F32LE;
    case ColumnType::f64:
      return H5T_IEEE_F64LE;
    case ColumnType::text:
      break;
  }
  return H5I_INVALID_HID;
}

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
