// Reads what lines are made of: buffers, cards, part stores.

#include <array>
#include <iterator>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/sections.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 2> blockings = {"after_service", "before_service"};

/// "part -> how many", each part once.
Kit read_amounts(const Spot& spot, const NameTable& parts) {
  Kit kit;
  for (std::size_t i = 0; i < spot.map_size(); ++i) {
    const Spot amount = spot.entry(i);
    kit.push_back({parts.resolve_key(amount), amount.integer(1, most_parts)});
  }
  return kit;
}

StepParts read_step(const Fields& fields, const Names& names) {
  StepParts step;
  if (const auto needs = fields.find("parts")) {
    if (needs->is_sequence()) {
      for (std::size_t i = 0; i < needs->list_size(); ++i)
        step.kits.push_back(read_amounts(needs->item(i), names.parts));
    } else {
      step.kits.push_back(read_amounts(*needs, names.parts));
    }
  }
  if (const auto yields = fields.find("yields")) step.yields = read_amounts(*yields, names.parts);
  if (const auto releases = fields.find("releases")) {
    for (std::size_t i = 0; i < releases->map_size(); ++i) {
      const Spot count = releases->entry(i);
      step.releases.push_back({names.routings.resolve_key(count), count.integer(1, most_children)});
    }
  }
  return step;
}

/// The operations of a routing, which may be a list or a mapping that has one.
void read_routing_parts(const Spot& routing, Index index, const Names& names, Scenario& s) {
  const auto read = [&](const Spot& operations) {
    Index step = s.routings[at(index)].first_step;
    for (std::size_t i = 0; i < operations.list_size(); ++i)
      s.lines.steps[at(step++)] = read_step(Fields(operations.item(i), keys::operation), names);
  };
  if (!routing.is_mapping()) return read(routing);
  const Fields fields(routing, keys::routing);
  read(fields.require("operations"));
  if (const auto part = fields.find("part")) s.lines.part_of[at(index)] = names.parts.resolve(*part);
}

/// Positions of operations by name, of each routing that is asked for. -1: the name is there twice.
class Positions {
 public:
  explicit Positions(const Scenario& s) : s_(s) {}

  /// The position of the operation that `key` names.
  Index read(const Fields& fields, std::string_view key, Index routing_index, Index otherwise) {
    const auto name = fields.find(key);
    if (!name) return otherwise;
    const Routing& routing = s_.routings[at(routing_index)];
    const auto [positions, fresh] = of_routing_.try_emplace(routing_index);
    for (Index i = 0; fresh && i < routing.step_count; ++i) {
      const auto [same, first] = positions->second.emplace(s_.steps[at(routing.first_step + i)].name, i);
      if (!first) same->second = -1;
    }
    const auto found = positions->second.find(name->text());
    if (found == positions->second.end())
      name->fail(fmt::format("routing '{}' has no operation '{}'", routing.name, name->text()));
    if (found->second < 0)
      name->fail(fmt::format("routing '{}' has two operations named '{}'", routing.name, name->text()));
    return found->second;
  }

 private:
  const Scenario& s_;
  std::unordered_map<Index, std::unordered_map<std::string, Index>> of_routing_;
};

CardLoop::Span read_range(const Spot& spot, const Scenario& s, const Names& names, Positions& positions) {
  const Fields fields(spot, keys::card_range);
  CardLoop::Span span;
  span.routing = names.routings.resolve(fields.require("routing"));
  const Routing& routing = s.routings[at(span.routing)];
  if (routing.random_order && (fields.has("from") || fields.has("to")))
    spot.fail(
        fmt::format("routing '{}' has a random order, so cards can only cover all of it", routing.name));
  const Index last = (routing.steps_taken > 0 ? routing.steps_taken : routing.step_count) - 1;
  span.first = positions.read(fields, "from", span.routing, 0);
  span.last = positions.read(fields, "to", span.routing, last);
  if (span.last < span.first) spot.fail("'to' comes before 'from'");
  return span;
}

CardLoop read_loop(const Spot& spot, const std::string& name, const Scenario& s, const Names& names,
                   Positions& positions) {
  const Fields fields(spot, keys::card);
  CardLoop loop;
  loop.name = name;
  loop.count = static_cast<Index>(fields.require("count").integer(1, most_places));
  const Spot over = fields.require("over");
  std::unordered_map<Index, std::map<Index, Index>> taken;  // by routing: first and last of ranges
  for (std::size_t i = 0; i < over.list_size(); ++i) {
    const CardLoop::Span span = read_range(over.item(i), s, names, positions);
    std::map<Index, Index>& ranges = taken[span.routing];
    const auto behind = ranges.upper_bound(span.last);
    if (behind != ranges.begin() && std::prev(behind)->second >= span.first)
      over.item(i).fail("overlaps with another range of the same routing");
    ranges.emplace(span.first, span.last);
    loop.spans.push_back(span);
  }
  return loop;
}

}  // namespace

Buffer read_buffer(const Fields& machine) {
  Buffer buffer;
  if (const auto places = machine.find("buffer"))
    buffer.places = static_cast<Index>(places->integer(0, most_places));
  if (const auto blocking = machine.find("blocking"))
    buffer.blocking = static_cast<Blocking>(blocking->choice(blockings));
  return buffer;
}

SourceRelease read_source_release(const Fields& arrival) {
  SourceRelease release;
  if (const auto saturated = arrival.find("saturated")) release.saturated = saturated->boolean();
  if (const auto limit = arrival.find("wip_limit")) release.wip_limit = limit->integer(1, most_places);
  if (release.saturated && arrival.has("interarrival"))
    arrival.require("interarrival").fail("a saturated source has no time between arrivals");
  return release;
}

void read_parts(const Fields& top, Scenario& scenario, Names& names) {
  const auto parts = top.find("parts");
  if (!parts) return;
  for (std::size_t i = 0; i < parts->map_size(); ++i) {
    const Spot part = parts->entry(i);
    const Fields fields(part, keys::part);
    PartStore store;
    store.name = part.key_name();
    if (const auto capacity = fields.find("capacity")) store.capacity = capacity->integer(0, most_parts);
    if (const auto initial = fields.find("initial")) {
      store.initial = initial->integer(0, most_parts);
      if (store.capacity >= 0 && store.initial > store.capacity)
        initial->fail(fmt::format("is more than the capacity of {}", store.capacity));
    }
    names.parts.add(store.name);
    scenario.lines.parts.push_back(store);
  }
}

void read_lines(const Fields& top, Scenario& scenario, const Names& names) {
  scenario.lines.steps.resize(scenario.steps.size());
  scenario.lines.part_of.assign(scenario.routings.size(), -1);
  const auto routings = top.find("routings");
  for (std::size_t i = 0; routings && i < routings->map_size(); ++i)
    read_routing_parts(routings->entry(i), static_cast<Index>(i), names, scenario);
  const auto cards = top.find("cards");
  if (!cards) return;
  Positions positions(scenario);
  for (std::size_t i = 0; i < cards->map_size(); ++i) {
    const Spot loop = cards->entry(i);
    scenario.lines.cards.push_back(read_loop(loop, loop.key_name(), scenario, names, positions));
  }
}

}  // namespace takt
