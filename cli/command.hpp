#pragma once

#include <functional>
#include <span>
#include <string>

namespace CLI {
class App;
}

namespace takt {

/// What a subcommand does once its options are read; takes the command line as it was typed, for the record,
/// and returns the exit code.
using CommandBody = std::function<int(const std::string& command_line)>;

/// A subcommand: `attach` declares its options and returns its body.
struct Command {
  const char* name;
  const char* summary;
  CommandBody (*attach)(CLI::App& options);
};

/// All of them, in the order of the help text. Adding one is a file and a row (commands.cpp).
std::span<const Command> commands();

CommandBody attach_run(CLI::App& options);
CommandBody attach_validate(CLI::App& options);
CommandBody attach_import(CLI::App& options);
CommandBody attach_agents(CLI::App& options);
CommandBody attach_export(CLI::App& options);
CommandBody attach_gantt(CLI::App& options);
CommandBody attach_info(CLI::App& options);
CommandBody attach_solve(CLI::App& options);
CommandBody attach_bench(CLI::App& options);

}  // namespace takt
