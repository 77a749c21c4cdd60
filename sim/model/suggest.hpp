#pragma once

#include <span>
#include <string>
#include <string_view>

namespace takt {

/// The one of `known` that `word` was most likely meant to be (few letters changed, swapped, added or left
/// out, case ignored); empty when none is near.
std::string closest(std::string_view word, std::span<const std::string_view> known);

/// The end of an error message about an unknown word: "; did you mean 'x'?" or "; known are a, b, c", or ""
/// when nothing is known.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

}  // namespace takt
