#include "sim/model/write/lines.hpp"

#include <fmt/format.h>

namespace takt {
namespace {

std::string amounts_text(const Scenario& s, const std::vector<PartAmount>& amounts, NameText name) {
  std::string text;
  for (const PartAmount& amount : amounts)
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", name(s.lines.parts[at(amount.store)].name),
                        amount.count);
  return "{" + text + "}";
}

}  // namespace

void add_buffer_fields(const Scenario& s, std::size_t group, std::vector<std::string>& fields) {
  if (s.lines.buffers.empty()) return;
  const Buffer& buffer = s.lines.buffers[group];
  if (buffer.places >= 0) fields.push_back(fmt::format("buffer: {}", buffer.places));
  if (buffer.blocking == Blocking::before_service) fields.emplace_back("blocking: before_service");
}

std::string step_parts_text(const Scenario& s, std::size_t step, NameText name) {
  if (s.lines.steps.empty()) return {};
  const StepParts& parts = s.lines.steps[step];
  std::string out;
  if (parts.kits.size() == 1) out += ", parts: " + amounts_text(s, parts.kits[0], name);
  if (parts.kits.size() > 1) {
    std::string kits;
    for (const Kit& kit : parts.kits) kits += (kits.empty() ? "" : ", ") + amounts_text(s, kit, name);
    out += ", parts: [" + kits + "]";
  }
  if (!parts.yields.empty()) out += ", yields: " + amounts_text(s, parts.yields, name);
  if (!parts.releases.empty()) {
    std::string children;
    for (const ChildJobs& child : parts.releases)
      children += fmt::format("{}{}: {}", children.empty() ? "" : ", ",
                              name(s.routings[at(child.routing)].name), child.count);
    out += ", releases: {" + children + "}";
  }
  return out;
}

std::string routing_part_text(const Scenario& s, std::size_t routing, NameText name) {
  const Index part = s.lines.part(static_cast<Index>(routing));
  return part < 0 ? "" : fmt::format("    part: {}\n", name(s.lines.parts[at(part)].name));
}

std::string source_release_text(const Scenario& s, std::size_t source) {
  const auto index = static_cast<Index>(source);
  const std::int64_t limit = s.lines.wip_limit(index);
  return std::string(s.lines.saturated(index) ? ", saturated: true" : "") +
         (limit > 0 ? fmt::format(", wip_limit: {}", limit) : "");
}

void write_part_stores(const Scenario& s, NameText name, std::string& out) {
  if (!s.lines.parts.empty()) out += "parts:\n";
  for (const PartStore& store : s.lines.parts) {
    std::vector<std::string> fields;
    if (store.capacity >= 0) fields.push_back(fmt::format("capacity: {}", store.capacity));
    if (store.initial > 0) fields.push_back(fmt::format("initial: {}", store.initial));
    out += fmt::format("  {}: {{{}}}\n", name(store.name), fmt::join(fields, ", "));
  }
}

void write_cards(const Scenario& s, NameText name, std::string& out) {
  if (!s.lines.cards.empty()) out += "cards:\n";
  for (const CardLoop& loop : s.lines.cards) {
    out += fmt::format("  {}:\n    count: {}\n    over:\n", name(loop.name), loop.count);
    for (const CardLoop::Span& span : loop.spans) {
      const Routing& routing = s.routings[at(span.routing)];
      out += "      - {routing: " + name(routing.name);
      if (span.first > 0) out += ", from: " + name(s.steps[at(routing.first_step + span.first)].name);
      if (span.last + 1 < routing.steps_taken)
        out += ", to: " + name(s.steps[at(routing.first_step + span.last)].name);
      out += "}\n";
    }
  }
}

}  // namespace takt
