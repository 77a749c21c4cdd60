#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/agent.hpp"
#include "sim/model/supply_model.hpp"
#include "sim/plant/effects.hpp"

namespace takt {

class Redraw;
class Transport;

/// A stock point as it is now.
struct StockState {
  Quantity on_hand = 0;
  Quantity on_order =
      0;              ///< ordered and not yet received: in the mail, owed by the supplier, under way, in work
  Quantity owed = 0;  ///< to customers and to other stock points
  Quantity required = 0;    ///< that production waits for
  Quantity in_transit = 0;  ///< the part of on_order that is under way
  Quantity echelon = 0;     ///< echelon position, kept where someone looks at it (SupplyModel::below_echelon)
  Quantity observed = 0;    ///< demand since the last review
  double forecast = 0;      ///< units a period
  std::uint64_t shipments = 0;            ///< to here, so far
  std::uint64_t orders = 0;               ///< by it, so far
  std::uint32_t reviews = 0;              ///< so far
  std::uint32_t to_be_asked = 0;          ///< the agent will be asked what it orders
  Index first_owed = -1, last_owed = -1;  ///< whom it owes, first come first served
  Index waiting_lots = 0;                 ///< jobs that wait for what they are made of
  Index lots_in_work = 0;                 ///< jobs in the shop
  // For the account of every unit.
  Quantity entered = 0;  ///< sent to here or made here
  Quantity left = 0;     ///< sold, used or sent from here
  Quantity sent = 0;     ///< of left, to other stock points

  /// What ordering policies look at.
  Quantity position() const { return on_hand + on_order - owed - required; }
};

/// The state and rules of a supply chain: stock, orders, shipments. A value, as the plant whose part it is;
/// the scenario must outlive it. SupplyModel tells what comes first within an instant.
class SupplyChain {
 public:
  /// What every change needs to know and to write to.
  struct Now {
    Time time;
    Seed seed;
    Effects& effects;
    Transport* transport = nullptr;  ///< takes shipments by road; there where the scenario has one
  };

  SupplyChain(const SupplyModel& model, Time horizon, bool ask_agent);

  /// Starts demand, reviews and disruptions and lets the initial shipments go. Call once, first.
  void start(const Now& now);
  // An activity of ActivityKind shipment, demand or review ended.
  void on_shipment(std::uint32_t entity, const Now& now);
  void on_demand(std::uint32_t entity, const Now& now);
  /// A shipment that Transport had as a transfer of this index is at the end of its road.
  void on_road_end(Index shipment, const Now& now);
  void on_review(const Now& now);
  /// Draws again what is left of demand, disruptions, lead times and orders in the mail (supply_reseed.cpp).
  void reseed(Redraw& redraw, Effects& effects) const;
  /// A job that was made for this stock point left the shop.
  void on_job(Index point, bool done, const Now& now);

  /// Jobs that production wants to begin, one entry each: its stock point. Whoever takes them clears the
  /// list.
  std::vector<Index>& jobs_wanted() { return jobs_wanted_; }
  bool wants_jobs() const { return !jobs_wanted_.empty(); }

  /// The stock point about whose order the agent must be asked next; -1: none.
  Index next_to_ask() const { return ask_.empty() ? period_ask_ : ask_.front(); }
  /// The quantities it may order, in rising order, as candidates (option: whole units, rounded); returns the
  /// index of what its policy would order.
  int offer(Index point, Time time, std::vector<Candidate>& candidates);
  /// What the candidates of the last offer() stand for, to the last digit.
  std::span<const Quantity> offered() const { return offered_; }
  /// Orders what the candidate of this index offered.
  void choose(Index point, int choice, const Now& now);

  const StockState& stock(Index point) const { return at(stocks_, point); }
  std::span<const StockState> stocks() const { return stocks_; }
  /// What the policy of a stock point would order now.
  Quantity order_quantity(Index point) const;
  /// Demand that the policy expects, in units a period (0 where it forecasts nothing).
  double forecast(Index point) const { return stock(point).forecast; }

