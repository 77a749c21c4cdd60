#include "agents/feature_batch.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "agents/feature_rows.hpp"

namespace takt {

using namespace feature_table_detail;

/// Writes the rows of one decision: what does not hang on the candidate once, then candidate by candidate in
/// one go. The table of features is the definition; tests hold this against it.
class FeatureWriter {
 public:
  FeatureWriter(const Decision& decision, FeatureScratch& scratch)
      : decision_(decision),
        plant_(*decision.plant),
        scenario_(plant_.scenario()),
        scratch_(scratch),
        longest_path_(longest_path(plant_)),
        needs_(!scenario_.resources.mode_needs.empty()),
        graphs_(!scenario_.precedence.tasks.empty()) {
    ++scratch_.decision_;
    if (scratch_.groups_.size() < scenario_.groups.size()) scratch_.groups_.resize(scenario_.groups.size());
    rank();
  }

  void decision_row(float* row) const {
    const auto at = [](FeatureId id) { return place_in(decision_features, id); };
    const double scale = per_second(scenario_);
    std::fill_n(row, decision_features.size(), 0.0F);
    if (decision_.kind <= DecisionKind::route || decision_.kind == DecisionKind::allocate) {
      row[at(Id::is_route)] = decision_.kind == DecisionKind::route ? 1 : 0;
      row[at(Id::is_allocate)] = decision_.kind == DecisionKind::allocate ? 1 : 0;
      row[at(Id::jobs_in_shop)] = scaled_count(static_cast<double>(plant_.jobs_in_shop()));
    } else {
      const Candidate& any = decision_.candidates.front();
      for (std::size_t i = 0; i < decision_features.size(); ++i) {
        if (decision_features[i] == Id::longest_path) continue;
        row[i] = scaled(decision_features[i], feature(decision_features[i], decision_, any), {scale, false});
      }
    }
    row[at(Id::longest_path)] = scaled_time(to_seconds(longest_path_), scale);
  }

  template <class Row>
  void candidate_rows(float* rows) {
    Row row{rows, per_second(scenario_), count_table().data()};
    std::array<float, Row::width> common{};
    row.to = common.data();
    if constexpr (Row::width == feature_count) set_common(row);
    if (decision_.kind == DecisionKind::dispatch) {
      set_group(row, decision_.group);
      each_candidate<true>(row, rows, common);
    } else {
      each_candidate<false>(row, rows, common);
    }
  }

 private:
  template <bool is_dispatch, class Row>
  void each_candidate(Row& row, float* rows, const std::array<float, Row::width>& common) {
    const std::size_t count = decision_.candidates.size();
    std::size_t jobs = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Candidate& c = decision_.candidates[i];
      row.to = rows + i * Row::width;
      std::memcpy(row.to, common.data(), sizeof common);
      if (c.job < 0) {
        set_others(row, c);
      } else {
        row.template set<Id::is_fallback>(static_cast<int>(i) == decision_.fallback ? 1 : 0);
        set_job<is_dispatch>(row, c);
        if constexpr (!is_dispatch) set_of_kind(row, c);
        row.to[Row::template column<Id::processing_time_rank>] = scratch_.time_ranks_[jobs];
        row.to[Row::template column<Id::work_remaining_rank>] = scratch_.work_ranks_[jobs];
        row.to[Row::template column<Id::slack_rank>] = scratch_.slack_ranks_[jobs];
        ++jobs;
      }
    }
  }

  /// What all candidates share, where it stands in every row.
  void set_common(const RawRow& row) const {
    const Candidate& any = decision_.candidates.front();
    for (const FeatureId id : decision_features) {
      const double value = id == Id::longest_path ? to_seconds(longest_path_) : feature(id, decision_, any);
      row.to[static_cast<std::size_t>(id)] = static_cast<float>(value);
    }
  }

  template <class Row>
  void set_group(const Row& row, Index group) const {
    const MachineGroup& machines = machine_group(plant_, group);
    const GroupState& state = plant_.group(group);
    const std::size_t length = plant_.queue(group).size();
    row.template set_count<Id::machines>(static_cast<std::uint32_t>(machines.count));
    row.template set<Id::idle_machines>(static_cast<double>(state.could_start()));
    row.template set_count<Id::queue_length>(static_cast<std::uint32_t>(length));
    row.template set<Id::queue_work>(seconds(queued_work(plant_, group)));
    row.template set<Id::mean_queue_time>(
        length == 0 ? 0 : to_seconds(state.queued_work) / static_cast<double>(length));
    row.template set<Id::group_load>(seconds(group_load(plant_, group)));
  }

  /// Candidates that are no jobs are few: the table serves them.
  template <class Row>
  void set_others(const Row& row, const Candidate& c) const {
    const Scale scale{row.per_second, false};
    for (std::size_t k = 0; k < candidate_features.size(); ++k) {
      const FeatureId id = candidate_features[k];
      if (info_of(id).about == About::job) continue;
      const double value = feature(id, decision_, c);
      if constexpr (Row::width == feature_count) {
        row.to[static_cast<std::size_t>(id)] = static_cast<float>(value);
      } else {
        row.to[k] = scaled(id, value, scale);
      }
    }
  }

