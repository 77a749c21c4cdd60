#pragma once

#include <cstddef>
#include <cstdint>

namespace takt {

// How large a scenario may be: what indices, job numbers, memory and 64-bit sums of times can bear, and far
// above any factory. The loader checks them where it knows the position, finish_scenario for every scenario.

inline constexpr std::int64_t most_machines = 1'000'000;          ///< of all groups
inline constexpr std::int64_t most_breakdown_units = 10'000'000;  ///< machines times their causes
inline constexpr std::int64_t most_unlimited_machines = 10'000;   ///< of a group without limit
inline constexpr std::int64_t most_units = 1'000'000'000;         ///< of a resource or of workers
inline constexpr std::size_t most_families = 65'534;
inline constexpr std::size_t most_setup_times = 16'000'000;  ///< of all setup matrices
inline constexpr std::size_t most_operations_of_routing = 65'535;
inline constexpr std::int64_t most_listed_jobs = 1'000'000;
inline constexpr std::int64_t most_jobs_of_source = 1'000'000'000;
inline constexpr double least_speed = 1e-6, greatest_speed = 1e6;
inline constexpr double greatest_weight = 1e9;  ///< of weights and of shares of products
inline constexpr double greatest_due_factor = 1e6;
inline constexpr std::int64_t largest_batch = 10'000;
inline constexpr std::int64_t most_pieces = 10'000;  ///< of one job
inline constexpr std::int64_t most_sent_back = 1'000'000;
inline constexpr double greatest_parameter = 1e9;

// What loading would else take more than linear time for.
inline constexpr std::size_t most_parameters = 1'000;          ///< of one machine
inline constexpr std::size_t most_needs = 1'000;               ///< of one operation; skills of one worker
inline constexpr std::size_t most_random_operations = 10'000;  ///< of a routing in random order
inline constexpr std::size_t most_lanes = 20'000;
inline constexpr std::size_t most_conveyors = 10'000;
/// Operations of a routing times their precedences: each such pair is asked whether one comes after the
/// other.
inline constexpr std::size_t most_precedence_work = 30'000'000'000;

inline constexpr std::int64_t most_places = 1'000'000;         ///< of a buffer; cards of a loop
inline constexpr std::int64_t most_parts = 1'000'000'000'000;  ///< in a store
inline constexpr std::int64_t most_children = 100'000;         ///< jobs that one operation releases

}  // namespace takt
