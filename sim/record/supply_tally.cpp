#include "sim/record/supply_tally.hpp"

#include <algorithm>

namespace takt {

SupplyTallier::SupplyTallier(const Scenario& scenario, Time from)
    : scenario_(&scenario), from_(from), on_(scenario.supply.used()) {
  const SupplyModel& supply = scenario.supply;
  if (!on_) return;
  first_period_ = (from_ + supply.period - 1) / supply.period;
  levels_.resize(supply.points.size());
  tallies_.resize(supply.points.size());
  for (std::size_t p = 0; p < levels_.size(); ++p) {
    levels_[p].on_hand = supply.points[p].initial;
    for (const Quantity quantity : supply.points[p].in_transit) levels_[p].in_transit += quantity;
  }
}

void SupplyTallier::take(const EventRecord& event) {
  if (event.kind == EventKind::stock_measured) return measure(event.time);
  if (event.kind < EventKind::demand || event.kind > EventKind::production_lost) return;
  const auto p = static_cast<std::size_t>(event.entity);
  Level& level = levels_[p];
  StockTally& tally = tallies_[p];
  if (event.time != level.since) integrate(p, event.time);
  const double counted = event.time >= from_ ? 1 : 0;
  const Quantity quantity = to_quantity(event.value);
  switch (event.kind) {
    case EventKind::demand:
    case EventKind::order_received:
      level.owed += quantity;
      level.demanded += event.value;
      tally.demand += counted * event.value;
      break;
    case EventKind::shortage:
      level.short_in_cycle = true;
      tally.short_of += counted * event.value;
      tally.shortages += event.time >= from_;
      if (event.detail != 1) break;
      level.owed -= quantity;
      tally.lost += counted * event.value;
      break;
    case EventKind::sale:
    case EventKind::consumption:
      level.owed -= quantity;
      level.on_hand -= quantity;
      break;
    case EventKind::order_placed:
      level.ordered += event.value;
      tally.ordered += counted * event.value;
      tally.orders += event.time >= from_;
      break;
    case EventKind::shipment_sent:
      level.in_transit += quantity;
      if (event.detail >= 0) {
        const auto from = static_cast<std::size_t>(event.detail);
        integrate(from, event.time);
        levels_[from].owed -= quantity;
        levels_[from].on_hand -= quantity;
      }
      break;
    case EventKind::shipment_received:
      level.in_transit -= quantity;
      [[fallthrough]];
    case EventKind::production:
      level.on_hand += quantity;
      tally.receipts += event.time >= from_;
      tally.short_cycles += event.time >= from_ && level.short_in_cycle;
      level.short_in_cycle = false;
      break;
    default:
      break;
  }
}

/// Brings the integrals and the sums of periods of a stock point up to now.
void SupplyTallier::integrate(std::size_t p, Time now) {
  Level& level = levels_[p];
  const Time period = scenario_->supply.period;
  if (now >= (level.period + 1) * period) count_period(p, now / period);
  if (scenario_->supply.measure == StockMeasure::continuous && now > level.since) {
    const Time from = std::max(level.since, from_);
    if (now > from) {
      StockTally& tally = tallies_[p];
      const double periods = static_cast<double>(now - from) / static_cast<double>(period);
      tally.on_hand += to_units(level.on_hand) * periods;
      tally.owed += to_units(level.owed) * periods;
      tally.in_transit += to_units(level.in_transit) * periods;
      tally.stocked += level.owed == 0 ? periods : 0;
    }
  }
  level.since = now;
}

void SupplyTallier::count_period(std::size_t p, std::int64_t period) {
  Level& level = levels_[p];
  StockTally& tally = tallies_[p];
  // What came together in the period that is over; nothing in those between it and the new one.
  if (level.period >= first_period_) {
    tally.order_sum += level.ordered;
    tally.order_squares += level.ordered * level.ordered;
    tally.demand_sum += level.demanded;
    tally.demand_squares += level.demanded * level.demanded;
  }
  tally.whole_periods += std::max<std::int64_t>(0, period - std::max(level.period, first_period_));
  level.period = period;
  level.ordered = level.demanded = 0;
}

void SupplyTallier::measure(Time now) {
  if (now < from_ || scenario_->supply.measure != StockMeasure::period) return;
  for (std::size_t p = 0; p < levels_.size(); ++p) {
    tallies_[p].periods += 1;
    tallies_[p].on_hand += to_units(levels_[p].on_hand);
    tallies_[p].owed += to_units(levels_[p].owed);
    tallies_[p].in_transit += to_units(levels_[p].in_transit);
    tallies_[p].stocked += levels_[p].owed == 0;
  }
}

std::vector<StockTally> SupplyTallier::finish(Time end) {
  for (std::size_t p = 0; p < levels_.size(); ++p) {
    integrate(p, end);
    if (scenario_->supply.measure == StockMeasure::continuous) {
      tallies_[p].periods =
          static_cast<double>(std::max<Time>(0, end - from_)) / static_cast<double>(scenario_->supply.period);
    }
  }
  return std::move(tallies_);
}

}  // namespace takt
