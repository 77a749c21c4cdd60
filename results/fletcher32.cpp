#include "results/fletcher32.hpp"

#include <bit>
#include <cstring>

namespace takt {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::uint64_t modulus = 65535;

/// The sum's remainder in [1, 65535], or 0 for a sum of nothing but zeros.
std::uint64_t reduce(std::uint64_t sum) {
  return sum == 0 ? 0 : (sum - 1) % modulus + 1;
}

/// Swapping the halves of a 16-bit number multiplies it by 256 modulo 65535, so the sum of swapped words is
/// the swapped sum: the words can be added as the machine loads them.
std::uint32_t swapped(std::uint64_t sum) {
  return static_cast<std::uint32_t>((sum << 8 | sum >> 8) & 0xFFFF);
}

}  // namespace

std::uint32_t fletcher32(std::span<const std::byte> bytes) {
  constexpr std::size_t block = 256;  // words; both sums of a block fit into 32 bits
  std::uint64_t sum = 0, running = 0;
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 2 * block; left -= 2 * block, at += 2 * block) {
    std::uint32_t block_sum = 0, weighted = 0;
    for (std::size_t i = 0; i < block; ++i) {
      std::uint16_t word;
      std::memcpy(&word, at + 2 * i, 2);
      block_sum += word;
      weighted += static_cast<std::uint32_t>(block - i) * word;
    }
    running = reduce(running + block * sum + weighted);
    sum = reduce(sum + block_sum);
  }
  for (; left > 0; left -= left >= 2 ? 2 : 1, at += 2) {
    std::uint16_t word = 0;
    std::memcpy(&word, at, left >= 2 ? 2 : 1);
    sum += word;
    running += sum;
  }
  return swapped(reduce(running)) << 16 | swapped(reduce(sum));
}

}  // namespace takt
