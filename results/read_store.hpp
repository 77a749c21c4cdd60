#pragma once

// Internal to results/.

#include "results/block_store.hpp"
#include "results/read_result.hpp"

namespace takt {

/// A result file from what was copied out of it. Throws Error(bad_input) as read_result().
ResultFile read_store(const BlockStore& store);

}  // namespace takt
