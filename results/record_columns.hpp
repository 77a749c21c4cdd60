#pragma once

// Internal to results/: which member of which record is which column, for writer and reader alike.

#include <array>
#include <cstddef>
#include <cstring>
#include <functional>

#include "results/result_info.hpp"
#include "sim/record/trace.hpp"

namespace takt {

/// A column made of one member of each record of a vector.
template <class Record>
struct RecordColumn {
  const char* path;   ///< in result_columns()
  std::size_t bytes;  ///< of a stored value
  void (*gather)(const Record* records, std::size_t count, std::byte* column);
  void (*scatter)(const std::byte* column, std::size_t count, Record* records);
};

/// `member` is a pointer to a member, or a function from a record to a reference.
template <class Record, class Stored, auto member>
constexpr RecordColumn<Record> field(const char* path) {
  const auto gather = [](const Record* records, std::size_t count, std::byte* column) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto stored = static_cast<Stored>(std::invoke(member, records[i]));
      std::memcpy(column + i * sizeof(Stored), &stored, sizeof(Stored));
    }
  };
  const auto scatter = [](const std::byte* column, std::size_t count, Record* records) {
    for (std::size_t i = 0; i < count; ++i) {
      Stored stored;
      std::memcpy(&stored, column + i * sizeof(Stored), sizeof(Stored));
      auto& value = std::invoke(member, records[i]);
      value = static_cast<std::remove_reference_t<decltype(value)>>(stored);
    }
  };
  return {path, sizeof(Stored), gather, scatter};
}

template <MachineState state>
inline constexpr auto time_in_state = [](auto& tally) -> auto& {
  return tally.in_state[static_cast<int>(state)];
};

inline constexpr std::array job_columns = {
    field<JobRecord, std::uint32_t, &JobRecord::number>("jobs/number"),
    field<JobRecord, Time, &JobRecord::release>("jobs/release"),
    field<JobRecord, Time, &JobRecord::due>("jobs/due"),
    field<JobRecord, Time, &JobRecord::completion>("jobs/completion"),
    field<JobRecord, double, &JobRecord::weight>("jobs/weight"),
    field<JobRecord, Time, &JobRecord::total_work>("jobs/total_work"),
    field<JobRecord, Index, &JobRecord::routing>("jobs/routing"),
    field<JobRecord, Index, &JobRecord::order>("jobs/order"),
    field<JobRecord, Index, &JobRecord::source>("jobs/source"),
    field<JobRecord, std::uint8_t, &JobRecord::outcome>("jobs/outcome"),
    field<JobRecord, std::uint32_t, &JobRecord::operations_done>("jobs/operations_done"),
};

inline constexpr std::array operation_columns = {
    field<OperationRecord, Time, &OperationRecord::ready>("operations/ready"),
    field<OperationRecord, Time, &OperationRecord::setup_start>("operations/setup_start"),
    field<OperationRecord, Time, &OperationRecord::start>("operations/start"),
    field<OperationRecord, Time, &OperationRecord::end>("operations/end"),
    field<OperationRecord, std::uint32_t, &OperationRecord::job>("operations/job"),
    field<OperationRecord, Index, &OperationRecord::step>("operations/step"),
    field<OperationRecord, Index, &OperationRecord::mode>("operations/mode"),
    field<OperationRecord, Index, &OperationRecord::machine>("operations/machine"),
    field<OperationRecord, std::uint32_t, &OperationRecord::position>("operations/position"),
    field<OperationRecord, std::uint8_t, &OperationRecord::outcome>("operations/outcome"),
};

inline constexpr std::array interval_columns = {
    field<MachineInterval, Time, &MachineInterval::start>("machine_intervals/start"),
    field<MachineInterval, Time, &MachineInterval::end>("machine_intervals/end"),
    field<MachineInterval, Index, &MachineInterval::machine>("machine_intervals/machine"),
    field<MachineInterval, std::uint8_t, &MachineInterval::state>("machine_intervals/state"),
    field<MachineInterval, std::uint8_t, &MachineInterval::also>("machine_intervals/also"),
    field<MachineInterval, std::uint8_t, &MachineInterval::goes_on>("machine_intervals/goes_on"),
};

inline constexpr std::array decision_columns = {
    field<DecisionRecord, Time, &DecisionRecord::time>("decisions/time"),
    field<DecisionRecord, std::uint8_t, &DecisionRecord::kind>("decisions/kind"),
    field<DecisionRecord, Index, &DecisionRecord::machine>("decisions/machine"),
    field<DecisionRecord, std::uint32_t, &DecisionRecord::candidates>("decisions/candidates"),
    field<DecisionRecord, std::uint32_t, &DecisionRecord::choice>("decisions/choice"),
    field<DecisionRecord, std::int32_t, &DecisionRecord::job>("decisions/job"),
    field<DecisionRecord, Index, &DecisionRecord::mode>("decisions/mode"),
    field<DecisionRecord, Index, &DecisionRecord::entity>("decisions/entity"),
    field<DecisionRecord, Index, &DecisionRecord::option>("decisions/option"),
};

