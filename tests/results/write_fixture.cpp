// write_fixture FILE SEED OPERATIONS [plain|compress|detail]: writes the result file of a made-up trace. For
// the tests that kill it, fill its disk or read what it wrote from Python. Ends like the program itself does:
// with the code of the fault.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "tests/results/fixture.hpp"

int main(int argc, char** argv) {
  if (argc < 4) return static_cast<int>(takt::Fault::usage);
  const std::uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  const std::string mode = argc > 4 ? argv[4] : "plain";
  takt::fixture::Sizes sizes;
  sizes.operations = sizes.intervals = sizes.decisions = std::strtoull(argv[3], nullptr, 10);

  const takt::Scenario scenario = takt::fixture::scenario();
  const takt::Trace trace = takt::fixture::trace(seed, sizes);
  const takt::DecisionDetail detail = takt::fixture::detail(seed, trace, sizes);
  takt::WriteOptions options;
  options.compress = mode == "compress";
  std::puts("writing");
  std::fflush(stdout);
  try {
    takt::write_result(argv[1], scenario, trace, takt::compute_kpis(scenario, trace),
                       takt::fixture::info(seed), mode == "detail" ? &detail : nullptr, options);
  } catch (const takt::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return static_cast<int>(error.fault());
  }
  return 0;
}
