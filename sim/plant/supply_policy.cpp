// What a stock point orders and when: policies, the steps of a period, decisions of agents.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/supply_chain.hpp"

namespace takt {

namespace {

Quantity up_to_multiple(Quantity quantity, Quantity lot) {
  return lot <= 1 ? quantity : (quantity + lot - 1) / lot * lot;
}

/// The order that keeps to lot size, least and greatest order.
Quantity allowed_order(const OrderPolicy& policy, Quantity quantity) {
  if (quantity <= 0) return 0;
  Quantity order = up_to_multiple(std::max(quantity, policy.minimum), policy.lot_size);
  if (policy.maximum > 0 && order > policy.maximum) {
    order = policy.lot_size <= 1 ? policy.maximum : policy.maximum / policy.lot_size * policy.lot_size;
  }
  return std::min(order, to_quantity(greatest_amount));
}

}  // namespace

/// What the policy asks for, before lot size and limits.
Quantity SupplyChain::wanted(Index p) const {
  const OrderPolicy& policy = point(p).policy;
  const StockState& now = stock(p);
  const Quantity position = now.position();
  switch (policy.kind) {
    case PolicyKind::none:
      return 0;
    case PolicyKind::min_max:
      return position <= policy.reorder ? policy.level - position : 0;
    case PolicyKind::fixed_quantity:
      return position <= policy.reorder ? ((policy.reorder - position) / policy.level + 1) * policy.level : 0;
    case PolicyKind::base_stock:
      return policy.level - position;
    case PolicyKind::echelon_base_stock:
      return policy.level - now.echelon;
    case PolicyKind::moving_average:
    case PolicyKind::smoothing:
      return to_quantity(policy.cover * now.forecast) + policy.level - position;
    case PolicyKind::anchor_adjust: {
      const double effective = to_units(now.on_hand - now.owed - now.required);
      return to_quantity(now.forecast + policy.alpha * (to_units(policy.level) - effective -
                                                        policy.beta * to_units(now.on_order)));
    }
  }
  return 0;
}

Quantity SupplyChain::order_quantity(Index p) const {
  const OrderPolicy& policy = point(p).policy;
  const std::uint32_t reviews = stock(p).reviews;
  if (reviews > 0 && reviews <= policy.opening.size()) return policy.opening[reviews - 1];
  return allowed_order(policy, wanted(p));
}

/// Takes the demand since the last review into the forecast.
void SupplyChain::observe(Index p) {
  const OrderPolicy& policy = point(p).policy;
  StockState& stock = state(p);
  const std::uint32_t review = stock.reviews++;
  const Quantity observed = stock.observed;
  stock.observed = 0;
  if (model_->orders_first && review == 0) return;  // no demand could come before it
  const double demand = to_units(observed) / policy.review_every;
  if (policy.kind == PolicyKind::smoothing) {
    stock.forecast += policy.alpha * (demand - stock.forecast);
  } else if (policy.kind == PolicyKind::anchor_adjust) {
    stock.forecast = policy.theta * demand + (1 - policy.theta) * stock.forecast;
  } else if (policy.kind == PolicyKind::moving_average) {
    const std::uint32_t seen = review + (model_->orders_first ? 0 : 1);
    const auto length = static_cast<std::uint32_t>(policy.periods);
    Quantity* ring = history_.data() + at(first_history_, p);
    ring[(seen - 1) % length] = observed;
    const std::uint32_t filled = std::min(seen, length);
    Quantity sum = 0;
    for (std::uint32_t i = 0; i < filled; ++i) sum += ring[i];
    stock.forecast = to_units(sum) / (static_cast<double>(filled) * policy.review_every);
  }
}

bool SupplyChain::reviews_now(Index p) const {
  const Index every = point(p).policy.review_every;
  return every > 0 && (period_ - 1) % static_cast<std::uint64_t>(every) == 0;
}

void SupplyChain::on_review(const Now& now) {
  assert(phase_ == Phase::none);
  ++period_;
  phase_ = model_->orders_first ? Phase::order : Phase::demand;
  cursor_ = 0;
  if (now.time + model_->period < horizon_) {
    now.effects.clock.push_back({{model_->period, ActivityKind::review, 0}, true});
  }
  run_period(now);
}

void SupplyChain::next_phase() {
  switch (phase_) {
    case Phase::order:
      phase_ = model_->orders_first ? Phase::demand : Phase::none;
      break;
    case Phase::demand:
      phase_ = Phase::measure;
      break;
    case Phase::measure:
      phase_ = model_->orders_first ? Phase::none : Phase::order;
      break;
    case Phase::none:
      break;
  }
}

/// Goes on through the steps of the period until an agent must be asked or they are done.
void SupplyChain::run_period(const Now& now) {
  while (phase_ != Phase::none) {
    if (phase_ == Phase::demand) {
      for (const Index d : model_->period_streams) serve_demand(d, now);
    } else if (phase_ == Phase::measure) {
      now.effects.events.push_back(
          {now.time, static_cast<double>(period_ - 1), EventKind::stock_measured, -1, no_job, -1});
    }
    while (phase_ == Phase::order && cursor_ < model_->review_order.size()) {
      const Index p = model_->review_order[cursor_];
      if (reviews_now(p)) {
        observe(p);
        if (ask_agent_ != 0) {
          period_ask_ = p;
          return;
        }
        place_order(p, order_quantity(p), now);
      }
      ++cursor_;
    }
    next_phase();
  }
}

void SupplyChain::review_continuously(Index p, const Now& now) {
  const OrderPolicy& policy = point(p).policy;
  if (policy.review_every > 0 || point(p).unlimited) return;
  if (ask_agent_ == 0) {
    place_order(p, order_quantity(p), now);
  } else if (policy.kind != PolicyKind::none || !policy.choices.empty()) {
    if (state(p).to_be_asked == 0) ask_.push_back(p);
    state(p).to_be_asked = 1;
  }
}

int SupplyChain::offer(Index p, Time time, std::vector<Candidate>& candidates) {
  const Quantity own = order_quantity(p);
  offered_.assign(point(p).policy.choices.begin(), point(p).policy.choices.end());
  offered_.push_back(0);
  offered_.push_back(own);
  std::sort(offered_.begin(), offered_.end());
  offered_.erase(std::unique(offered_.begin(), offered_.end()), offered_.end());
  candidates.clear();
  for (const Quantity quantity : offered_) {
    candidates.push_back({.ready = time, .option = static_cast<Index>(std::llround(to_units(quantity)))});
  }
  return static_cast<int>(std::lower_bound(offered_.begin(), offered_.end(), own) - offered_.begin());
}

void SupplyChain::choose(Index p, int choice, const Now& now) {
  const Quantity quantity = at(offered_, choice);
  if (!ask_.empty()) {
    assert(ask_.front() == p);
    ask_.erase(ask_.begin());
    state(p).to_be_asked = 0;
    place_order(p, quantity, now);
    return;
  }
  assert(period_ask_ == p);
  period_ask_ = -1;
  place_order(p, quantity, now);
  ++cursor_;
  run_period(now);
}

}  // namespace takt
