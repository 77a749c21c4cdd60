#include <algorithm>
#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/registry.hpp"
#include "cli/command.hpp"
#include "cli/json_text.hpp"

namespace takt {

CommandBody attach_agents(CLI::App& app) {
  struct Options {
    std::string name;
    bool json = false;
  };
  const auto options = std::make_shared<Options>();
  app.add_option("name", options->name, "Explain this one: its options and formula, e.g. rule:atc");
  app.add_flag("--json", options->json, "Print the list as JSON");
  return [options](const std::string&) {
    if (!options->name.empty()) {
      fmt::print("{}", describe_agent(options->name));
      return 0;
    }
    const std::vector<AgentListing> agents = list_agents();
    if (options->json) {
      nlohmann::json json = nlohmann::json::array();
      for (const AgentListing& agent : agents)
        json.push_back({{"name", agent.name}, {"summary", agent.description}});
      fmt::print("{}\n", json_text(json));
      return 0;
    }
    std::size_t width = 0;
    for (const AgentListing& agent : agents) width = std::max(width, agent.name.size());
    for (const AgentListing& agent : agents)
      fmt::print("  {:<{}}  {}\n", agent.name, width, agent.description);
    fmt::print("\n'takt agents NAME' tells an agent's options and formula.\n");
    return 0;
  };
}

}  // namespace takt
