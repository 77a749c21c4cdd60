#include "viz/gantt.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"
#include "viz/draw/gantt_picture.hpp"
#include "viz/timeline/critical_path.hpp"
#include "viz/timeline/duration_text.hpp"
#include "viz/timeline/job_name.hpp"
#include "viz/timeline/row_kind.hpp"

namespace takt {

namespace {

template <class Table>
[[noreturn]] void refuse(const char* option, const std::string& word, const Table& table) {
  std::vector<std::string_view> known;
  for (const auto& entry : table) known.push_back(entry.name);
  throw Error(Fault::usage, fmt::format("{}: there is no '{}'{}", option, word, did_you_mean(word, known)));
}

std::vector<Index> kinds_of(const StoredRun& run, const std::string& group) {
  std::vector<Index> kinds;
  const auto all = row_kinds();
  if (group.empty()) {
    for (std::size_t k = 0; k < all.size(); ++k)
      if (all[k].by_default && all[k].there(run)) kinds.push_back(static_cast<Index>(k));
    // A supply chain without machines.
    if (kinds.empty())
      for (std::size_t k = 0; k < all.size(); ++k)
        if (all[k].there(run)) kinds.push_back(static_cast<Index>(k));
    return kinds;
  }
  for (std::size_t begin = 0; begin <= group.size();) {
    const std::size_t end = std::min(group.find(',', begin), group.size());
    const std::string word = group.substr(begin, end - begin);
    const Index kind = find_row_kind(word);
    if (kind < 0) refuse("--group", word, all);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    begin = end + 1;
  }
  return kinds;
}

/// Names of jobs, steps and places for labels and marks.
struct Names {
  const StoredRun& run;
  std::vector<const JobRecord*> jobs;  ///< by number

