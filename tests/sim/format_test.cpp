// Three descriptions of the format must agree: what the loader knows, the JSON Schema, and the README.

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/read/scenario_keys.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;
using Keys = std::set<std::string>;

const fs::path scenarios = fs::path(TAKT_SOURCE_DIR) / "scenarios";

std::string read_text(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::map<std::string, Keys> keys_of_loader() {
  std::map<std::string, Keys> result;
  for (const keys::Table& table : keys::all)
    result[std::string(table.name)] = {table.keys.begin(), table.keys.end()};
  return result;
}

/// The properties of every mapping of the schema that has a fixed set of keys.
std::map<std::string, Keys> keys_of_schema() {
  const nlohmann::json schema = nlohmann::json::parse(read_text(scenarios / "scenario.schema.json"));
  std::map<std::string, Keys> result;
  const auto add = [&](const std::string& name, const nlohmann::json& mapping) {
    for (const auto& property : mapping.at("properties").items()) result[name].insert(property.key());
    EXPECT_EQ(mapping.at("additionalProperties"), false) << name;
  };
  add("scenario", schema);
  for (const auto& definition : schema.at("$defs").items()) {
    if (definition.value().contains("properties")) add(definition.key(), definition.value());
    // A definition that also allows something shorter than a mapping.
    for (const auto& way : definition.value().value("anyOf", nlohmann::json::array()))
      if (way.contains("properties")) add(definition.key(), way);
  }
  return result;
}

/// The first cells of the tables that start with "| `NAME` key |".
std::map<std::string, Keys> keys_of_readme() {
  std::map<std::string, Keys> result;
  std::istringstream lines(read_text(scenarios / "README.md"));
  std::string table;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t end = line.starts_with("| `") ? line.find('`', 3) : std::string::npos;
    if (end == std::string::npos) {
      if (!line.starts_with("|--")) table.clear();
      continue;
    }
    const std::string word = line.substr(3, end - 3);
    if (line.substr(end).starts_with("` key |")) {
      table = word;
    } else if (!table.empty()) {
      result[table].insert(word);
    }
  }
  return result;
}

TEST(format, the_schema_has_the_keys_that_the_loader_knows) {
  EXPECT_EQ(keys_of_schema(), keys_of_loader());
}

TEST(format, the_readme_has_the_keys_that_the_loader_knows) {
  EXPECT_EQ(keys_of_readme(), keys_of_loader());
}

/// The blocks of the README: the first is a whole scenario, "yaml part" blocks are laid over it.
std::vector<std::string> blocks_of_readme() {
  std::vector<std::string> blocks;
  std::istringstream lines(read_text(scenarios / "README.md"));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (!inside && line.starts_with("```yaml")) {
      inside = true;
      blocks.push_back(line == "```yaml part" ? "takt: 1\nextends: base.yaml\n" : "");
      EXPECT_EQ(line == "```yaml", blocks.size() == 1) << line;
    } else if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

TEST(format, every_example_of_the_readme_loads) {
  const fs::path folder = fs::path(testing::TempDir()) / fmt::format("takt_readme_{}", ::getpid());
  fs::create_directories(folder);
  const std::vector<std::string> blocks = blocks_of_readme();
  ASSERT_GE(blocks.size(), 9u);
  std::ofstream(folder / "base.yaml") << blocks.front();
  std::string all;
  for (const std::string& block : blocks) {
    all += block;
    try {
      EXPECT_GE(parse_scenario(block, (folder / "example.yaml").string()).machine_count, 3) << block;
    } catch (const Error& error) {
      ADD_FAILURE() << error.what() << "\n" << block;
    }
  }
  for (const keys::Table& table : keys::all) {
    for (std::string_view key : table.keys) {
      if (key == "include" || key == "name") continue;
      const std::string name(key);  // YAML 1.1 readers need quotes around some
      EXPECT_TRUE(all.find(name + ":") != std::string::npos || all.find(name + "\":") != std::string::npos)
          << "no example uses " << name;
    }
  }
  fs::remove_all(folder);
}

TEST(format, every_shipped_scenario_loads_and_prints_itself) {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(scenarios)) {
    if (entry.path().extension() != ".yaml") continue;
    ++files;
    const Scenario scenario = load_scenario(entry.path().string());
    EXPECT_EQ(scenario.name, entry.path().stem().string());
    EXPECT_FALSE(scenario.description.empty()) << entry.path();
    EXPECT_EQ(print_resolved(entry.path().string()), scenario.source_text);
    EXPECT_EQ(parse_scenario(scenario.source_text, "anywhere.yaml").source_text, scenario.source_text);
    EXPECT_THAT(read_text(scenarios / "README.md"),
                testing::HasSubstr("`" + entry.path().filename().string() + "`"));
  }
  EXPECT_GE(files, 6);
}

TEST(format, the_95_percent_shop_differs_in_its_arrivals_only) {
  const Scenario base = load_scenario((scenarios / "rajendran_holthaus.yaml").string());
  const Scenario loaded = load_scenario((scenarios / "rajendran_holthaus_95.yaml").string());
  EXPECT_NEAR(25 * 60e6 / mean(base.sources[0].interarrival), 0.80, 1e-12);
  EXPECT_NEAR(25 * 60e6 / mean(loaded.sources[0].interarrival), 0.95, 1e-12);
  EXPECT_EQ(loaded.sources[0].due.rule, DueRule::total_work);
  EXPECT_EQ(loaded.sources[0].due.factor, 4);
  EXPECT_EQ(loaded.machine_count, 10);
  EXPECT_EQ(loaded.routings[0].steps_taken, 10);
  EXPECT_TRUE(loaded.routings[0].random_order);
  EXPECT_EQ(loaded.modes[3].time, discrete_uniform(1, 49, 60e6));
  EXPECT_EQ(loaded.run.warm_up_jobs, 500);
  EXPECT_EQ(loaded.run.measured_jobs, 2000);
}

}  // namespace
}  // namespace takt
