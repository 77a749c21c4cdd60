// Demand, orders and production move through the supply chain.

#include "sim/plant/supply_chain.hpp"

#include <algorithm>
#include <cassert>

#include "sim/plant/take_slot.hpp"

namespace takt {

SupplyChain::SupplyChain(const SupplyModel& model, Time horizon, bool ask_agent)
    : model_(&model), horizon_(horizon), ask_agent_(ask_agent ? 1 : 0) {
  stocks_.resize(model.points.size());
  streams_.resize(model.streams.size());
  sites_.resize(model.sites.size());
  for (std::size_t p = 0; p < stocks_.size(); ++p) {
    stocks_[p].on_hand = model.points[p].initial;
    stocks_[p].forecast = model.points[p].policy.forecast;
    if (model.points[p].policy.kind != PolicyKind::moving_average) continue;
    first_history_.resize(stocks_.size(), -1);
    first_history_[p] = static_cast<Index>(history_.size());
    history_.resize(history_.size() + at(model.points[p].policy.periods), 0);
  }
}

void SupplyChain::start(const Now& now) {
  bool periods = model_->measure == StockMeasure::period || !model_->period_streams.empty();
  for (Index p = 0; p < static_cast<Index>(stocks_.size()); ++p) {
    const StockPoint& at_point = point(p);
    change_echelon(p, at_point.initial);
    for (std::size_t i = 0; i < at_point.in_transit.size(); ++i) {
      const Quantity quantity = at_point.in_transit[i];
      if (quantity == 0) continue;
      state(p).on_order += quantity;
      state(p).in_transit += quantity;
      state(p).entered += quantity;
      change_echelon(p, quantity);
      travel(-1, p, quantity, static_cast<Time>(i) * model_->period, -1, now);
    }
    for (std::size_t i = 0; i < at_point.in_mail.size(); ++i) {
      const Quantity quantity = at_point.in_mail[i];
      if (quantity == 0) continue;
      state(p).on_order += quantity;
      if (at(model_->below_echelon, p) != 0) state(p).echelon += quantity;
      mail(p, quantity, static_cast<Time>(i) * model_->period, -1, now);
    }
    periods = periods || at_point.policy.review_every > 0;
  }
  for (Index s = 0; s < static_cast<Index>(sites_.size()); ++s) {
    const SupplySite& site = at(model_->sites, s);
    if (!site.disrupted) continue;
    const double u = random_uniform(now.seed, Purpose::site_failure, static_cast<std::uint64_t>(s), 0);
    const Time up = sample(site.time_to_failure, u);
    now.effects.clock.push_back({{up, ActivityKind::shipment, static_cast<std::uint32_t>(s)}, true});
  }
  for (Index d = 0; d < static_cast<Index>(streams_.size()); ++d) {
    if (!at(model_->streams, d).periodic) schedule_demand(d, now);
  }
  if (periods) now.effects.clock.push_back({{0, ActivityKind::review, 0}, true});
  for (const Index p : model_->review_order) review_continuously(p, now);
}

void SupplyChain::schedule_demand(Index d, const Now& now) {
  const double u =
      random_uniform(now.seed, Purpose::demand_time, static_cast<std::uint64_t>(d), at(streams_, d).demands);
  const Time wait = sample(at(model_->streams, d).interarrival, u);
  now.effects.clock.push_back({{wait, ActivityKind::demand, static_cast<std::uint32_t>(d)}, true});
}

void SupplyChain::on_demand(std::uint32_t entity, const Now& now) {
  if (entity < streams_.size()) {
    const auto d = static_cast<Index>(entity);
    serve_demand(d, now);
    schedule_demand(d, now);
    return;
  }
  const auto slot = static_cast<Index>(entity - streams_.size());
  Mail& letter = at(mail_, slot);
  const Index orderer = letter.orderer;
  letter.orderer = -1;
  letter.next_free = free_mail_;
  free_mail_ = slot;
  deliver_order(orderer, letter.quantity, now);
}

void SupplyChain::serve_demand(Index d, const Now& now) {
  const DemandStream& stream = at(model_->streams, d);
  const std::uint64_t occurrence = at(streams_, d).demands++;
  const double u = is_random(stream.size) ? random_uniform(now.seed, Purpose::demand_size,
                                                           static_cast<std::uint64_t>(d), occurrence)
                                          : 0.5;
  const Quantity quantity = sample(stream.size, u, occurrence);
  if (quantity == 0) return;
  const Index p = stream.point;
  StockState& stock = state(p);
  stock.observed += quantity;
  record(EventKind::demand, p, quantity, d, now);
  const Quantity at_once = can_send(p, quantity);
  if (at_once > 0) sell(p, at_once, now);
  const Quantity short_of = quantity - at_once;
  const bool lost = point(p).lost_sales;
  change_echelon(p, lost ? -at_once : -quantity);
  if (short_of > 0) {
    record(EventKind::shortage, p, short_of, lost ? 1 : 0, now);
    if (!lost) owe(p, -1, short_of);
  }
  review_continuously(p, now);
  if (at(model_->below_echelon, p) == 0) return;
  for (Index up = point(p).from; up >= 0; up = point(up).from) {
    if (point(up).policy.kind == PolicyKind::echelon_base_stock) review_continuously(up, now);
  }
}

/// How much of a new order can leave at once.
Quantity SupplyChain::can_send(Index p, Quantity quantity) const {
  const StockState& stock = this->stock(p);
  const StockPoint& from = point(p);
  if (at(sites_, from.site).down != 0 || stock.first_owed >= 0) return 0;
  if (from.unlimited || stock.on_hand >= quantity) return quantity;
  return from.ship_complete ? 0 : stock.on_hand;
}

void SupplyChain::owe(Index p, Index customer, Quantity quantity) {
  const Index slot = take_slot(owed_, free_owed_, &Owed::next);
  at(owed_, slot) = {quantity, customer, -1};
  StockState& stock = state(p);
  stock.owed += quantity;
  (stock.last_owed < 0 ? stock.first_owed : at(owed_, stock.last_owed).next) = slot;
  stock.last_owed = slot;
}

void SupplyChain::serve_owed(Index p, const Now& now) {
  const StockPoint& from = point(p);
  if (at(sites_, from.site).down != 0) return;
  while (stock(p).first_owed >= 0) {
    StockState& stock = state(p);
    const Index slot = stock.first_owed;
    Owed& first = at(owed_, slot);
    const Quantity there = from.unlimited ? first.quantity : std::min(first.quantity, stock.on_hand);
    if (there == 0 || (from.ship_complete && there < first.quantity)) return;
    const Index customer = first.customer;
    first.quantity -= there;
    stock.owed -= there;
    if (first.quantity == 0) {
      stock.first_owed = first.next;
      if (stock.first_owed < 0) stock.last_owed = -1;
      first.next = free_owed_;
      free_owed_ = slot;
    }
    if (customer < 0) {
      sell(p, there, now);
    } else {
      send(p, customer, there, now);
    }
  }
}

void SupplyChain::sell(Index p, Quantity quantity, const Now& now) {
  StockState& stock = state(p);
  stock.on_hand -= quantity;
  stock.left += quantity;
  record(EventKind::sale, p, quantity, -1, now);
}

/// New stock goes to those who are owed first, then to production.
void SupplyChain::came_in(Index p, const Now& now) {
  serve_owed(p, now);
  if (stock(p).required == 0) return;
  for (Index maker = 0; maker < static_cast<Index>(stocks_.size()); ++maker) {
    const auto& uses = point(maker).uses;
    if (std::any_of(uses.begin(), uses.end(), [p](const Requirement& use) { return use.point == p; }))
      start_lots(maker, now);
  }
}

void SupplyChain::place_order(Index p, Quantity quantity, const Now& now) {
  if (quantity <= 0) return;
  StockState& stock = state(p);
  stock.on_order += quantity;
  if (at(model_->below_echelon, p) != 0) stock.echelon += quantity;
  record(EventKind::order_placed, p, quantity, point(p).from, now);
  const Distribution& delay = point(p).order_delay;
  const double u = delay.is_constant() ? 0.5
                                       : random_uniform(now.seed, Purpose::order_delay,
                                                        static_cast<std::uint64_t>(p), stock.orders);
  const auto draw = static_cast<std::int64_t>(stock.orders++);
  const Time duration = sample(delay, u);
  if (duration == 0) {
    deliver_order(p, quantity, now);
  } else {
    mail(p, quantity, duration, draw, now);
  }
}

void SupplyChain::mail(Index orderer, Quantity quantity, Time duration, std::int64_t draw, const Now& now) {
  const Index slot = take_slot(mail_, free_mail_, &Mail::next_free);
  at(mail_, slot) = {quantity, orderer, -1, draw};
  const auto entity = static_cast<std::uint32_t>(streams_.size() + at(slot));
  now.effects.clock.push_back({{duration, ActivityKind::demand, entity}, true});
}

/// The order reaches whoever is to fill it.
void SupplyChain::deliver_order(Index orderer, Quantity quantity, const Now& now) {
  if (point(orderer).routing >= 0) {
    order_production(orderer, quantity, now);
    return;
  }
  const Index from = point(orderer).from;
  if (from < 0) {
    send(-1, orderer, quantity, now);
    return;
  }
  state(from).observed += quantity;
  record(EventKind::order_received, from, quantity, orderer, now);
  const Quantity at_once = can_send(from, quantity);
  if (quantity > at_once) {
    record(EventKind::shortage, from, quantity - at_once, 0, now);
    owe(from, orderer, quantity - at_once);
  }
  if (at_once > 0) send(from, orderer, at_once, now);
  review_continuously(from, now);
}

void SupplyChain::order_production(Index p, Quantity quantity, const Now& now) {
  const auto lots = static_cast<Index>(quantity / point(p).lot);
  state(p).waiting_lots += lots;
  for (const Requirement& use : point(p).uses) {
    state(use.point).required += lots * use.per_lot;
    state(use.point).observed += lots * use.per_lot;
    record(EventKind::order_received, use.point, lots * use.per_lot, p, now);
  }
  start_lots(p, now);
  const Index waiting = std::min(lots, stock(p).waiting_lots);
  for (const Requirement& use : point(p).uses) {
    if (waiting > 0) record(EventKind::shortage, use.point, waiting * use.per_lot, 0, now);
    review_continuously(use.point, now);
  }
}

/// As many jobs as the stock of what they are made of allows.
void SupplyChain::start_lots(Index p, const Now& now) {
  StockState& stock = state(p);
  const auto& uses = point(p).uses;
  const auto is_there = [this](const Requirement& use) {
    return this->stock(use.point).on_hand >= use.per_lot;
  };
  while (stock.waiting_lots > 0 && std::all_of(uses.begin(), uses.end(), is_there)) {
    for (const Requirement& use : uses) {
      StockState& raw = state(use.point);
      raw.required -= use.per_lot;
      raw.on_hand -= use.per_lot;
      raw.left += use.per_lot;
      record(EventKind::consumption, use.point, use.per_lot, p, now);
    }
    --stock.waiting_lots;
    ++stock.lots_in_work;
    jobs_wanted_.push_back(p);
  }
}

void SupplyChain::on_job(Index p, bool done, const Now& now) {
  StockState& stock = state(p);
  const Quantity lot = point(p).lot;
  assert(stock.lots_in_work > 0);
  --stock.lots_in_work;
  stock.on_order -= lot;
  if (done) {
    stock.on_hand += lot;
    stock.entered += lot;
    record(EventKind::production, p, lot, -1, now);
    came_in(p, now);
    return;
  }
  if (at(model_->below_echelon, p) != 0) stock.echelon -= lot;
  record(EventKind::production_lost, p, lot, -1, now);
  review_continuously(p, now);
}

/// The site fails, or is back and sends what it owes.
void SupplyChain::toggle_site(Index s, const Now& now) {
  SiteState& site = at(sites_, s);
  const SupplySite& model = at(model_->sites, s);
  site.down ^= 1U;
  now.effects.events.push_back(
      {now.time, 0, site.down != 0 ? EventKind::site_down : EventKind::site_up, s, no_job, -1});
  const auto key = static_cast<std::uint64_t>(s);
  Time duration = 0;
  if (site.down != 0) {
    duration =
        sample(model.time_to_repair, random_uniform(now.seed, Purpose::site_repair, key, site.failures));
    ++site.failures;
  } else {
    duration =
        sample(model.time_to_failure, random_uniform(now.seed, Purpose::site_failure, key, site.failures));
  }
  now.effects.clock.push_back({{duration, ActivityKind::shipment, static_cast<std::uint32_t>(s)}, true});
  if (site.down != 0) return;
  for (Index p = 0; p < static_cast<Index>(stocks_.size()); ++p) {
    if (point(p).site == s) serve_owed(p, now);
  }
}

/// Goods came to or left the echelons that a stock point belongs to.
void SupplyChain::change_echelon(Index p, Quantity change) {
  if (at(model_->below_echelon, p) == 0) return;
  for (Index up = p; up >= 0; up = point(up).from) state(up).echelon += change;
}

void SupplyChain::record(EventKind kind, Index p, Quantity quantity, Index detail, const Now& now) const {
  now.effects.events.push_back({now.time, to_units(quantity), kind, p, no_job, detail});
}

std::size_t SupplyChain::bytes() const {
  const auto of = [](const auto& v) { return v.size() * sizeof(v[0]); };
  return of(stocks_) + of(streams_) + of(sites_) + of(owed_) + of(shipments_) + of(mail_) + of(history_) +
         of(first_history_) + of(ask_) + of(jobs_wanted_) + of(offered_);
}

}  // namespace takt
