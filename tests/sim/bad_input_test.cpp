#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

const fs::path bad_folder = fs::path(TAKT_SOURCE_DIR) / "tests/sim/bad_scenarios";

std::string read_text(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// What the loader says about a file or a text; "accepted" when it takes it.
template <typename Load>
std::string complaint(Load load) {
  try {
    load();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::bad_input) << error.what();
    return error.what();
  }
  return "accepted";
}

std::string complaint_about(const std::string& text) {
  return complaint([&] { parse_scenario(text, "memory.yaml"); });
}

std::vector<fs::path> bad_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(bad_folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

/// Every file says in its first line what must be said about it: "# expect: LINE:COLUMN: part of the
/// message".
class bad_scenario : public testing::TestWithParam<fs::path> {};

TEST_P(bad_scenario, is_refused_with_position_and_reason) {
  const std::string text = read_text(GetParam());
  const std::string mark = "# expect: ";
  ASSERT_TRUE(text.starts_with(mark));
  const std::string line = text.substr(mark.size(), text.find('\n') - mark.size());
  const std::size_t reason = line.find(": ");
  ASSERT_NE(reason, std::string::npos);

  const std::string said = complaint([] { load_scenario(GetParam().string()); });
  EXPECT_THAT(said, StartsWith(GetParam().string() + ":" + line.substr(0, reason) + ": "));
  EXPECT_THAT(said, HasSubstr(line.substr(reason + 2)));
}

INSTANTIATE_TEST_SUITE_P(files, bad_scenario, testing::ValuesIn(bad_files()),
                         [](const auto& one) { return one.param.stem().string(); });

TEST(bad_scenarios, are_many) {
  EXPECT_GE(bad_files().size(), 110u);
}

// What takes several files: the message names the file in which the mistake is.

std::string complaint_about_top(const std::string& text) {
  return complaint([&] { parse_scenario(text, (bad_folder / "top.yaml").string()); });
}

TEST(several_files, a_machine_in_two_of_them_names_both_places) {
  const std::string said =
      complaint_about_top("takt: 1\ninclude: [parts/good.yaml, parts/lathe_again.yaml]\n");
  EXPECT_THAT(said, StartsWith((bad_folder / "parts/lathe_again.yaml").string() + ":3:3: "));
  EXPECT_THAT(said, HasSubstr("machines: 'lathe' is defined twice, first at " +
                              (bad_folder / "parts/good.yaml").string() + ":2:3"));
}

TEST(several_files, a_section_in_two_of_them_names_both_places) {
  const std::string said = complaint_about_top("takt: 1\nmachines: [a]\ninclude: [parts/good.yaml]\n");
  EXPECT_THAT(said,
              StartsWith((bad_folder / "parts/good.yaml").string() + ":1:1: 'machines' is defined twice"));
}

TEST(several_files, mistakes_are_placed_in_the_file_that_has_them) {
  const auto about = [](const std::string& part) {
    return complaint_about_top(
        "takt: 1\ninclude: [parts/" + part +
        "]\nroutings: {part: [{machine: lathe, time: 5 s}]}\norders: [{routing: part}]\n");
  };
  const std::string parts = (bad_folder / "parts/").string();
  EXPECT_THAT(about("bad_count.yaml"),
              StartsWith(parts + "bad_count.yaml:3:12: machines.lathe.count: must be"));
  EXPECT_THAT(about("bad_syntax.yaml"), StartsWith(parts + "bad_syntax.yaml:3:1: not valid YAML"));
  EXPECT_THAT(about("with_takt.yaml"),
              StartsWith(parts + "with_takt.yaml:1:1: a file to include has no 'takt'"));
  EXPECT_THAT(about("not_a_mapping.yaml"), StartsWith(parts + "not_a_mapping.yaml:1:1: the file must hold"));
  EXPECT_THAT(about("circle_a.yaml"),
              StartsWith(parts + "circle_b.yaml:1:11: include[0]: 'circle_a.yaml' leads in"));
  EXPECT_EQ(about("good.yaml"), "accepted");
}

TEST(several_files, what_a_base_leaves_wrong_is_placed_in_the_base) {
  const std::string said = complaint_about_top("takt: 1\nextends: parts/base.yaml\nmachines:\n  lathe:\n");
  EXPECT_THAT(said, StartsWith((bad_folder / "parts/base.yaml").string() +
                               ":6:20: routings.part[0].machine: unknown machine 'lathe'; known are mill"));
}

TEST(several_files, a_link_out_of_the_folder_is_no_way_out) {
  const fs::path folder = fs::path(testing::TempDir()) / fmt::format("takt_link_{}", ::getpid());
  fs::create_directories(folder / "inside");
  std::ofstream(folder / "secret.yaml") << "machines: {lathe: {}}\n";
  fs::create_symlink(folder / "secret.yaml", folder / "inside/link.yaml");
  const std::string said = complaint(
      [&] { parse_scenario("takt: 1\ninclude: [link.yaml]\n", (folder / "inside/top.yaml").string()); });
  EXPECT_THAT(said, HasSubstr("leads out of the folder"));
  fs::remove_all(folder);
}

// What no file should hold.

TEST(bad_encoding, is_refused_at_the_byte) {
  EXPECT_THAT(complaint_about("takt: 1\nname: a\xFF\n"),
              StartsWith("memory.yaml:2:8: byte 0xFF is not UTF-8"));
  EXPECT_THAT(complaint_about("takt: 1\nname: \xC3"), StartsWith("memory.yaml:2:7: byte 0xC3"));
  EXPECT_THAT(complaint_about("takt: 1\nname: \xC0\xAF"), HasSubstr("byte 0xC0"));          // overlong '/'
  EXPECT_THAT(complaint_about("takt: 1\nname: \xED\xA0\x80"), HasSubstr("byte 0xED"));      // surrogate
  EXPECT_THAT(complaint_about("takt: 1\nname: \xF4\x90\x80\x80"), HasSubstr("byte 0xF4"));  // above U+10FFFF
  EXPECT_THAT(complaint_about("takt: 1\nname: \xE4"), HasSubstr("byte 0xE4"));              // Latin-1
  EXPECT_THAT(complaint_about(std::string("takt: 1\nname: a\0b\n", 18)),
              HasSubstr("2:8: control character 0x00"));
  EXPECT_THAT(complaint_about("\xFF\xFEt\0"), StartsWith("memory.yaml:1:1: the file is UTF-16"));
}

TEST(empty_text, is_no_scenario) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n", "...\n"})
    EXPECT_THAT(complaint_about(text), HasSubstr("must start with 'takt: 1'")) << text;
}

