#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace takt {

/// The Fletcher-32 checksum that HDF5's filter of this name puts behind a chunk: two sums modulo 65535 over
/// the bytes as big-endian 16-bit words (an odd last byte is the high half of a word), the plain sum in the
/// low half, the sum of the running sums in the high half. Each is 0 only when all words are; else it lies in
/// [1, 65535].
std::uint32_t fletcher32(std::span<const std::byte> bytes);

}  // namespace takt