  /// Recounts every unit and order from scratch and appends a sentence for each figure that does not agree.
  void check(std::vector<std::string>& broken) const;
  /// By shipment: 1 for one that is on the road, with Transport.
  std::vector<int> on_road() const;
  std::size_t bytes() const;

 private:
  struct Owed {
    Quantity quantity = 0;
    Index customer = -1;  ///< stock point; -1: a customer of the chain
    Index next = -1;      ///< in the queue, or of the free slots
  };
  struct Shipment {
    Quantity quantity = 0;
    Index to = -1;  ///< -1: a free slot
    Index from = -1;
    Index next_free = -1;
    std::uint32_t on_road = 0;
    std::int64_t draw = -1;  ///< occurrence of its lead time's draw; -1: it was under way at the start
  };
  struct Mail {
    Quantity quantity = 0;
    Index orderer = -1;  ///< -1: a free slot
    Index next_free = -1;
    std::int64_t draw = -1;  ///< occurrence of its delay's draw; -1: it was in the mail at the start
  };
  struct SiteState {
    std::uint64_t failures = 0;
    std::uint32_t down = 0;
  };
  struct StreamState {
    std::uint64_t demands = 0;
  };
  enum class Phase : std::uint32_t { none, demand, measure, order };

  // supply_chain.cpp: demand, orders and production
  const StockPoint& point(Index p) const { return at(model_->points, p); }
  StockState& state(Index p) { return at(stocks_, p); }
  void schedule_demand(Index stream, const Now& now);
  void serve_demand(Index stream, const Now& now);
  Quantity can_send(Index point, Quantity wanted) const;
  void owe(Index point, Index customer, Quantity quantity);
  void serve_owed(Index point, const Now& now);
  void sell(Index point, Quantity quantity, const Now& now);
  void came_in(Index point, const Now& now);
  void place_order(Index point, Quantity quantity, const Now& now);
  void mail(Index orderer, Quantity quantity, Time duration, std::int64_t draw, const Now& now);
  void deliver_order(Index orderer, Quantity quantity, const Now& now);
  void order_production(Index point, Quantity quantity, const Now& now);
  void start_lots(Index point, const Now& now);
  void toggle_site(Index site, const Now& now);
  void change_echelon(Index point, Quantity change);
  void record(EventKind kind, Index point, Quantity quantity, Index detail, const Now& now) const;

  // shipments.cpp: goods on their way
  void send(Index from, Index to, Quantity quantity, const Now& now);
  void travel(Index from, Index to, Quantity quantity, Time duration, std::int64_t draw, const Now& now);
  Index add_shipment(Index from, Index to, Quantity quantity, std::int64_t draw);
  void depart(Index slot, const Now& now);
  void arrive(Index slot, const Now& now);
  void receive(Index from, Index to, Quantity quantity, const Now& now);

  // supply_policy.cpp: periods, policies, decisions
  void run_period(const Now& now);
  void next_phase();
  bool reviews_now(Index point) const;
  void observe(Index point);
  void review_continuously(Index point, const Now& now);
  Quantity wanted(Index point) const;

  const SupplyModel* model_;
  Time horizon_;
  std::uint32_t ask_agent_;
  Phase phase_ = Phase::none;
  std::uint32_t cursor_ = 0;  ///< in review_order, while orders are placed
  Index period_ask_ = -1;     ///< whose review waits for the agent
  std::uint64_t period_ = 0;  ///< periods begun so far
  Index free_owed_ = -1, free_shipment_ = -1, free_mail_ = -1;
  std::vector<StockState> stocks_;
  std::vector<StreamState> streams_;
  std::vector<SiteState> sites_;
  std::vector<Owed> owed_;
  std::vector<Shipment> shipments_;
  std::vector<Mail> mail_;
  std::vector<Quantity> history_;     ///< moving averages: a ring of observed demands a stock point
  std::vector<Index> first_history_;  ///< by stock point; -1: none
  std::vector<Index> ask_;            ///< continuous reviews that wait for the agent
  std::vector<Index> jobs_wanted_;
  std::vector<Quantity> offered_;  ///< of the decision that was made last
};

}  // namespace takt
