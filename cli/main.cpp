#include <cstdio>
#include <exception>
#include <new>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/streams.hpp"
#include "cli/version.hpp"
#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"

namespace {

using takt::Error;
using takt::Fault;

int code_of(Fault fault) {
  return static_cast<int>(fault);
}

std::string as_typed(int argc, char** argv) {
  std::string text = "takt";
  for (int i = 1; i < argc; ++i) text += fmt::format(" {}", argv[i]);
  return text;
}

/// `command` may be missing.
std::string where_help_is(const CLI::App* command) {
  return fmt::format("'takt {}--help' tells more", command == nullptr ? "" : command->get_name() + " ");
}

/// Words that nothing took: a command that does not exist, an option that the command does not have.
void refuse_unknown(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  const bool in_command = app.remaining().empty() && !chosen.empty();
  const CLI::App& where = in_command ? *chosen.front() : app;
  if (where.remaining().empty()) return;
  const std::string word = where.remaining().front();
  const bool option = word.starts_with('-');
  std::vector<std::string> known;
  if (option) {
    for (const CLI::Option* each : where.get_options())
      for (const std::string& name : each->get_lnames()) known.push_back("--" + name);
  } else if (!in_command) {
    for (const takt::Command& command : takt::commands()) known.emplace_back(command.name);
  }
  const char* const kind = option ? "option" : in_command ? "word" : "command";
  throw Error(Fault::usage,
              fmt::format("unknown {} '{}'{}; {}", kind, word.substr(0, 64), takt::did_you_mean(word, known),
                          where_help_is(in_command ? &where : nullptr)));
}

int run_command_line(int argc, char** argv) {
  CLI::App app{fmt::format("takt {}: a discrete-event factory simulator", takt::software_version()), "takt"};
  app.set_version_flag("--version",
                       fmt::format("takt {} ({})", takt::software_version(), takt::source_revision()));
  app.require_subcommand(1);
  app.footer(
      "takt COMMAND --help explains a command. Exit codes: 0 ok, 1 regression found, 2 usage, 3 bad input,\n"
      "4 input/output, 5 agent fault, 6 a run left jobs stuck (deadlock, starved), 130 interrupted.");
  takt::CommandBody body;
  for (const takt::Command& command : takt::commands()) {
    CLI::App* options = app.add_subcommand(command.name, command.summary);
    const takt::CommandBody attached = command.attach(*options);
    options->callback([&body, attached] { body = attached; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    refuse_unknown(app);  // before --help: help on what does not exist is none
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    const auto chosen = app.get_subcommands();
    throw Error(Fault::usage, fmt::format("{}; {}", error.what(),
                                          where_help_is(chosen.empty() ? nullptr : chosen.front())));
  }
  return body(as_typed(argc, argv));
}

}  // namespace

int main(int argc, char** argv) {
  takt::secure_streams();
  takt::catch_interrupts();
  int code = 0, write_error = 0;
  const auto failed = [&code](Fault fault, const std::string& what) {
    // fmt throws when stdout cannot be written, which flush_output tells.
    if (std::ferror(stdout) == 0) takt::complain(fmt::format("takt: {}\n", what));
    code = code_of(fault);
  };
  try {
    code = run_command_line(argc, argv);
  } catch (const Error& error) {
    failed(error.fault(), error.what());
  } catch (const std::bad_alloc&) {
    failed(Fault::io, "out of memory");
  } catch (const std::system_error& error) {  // threads, file names and the like
    if (std::ferror(stdout) != 0) write_error = error.code().value();
    failed(Fault::io, error.what());
  } catch (const std::exception& error) {
    failed(Fault::io, fmt::format("unexpected error, please report it: {}", error.what()));
  }
  if (!takt::flush_output(write_error) && code == 0) code = code_of(Fault::io);
  // Not by way of exit handlers: HDF5's can crash after a failed write.
  std::fflush(nullptr);
  _exit(code);
}
