#pragma once

#include <cstddef>
#include <memory>

#include "sim/record/trace.hpp"

struct XXH3_state_s;

namespace takt {

/// The XXH3-128 of bytes that come bit by bit. A value: a copy has seen what its original has.
class RunningHash {
 public:
  RunningHash();
  RunningHash(const RunningHash& other);
  RunningHash& operator=(const RunningHash& other);
  RunningHash(RunningHash&&) noexcept = default;
  RunningHash& operator=(RunningHash&&) noexcept = default;
  ~RunningHash() = default;

  void update(const void* bytes, std::size_t count);
  /// Of all bytes so far.
  Digest digest() const;

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
};

}  // namespace takt