TEST(limits, a_file_may_have_16_megabytes) {
  std::string text = "takt: 1\n";
  text.resize(16 * 1024 * 1024 + 1, ' ');
  EXPECT_EQ(complaint_about(text), "memory.yaml: the file is larger than 16 MB");
}

TEST(limits, a_file_may_nest_64_levels) {
  const auto nested = [](int levels) {
    return "takt: 1\nname: " + std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']') + "\n";
  };
  EXPECT_THAT(complaint_about(nested(63)), HasSubstr("name: must be text, is a list"));
  EXPECT_THAT(complaint_about(nested(64)), StartsWith("memory.yaml:2:70: nested deeper than 64 levels"));
  EXPECT_THAT(complaint_about(nested(1'000'000)), HasSubstr("nested deeper than 64 levels"));
}

TEST(limits, a_scenario_may_have_a_million_values) {
  std::string text = "takt: 1\nfamilies: [";
  for (int i = 0; i < 1'000'000; ++i) text += "a,";
  EXPECT_THAT(complaint_about(text + "a]\n"), HasSubstr("there are more than 1000000 values"));
}

TEST(limits, files_that_include_files_count_together) {
  const fs::path folder = fs::path(testing::TempDir()) / fmt::format("takt_bomb_{}", ::getpid());
  fs::create_directories(folder);
  // Ten levels of ten includes each would be 10^10 files.
  std::string list;
  for (int i = 0; i < 10; ++i) {
    for (int level = 0; level < 10; ++level) {
      std::ofstream(folder / fmt::format("f{}_{}.yaml", level, i)) << "include: [" << [&] {
        std::string names;
        for (int j = 0; j < 10; ++j) names += fmt::format("f{}_{}.yaml, ", level + 1, j);
        return names;
      }() << "]\n";
    }
    std::ofstream(folder / fmt::format("f10_{}.yaml", i)) << "{}\n";
  }
  std::string said =
      complaint([&] { parse_scenario("takt: 1\ninclude: [f0_0.yaml]\n", (folder / "top.yaml").string()); });
  EXPECT_THAT(said, HasSubstr("made of more than 1000 files"));

  std::string values = "values: [";
  for (int i = 0; i < 300'000; ++i) values += "a,";
  for (int i = 0; i < 4; ++i)
    std::ofstream(folder / fmt::format("big{}.yaml", i)) << "x" << i << values << "]\n";
  said = complaint([&] {
    parse_scenario("takt: 1\ninclude: [big0.yaml, big1.yaml, big2.yaml, big3.yaml]\n",
                   (folder / "top.yaml").string());
  });
  EXPECT_THAT(said, HasSubstr("there are more than 1000000 values"));
  fs::remove_all(folder);
}

TEST(limits, a_chain_of_bases_has_an_end) {
  const fs::path folder = fs::path(testing::TempDir()) / fmt::format("takt_chain_{}", ::getpid());
  fs::create_directories(folder);
  for (int i = 0; i < 40; ++i)
    std::ofstream(folder / fmt::format("b{}.yaml", i)) << "takt: 1\nextends: b" << i + 1 << ".yaml\n";
  EXPECT_THAT(complaint([&] { load_scenario((folder / "b0.yaml").string()); }),
              HasSubstr("more than 32 levels"));
  fs::remove_all(folder);
}

TEST(limits, setups_of_very_many_families_are_refused) {
  std::string text = "takt: 1\nfamilies: [f0";
  for (int i = 1; i < 10'000; ++i) text += fmt::format(", f{}", i);
  text += "]\nsetups: {a: {default: 5 s}}\nmachines: {m: {}}\n";
  EXPECT_THAT(complaint_about(text),
              HasSubstr("setups: 1 setups of 10000 families make more than 16000000 setup times"));
}

TEST(limits, a_routing_may_have_65535_operations) {
  std::string text = "takt: 1\nmachines: {m: {}}\nroutings:\n  part:\n";
  for (int i = 0; i < 65'536; ++i) text += "    - {machine: m, time: 1 s}\n";
  EXPECT_THAT(complaint_about(text + "orders: [{routing: part}]\n"), HasSubstr("has 65536 operations"));
}

TEST(unreadable_file, is_an_io_error) {
  for (const std::string& path : {bad_folder.string() + "/no_such_file.yaml", bad_folder.string()}) {
    try {
      load_scenario(path);
      ADD_FAILURE() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::io);
      EXPECT_THAT(error.what(), HasSubstr("cannot read"));
    }
  }
}

}  // namespace
}  // namespace takt
