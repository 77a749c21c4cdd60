// What `takt run` with a rule takes from its start to its end on a small scenario, more than /bin/true. In
// CPU time, because time on the wall says more about what else the machine does; nothing in it waits for a
// disk.

#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/bench/measure.hpp"
#include "cli/bench/program.hpp"
#include "cli/bench/rows.hpp"
#include "sim/model/error.hpp"

namespace takt::bench {

namespace {

double milliseconds_of(const std::vector<std::string>& words) {
  const ProgramEnd end = run_program(words);
  if (!end.found) throw Error(Fault::io, words[0] + " is not there");
  if (end.exit_status != 0) {
    throw Error(Fault::io,
                fmt::format("'{}' ended with exit status {}", fmt::join(words, " "), end.exit_status));
  }
  return 1e3 * end.cpu_s;
}

BenchRow start_with(const std::string& clock, const BenchOptions& options) {
  BenchRow row;
  row.what =
      fmt::format("takt run taillard:ta01 --agent rule:spt --clock {}, CPU time from start to end", clock);
  row.reference = "/bin/true";
  row.unit = "ms";
  row.aim = 30;
  row.at_least = false;
  const std::string takt = program_folder() + "/takt";
  if (!std::filesystem::exists(takt)) {
    row.skipped = "the program takt does not lie beside this one";
    return row;
  }
  const std::vector<std::string> words = {takt,       "run",     "taillard:ta01", "--agent",
                                          "rule:spt", "--clock", clock,           "--json"};
  const Rounds rounds = measure_in_turn(
      3 * options.rounds, [&] { return milliseconds_of(words); },
      [] { return milliseconds_of({"/bin/true"}); });
  set_times(row, rounds);
  return row;
}

}  // namespace

BenchRow bench_start(const BenchOptions& options) {
  return start_with("simgrid", options);
}

BenchRow bench_start_calendar(const BenchOptions& options) {
  return start_with("calendar", options);
}

}  // namespace takt::bench
