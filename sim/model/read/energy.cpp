#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/power_units.hpp"
#include "sim/model/read/condition.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/units.hpp"

namespace takt {
namespace {

constexpr double most_milliwatts = 1e12;
constexpr double greatest_amount = 1e12;
constexpr Time day = 86'400 * ticks_per_second;

std::int64_t milliwatts(const Spot& spot) {
  const double value = spot.parsed(parse_power);
  if (!(value >= 0 && value <= most_milliwatts)) spot.fail("a power must be from 0 W to 1000 MW");
  return std::llround(value);
}

double amount(const Spot& spot) {
  return spot.number(0, greatest_amount);
}

double amount_per_hour(const Spot& spot) {
  const double value = spot.parsed(parse_per_hour);
  if (!(value >= 0 && value <= greatest_amount)) spot.fail("an amount must be from 0 to 1e12 an hour");
  return value;
}

double energy_price(const Spot& spot) {
  const double value = spot.parsed(parse_energy_price);
  if (!(value >= -greatest_amount && value <= greatest_amount)) spot.fail("a price must be within 1e12");
  return value;
}

/// One price, or a list of bands through a day or another period.
Tariff read_tariff(const Spot& spot, Time period) {
  Tariff tariff;
  tariff.period = period;
  if (!spot.is_sequence()) {
    tariff.bands.push_back({0, energy_price(spot)});
    return tariff;
  }
  for (std::size_t i = 0; i < spot.list_size(); ++i) {
    const Spot item = spot.item(i);
    const Fields fields(item, keys::tariff_band);
    const Spot from = fields.require("from");
    const Time start = from.time();
    if (start >= period) from.fail("lies beyond the period of the tariff");
    if (!tariff.bands.empty() && start <= tariff.bands.back().from)
      from.fail("must be later than that of the band before");
    tariff.bands.push_back({start, energy_price(fields.require("price"))});
  }
  // What comes before the first band belongs to the last one of the period before.
  if (tariff.bands.front().from > 0)
    tariff.bands.insert(tariff.bands.begin(), {0, tariff.bands.back().price});
  return tariff;
}

}  // namespace

PowerDraw read_power(const Spot& spot) {
  const Fields fields(spot, keys::power);
  PowerDraw power;
  power.stated = true;
  const auto of = [&](std::string_view key, std::int64_t otherwise) {
    const auto found = fields.find(key);
    return found ? milliwatts(*found) : otherwise;
  };
  const std::int64_t busy = milliwatts(fields.require("busy"));
  const std::int64_t idle = of("idle", 0);
  power.milliwatts = {idle,         of("setup", busy),      busy, of("down", idle), of("blocked", idle),
                      of("off", 0), of("maintenance", idle)};
  if (const auto tariff = fields.find("tariff")) power.tariff = read_tariff(*tariff, day);
  return power;
}

void read_energy(const Fields& top, Scenario& scenario) {
  const auto section = top.find("energy");
  if (!section) return;
  const Fields fields(*section, keys::energy);
  ConditionModel& model = scenario.condition;
  if (const auto cap = fields.find("cap")) {
    model.cap_milliwatts = milliwatts(*cap);
    if (model.cap_milliwatts < 1) cap->fail("must be more than 0 W");
    if (std::none_of(model.groups.begin(), model.groups.end(),
                     [](const GroupCondition& group) { return group.power.stated; }))
      cap->fail("no machine says what power it draws");
  }
  Time period = day;
  if (const auto span = fields.find("period")) {
    if (!fields.has("tariff")) span->fail("goes with 'tariff'");
    period = span->time();
    if (period < 1) span->fail("must be longer than 0");
  }
  if (const auto tariff = fields.find("tariff")) model.tariff = read_tariff(*tariff, period);
}

void read_costs(const Fields& top, Scenario& scenario, const Names& names) {
  const auto section = top.find("costs");
  if (!section) return;
  const Fields fields(*section, keys::costs);
  Costs& costs = scenario.condition.costs;
  costs.stated = true;
  if (const auto machines = fields.find("machines")) {
    costs.machine_per_h.resize(scenario.groups.size());
    for (std::size_t i = 0; i < machines->map_size(); ++i) {
      const Spot entry = machines->entry(i);
      costs.machine_per_h[static_cast<std::size_t>(names.machines.resolve_key(entry))] =
          read_by_state(entry, amount_per_hour);
    }
  }
  if (const auto stock = fields.find("stock")) costs.stock_per_h = amount_per_hour(*stock);
  if (const auto lateness = fields.find("lateness")) costs.lateness_per_h = amount_per_hour(*lateness);
  if (const auto scrap = fields.find("scrap")) costs.scrap = amount(*scrap);
  if (const auto setup = fields.find("setup")) costs.setup = amount(*setup);
}

}  // namespace takt
