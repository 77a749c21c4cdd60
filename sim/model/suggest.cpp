#include "sim/model/suggest.hpp"

#include <algorithm>
#include <vector>

namespace takt {
namespace {

constexpr std::size_t longest_word = 64;       // beyond it nobody mistyped a key
constexpr std::size_t most_compared = 10'000;  // keeps an error in a huge file quick
constexpr std::size_t most_listed = 20;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Optimal string alignment distance: insertions, deletions, changes and swaps of neighbours count one each.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> two_ago(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        row[j] = std::min(row[j], two_ago[j - 2] + 1);
    }
    std::swap(two_ago, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string closest(std::string_view word, std::span<const std::string_view> known) {
  if (word.empty() || word.size() > longest_word) return "";
  std::string_view best;
  std::size_t least = word.size() <= 4 ? 2 : 1 + word.size() / 3;  // first distance that is too far
  for (std::string_view candidate : known.first(std::min(known.size(), most_compared))) {
    if (candidate.size() >= word.size() + least || word.size() >= candidate.size() + least) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    best = candidate;
  }
  return std::string(best);
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  if (const std::string meant = closest(word, known); !meant.empty())
    return "; did you mean '" + meant + "'?";
  if (known.empty()) return "";
  std::string list = "; known are ";
  for (std::size_t i = 0; i < std::min(known.size(), most_listed); ++i) {
    if (i > 0) list += ", ";
    list += known[i];
  }
  return known.size() > most_listed ? list + ", ..." : list;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  return did_you_mean(word, std::vector<std::string_view>(known.begin(), known.end()));
}

}  // namespace takt
