#include <cstdio>
#include <exception>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/version.hpp"
#include "sim/model/error.hpp"

namespace {

using takt::Error;
using takt::Fault;

int code_of(Fault fault) {
  return static_cast<int>(fault);
}

/// What was printed must have arrived: a full disk behind stdout is an error like any other.
int flushed(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  fmt::print(stderr, "takt: cannot write to standard output\n");
  return code == 0 ? code_of(Fault::io) : code;
}

std::string as_typed(int argc, char** argv) {
  std::string text = "takt";
  for (int i = 1; i < argc; ++i) text += fmt::format(" {}", argv[i]);
  return text;
}

int run_command_line(int argc, char** argv) {
  CLI::App app{fmt::format("takt {}: a discrete-event factory simulator", takt::software_version()), "takt"};
  app.set_version_flag("--version",
                       fmt::format("takt {} ({})", takt::software_version(), takt::source_revision()));
  app.require_subcommand(1);
  app.footer(
      "takt COMMAND --help explains a command. Exit codes: 0 ok, 1 regression found, 2 usage, 3 bad input,\n"
      "4 input/output, 5 agent fault, 130 interrupted.");
  takt::CommandBody body;
  for (const takt::Command& command : takt::commands()) {
    CLI::App* options = app.add_subcommand(command.name, command.summary);
    const takt::CommandBody attached = command.attach(*options);
    options->callback([&body, attached] { body = attached; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return flushed(app.exit(error));  // --help, --version
    throw Error(
        Fault::usage,
        fmt::format("{}; 'takt {}--help' tells more", error.what(),
                    app.get_subcommands().empty() ? "" : app.get_subcommands().front()->get_name() + " "));
  }
  return flushed(body(as_typed(argc, argv)));
}

}  // namespace

int main(int argc, char** argv) {
  takt::catch_interrupts();
  int code = 0;
  try {
    code = run_command_line(argc, argv);
  } catch (const Error& error) {
    fmt::print(stderr, "takt: {}\n", error.what());
    code = code_of(error.fault());
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "takt: out of memory\n");
    code = code_of(Fault::io);
  } catch (const std::exception& error) {
    fmt::print(stderr, "takt: unexpected error, please report it: {}\n", error.what());
    code = code_of(Fault::io);
  }
  // Not by way of exit handlers: HDF5's can crash after a failed write.
  std::fflush(nullptr);
  _exit(code);
}
