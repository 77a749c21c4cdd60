// Every unit and every order of the supply chain, counted from scratch.

#include <fmt/format.h>

#include "sim/plant/supply_chain.hpp"

namespace takt {

namespace {

/// What a recount finds of a stock point.
struct Count {
  Quantity in_mail = 0, ordered_elsewhere = 0, in_transit = 0, owed = 0, required = 0, taken_from = 0;
};

}  // namespace

void SupplyChain::check(std::vector<std::string>& broken) const {
  std::vector<Count> counts(stocks_.size());
  for (const Mail& letter : mail_) {
    if (letter.orderer >= 0) at(counts, letter.orderer).in_mail += letter.quantity;
  }
  for (const Shipment& shipment : shipments_) {
    if (shipment.to >= 0) at(counts, shipment.to).in_transit += shipment.quantity;
  }
  for (Index p = 0; p < static_cast<Index>(stocks_.size()); ++p) {
    for (Index slot = stock(p).first_owed; slot >= 0; slot = at(owed_, slot).next) {
      const Owed& entry = at(owed_, slot);
      at(counts, p).owed += entry.quantity;
      if (entry.customer >= 0) at(counts, entry.customer).ordered_elsewhere += entry.quantity;
    }
    const StockPoint& made = point(p);
    at(counts, p).ordered_elsewhere += (stock(p).waiting_lots + stock(p).lots_in_work) * made.lot;
    for (const Requirement& use : made.uses) {
      at(counts, use.point).required += stock(p).waiting_lots * use.per_lot;
    }
    if (made.from < 0) continue;
    Quantity initial = 0;
    for (const Quantity quantity : made.in_transit) initial += quantity;
    at(counts, made.from).taken_from += stock(p).entered - initial;
  }
  for (Index p = 0; p < static_cast<Index>(stocks_.size()); ++p) {
    const StockState& now = stock(p);
    const Count& count = at(counts, p);
    const auto expect = [&](const char* what, Quantity kept, Quantity counted) {
      if (kept == counted) return;
      broken.push_back(fmt::format("stock '{}': {} is {} units, a recount gives {}", stock_name(*model_, p),
                                   what, to_units(kept), to_units(counted)));
    };
    expect("in transit", now.in_transit, count.in_transit);
    expect("on order", now.on_order, count.in_mail + count.ordered_elsewhere + count.in_transit);
    expect("owed", now.owed, count.owed);
    expect("required by production", now.required, count.required);
    if (point(p).unlimited) continue;
    expect("sent to other stock points", now.sent, count.taken_from);
    expect("on hand and on the way", now.on_hand + now.in_transit, point(p).initial + now.entered - now.left);
    if (now.on_hand < 0) broken.push_back(fmt::format("stock '{}' is negative", stock_name(*model_, p)));
  }
}

std::vector<int> SupplyChain::on_road() const {
  std::vector<int> rides;
  for (const Shipment& shipment : shipments_)
    rides.push_back(shipment.to >= 0 && shipment.on_road != 0 ? 1 : 0);
  return rides;
}

}  // namespace takt
