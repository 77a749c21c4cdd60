#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/model/random.hpp"
#include "sim/model/read/load_scenario.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;

/// A scenario to start from and where it stands, so that what it includes is found.
struct Text {
  std::string path;
  std::string content;
};

void add_folder(const fs::path& folder, std::vector<Text>& texts) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ostringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    texts.push_back({entry.path().string(), content.str()});
  }
}

/// The scenarios of a folder, in an order that does not depend on the disk.
std::vector<Text> originals(const char* folder) {
  std::vector<Text> texts;
  add_folder(fs::path(TAKT_SOURCE_DIR) / folder, texts);
  std::sort(texts.begin(), texts.end(), [](const Text& x, const Text& y) { return x.path < y.path; });
  return texts;
}

/// Random numbers of one mutant.
class Dice {
 public:
  explicit Dice(std::uint64_t mutant) : mutant_(mutant) {}
  std::size_t below(std::size_t bound) {
    return bound == 0 ? 0 : random_below(random_bits({}, Purpose::agent, mutant_, drawn_++), bound);
  }

 private:
  std::uint64_t mutant_;
  std::uint64_t drawn_ = 0;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line + "\n");
  return lines;
}

/// Runs of letters and digits, and single other characters.
std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens;
  for (char c : text) {
    const bool word = std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
    if (word && !tokens.empty() && std::isalnum(static_cast<unsigned char>(tokens.back().back())))
      tokens.back() += c;
    else
      tokens.emplace_back(1, c);
  }
  return tokens;
}

std::string joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

std::string change_bytes(std::string text, Dice& dice) {
  for (std::size_t n = 1 + dice.below(4); n > 0 && !text.empty(); --n) {
    const std::size_t at = dice.below(text.size());
    switch (dice.below(4)) {
      case 0:
        text[at] = static_cast<char>(text[at] ^ (1 << dice.below(8)));
        break;
      case 1:
        text[at] = static_cast<char>(dice.below(256));
        break;
      case 2:
        text.erase(at, 1 + dice.below(8));
        break;
      default:
        text.insert(at, 1, "{}[]:,-&*!|>'\"%@`#?~ \t\n0"[dice.below(24)]);
        break;
    }
  }
  return text;
}

std::string change_lines(const std::string& text, Dice& dice) {
  std::vector<std::string> lines = lines_of(text);
  if (lines.empty()) return text;
  const std::size_t i = dice.below(lines.size()), j = dice.below(lines.size());
  switch (dice.below(4)) {
    case 0:
      std::swap(lines[i], lines[j]);
      break;
    case 1:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(j), std::string(lines[i]));
      break;
    case 2:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    default:
      lines[i].insert(0, 1 + dice.below(4), dice.below(8) == 0 ? '\t' : ' ');
      break;
  }
  return joined(lines);
}

std::string change_tokens(const std::string& text, const std::string& other, Dice& dice) {
  static const std::vector<std::string> nasty = {"0",
                                                 "-1",
                                                 "1e308",
                                                 "-1e308",
                                                 "1e-308",
                                                 "9223372036854775807",
                                                 "9223372036854775808",
                                                 "65536",
                                                 "null",
                                                 "true",
                                                 "nan",
                                                 "inf",
                                                 "0.1 us",
                                                 "20000 wk",
                                                 "5 min",
                                                 "[]",
                                                 "{}",
                                                 "\"\"",
                                                 "\"\\x00\"",
                                                 "&a",
                                                 "*a",
                                                 "!!float",
                                                 "<<",
                                                 "1000000",
                                                 "010",
                                                 "0x7F",
                                                 "{exponential: {mean: 1e9 h}}",
                                                 "---\n",
                                                 "..."};
  std::vector<std::string> tokens = tokens_of(text);
  const std::vector<std::string> others = tokens_of(other);
  for (std::size_t n = 1 + dice.below(3); n > 0 && !tokens.empty(); --n) {
    std::string& token = tokens[dice.below(tokens.size())];
    switch (dice.below(4)) {
      case 0:
        token = nasty[dice.below(nasty.size())];
        break;
      case 1:
        token = tokens[dice.below(tokens.size())];
        break;
      case 2:
        token += others.empty() ? "" : others[dice.below(others.size())];
        break;
      default:
        token = others.empty() ? "" : others[dice.below(others.size())];
        break;
    }
  }
  return joined(tokens);
}

std::string mutate(const std::vector<Text>& texts, const std::string& text, Dice& dice) {
  const std::string& other = texts[dice.below(texts.size())].content;
  switch (dice.below(8)) {
    case 0:
      return text.substr(0, dice.below(text.size()));
    case 1:
      return text.substr(0, dice.below(text.size())) + other.substr(dice.below(other.size()));
    case 2:
    case 3:
      return change_lines(text, dice);
    case 4:
    case 5:
      return change_bytes(text, dice);
    default:
      return change_tokens(text, other, dice);
  }
}

class fuzz_yaml : public testing::TestWithParam<int> {};

// Whatever the text, the loader gives a scenario that it prints and reads again, or an Error that says what
// is wrong.
TEST_P(fuzz_yaml, every_mutant_is_a_scenario_or_an_error) {
  const std::vector<Text> shipped = originals("scenarios"), bad = originals("tests/sim/bad_scenarios");
  ASSERT_GE(shipped.size(), 5u);
  ASSERT_GE(bad.size(), 100u);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 1000; ++i) {
    Dice dice(static_cast<std::uint64_t>(GetParam()) * 1000 + static_cast<std::uint64_t>(i));
    const std::vector<Text>& texts = dice.below(4) == 0 ? bad : shipped;
    const Text& original = texts[dice.below(texts.size())];
    std::string text = original.content;
    for (std::size_t n = 1 + dice.below(4) / 2; n > 0; --n) text = mutate(texts, text, dice);
    try {
      const Scenario scenario = parse_scenario(text, original.path);
      EXPECT_TRUE(scenario.machine_count >= 1 || scenario.supply.used());
      EXPECT_EQ(parse_scenario(scenario.source_text, "again.yaml").source_text, scenario.source_text);
      ++accepted;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::bad_input);
      EXPECT_STRNE(error.what(), "");
      ++refused;
    } catch (const std::exception& error) {
      ADD_FAILURE() << "mutant " << i << " of " << original.path << ": " << error.what() << "\n" << text;
    }
  }
  // A mutator that always or never breaks its text would test nothing.
  EXPECT_GT(accepted, 10);
  EXPECT_GT(refused, 500);
}

INSTANTIATE_TEST_SUITE_P(thousands, fuzz_yaml, testing::Range(0, 10));

}  // namespace
}  // namespace takt