  template <bool is_dispatch, class Row>
  void set_job(Row& row, const Candidate& c) {
    const JobState& job = plant_.job(c.job);
    const StepPlan& plan = scenario_.plans[static_cast<std::size_t>(c.step)];
    const Time setup =
        is_dispatch ? plant_.setup_time(decision_.machine, c.family()) : setup_needed(decision_, c);
    const Time after =
        is_dispatch && job.block < 0 ? job.work_remaining - plan.planned : work_after(plant_, job);
    const double remaining = to_seconds(job.work_remaining);
    const std::uint32_t operations_done =
        graphs_ ? plant_.operations_done(c.job) : static_cast<std::uint32_t>(job.position);

    row.template set<Id::processing_time>(to_seconds(c.processing_time));
    row.template set<Id::setup_time>(to_seconds(setup));
    row.template set<Id::same_family>(setup == 0 ? 1 : 0);
    row.template set<Id::waiting_time>(to_seconds(decision_.now - c.ready));
    row.template set<Id::age>(to_seconds(decision_.now - job.release));
    set_due(row, c, job, remaining);
    row.template set<Id::weight>(job.weight);
    row.template set<Id::total_work>(to_seconds(job.total_work));
    row.template set<Id::work_done>(to_seconds(job.total_work - job.work_remaining));
    row.template set<Id::work_through>(to_seconds(work_through(job, c)));
    row.template set<Id::work_remaining>(remaining);
    row.template set<Id::work_after>(to_seconds(after));
    row.template set<Id::progress>(job.total_work <= 0
                                       ? 0
                                       : static_cast<double>(job.total_work - job.work_remaining) /
                                             static_cast<double>(job.total_work));
    row.template set_count<Id::operations_done>(operations_done);
    row.template set_count<Id::operations_left>(job.operation_count - job.position);
    row.template set_count<Id::modes>(static_cast<std::uint32_t>(plan.mode_count));
    set_next(row, job);
    row.template set_count<Id::pieces>(job.pieces);
    const Time through = setup + c.processing_time + after;
    row.template set<Id::path_through>(to_seconds(through));
    row.template set<Id::path_slack>(to_seconds(longest_path_ - through));
    if (needs_) {
      row.template set<Id::need_units>(need_units(plant_, c.mode));
      row.template set<Id::need_share>(need_share(plant_, c.mode));
    }
    row.template set<Id::job_number>(static_cast<double>(c.number));
    row.template set<Id::step>(static_cast<double>(c.step));
    row.template set<Id::alternative>(c.mode < 0 ? -1 : static_cast<double>(c.mode - plan.first_mode));
    if constexpr (!is_dispatch) {
      const Index group = group_of(decision_, c);
      if (group >= 0) set_group(row, group);
    }
  }

  template <class Row>
  void set_due(Row& row, const Candidate& c, const JobState& job, double remaining) const {
    row.due = has_due(job);
    row.template set<Id::has_due>(row.due ? 1 : 0);
    if (!row.due && Row::width != feature_count) return;
    const double until = row.due ? to_seconds(job.due - decision_.now) : no_due_seconds;
    row.template set<Id::time_until_due>(until);
    row.template set<Id::slack>(until - remaining);
    row.template set<Id::critical_ratio>(until / to_seconds(std::max<Time>(1, job.work_remaining)));
    row.template set<Id::time_until_operation_due>(
        row.due ? seconds(operation_due(job, c) - static_cast<double>(decision_.now)) : no_due_seconds);
    row.template set<Id::time_until_modified_due>(std::max(until, remaining));
  }

  /// What comes after this operation.
  template <class Row>
  void set_next(const Row& row, const JobState& job) {
    const Index position =
        graphs_ ? next_position(plant_, job)
                : (job.position + 1 < job.operation_count ? static_cast<Index>(job.position) + 1 : -1);
    if (position < 0) return;  // the row has zeros
    const auto at = static_cast<std::uint32_t>(position);
    const StepPlan& next = scenario_.plans[static_cast<std::size_t>(plant_.step_at(job, at))];
    row.template set<Id::next_processing_time>(
        to_seconds(job.block < 0 ? next.planned : plant_.planned_step_work(job, at)));
    constexpr std::size_t first = Row::template column<Id::work_in_next_queue>;
    static_assert(first + 3 == Row::template column<Id::next_machine_free_in>, "the four stand side by side");
    if (next.group >= 0) {
      std::memcpy(row.to + first, look_up(row, next.group).shown, 4 * sizeof(float));
      return;
    }
    double work = 0, jobs = 0, load = 0, free = 0;
    for (Index mode = next.first_mode; mode < next.first_mode + next.mode_count; ++mode) {
      const auto& group = look_up(row, scenario_.modes[static_cast<std::size_t>(mode)].group);
      work += group.queued_work;
      jobs += group.queued_jobs;
      load += group.load;
      free += group.free_in;
    }
    row.template set<Id::work_in_next_queue>(seconds(work / next.mode_count));
    row.template set<Id::jobs_in_next_queue>(jobs / next.mode_count);
    row.template set<Id::next_group_load>(seconds(load / next.mode_count));
    row.template set<Id::next_machine_free_in>(seconds(free / next.mode_count));
  }

