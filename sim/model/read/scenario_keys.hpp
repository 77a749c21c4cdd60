#pragma once

#include <array>
#include <bit>
#include <span>
#include <string_view>

#include "sim/vocabulary/decision_kinds.hpp"

namespace takt::keys {

/// The whole vocabulary of the scenario format. The readers refuse every other key, and a test compares these
/// tables with scenarios/scenario.schema.json, whose definitions bear the same names, and with
/// scenarios/README.md.
inline constexpr std::array<std::string_view, 23> scenario = {
    "takt",      "name",   "description", "extends",   "include",  "machines",
    "families",  "setups", "routings",    "orders",    "arrivals", "processing_times",
    "decisions", "run",    "calendars",   "resources", "workers",  "parts",
    "cards",     "supply", "transport",   "energy",    "costs"};
inline constexpr std::array<std::string_view, 18> machine = {
    "count",   "speed",         "setup",       "initial_family", "breakdowns", "batch",
    "cascade", "parameters",    "calendar",    "at_end",         "buffer",     "blocking",
    "place",   "output_buffer", "maintenance", "condition",      "sensors",    "power"};
inline constexpr std::array<std::string_view, 6> breakdown = {
    "name", "clock", "on_failure", "time_to_failure", "time_to_repair", "crew"};
inline constexpr std::array<std::string_view, 4> setup = {"times", "default", "initial", "minimum_run"};
inline constexpr std::array<std::string_view, 5> routing = {"order", "take", "operations", "part",
                                                            "deliver_to"};
inline constexpr std::array<std::string_view, 19> operation = {
    "operation", "machine", "time",   "alternatives", "family",  "per",   "cascade",
    "scrap",     "defect",  "rework", "inspect",      "within",  "needs", "worker",
    "after",     "weight",  "parts",  "yields",       "releases"};
inline constexpr std::array<std::string_view, 4> alternative = {"machine", "time", "needs", "worker"};
inline constexpr std::array<std::string_view, 3> calendar = {"cycle", "work", "breaks"};
inline constexpr std::array<std::string_view, 2> hours = {"from", "to"};
inline constexpr std::array<std::string_view, 5> resource = {"capacity", "calendar", "at_end", "profile",
                                                             "cycle"};
inline constexpr std::array<std::string_view, 2> level = {"from", "capacity"};
inline constexpr std::array<std::string_view, 5> workers = {"count", "skills", "calendar", "at_end", "wage"};
inline constexpr std::array<std::string_view, 2> worker = {"skill", "count"};
inline constexpr std::array<std::string_view, 8> order = {"name",   "routing",  "release", "due",
                                                          "weight", "quantity", "pieces",  "place"};
inline constexpr std::array<std::string_view, 11> arrival = {
    "interarrival", "routing", "products",  "start",     "limit", "due",
    "weight",       "pieces",  "saturated", "wip_limit", "place"};
inline constexpr std::array<std::string_view, 2> card = {"count", "over"};
inline constexpr std::array<std::string_view, 3> card_range = {"routing", "from", "to"};
inline constexpr std::array<std::string_view, 2> part = {"capacity", "initial"};
inline constexpr std::array<std::string_view, 3> due = {"at", "after_release", "total_work"};
inline constexpr std::array<std::string_view, 1> processing_times = {"known"};
/// Beside `wait` the kinds of decisions that are put to the agent on demand.
inline constexpr auto decisions = [] {
  std::array<std::string_view, 1 + decision_kind_count - std::popcount(always_asked)> names = {"wait"};
  std::size_t end = 1;
  for (const DecisionSpec& kind : decision_table)
    if (!kind.always_asked) names[end++] = kind.name;
  return names;
}();
inline constexpr std::array<std::string_view, 4> run = {"until", "warm_up", "warm_up_jobs", "measured_jobs"};
inline constexpr std::array<std::string_view, 12> distribution = {
    "constant",  "uniform", "discrete_uniform", "triangular", "exponential", "truncated_normal",
    "lognormal", "gamma",   "erlang",           "weibull",    "empirical",   "geometric"};
inline constexpr std::array<std::string_view, 4> uniform = {"from", "to", "mean", "cv"};
inline constexpr std::array<std::string_view, 3> discrete_uniform = {"from", "to", "unit"};
inline constexpr std::array<std::string_view, 3> triangular = {"from", "mode", "to"};
inline constexpr std::array<std::string_view, 2> exponential = {"mean", "rate"};
inline constexpr std::array<std::string_view, 5> truncated_normal = {"mean", "sd", "cv", "from", "to"};
inline constexpr std::array<std::string_view, 3> lognormal = {"mean", "cv", "sd"};
inline constexpr std::array<std::string_view, 4> gamma = {"mean", "cv", "shape", "scale"};
inline constexpr std::array<std::string_view, 2> erlang = {"mean", "stages"};
inline constexpr std::array<std::string_view, 4> weibull = {"mean", "cv", "shape", "scale"};
inline constexpr std::array<std::string_view, 2> empirical = {"values", "weights"};
inline constexpr std::array<std::string_view, 3> geometric = {"chance", "mean", "unit"};
inline constexpr std::array<std::string_view, 4> batch = {"minimum", "maximum", "same", "wait"};
inline constexpr std::array<std::string_view, 4> chance = {"probability", "parameter", "target", "slope"};
inline constexpr std::array<std::string_view, 3> rework = {"probability", "to", "limit"};
inline constexpr std::array<std::string_view, 5> inspect = {"sample", "miss", "false_alarm", "to", "limit"};
inline constexpr std::array<std::string_view, 5> within = {"time", "of", "late", "to", "limit"};

// Supply chains.
inline constexpr std::array<std::string_view, 4> supply = {"period", "orders", "measure", "sites"};
inline constexpr std::array<std::string_view, 4> site = {"kind", "place", "disruption", "items"};
inline constexpr std::array<std::string_view, 2> disruption = {"time_to_failure", "time_to_repair"};
inline constexpr std::array<std::string_view, 19> stock = {
    "initial",       "from",          "lead_time",     "road",         "order_delay",       "in_transit",
    "in_mail",       "make",          "policy",        "review_every", "opening_orders",    "lot_size",
    "minimum_order", "maximum_order", "order_choices", "when_short",   "partial_shipments", "demand",
    "costs"};
inline constexpr std::array<std::string_view, 2> road = {"speed", "truckload"};
inline constexpr std::array<std::string_view, 6> stock_costs = {"holding", "transit", "shortage",
                                                                "lost",    "order",   "unit"};
inline constexpr std::array<std::string_view, 3> make = {"routing", "lot", "uses"};
inline constexpr std::array<std::string_view, 2> demand = {"interarrival", "size"};
inline constexpr std::array<std::string_view, 7> order_policy = {
    "min_max",        "fixed_quantity", "base_stock",   "echelon_base_stock",
    "moving_average", "smoothing",      "anchor_adjust"};
inline constexpr std::array<std::string_view, 2> min_max = {"reorder_at", "up_to"};
inline constexpr std::array<std::string_view, 2> fixed_quantity = {"reorder_at", "quantity"};
inline constexpr std::array<std::string_view, 4> moving_average = {"periods", "cover", "safety_stock",
                                                                   "forecast"};
inline constexpr std::array<std::string_view, 4> smoothing = {"alpha", "cover", "safety_stock", "forecast"};
inline constexpr std::array<std::string_view, 5> anchor_adjust = {"target", "alpha", "beta", "theta",
                                                                  "forecast"};
inline constexpr std::array<std::string_view, 9> amount = {
    "uniform", "whole", "normal", "poisson", "geometric", "gamma", "discrete", "listed", "steps"};
inline constexpr std::array<std::string_view, 2> amount_range = {"from", "to"};
inline constexpr std::array<std::string_view, 2> amount_normal = {"mean", "sd"};
inline constexpr std::array<std::string_view, 1> amount_mean = {"mean"};
inline constexpr std::array<std::string_view, 2> amount_gamma = {"mean", "cv"};
inline constexpr std::array<std::string_view, 2> amount_discrete = {"values", "weights"};
inline constexpr std::array<std::string_view, 2> amount_step = {"from", "amount"};

inline constexpr std::array<std::string_view, 5> transport = {"places", "lanes", "vehicles", "conveyors",
                                                              "policy"};
inline constexpr std::array<std::string_view, 5> lane = {"from", "to", "length", "one_way", "capacity"};
inline constexpr std::array<std::string_view, 9> vehicle = {
    "count", "speed", "start", "capacity", "loading", "unloading", "parking", "park_after", "battery"};
inline constexpr std::array<std::string_view, 4> battery = {"range", "charge_below", "place", "time"};
inline constexpr std::array<std::string_view, 7> conveyor = {"from",    "to",    "length",      "speed",
                                                             "spacing", "slots", "accumulating"};

inline constexpr std::array<std::string_view, 11> maintenance = {
    "name", "every", "clock", "pieces", "level", "wear", "offer", "duration", "restores", "restart_at_repair",
    "crew"};
inline constexpr std::array<std::string_view, 2> crew = {"resource", "amount"};
inline constexpr std::array<std::string_view, 4> condition = {"clock", "wear", "levels", "failure"};
inline constexpr std::array<std::string_view, 3> wear = {"per_hour", "per_piece", "noise"};
inline constexpr std::array<std::string_view, 6> condition_level = {"name",      "lasts", "pieces",
                                                                    "from_wear", "speed", "failure_rate"};
inline constexpr std::array<std::string_view, 2> level_pieces = {"mean", "cv"};
inline constexpr std::array<std::string_view, 3> condition_failure = {"time_to_repair", "on_failure", "crew"};
inline constexpr std::array<std::string_view, 7> sensor = {"name",   "unit", "every", "value",
                                                           "levels", "wear", "noise"};
inline constexpr std::array<std::string_view, 7> by_state = {"idle",    "setup", "busy",       "down",
                                                             "blocked", "off",   "maintenance"};
inline constexpr std::array<std::string_view, 8> power = {"idle",    "setup", "busy",        "down",
                                                          "blocked", "off",   "maintenance", "tariff"};
inline constexpr std::array<std::string_view, 3> energy = {"cap", "period", "tariff"};
inline constexpr std::array<std::string_view, 2> tariff_band = {"from", "price"};
inline constexpr std::array<std::string_view, 5> costs = {"machines", "stock", "lateness", "scrap", "setup"};
struct Table {
  std::string_view name;  ///< of the definition in the schema; "scenario" is the schema itself
  std::span<const std::string_view> keys;
};

/// All tables above.
inline constexpr auto all = std::to_array<Table>({{"scenario", scenario},
                                                  {"machine", machine},
                                                  {"breakdown", breakdown},
                                                  {"setup", setup},
                                                  {"routing", routing},
                                                  {"operation", operation},
                                                  {"alternative", alternative},
                                                  {"calendar", calendar},
                                                  {"hours", hours},
                                                  {"resource", resource},
                                                  {"level", level},
                                                  {"workers", workers},
                                                  {"worker", worker},
                                                  {"order", order},
                                                  {"arrival", arrival},
                                                  {"card", card},
                                                  {"card_range", card_range},
                                                  {"part", part},
                                                  {"due", due},
                                                  {"processing_times", processing_times},
                                                  {"decisions", decisions},
                                                  {"run", run},
                                                  {"distribution", distribution},
                                                  {"uniform", uniform},
                                                  {"discrete_uniform", discrete_uniform},
                                                  {"triangular", triangular},
                                                  {"exponential", exponential},
                                                  {"truncated_normal", truncated_normal},
                                                  {"lognormal", lognormal},
                                                  {"gamma", gamma},
                                                  {"erlang", erlang},
                                                  {"weibull", weibull},
                                                  {"empirical", empirical},
                                                  {"geometric", geometric},
                                                  {"batch", batch},
                                                  {"chance", chance},
                                                  {"rework", rework},
                                                  {"inspect", inspect},
                                                  {"within", within},
                                                  {"supply", supply},
                                                  {"site", site},
                                                  {"disruption", disruption},
                                                  {"stock", stock},
                                                  {"road", road},
                                                  {"stock_costs", stock_costs},
                                                  {"make", make},
                                                  {"demand", demand},
                                                  {"order_policy", order_policy},
                                                  {"min_max", min_max},
                                                  {"fixed_quantity", fixed_quantity},
                                                  {"moving_average", moving_average},
                                                  {"smoothing", smoothing},
                                                  {"anchor_adjust", anchor_adjust},
                                                  {"amount", amount},
                                                  {"amount_range", amount_range},
                                                  {"amount_normal", amount_normal},
                                                  {"amount_mean", amount_mean},
                                                  {"amount_gamma", amount_gamma},
                                                  {"amount_discrete", amount_discrete},
                                                  {"amount_step", amount_step},
                                                  {"transport", transport},
                                                  {"lane", lane},
                                                  {"vehicle", vehicle},
                                                  {"battery", battery},
                                                  {"conveyor", conveyor},
                                                  {"maintenance", maintenance},
                                                  {"crew", crew},
                                                  {"condition", condition},
                                                  {"wear", wear},
                                                  {"condition_level", condition_level},
                                                  {"level_pieces", level_pieces},
                                                  {"condition_failure", condition_failure},
                                                  {"sensor", sensor},
                                                  {"sensor_values", by_state},
                                                  {"machine_costs", by_state},
                                                  {"power", power},
                                                  {"energy", energy},
                                                  {"tariff_band", tariff_band},
                                                  {"costs", costs}});

}  // namespace takt::keys
