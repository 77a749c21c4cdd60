// Goods on their way between stock points: their lead time, and the road where they come by road.

#include <cassert>

#include "sim/plant/supply_chain.hpp"
#include "sim/plant/take_slot.hpp"
#include "sim/plant/transport.hpp"

namespace takt {

/// From a stock point, or from outside (-1).
void SupplyChain::send(Index from, Index to, Quantity quantity, const Now& now) {
  if (from >= 0 && !point(from).unlimited) {
    state(from).on_hand -= quantity;
    state(from).left += quantity;
    state(from).sent += quantity;
  }
  StockState& stock = state(to);
  stock.in_transit += quantity;
  stock.entered += quantity;
  record(EventKind::shipment_sent, to, quantity, from, now);
  const Distribution& lead_time = point(to).lead_time;
  const double u = lead_time.is_constant() ? 0.5
                                           : random_uniform(now.seed, Purpose::lead_time,
                                                            static_cast<std::uint64_t>(to), stock.shipments);
  const auto draw = static_cast<std::int64_t>(stock.shipments++);
  const Time duration = sample(lead_time, u);
  if (duration > 0) {
    travel(from, to, quantity, duration, draw, now);
  } else if (point(to).road.used()) {
    depart(add_shipment(from, to, quantity, draw), now);
  } else {
    receive(from, to, quantity, now);
  }
}

Index SupplyChain::add_shipment(Index from, Index to, Quantity quantity, std::int64_t draw) {
  const Index slot = take_slot(shipments_, free_shipment_, &Shipment::next_free);
  at(shipments_, slot) = {quantity, to, from, -1, 0, draw};
  return slot;
}

/// Its lead time is over: the way over lanes begins.
void SupplyChain::depart(Index slot, const Now& now) {
  Shipment& shipment = at(shipments_, slot);
  const StockPoint& to = point(shipment.to);
  const Index start = at(model_->sites, point(shipment.from).site).place;
  const Index end = at(model_->sites, to.site).place;
  if (start == end) {
    arrive(slot, now);
    return;
  }
  shipment.on_road = 1;
  now.transport->start_transfer(TransferOwner::shipment, slot, start, end, trucks_for(to, shipment.quantity),
                                to.road.speed, now.time, now.effects);
}

void SupplyChain::on_road_end(Index shipment, const Now& now) {
  assert(at(shipments_, shipment).on_road != 0);
  arrive(shipment, now);
}

void SupplyChain::arrive(Index slot, const Now& now) {
  const Shipment arrived = at(shipments_, slot);
  at(shipments_, slot) = {0, -1, -1, free_shipment_, 0, -1};
  free_shipment_ = slot;
  receive(arrived.from, arrived.to, arrived.quantity, now);
}

void SupplyChain::travel(Index from, Index to, Quantity quantity, Time duration, std::int64_t draw,
                         const Now& now) {
  const Index slot = add_shipment(from, to, quantity, draw);
  const auto entity = static_cast<std::uint32_t>(sites_.size() + at(slot));
  now.effects.clock.push_back({{duration, ActivityKind::shipment, entity}, true});
}

void SupplyChain::on_shipment(std::uint32_t entity, const Now& now) {
  if (entity < sites_.size()) {
    toggle_site(static_cast<Index>(entity), now);
    return;
  }
  const auto slot = static_cast<Index>(entity - sites_.size());
  const Shipment& shipment = at(shipments_, slot);
  // What was under way at the start comes from nowhere, by no road.
  if (shipment.from >= 0 && point(shipment.to).road.used()) {
    depart(slot, now);
  } else {
    arrive(slot, now);
  }
}

void SupplyChain::receive(Index from, Index to, Quantity quantity, const Now& now) {
  StockState& stock = state(to);
  stock.in_transit -= quantity;
  stock.on_order -= quantity;
  stock.on_hand += quantity;
  record(EventKind::shipment_received, to, quantity, from, now);
  came_in(to, now);
}

}  // namespace takt
