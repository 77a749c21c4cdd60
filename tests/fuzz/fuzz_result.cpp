// What a process that copies a result file sends to the one that asked: the input edits a good one. Reading
// it gives a result whose key figures can be computed, over its own window and another, or Error(bad_input).
//
// HDF5 itself is not fuzzed: it is known to fall over on damaged files, which is why it reads in a process of
// its own (tests/results/damaged_file_test.cpp).

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "results/read_run.hpp"
#include "results/read_store.hpp"
#include "results/sha256.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace {

using namespace takt;

/// A file as it was copied.
struct Copy {
  std::vector<Block> blocks;
  std::string bytes;
};

Copy copy_of_a_run(const std::string& name) {
  const Scenario scenario = open_scenario(std::string(TAKT_SOURCE_DIR "/scenarios/") + name + ".yaml");
  test::AnyCandidate agent;
  const Trace trace = simulate(scenario, agent, *make_clock(ClockKind::calendar, scenario), {});
  const std::string path =
      (std::filesystem::temp_directory_path() / ("fuzz-" + std::to_string(getpid()) + ".h5")).string();
  RunInfo info;
  info.scenario_name = name;
  write_result(path, scenario, trace, compute_kpis(scenario, trace), info, nullptr, {});
  const MemoryFile file;
  Copy copy;
  copy.blocks = extract_in_child(
      path, [&] { return extract_blocks(path, "", Extract::detailed_run, file.descriptor); }, file);
  std::filesystem::remove(path);
  struct stat status {};
  fstat(file.descriptor, &status);
  copy.bytes.resize(static_cast<std::size_t>(status.st_size));
  if (!file.read(0, copy.bytes.size(), reinterpret_cast<std::byte*>(copy.bytes.data()))) std::abort();
  return copy;
}

/// The runs that are edited: a job shop, a line, a supply chain.
const std::array<Copy, 3>& runs() {
  static const std::array<Copy, 3> all = {copy_of_a_run("demo"), copy_of_a_run("degrading_line"),
                                          copy_of_a_run("beer_game")};
  return all;
}

/// Reads the input from its start; zeros behind its end.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  bool empty() const { return at_ >= size_; }
  std::uint64_t number(int bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i)
      value |= std::uint64_t{empty() ? std::uint8_t{0} : data_[at_++]} << (8 * i);
    return value;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

void edit(Copy& copy, Input& input) {
  Block& block = copy.blocks[input.number(2) % copy.blocks.size()];
  const std::uint64_t choice = input.number(1) % 16, value = input.number(8);
  if (choice == 0) block.rows = value;
  if (choice == 1) block.width = value;
  if (choice == 2) block.offset = value;
  if (choice == 3) block.type = static_cast<ColumnType>(value % 16);
  if (choice == 4) block.path += static_cast<char>(value);
  if (choice == 5) block.unit += static_cast<char>(value);
  if (choice == 6) block.rows -= value % 3;
  if (choice == 7 && copy.blocks.size() > 1)
    copy.blocks.erase(copy.blocks.begin() + (&block - copy.blocks.data()));
  if (choice < 8 || block.rows == 0 || block.width == 0) return;
  const std::uint64_t row = input.number(3) % block.rows, bytes = std::min<std::uint64_t>(block.width, 8);
  if (block.offset + (row + 1) * block.width > copy.bytes.size()) return;
  for (std::uint64_t i = 0; i < bytes; ++i)
    copy.bytes[block.offset + row * block.width + i] = static_cast<char>(value >> (8 * i));
}

/// Makes the scenario's text, which may have been edited, the one that the file vouches for.
void vouch_for_scenario(Copy& copy) {
  const Block* text = nullptr;
  const Block* sum = nullptr;
  for (const Block& block : copy.blocks) {
    if (block.path == "scenario") text = &block;
    if (block.path == "@scenario_sha256") sum = &block;
  }
  const auto inside = [&](const Block* block) {
    return block != nullptr && block->rows == 1 && block->offset <= copy.bytes.size() &&
           block->width <= copy.bytes.size() - block->offset;
  };
  if (!inside(text) || !inside(sum) || sum->width != 64) return;
  copy.bytes.replace(sum->offset, 64, sha256_hex(copy.bytes.substr(text->offset, text->width)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  Copy copy = runs().at(input.number(1) % runs().size());
  const bool vouch = input.number(1) % 2 == 1;
  while (!input.empty()) edit(copy, input);
  if (vouch) vouch_for_scenario(copy);
  MemoryFile file;
  if (write(file.descriptor, copy.bytes.data(), copy.bytes.size()) != static_cast<ssize_t>(copy.bytes.size()))
    std::abort();
  try {
    std::vector<Block> blocks = unpack_blocks(pack_blocks(copy.blocks), copy.bytes.size());
    if (blocks.empty()) return 0;
    ResultFile result = read_store(BlockStore("fuzz.h5", std::move(blocks), std::move(file)));
    if (result.info.kind != "run") return 0;
    Scenario scenario = parse_scenario(result.scenario_text, "scenario");
    const StoredRun run = join("fuzz.h5", std::move(scenario), std::move(result));
    (void)kpis_of(run);
    const Time end = run.file.trace.end;
    if (run.file.trace.has_records && end > 1) (void)kpis_of(run, {end / 3, end});
  } catch (const Error& error) {
    if (error.fault() != Fault::bad_input) throw;
  }
  return 0;
}
