#include "sim/record/running_hash.hpp"

#include <new>

#include <xxhash.h>

namespace takt {

RunningHash::RunningHash() : state_(XXH3_createState()) {
  if (state_ == nullptr) throw std::bad_alloc();
  XXH3_128bits_reset(state_.get());
}

RunningHash::RunningHash(const RunningHash& other) : RunningHash() {
  XXH3_copyState(state_.get(), other.state_.get());
}

RunningHash& RunningHash::operator=(const RunningHash& other) {
  *this = RunningHash(other);  // ours may have been moved away
  return *this;
}

void RunningHash::update(const void* bytes, std::size_t count) {
  XXH3_128bits_update(state_.get(), bytes, count);
}

Digest RunningHash::digest() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
  return {hash.high64, hash.low64};
}

void RunningHash::Free::operator()(XXH3_state_s* state) const {
  XXH3_freeState(state);
}

}  // namespace takt
