#include "agents/features.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "agents/shop_view.hpp"

namespace takt {
namespace {

/// A candidate and where to look.
struct View {
  const Decision& decision;
  const Candidate& candidate;
  const Plant& plant = *decision.plant;

  const JobState& job() const { return plant.job(candidate.job); }
  Index group() const { return group_of(decision, candidate); }
  const Step& step() const { return plant.scenario().steps[static_cast<std::size_t>(candidate.step)]; }
};

enum class About { job, shop };  ///< job: is 0 for the wait candidate

struct Entry {
  FeatureInfo info;
  About about;
  double (*value)(const View&);
};

double seconds(double ticks) {
  return ticks / static_cast<double>(ticks_per_second);
}

double until_due(const View& v) {
  return has_due(v.job()) ? to_seconds(v.job().due - v.decision.now) : no_due_seconds;
}

double until_operation_due(const View& v) {
  if (!has_due(v.job())) return no_due_seconds;
  return seconds(operation_due(v.job(), v.candidate) - static_cast<double>(v.decision.now));
}

double progress(const View& v) {
  const JobState& job = v.job();
  if (job.total_work <= 0) return 0;
  return static_cast<double>(job.total_work - job.work_remaining) / static_cast<double>(job.total_work);
}

double mean_queue_time(const View& v) {
  const std::size_t length = v.plant.queue(v.group()).size();
  return length == 0 ? 0 : to_seconds(v.plant.group(v.group()).queued_work) / static_cast<double>(length);
}

double free_in_ticks(const Plant& plant, Index group) {
  return static_cast<double>(free_in(plant, group));
}

double next_mean(const View& v, double (*value)(const Plant&, Index)) {
  return mean_over_next_groups(v.plant, v.job(), [&](Index group) { return value(v.plant, group); });
}

using Id = FeatureId;

// clang-format off
constexpr std::array<Entry, feature_count> table = {{
    {{Id::is_wait, "is_wait", "1", Scaling::none,
      "1 for the candidate that leaves the machine idle for now, else 0"},
     About::shop, [](const View& v) { return static_cast<double>(v.candidate.is_wait()); }},
    {{Id::is_route, "is_route", "1", Scaling::none,
      "1 when a group is chosen for a job, 0 when a job is chosen for a machine"},
     About::shop, [](const View& v) { return static_cast<double>(v.decision.kind == DecisionKind::route); }},
    {{Id::processing_time, "processing_time", "s", Scaling::time,
      "processing time as far as it is known now, without setup"},
     About::job, [](const View& v) { return to_seconds(v.candidate.processing_time); }},
    {{Id::setup_time, "setup_time", "s", Scaling::time,
      "setup that it would need now; for a route the least over the group's machines"},
     About::job, [](const View& v) { return to_seconds(setup_needed(v.decision, v.candidate)); }},
    {{Id::same_family, "same_family", "1", Scaling::none,
      "1 when it would need no setup now, else 0"},
     About::job, [](const View& v) { return static_cast<double>(setup_needed(v.decision, v.candidate) == 0); }},
    {{Id::waiting_time, "waiting_time", "s", Scaling::time,
      "how long the operation has waited"},
     About::job, [](const View& v) { return to_seconds(v.decision.now - v.candidate.ready); }},
    {{Id::age, "age", "s", Scaling::time,
      "time since the job's release"},
     About::job, [](const View& v) { return to_seconds(v.decision.now - v.job().release); }},
    {{Id::has_due, "has_due", "1", Scaling::none,
      "1 when the job has a due date, else 0"},
     About::job, [](const View& v) { return static_cast<double>(has_due(v.job())); }},
    {{Id::time_until_due, "time_until_due", "s", Scaling::time,
      "due date minus now; 1e10 without a due date"},
     About::job, [](const View& v) { return until_due(v); }},
    {{Id::slack, "slack", "s", Scaling::time,
      "time_until_due minus work_remaining"},
     About::job, [](const View& v) { return until_due(v) - to_seconds(v.job().work_remaining); }},
    {{Id::critical_ratio, "critical_ratio", "1", Scaling::count,
      "time_until_due divided by work_remaining (by 1e-6 s where that is 0)"},
     About::job, [](const View& v) { return until_due(v) / to_seconds(std::max<Time>(1, v.job().work_remaining)); }},
    {{Id::time_until_operation_due, "time_until_operation_due", "s", Scaling::time,
      "until release + allowance x work_through / total_work; 1e10 without a due date"},
     About::job, [](const View& v) { return until_operation_due(v); }},
    {{Id::time_until_modified_due, "time_until_modified_due", "s", Scaling::time,
      "the greater of time_until_due and work_remaining"},
     About::job, [](const View& v) { return std::max(until_due(v), to_seconds(v.job().work_remaining)); }},
    {{Id::weight, "weight", "1", Scaling::none,
      "the job's weight"},
     About::job, [](const View& v) { return v.job().weight; }},
    {{Id::total_work, "total_work", "s", Scaling::time,
      "planned work of all operations of the job"},
     About::job, [](const View& v) { return to_seconds(v.job().total_work); }},
    {{Id::work_done, "work_done", "s", Scaling::time,
      "planned work of the job's finished operations"},
     About::job, [](const View& v) { return to_seconds(v.job().total_work - v.job().work_remaining); }},
    {{Id::work_through, "work_through", "s", Scaling::time,
      "work_done plus this operation"},
     About::job, [](const View& v) { return to_seconds(work_through(v.job(), v.candidate)); }},
    {{Id::work_remaining, "work_remaining", "s", Scaling::time,
      "planned work of the job's unfinished operations, this one included"},
     About::job, [](const View& v) { return to_seconds(v.job().work_remaining); }},
    {{Id::work_after, "work_after", "s", Scaling::time,
      "planned work of the job after this operation"},
     About::job, [](const View& v) { return to_seconds(v.job().work_remaining - v.plant.planned_step_work(v.job(), v.job().position)); }},
    {{Id::progress, "progress", "1", Scaling::none,
      "work_done divided by total_work"},
     About::job, [](const View& v) { return progress(v); }},
    {{Id::operations_done, "operations_done", "1", Scaling::count,
      "operations of the job that are finished"},
     About::job, [](const View& v) { return static_cast<double>(v.plant.operations_done(v.candidate.job)); }},
    {{Id::operations_left, "operations_left", "1", Scaling::count,
      "operations of the job that are not finished, this one included"},
     About::job, [](const View& v) { return static_cast<double>(v.job().operation_count - v.job().position); }},
    {{Id::modes, "modes", "1", Scaling::count,
      "ways in which this operation could be done"},
     About::job, [](const View& v) { return static_cast<double>(v.step().mode_count); }},
    {{Id::next_processing_time, "next_processing_time", "s", Scaling::time,
      "processing time of the job's next operation; 0 for the last"},
     About::job, [](const View& v) { return to_seconds(next_processing_time(v.plant, v.job())); }},
    {{Id::work_in_next_queue, "work_in_next_queue", "s", Scaling::time,
      "work that waits where the next operation is done, per machine; 0 for the last"},
     About::job, [](const View& v) { return seconds(work_in_next_queue(v.plant, v.job())); }},
    {{Id::jobs_in_next_queue, "jobs_in_next_queue", "1", Scaling::count,
      "jobs that wait where the next operation is done, per machine; 0 for the last"},
     About::job, [](const View& v) { return next_mean(v, queued_jobs); }},
    {{Id::next_group_load, "next_group_load", "s", Scaling::time,
      "work_in_next_queue plus what is under way there, per machine"},
     About::job, [](const View& v) { return seconds(next_mean(v, group_load)); }},
    {{Id::next_machine_free_in, "next_machine_free_in", "s", Scaling::time,
      "until the first machine for the next operation ends what it does now"},
     About::job, [](const View& v) { return seconds(next_mean(v, free_in_ticks)); }},
    {{Id::machines, "machines", "1", Scaling::count,
      "machines of the group"},
     About::shop, [](const View& v) { return static_cast<double>(machine_group(v.plant, v.group()).count); }},
    {{Id::idle_machines, "idle_machines", "1", Scaling::count,
      "machines of the group that are up and have no operation"},
     About::shop, [](const View& v) { return static_cast<double>(v.plant.group(v.group()).idle); }},
    {{Id::queue_length, "queue_length", "1", Scaling::count,
      "operations that wait at the group"},
     About::shop, [](const View& v) { return static_cast<double>(v.plant.queue(v.group()).size()); }},
    {{Id::queue_work, "queue_work", "s", Scaling::time,
      "work that waits at the group, per machine"},
     About::shop, [](const View& v) { return seconds(queued_work(v.plant, v.group())); }},
    {{Id::mean_queue_time, "mean_queue_time", "s", Scaling::time,
      "mean processing time of the operations that wait at the group"},
     About::shop, [](const View& v) { return mean_queue_time(v); }},
    {{Id::group_load, "group_load", "s", Scaling::time,
      "queue_work plus what is under way at the group, per machine"},
     About::shop, [](const View& v) { return seconds(group_load(v.plant, v.group())); }},
    {{Id::jobs_in_shop, "jobs_in_shop", "1", Scaling::count,
      "jobs that are released and not yet done"},
     About::shop, [](const View& v) { return static_cast<double>(v.plant.jobs_in_shop()); }},
    {{Id::job_number, "job_number", "1", Scaling::skip,
      "the job's number, by which ties are broken"},
     About::job, [](const View& v) { return static_cast<double>(v.candidate.number); }},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < feature_count; ++i) {
    if (static_cast<std::size_t>(table[i].info.id) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the table follows the order of FeatureId");
static_assert(static_cast<std::size_t>(Id::job_number) + 1 == feature_count, "every FeatureId has its line");

constexpr std::array<FeatureInfo, feature_count> infos = [] {
  std::array<FeatureInfo, feature_count> all{};
  for (std::size_t i = 0; i < feature_count; ++i) all[i] = table[i].info;
  return all;
}();

double value_of(const Entry& entry, const View& view) {
  if (view.candidate.job < 0 && (entry.about == About::job || view.group() < 0)) return 0;
  return entry.value(view);
}

}  // namespace

std::span<const FeatureInfo> feature_table() {
  return infos;
}

const FeatureInfo& info(FeatureId id) {
  return infos[static_cast<std::size_t>(id)];
}

std::optional<FeatureId> find_feature(std::string_view name) {
  for (const FeatureInfo& known : infos) {
    if (name == known.name) return known.id;
  }
  return std::nullopt;
}

double feature(FeatureId id, const Decision& decision, const Candidate& candidate) {
  return value_of(table[static_cast<std::size_t>(id)], View{decision, candidate});
}

void all_features(const Decision& decision, const Candidate& candidate, std::span<float> row) {
  assert(row.size() == feature_count);
  const View view{decision, candidate};
  for (std::size_t i = 0; i < feature_count; ++i) row[i] = static_cast<float>(value_of(table[i], view));
}

}  // namespace takt
