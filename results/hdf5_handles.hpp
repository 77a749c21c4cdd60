#pragma once

// Internal to results/: RAII over the HDF5 C API.

#include <string>
#include <utility>

#include <fmt/format.h>
#include <hdf5.h>

#include "results/schema.hpp"
#include "sim/model/error.hpp"

namespace takt::hdf5 {

/// Owns an HDF5 identifier.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);

  Handle() = default;
  Handle(hid_t id, Close closer) : id_(id), close_(closer) {}
  Handle(Handle&& other) noexcept
      : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(std::exchange(other.close_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { (void)close(); }

  /// False when HDF5 failed to close it.
  bool close() {
    if (id_ < 0) return true;
    return close_(std::exchange(id_, H5I_INVALID_HID)) >= 0;
  }

  operator hid_t() const { return id_; }  // NOLINT: an identifier is what every call of the C API takes
  bool valid() const { return id_ >= 0; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

/// While it lives, HDF5 prints nothing on failures of its calls.
class QuietErrors {
 public:
  QuietErrors() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// How numbers of a column stand in a file, on any machine; invalid for text. Owned by HDF5.
hid_t stored_type(ColumnType type);

/// The innermost cause of the last failed call: "data error detected by Fletcher32 checksum".
std::string last_error();

/// Throws Error(fault) with `what` and HDF5's reason when a call failed, that is returned something below 0.
template <class Result>
Result checked(Result result, Fault fault, const std::string& what) {
  if (result < 0) throw Error(fault, fmt::format("{}: {}", what, last_error()));
  return result;
}

}  // namespace takt::hdf5