inline constexpr std::array event_columns = {
    field<EventRecord, Time, &EventRecord::time>("events/time"),
    field<EventRecord, std::uint8_t, &EventRecord::kind>("events/kind"),
    field<EventRecord, Index, &EventRecord::entity>("events/entity"),
    field<EventRecord, std::int32_t, &EventRecord::job>("events/job"),
    field<EventRecord, double, &EventRecord::value>("events/value"),
    field<EventRecord, Index, &EventRecord::detail>("events/detail"),
};

inline constexpr std::array group_kpi_columns = {
    field<GroupKpi, std::int64_t, &GroupKpi::operations>("kpi/groups/operations"),
    field<GroupKpi, double, &GroupKpi::mean_wait>("kpi/groups/mean_wait"),
    field<GroupKpi, double, &GroupKpi::wait_sd>("kpi/groups/wait_sd"),
    field<GroupKpi, double, &GroupKpi::utilisation>("kpi/groups/utilisation"),
    field<GroupKpi, double, &GroupKpi::setup_share>("kpi/groups/setup_share"),
    field<GroupKpi, double, &GroupKpi::down_share>("kpi/groups/down_share"),
    field<GroupKpi, double, &GroupKpi::blocked_share>("kpi/groups/blocked_share"),
    field<GroupKpi, double, &GroupKpi::off_share>("kpi/groups/off_share"),
    field<GroupKpi, double, &GroupKpi::maintenance_share>("kpi/groups/maintenance_share"),
    field<GroupKpi, double, &GroupKpi::waiting_share>("kpi/groups/waiting_share"),
    field<GroupKpi, double, &GroupKpi::down_in_hours_share>("kpi/groups/down_in_hours_share"),
};

inline constexpr std::array machine_kpi_columns = {
    field<MachineKpi, std::int64_t, &MachineKpi::operations>("kpi/machines/operations"),
    field<MachineKpi, double, &MachineKpi::idle>("kpi/machines/idle"),
    field<MachineKpi, double, &MachineKpi::setup>("kpi/machines/setup"),
    field<MachineKpi, double, &MachineKpi::processing>("kpi/machines/processing"),
    field<MachineKpi, double, &MachineKpi::down>("kpi/machines/down"),
    field<MachineKpi, double, &MachineKpi::blocked>("kpi/machines/blocked"),
    field<MachineKpi, double, &MachineKpi::off>("kpi/machines/off"),
    field<MachineKpi, double, &MachineKpi::maintenance>("kpi/machines/maintenance"),
    field<MachineKpi, double, &MachineKpi::waiting>("kpi/machines/waiting"),
    field<MachineKpi, double, &MachineKpi::down_in_hours>("kpi/machines/down_in_hours"),
};

inline constexpr std::array machine_tally_columns = {
    field<MachineTally, Time, time_in_state<MachineState::idle>>("tallies/machines/idle"),
    field<MachineTally, Time, time_in_state<MachineState::setup>>("tallies/machines/setup"),
    field<MachineTally, Time, time_in_state<MachineState::processing>>("tallies/machines/processing"),
    field<MachineTally, Time, time_in_state<MachineState::down>>("tallies/machines/down"),
    field<MachineTally, Time, time_in_state<MachineState::blocked>>("tallies/machines/blocked"),
    field<MachineTally, Time, time_in_state<MachineState::off>>("tallies/machines/off"),
    field<MachineTally, Time, time_in_state<MachineState::maintenance>>("tallies/machines/maintenance"),
    field<MachineTally, Time, time_in_state<MachineState::waiting>>("tallies/machines/waiting"),
    field<MachineTally, std::int64_t, &MachineTally::operations>("tallies/machines/operations"),
};

inline constexpr std::array group_tally_columns = {
    field<GroupTally, std::int64_t, &GroupTally::operations>("tallies/groups/operations"),
    field<GroupTally, double, &GroupTally::wait>("tallies/groups/wait"),
    field<GroupTally, double, &GroupTally::wait_squared>("tallies/groups/wait_squared"),
};

inline constexpr std::array kpi_interval_columns = {
    field<KpiInterval, double, &KpiInterval::half_width>("kpi/half_width"),
    field<KpiInterval, double, &KpiInterval::level>("kpi/level"),
    field<KpiInterval, std::int64_t, &KpiInterval::n>("kpi/n"),
};

inline constexpr std::array replication_columns = {
    field<ReplicationRow, std::uint64_t, &ReplicationRow::replication>("replications/replication"),
    field<ReplicationRow, std::uint64_t, &ReplicationRow::seed>("replications/seed"),
    field<ReplicationRow, double, &ReplicationRow::wall_s>("replications/wall_s"),
};

}  // namespace takt
