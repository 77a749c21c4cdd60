#pragma once

#include <string_view>

namespace takt {

/// Makes writing safe, first of all: a stream that was closed is opened on something that refuses to be
/// written, so that no file of ours gets its number; a broken pipe and a file above the size limit become
/// errors of the write instead of signals.
void secure_streams();

/// Says something on stderr. What cannot be said is lost: an exit code must not depend on it.
void complain(std::string_view text) noexcept;

/// Flushes stdout. False when something that was printed has not arrived; then it is said why, unless a
/// reader has simply stopped reading. `known` is the errno of a write that has failed already, or 0.
bool flush_output(int known);

}  // namespace takt
