#pragma once

#include <string>
#include <string_view>

namespace takt {

// Like units.hpp, for power and money: each throws Error(bad_input) with a sentence, the caller adds the
// position. Money has no unit; what it is paid for has.

/// "5 kW", "750 W" in milliwatts. The units are mW, W, kW and MW.
double parse_power(std::string_view text);

/// "0.25 /kWh" as an amount per kWh. The units are Wh, kWh and MWh.
double parse_energy_price(std::string_view text);

/// What parse_power and parse_per_hour read back as the same number.
std::string power_text(double milliwatts);
std::string per_hour_text(double amount);

}  // namespace takt
