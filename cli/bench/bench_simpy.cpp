// CalendarClock against the same model in SimPy 4, where there is a Python that has it.

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "agents/registry.hpp"
#include "cli/bench/bare_shop.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/program.hpp"
#include "cli/bench/rows.hpp"
#include "sim/model/error.hpp"
#include "sim/simulate.hpp"

namespace takt::bench {

namespace {

/// What the script ends with when SimPy 4 is missing.
constexpr int no_simpy = 69;

/// A shop as the script reads it: a line a job, machine and ticks by turns.
class ShopFile {
 public:
  ShopFile(const BareShop& shop, const std::string& folder)
      : path_(fmt::format("{}/takt_bench.{}.shop", folder, getpid())) {
    std::ofstream file(path_);
    const auto row = static_cast<std::size_t>(shop.machines);
    for (std::size_t i = 0; i < shop.operations(); ++i) {
      file << shop.machine[i] << ' ' << shop.time[i] << ((i + 1) % row == 0 ? '\n' : ' ');
    }
    file.close();
    if (!file) throw Error(Fault::io, "cannot write " + path_);
  }
  ~ShopFile() { unlink(path_.c_str()); }
  ShopFile(const ShopFile&) = delete;
  ShopFile& operator=(const ShopFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

BenchRow bench_simpy(const BenchOptions& options) {
  const BareShop shop = make_bare_shop(sized(2000, options), sized(20, options), 1);
  const Scenario scenario = scenario_of(shop);
  const auto agent = make_agent("rule:fifo");
  BenchRow row;
  row.what = fmt::format("CalendarClock, {}x{} job shop, fifo", shop.jobs, shop.machines);
  row.reference = "the same model in SimPy 4";
  row.unit = "M operations/s";
  row.aim = 50;
  const ShopFile file(shop, options.folder);
  const auto simpy = [&] {
    return run_program({options.python, program_folder() + "/simpy_job_shop.py", file.path()});
  };
  const ProgramEnd first = simpy();
  if (!first.found || first.exit_status == no_simpy) {
    row.skipped = fmt::format("'{}' cannot import SimPy 4 (pip install 'simpy>=4', or name another Python)",
                              options.python);
    return row;
  }
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] {
        return cpu_seconds_of([&] {
          const auto clock = make_calendar_clock(scenario);
          simulate(scenario, *agent, *clock, SimulateOptions{});
        });
      },
      [&] {
        const ProgramEnd end = simpy();
        double seconds = 0;
        std::int64_t makespan = -1;
        std::istringstream(end.standard_output) >> seconds >> makespan;
        if (end.exit_status != 0 || makespan < 0) throw Error(Fault::io, "the SimPy program failed");
        const auto clock = make_calendar_clock(scenario);
        must_agree(row, simulate(scenario, *agent, *clock, SimulateOptions{}).end, makespan);
        return seconds;
      });
  set_rates(row, rounds, 1e-6 * static_cast<double>(shop.operations()));
  return row;
}

}  // namespace takt::bench