  template <class Row>
  const FeatureScratch::NextGroup& look_up(const Row& row, Index index) {
    FeatureScratch::NextGroup& group = scratch_.groups_[static_cast<std::size_t>(index)];
    if (group.decision == scratch_.decision_) return group;
    group.decision = scratch_.decision_;
    group.queued_work = queued_work(plant_, index);
    group.queued_jobs = queued_jobs(plant_, index);
    group.load = group_load(plant_, index);
    group.free_in = free_in_ticks(plant_, index);
    group.shown[0] = row.template shown<Id::work_in_next_queue>(seconds(group.queued_work));
    group.shown[1] = row.template shown<Id::jobs_in_next_queue>(group.queued_jobs);
    group.shown[2] = row.template shown<Id::next_group_load>(seconds(group.load));
    group.shown[3] = row.template shown<Id::next_machine_free_in>(seconds(group.free_in));
    return group;
  }

  /// What only one kind of decision tells of its jobs.
  template <class Row>
  void set_of_kind(const Row& row, const Candidate& c) {
    if (decision_.kind == DecisionKind::release) {
      row.template set<Id::bottleneck_load>(seconds(bottleneck_load(plant_, plant_.job(c.job))));
    } else if (decision_.kind == DecisionKind::transport) {
      const auto tasks = plant_.transport().tasks();  // in the order of the candidates, and some more
      while (task_ < tasks.size() && tasks[task_].job != c.job) ++task_;
      const TransportTask& task = task_ < tasks.size() ? tasks[task_] : task_of(plant_, c.job);
      const Index vehicle = decision_.entity;
      const Index place = plant_.transport().vehicles()[static_cast<std::size_t>(vehicle)].place;
      row.template set<Id::fetch_time>(drive_seconds(plant_, vehicle, place, task.from));
      row.template set<Id::carry_time>(drive_seconds(plant_, vehicle, task.from, task.to));
      row.template set<Id::holds_machine>(task.machine >= 0 ? 1 : 0);
    }
  }

  /// The ranks of the candidates that are jobs.
  void rank() {
    const std::size_t count = decision_.candidates.size();
    for (auto* keys : {&scratch_.times_, &scratch_.works_, &scratch_.slacks_}) keys->resize(count);
    std::size_t jobs = 0;
    for (std::size_t i = 0; i < count; ++i) {
      fetch(i + 8);
      const Candidate& c = decision_.candidates[i];
      if (c.job < 0) continue;
      scratch_.times_[jobs] = c.processing_time;
      scratch_.works_[jobs] = work_key(decision_, c);
      scratch_.slacks_[jobs] = slack_key(decision_, c);
      ++jobs;
    }
    const auto fill = [&](std::span<const Time> keys, std::vector<float>& ranks) {
      ranks.resize(jobs);
      rank_shares(keys.first(jobs), ranks, scratch_.ranks_);
    };
    fill(scratch_.times_, scratch_.time_ranks_);
    fill(scratch_.works_, scratch_.work_ranks_);
    fill(scratch_.slacks_, scratch_.slack_ranks_);
  }

  /// Brings the job of a candidate near.
  void fetch(std::size_t candidate) const {
    if (candidate >= decision_.candidates.size() || decision_.candidates[candidate].job < 0) return;
    const JobState& coming = plant_.job(decision_.candidates[candidate].job);
    __builtin_prefetch(&coming);
    __builtin_prefetch(&coming.release);
  }

  const Decision& decision_;
  const Plant& plant_;
  const Scenario& scenario_;
  FeatureScratch& scratch_;
  Time longest_path_;
  bool needs_;
  bool graphs_;
  std::size_t task_ = 0;
};

std::span<const FeatureId> candidate_columns() {
  return candidate_features;
}

std::span<const FeatureId> decision_columns() {
  return decision_features;
}

BatchSize batch_size(std::span<const Decision> decisions) {
  std::size_t candidates = 0;
  for (const Decision& decision : decisions) candidates += decision.candidates.size();
  return {candidates * candidate_features.size(), decisions.size() * decision_features.size(),
          decisions.size() + 1};
}

void write_features(std::span<const Decision> decisions, FeatureBatch& batch) {
  std::uint32_t row = 0;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    batch.first[i] = row;
    FeatureWriter writer(decisions[i], batch.scratch);
    assert((row + decisions[i].candidates.size()) * candidate_features.size() <= batch.candidates.size());
    writer.decision_row(batch.decisions.data() + i * decision_features.size());
    writer.candidate_rows<ScaledRow>(batch.candidates.data() + row * candidate_features.size());
    row += static_cast<std::uint32_t>(decisions[i].candidates.size());
  }
  batch.first[decisions.size()] = row;
}

void write_raw_features(const Decision& decision, std::span<float> rows, FeatureScratch& scratch) {
  assert(rows.size() == decision.candidates.size() * feature_count);
  FeatureWriter(decision, scratch).candidate_rows<RawRow>(rows.data());
}

}  // namespace takt
