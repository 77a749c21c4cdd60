// result_write_bench [OPERATIONS [ROUNDS [FOLDER]]]: what it costs to write a result file, against plain
// write() and fsync() of the same bytes. Prints medians over the rounds, and by how much writing raised the
// peak of memory.

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

#include "cli/bench/measure.hpp"
#include "cli/bench/plain_write.hpp"
#include "results/write_result.hpp"
#include "tests/results/fixture.hpp"

namespace {

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) {
  takt::fixture::Sizes sizes;
  sizes.operations = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2'000'000;
  sizes.intervals = sizes.decisions = sizes.operations;
  sizes.jobs = sizes.operations / 10 + 1;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  const std::string folder = argc > 3 ? argv[3] : ".";
  const std::string path = folder + "/result_write_bench.h5", plain_path = folder + "/result_write_bench.bin";

  const takt::Scenario scenario = takt::fixture::scenario();
  const takt::Trace trace = takt::fixture::trace(1, sizes);
  const takt::KpiReport kpis = takt::compute_kpis(scenario, trace);
  const long before = peak_kib();
  takt::write_result(path, scenario, trace, kpis, takt::fixture::info(1), nullptr, {});
  const long extra = peak_kib() - before;
  const std::string bytes = read_whole(path);

  for (const bool compress : {false, true}) {
    takt::WriteOptions options;
    options.compress = compress;
    std::vector<double> ours, plain;
    for (int round = 0; round < rounds; ++round) {
      unlink(path.c_str());
      const double start = takt::bench::undisturbed_seconds();
      takt::write_result(path, scenario, trace, kpis, takt::fixture::info(1), nullptr, options);
      ours.push_back(takt::bench::undisturbed_seconds() - start);
      plain.push_back(takt::bench::plain_write(plain_path, bytes));
    }
    const double megabytes = static_cast<double>(bytes.size()) / 1e6;
    std::printf("%-10s %8.3f s  %6.2f M operations/s  %7.1f MB/s  plain write+fsync %7.1f MB/s  ratio %.2f\n",
                compress ? "compressed" : "columns", takt::bench::median(ours),
                static_cast<double>(sizes.operations) / 1e6 / takt::bench::median(ours),
                megabytes / takt::bench::median(ours), megabytes / takt::bench::median(plain),
                takt::bench::median(plain) / takt::bench::median(ours));
  }
  std::printf(
      "%zu operations, as many intervals and decisions: %.1f bytes an operation in the file, "
      "%.2f more in memory while it is written\n",
      sizes.operations, static_cast<double>(bytes.size()) / static_cast<double>(sizes.operations),
      1024.0 * static_cast<double>(extra) / static_cast<double>(sizes.operations));
  unlink(path.c_str());
  unlink(plain_path.c_str());
  return 0;
}
