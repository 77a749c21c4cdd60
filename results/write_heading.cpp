#include "results/write_heading.hpp"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "results/schema.hpp"
#include "results/sha256.hpp"
#include "sim/model/write/yaml.hpp"

namespace takt::hdf5 {
namespace {

/// The scenario as a text that opens again: an instance's own text is of another format.
std::string text_of(const Scenario& scenario) {
  return scenario.source_text.starts_with("takt: ") ? scenario.source_text : to_yaml(scenario);
}

}  // namespace

void write_scenario(ColumnWriter& writer, const Scenario& scenario) {
  const std::string text = text_of(scenario);
  writer.write_text("scenario", text, "the resolved scenario");
  writer.attribute("title", scenario.name);
  writer.attribute("scenario_sha256", sha256_hex(text));
}

void write_attributes(ColumnWriter& writer, const char* kind, const RunInfo& info) {
  writer.attribute("format", std::string(result_format));
  writer.attribute("format_version", result_format_version);
  writer.attribute("kind", std::string(kind));
  writer.attribute("software", std::string("takt " TAKT_VERSION));
  writer.attribute("source_revision", info.source_revision);
  writer.attribute("created", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))));
  writer.attribute("scenario", info.scenario_name);
  writer.attribute("agent", info.agent);
  writer.attribute("clock", info.clock);
  writer.attribute("seed", info.seed);
  writer.attribute("replication", info.replication);
  writer.attribute("wall_s", info.wall_s);
  writer.attribute("command", info.command);
}

}  // namespace takt::hdf5
