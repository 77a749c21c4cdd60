// What routings, vehicles, batteries and shipments need of the network.

#include "sim/model/complete/transport_needs.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/model/scenario.hpp"

namespace takt {
namespace {

/// A way that vehicles carry jobs, and the operation that needs it first.
struct Errand {
  Index from, to;
  Index routing, operation;
};

class Needs {
 public:
  explicit Needs(const Scenario& scenario)
      : s_(scenario), model_(scenario.transport), origins_(scenario.routings.size()) {
    find_origins();
  }

  std::optional<TransportFault> find() {
    for (Index g = 0; g < static_cast<Index>(model_.group_output.size()) && !fault_; ++g) check_output(g);
    for (Index g = 0; g < static_cast<Index>(model_.group_place.size()) && !fault_; ++g) check_buffer(g);
    for (Index r = 0; r < static_cast<Index>(s_.routings.size()) && !fault_; ++r) check_routing(r);
    if (!fault_) check_ways_back();
    for (Index f = 0; f < static_cast<Index>(model_.fleets.size()) && !fault_; ++f) check_fleet(f);
    for (Index p = 0; p < static_cast<Index>(s_.supply.points.size()) && !fault_; ++p) check_stock(p);
    return fault_;
  }

  /// How far one errand and the way to the charger after it can be for a fleet.
  Length longest_errand(const Fleet& fleet) const {
    const Index charger = fleet.battery.place;
    Length longest = 0;
    std::map<Index, Length> after_pick_up;  // by where it picks up: the longest way from there to the charger
    for (const Errand& e : errands_) {
      Length& rest = after_pick_up[e.from];
      rest = std::max(rest, distance(e.from, e.to) + distance(e.to, charger));
    }
    for (const Index stand : stands(fleet)) {
      longest = std::max(longest, distance(stand, charger));
      if (fleet.parking >= 0)
        longest = std::max(longest, distance(stand, fleet.parking) + distance(fleet.parking, charger));
      for (const auto& [from, rest] : after_pick_up)
        longest = std::max(longest, distance(stand, from) + rest);
    }
    return longest;
  }

 private:
  const std::string& place(Index p) const { return model_.places[at(p)]; }
  Length distance(Index from, Index to) const { return std::max<Length>(0, model_.distance(from, to)); }

  void fail(std::string message, Index routing, Index operation, Index fleet) {
    if (!fault_) fault_ = TransportFault{std::move(message), routing, operation, fleet, -1, -1};
  }

  /// Jobs that are carried are set down in the buffer.
  void check_buffer(Index g) {
    if (s_.lines.buffers.empty() || s_.lines.buffers[at(g)].places != 0 || model_.place_of_group(g) < 0)
      return;
    fault_.emplace();
    fault_->message = "a machine at a place needs a buffer for at least one job: jobs are set down in it";
    fault_->group = g;
  }

  void check_output(Index g) {
    if (model_.output_of_group(g) < 0 || s_.operations.groups.empty()) return;
    const GroupRules& rules = s_.operations.groups[at(g)];
    if (rules.batch.maximum <= 0 && rules.cascade <= 0) return;
    fault_.emplace();
    fault_->message = "output_buffer is for machines that do one job at a time, not for batches and cascades";
    fault_->group = g;
  }

  /// The places at which a step may be done.
  std::set<Index> places_of(const Step& step) const {
    std::set<Index> places;
    for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m)
      places.insert(model_.place_of_group(s_.modes[at(m)].group));
    return places;
  }

  /// Where jobs of each routing may be released.
  void find_origins() {
    for (std::size_t o = 0; o < s_.orders.size(); ++o)
      origins_[at(s_.orders[o].routing)].insert(model_.entry(model_.order_place, static_cast<Index>(o)));
    for (std::size_t i = 0; i < s_.sources.size(); ++i) {
      for (const Source::Product& product : s_.sources[i].products)
        origins_[at(product.routing)].insert(model_.entry(model_.source_place, static_cast<Index>(i)));
    }
    for (std::size_t i = 0; i < s_.lines.steps.size(); ++i) {
      for (const ChildJobs& child : s_.lines.steps[i].releases)
        origins_[at(child.routing)].merge(places_of(s_.steps[i]));
    }
  }

  void check_routing(Index r) {
    const Routing& routing = s_.routings[at(r)];
    const std::set<Index>& origin = origins_[at(r)];
    const Index last = TransportModel::entry(model_.routing_place, r);
    if (routing.graph) {
      check_graph(r, last);
      return;
    }
    for (Index i = 0; i < routing.step_count; ++i) {
      const std::set<Index> here = places_of(s_.steps[at(routing.first_step + i)]);
      if (i == 0 || routing.random_order) need(origin, here, r, i);
      for (Index before = routing.random_order ? 0 : std::max(0, i - 1);
           before < (routing.random_order ? routing.step_count : i); ++before) {
        if (before != i) need(places_of(s_.steps[at(routing.first_step + before)]), here, r, i);
      }
      for (const Index back : sent_back_to(routing.first_step + i)) {
        if (back >= 0) need(here, places_of(s_.steps[at(back)]), r, i);
      }
      // A job that has waited too long may not have been carried to this operation yet.
      const Index late = late_goes_to(routing.first_step + i);
      if (i > 0 && late >= 0)
        need(places_of(s_.steps[at(routing.first_step + i - 1)]), places_of(s_.steps[at(late)]), r, i);
      if (i + 1 == routing.step_count || routing.random_order) need(here, {last}, r, -1);
    }
  }