  explicit Names(const StoredRun& stored) : run(stored) {
    for (const JobRecord& job : run.file.trace.jobs) {
      if (job.number >= jobs.size()) jobs.resize(job.number + 1);
      jobs[job.number] = &job;
    }
  }
  std::string job(std::uint32_t number) const {
    return number < jobs.size() && jobs[number] != nullptr ? job_name(run.scenario, *jobs[number]) : "";
  }
  std::string machine(Index index) const { return index < 0 ? "" : at(run.file.names.machines, index); }
  std::string step(Index index) const { return index < 0 ? "" : at(run.file.names.steps, index); }
};

Mark mark_of(const Names& names, const ClockStyle& clock, const Bar& bar) {
  Mark mark{"bar", "", {{"kind", std::string(look_of(bar.kind).name)}}};
  const std::string job = names.job(bar.job), step = names.step(bar.step),
                    machine = names.machine(bar.machine);
  if (!job.empty()) mark.data.emplace_back("job", job);
  if (!step.empty()) mark.data.emplace_back("operation", step);
  if (!machine.empty()) mark.data.emplace_back("machine", machine);
  mark.data.emplace_back("start", fmt::format("{}", bar.start));
  mark.data.emplace_back("end", fmt::format("{}", bar.end));
  mark.title = fmt::format("{}{}{}{}{}\n{} to {} ({})", look_of(bar.kind).name, job.empty() ? "" : ": ", job,
                           step.empty() ? "" : ", " + step, machine.empty() ? "" : " on " + machine,
                           clock_text(bar.start, clock), clock_text(bar.end, clock),
                           duration_text(bar.end - bar.start));
  return mark;
}

/// Times of instances are numbers.
bool is_instance(const std::string& scenario) {
  for (const char* format : {"jsplib:", "taillard:", "fjsp:", "psplib:"})
    if (scenario.starts_with(format)) return true;
  return false;
}

std::string subtitle_of(const StoredRun& run, const GanttModel& model) {
  const ResultInfo& info = run.file.info;
  std::string text = fmt::format("{}  ·  seed {}", info.run.agent, info.run.seed);
  if (info.run.replication > 0) text += fmt::format(", replication {}", info.run.replication);
  if (model.from == 0 && model.to == run.file.trace.end) {
    const std::string end =
        model.clock.plain ? clock_text(run.file.trace.end, model.clock) : duration_text(run.file.trace.end);
    text += fmt::format("  ·  {} {}", info.status == RunStatus::all_done ? "makespan" : "ended at", end);
  } else {
    text +=
        fmt::format("  ·  {} to {}", clock_text(model.from, model.clock), clock_text(model.to, model.clock));
  }
  return text;
}

void set_range(const StoredRun& run, const GanttRequest& request, GanttModel& model) {
  const Time end = run.file.trace.end;
  model.from = request.from;
  model.to = request.to == never ? end : request.to;
  if (model.from < 0 || model.from >= model.to || model.to > end)
    throw Error(Fault::usage,
                fmt::format("--range: {} s to {} s is no stretch of this run, which lasts from 0 s to {} s",
                            to_seconds(model.from), to_seconds(model.to), to_seconds(end)));
}

void add_due(const StoredRun& run, const Names& names, bool only_orders, GanttModel& model) {
  model.show_due = true;
  if (only_orders) return;
  for (const JobRecord& job : run.file.trace.jobs) {
    if (job.due == never || job.due < model.from || job.due > model.to) continue;
    model.due.push_back(
        {job.due, names.job(job.number), job.number, std::min(job.completion, run.file.trace.end) > job.due});
  }
  std::stable_sort(model.due.begin(), model.due.end(),
                   [](const DueMark& x, const DueMark& y) { return x.due < y.due; });
}

/// Marks the bars of the path, and links those that follow each other.
void add_critical(const StoredRun& run, GanttModel& model) {
  model.show_critical = true;
  const Trace& trace = run.file.trace;
  using Key = std::tuple<std::uint32_t, Index, Index>;  // job, step, machine
  std::map<Key, std::vector<std::size_t>> bars;
  const std::vector<CriticalStep> path = critical_path(trace);
  for (const CriticalStep& step : path) {
    const OperationRecord& o = trace.operations[step.operation];
    bars[{o.job, o.step, o.machine}];
  }
  for (std::size_t b = 0; b < model.timeline.bars.size(); ++b) {
    const Bar& bar = model.timeline.bars[b];
    if (bar.step < 0 || (bar.kind != BarKind::processing && bar.kind != BarKind::setup)) continue;
    const auto found = bars.find({bar.job, bar.step, bar.machine});
    if (found != bars.end()) found->second.push_back(b);
  }
  std::optional<std::size_t> before;
  for (const CriticalStep& step : path) {
    const OperationRecord& o = trace.operations[step.operation];
    for (const std::size_t b : bars[{o.job, o.step, o.machine}]) {
      Bar& bar = model.timeline.bars[b];
      if (bar.start < o.setup_start || bar.end > o.end) continue;  // done once more, by rework
      bar.special |= mark_critical;
      if (before) model.critical.push_back({*before, b});
      model.critical.push_back({b, b});
      before = b;
    }
  }
}

}  // namespace

std::string draw_gantt(const StoredRun& run, const GanttRequest& request, PaperFormat format) {
  const Theme* theme = find_theme(request.theme);
  if (theme == nullptr) refuse("--theme", request.theme, themes());
  const std::vector<Index> kinds = kinds_of(run, request.group);
  const bool only_orders = kinds.size() == 1 && kinds.front() == find_row_kind("orders");
  const std::string colour = !request.colour.empty() ? request.colour : only_orders ? "machine" : "product";
  const Index scheme = find_colour_scheme(colour);
  if (scheme < 0) refuse("--colour", colour, colour_schemes());

  GanttModel model;
  set_range(run, request, model);
  model.timeline = make_timeline(run, kinds, {model.from, model.to, request.rows});
  if (model.timeline.rows.empty())
    throw Error(
        Fault::usage,
        request.rows.empty()
            ? fmt::format("{}: nothing of this kind is in the run, so no row is left to show", run.path)
            : fmt::format("--rows: no row is called '{}', so none is left to show", request.rows));
  model.colouring = at(colour_schemes(), scheme).colour(run);
  model.clock = {request.start, is_instance(run.file.info.run.scenario_name)};
  model.measured_from = run.scenario.run.warm_up;
  model.title = request.title.value_or(run.file.info.title);
  if (!model.title.empty()) model.subtitle = subtitle_of(run, model);

  const Names names(run);
  model.label = [&names, only_orders](const Bar& bar) {
    return only_orders && bar.machine >= 0 ? names.machine(bar.machine) : names.job(bar.job);
  };
  model.short_label = [only_orders](const Bar& bar) {
    return only_orders || bar.job == no_job ? std::string() : fmt::format("{}", bar.job);
  };
  model.mark = [&names, &model](const Bar& bar) { return mark_of(names, model.clock, bar); };
  if (request.due_dates) add_due(run, names, only_orders, model);
  if (request.critical_path) add_critical(run, model);

  const std::unique_ptr<TextRuler> ruler = make_ruler();
  const GanttPlan plan = plan_gantt(model, *ruler, request.width > 0 ? request.width : 1200);
  const ResultInfo& info = run.file.info;
  const std::unique_ptr<Paper> paper = make_paper(
      format, {plan.width, plan.height, request.scale, model.title.empty() ? info.title : model.title,
               fmt::format("{}; {}; seed {}; trace digest {}; {}", info.run.scenario_name, info.run.agent,
                           info.run.seed, info.digest.hex(), info.software)});
  paint_gantt(model, plan, *theme, paper->canvas());
  return paper->finish();
}

}  // namespace takt
