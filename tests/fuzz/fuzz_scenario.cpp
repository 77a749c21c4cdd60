// Any text: loading it gives a scenario or Error(bad_input or io); a scenario prints to a text that loads to
// the same text again, and runs.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "tests/fuzz/short_run.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace takt;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Scenario scenario;
  try {
    scenario = parse_scenario(text, "fuzz.yaml");
  } catch (const Error& error) {
    if (error.fault() == Fault::bad_input || error.fault() == Fault::io) return 0;
    throw;
  }
  // The resolved text is what a result file keeps: it must open.
  if (parse_scenario(scenario.source_text, "fuzz.yaml").source_text != scenario.source_text) {
    std::fputs("the resolved text resolves to another\n", stderr);
    std::abort();
  }
  fuzz::short_run(scenario, size);
  return 0;
}
