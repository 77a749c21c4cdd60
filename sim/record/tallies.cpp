#include "sim/record/tallies.hpp"

namespace takt {

namespace {

template <class One>
void take_events(One& tallier, std::span<const EventRecord> events) {
  if (!tallier.on()) return;
  for (const EventRecord& event : events) tallier.take(event);
}

}  // namespace

Tallier::Tallier(const Scenario& scenario, Time from)
    : from_(from),
      shop_(scenario, from),
      stops_(scenario, from),
      transport_(scenario, from),
      lines_(scenario, from),
      resources_(scenario, from),
      supply_(scenario, from),
      condition_(scenario, from),
      quality_(scenario, from) {}

void Tallier::take(std::span<const OperationRecord> operations) {
  shop_.take(operations);
  quality_.take(operations);
}

void Tallier::take(std::span<const MachineInterval> intervals) {
  shop_.take(intervals);
  if (stops_.on()) stops_.take(intervals);
  if (condition_.on()) condition_.take(intervals);
}

void Tallier::take(std::span<const EventRecord> events) {
  take_events(transport_, events);
  take_events(lines_, events);
  take_events(resources_, events);
  take_events(supply_, events);
  take_events(condition_, events);
  take_events(quality_, events);
}

Tallies Tallier::finish(Time to, std::vector<double> metered) {
  Tallies tallies;
  tallies.window = {from_, to};
  ShopTally shop = shop_.finish(to);
  tallies.machine_tallies = std::move(shop.machines);
  tallies.group_tallies = std::move(shop.groups);
  tallies.stop_tallies = stops_.finish();
  tallies.transport = transport_.finish(to);
  tallies.line_tally = lines_.finish(to);
  tallies.resources = resources_.finish(to);
  tallies.stock_tallies = supply_.finish(to);
  tallies.condition = condition_.finish(to, std::move(metered));
  tallies.quality = quality_.finish();
  return tallies;
}

}  // namespace takt
