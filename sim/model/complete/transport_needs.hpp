#pragma once

namespace takt {

struct Scenario;

/// Sets Battery::reserve of every fleet: how far one errand and the way to the charger after it can be.
void set_battery_reserves(Scenario& scenario);

}  // namespace takt