  /// Where jobs may be sent after a step, or from the queue before it, to be done again.
  std::vector<Index> sent_back_to(Index step) const {
    if (s_.operations.steps.empty()) return {};
    const StepRules& rules = s_.operations.steps[at(step)];
    return {rules.reworked.to, rules.inspect.found.to, rules.within.late.to};
  }

  Index late_goes_to(Index step) const {
    return s_.operations.steps.empty() ? -1 : s_.operations.steps[at(step)].within.late.to;
  }

  /// Operations of a graph may be under way side by side, so their job is at no one place.
  void check_graph(Index r, Index last) {
    std::set<Index> places = origins_[at(r)];
    places.insert(last);
    for (Index i = 0; i < s_.routings[at(r)].step_count; ++i)
      places.merge(places_of(s_.steps[at(s_.routings[at(r)].first_step + i)]));
    if (*places.rbegin() >= 0)
      fail("operations that form a graph cannot be carried: their machines and jobs must stand at no place",
           r, -1, -1);
  }

  void need(const std::set<Index>& origins, const std::set<Index>& targets, Index routing, Index operation) {
    for (const Index from : origins) {
      for (const Index to : targets) need_way(from, to, routing, operation);
    }
  }

  void need_way(Index from, Index to, Index routing, Index operation) {
    if (from < 0 || to < 0 || from == to || fault_ || !known_.insert(model_.pair(from, to)).second) return;
    if (model_.conveyor_between(from, to) >= 0) return;
    if (model_.fleets.empty()) {
      fail(
          fmt::format("no conveyor runs from '{}' to '{}' and there are no vehicles", place(from), place(to)),
          routing, operation, -1);
    } else if (model_.distance(from, to) < 0) {
      fail(fmt::format("no lanes lead from '{}' to '{}'", place(from), place(to)), routing, operation, -1);
    } else {
      errands_.push_back({from, to, routing, operation});
    }
  }

  void check_ways_back() {
    // The first errand to each place and from each place: the others ask nothing new.
    std::vector<Errand> to, from;
    std::set<Index> ends, starts;
    for (const Errand& errand : errands_) {
      if (ends.insert(errand.to).second) to.push_back(errand);
      if (starts.insert(errand.from).second) from.push_back(errand);
    }
    for (const Errand& done : to) {
      for (const Errand& next : from) {
        if (model_.distance(done.to, next.from) < 0)
          fail(fmt::format("no lanes lead an empty vehicle from '{}' to '{}'", place(done.to),
                           place(next.from)),
               done.routing, done.operation, -1);
      }
    }
  }

  /// Where vehicles of a fleet may stand without a job.
  std::set<Index> stands(const Fleet& fleet) const {
    std::set<Index> places = {fleet.start};
    if (fleet.parking >= 0) places.insert(fleet.parking);
    if (fleet.battery.range > 0) places.insert(fleet.battery.place);
    for (const Errand& errand : errands_) places.insert(errand.to);
    return places;
  }

  void check_fleet(Index f) {
    const Fleet& fleet = model_.fleets[at(f)];
    const auto reach = [&](Index from, Index to) {
      if (to >= 0 && model_.distance(from, to) < 0)
        fail(fmt::format("no lanes lead its vehicles from '{}' to '{}'", place(from), place(to)), -1, -1, f);
    };
    std::vector<Index> starts;  // in the order of the errands
    std::set<Index> known;
    for (const Errand& errand : errands_)
      if (known.insert(errand.from).second) starts.push_back(errand.from);
    for (const Index stand : stands(fleet)) {
      for (const Index start : starts) reach(stand, start);
      reach(stand, fleet.parking);
      if (fleet.battery.range > 0) reach(stand, fleet.battery.place);
    }
    if (fault_ || fleet.battery.range == 0) return;
    const Length longest = longest_errand(fleet);
    if (fleet.battery.range < longest)
      fail(fmt::format("its battery lasts for {} m, but an errand and the way to the charger may take {} m",
                       to_metres(fleet.battery.range), to_metres(longest)),
           -1, -1, f);
  }

  void check_stock(Index p) {
    const StockPoint& point = s_.supply.points[at(p)];
    if (!point.road.used()) return;
    const Index from = s_.supply.sites[at(s_.supply.points[at(point.from)].site)].place;
    const Index to = s_.supply.sites[at(point.site)].place;
    if (model_.distance(from, to) >= 0) return;
    fault_.emplace();
    fault_->message = fmt::format("no lanes lead from '{}' to '{}'", place(from), place(to));
    fault_->stock = p;
  }

  const Scenario& s_;
  const TransportModel& model_;
  std::vector<Errand> errands_;
  std::vector<std::set<Index>> origins_;   ///< by routing
  std::unordered_set<std::size_t> known_;  ///< pairs of places that have been asked for
  std::optional<TransportFault> fault_;
};

}  // namespace

std::optional<TransportFault> find_transport_fault(const Scenario& scenario) {
  return Needs(scenario).find();
}

void set_battery_reserves(Scenario& scenario) {
  std::vector<Fleet>& fleets = scenario.transport.fleets;
  if (std::none_of(fleets.begin(), fleets.end(), [](const Fleet& f) { return f.battery.range > 0; })) return;
  Needs needs(scenario);
  needs.find();
  for (Fleet& fleet : fleets)
    if (fleet.battery.range > 0) fleet.battery.reserve = needs.longest_errand(fleet);
}

}  // namespace takt
