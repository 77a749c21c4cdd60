#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/import/importers.hpp"
#include "sim/model/import/instance_text.hpp"
#include "sim/model/import/json_tree.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/precedence.hpp"

namespace takt {
namespace {

constexpr std::size_t most_tasks = most_operations_of_routing;
constexpr std::size_t most_edges = 1'000'000;

/// Reads values with positions. WfFormat 1.5 splits a workflow into `specification` and `execution`; before,
/// tasks (or `jobs`, up to 1.2) held both.
class WorkflowReader {
 public:
  WorkflowReader(const std::string& file, const JsonNode& root) : file_(file), root_(root) {}

  void read(Scenario& scenario) {
    const JsonNode& workflow = member(root_, "workflow", JsonNode::Kind::object);
    const JsonNode* specification = workflow.find("specification");
    const JsonNode& holder = specification != nullptr ? *specification : workflow;
    const JsonNode* tasks = holder.find("tasks");
    const JsonNode& list = tasks != nullptr ? *tasks : member(holder, "jobs", JsonNode::Kind::list);
    if (list.kind != JsonNode::Kind::list || list.items.empty()) fail(list, "must be a list of tasks");
    if (list.items.size() > most_tasks) fail(list, fmt::format("has more than {} tasks", most_tasks));

    for (const JsonNode& task : list.items) add_task(task);
    if (specification != nullptr) {
      const JsonNode& execution = member(workflow, "execution", JsonNode::Kind::object);
      for (const JsonNode& run : member(execution, "tasks", JsonNode::Kind::list).items)
        add_run(run, index_of(run));
      read_machines(execution);
    } else {
      for (std::size_t i = 0; i < list.items.size(); ++i) add_run(list.items[i], static_cast<Index>(i));
      read_machines(workflow);
    }
    for (std::size_t i = 0; i < tasks_.size(); ++i)
      if (!timed_[i]) fail(list.items[i], "has no run time");
    for (std::size_t i = 0; i < list.items.size(); ++i) add_edges(list.items[i], static_cast<Index>(i));
    check_circle(list);
    if (cores_ > 0) {
      Pool pool;
      pool.name = "core";
      pool.capacity = static_cast<Index>(cores_);
      scenario.resources.pools.push_back(std::move(pool));
      for (std::size_t i = 0; i < tasks_.size(); ++i) {
        if (cores_of_[i] > cores_)
          fail(list.items[i], fmt::format("needs {} cores; the machines have {}", cores_of_[i], cores_));
        tasks_[i].needs.push_back({0, -1, static_cast<Index>(cores_of_[i])});
      }
    }
    add_project(scenario, tasks_);
  }

 private:
  [[noreturn]] void fail(const JsonNode& at, const std::string& message) const {
    throw input_error(file_, at.line, at.column, message);
  }

  const JsonNode& member(const JsonNode& object, const char* key, JsonNode::Kind kind) const {
    const JsonNode* found = object.kind == JsonNode::Kind::object ? object.find(key) : nullptr;
    if (found == nullptr) fail(object, fmt::format("'{}' is missing; this is no workflow of WfCommons", key));
    if (found->kind != kind)
      fail(*found, fmt::format("'{}' must be {}", key,
                               kind == JsonNode::Kind::list     ? "a list"
                               : kind == JsonNode::Kind::object ? "an object"
                                                                : "a text"));
    return *found;
  }

  std::optional<double> number(const JsonNode& object, std::initializer_list<const char*> keys,
                               double greatest) const {
    for (const char* key : keys) {
      const JsonNode* found = object.find(key);
      if (found == nullptr || found->kind == JsonNode::Kind::null) continue;
      if (found->kind != JsonNode::Kind::number || !(found->number >= 0 && found->number <= greatest))
        fail(*found, fmt::format("'{}' must be a number from 0 to {}", key, greatest));
      return found->number;
    }
    return std::nullopt;
  }

  /// Names of WfCommons are longer and freer than those of operations.
  std::string operation_name(const std::string& name) {
    std::string short_name = name.substr(0, 58);
    for (std::size_t i = 0; i < short_name.size(); ++i) {
      char& c = short_name[i];
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && (i == 0 || (c != '-' && c != '.'))) c = '_';
    }
    if (short_name.empty()) short_name = "task";
    std::string free_name = short_name;
    while (!operation_names_.insert(free_name).second)
      free_name = fmt::format("{}_{}", short_name, ++copies_[short_name] + 1);
    return free_name;
  }

  void add_task(const JsonNode& task) {
    const JsonNode& name = member(task, "name", JsonNode::Kind::text);
    const JsonNode* id = task.find("id");
    if (id != nullptr && id->kind != JsonNode::Kind::text) fail(*id, "'id' must be a text");
    const std::string& key = id != nullptr ? id->text : name.text;
    const auto index = static_cast<Index>(tasks_.size());
    if (!ids_.emplace(key, index).second) fail(id != nullptr ? *id : name, "another task is called so, too");
    names_.emplace(name.text, index);
    ProjectTask read;
    read.name = operation_name(key);
    tasks_.push_back(std::move(read));
    timed_.push_back(false);
    cores_of_.push_back(1);
  }

  Index index_of(const JsonNode& run) const {
    const JsonNode& id = member(run, "id", JsonNode::Kind::text);
    const auto found = ids_.find(id.text);
    if (found == ids_.end()) fail(id, fmt::format("there is no task '{}'", id.text.substr(0, 60)));
    return found->second;
  }

  void add_run(const JsonNode& run, Index index) {
    const auto i = static_cast<std::size_t>(index);
    const auto seconds =
        number(run, {"runtimeInSeconds", "runtime"}, static_cast<double>(InstanceLimits::seconds));
    if (!seconds) return;
    if (timed_[i]) fail(run, "the run time of this task is told twice");
    timed_[i] = true;
    tasks_[i].time = static_cast<Time>(std::llround(*seconds * static_cast<double>(ticks_per_second)));
    if (const auto cores = number(run, {"coreCount", "cores"}, 1e6))
      cores_of_[i] = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(*cores)));
  }

  /// Cores of all machines that are listed; none when a machine does not tell.
  void read_machines(const JsonNode& holder) {
    const JsonNode* machines = holder.find("machines");
    if (machines == nullptr) return;
    if (machines->kind != JsonNode::Kind::list) fail(*machines, "'machines' must be a list");
    std::int64_t sum = 0;
    for (const JsonNode& machine : machines->items) {
      const JsonNode* cpu = machine.find("cpu");
      if (cpu == nullptr || cpu->kind != JsonNode::Kind::object) return;
      const auto cores = number(*cpu, {"coreCount", "count"}, 1e6);
      if (!cores || *cores < 1) return;
      sum += static_cast<std::int64_t>(*cores);
    }
    if (sum > most_units) fail(*machines, fmt::format("have more than {} cores", most_units));
    cores_ = sum;
  }

  void add_edges(const JsonNode& task, Index own) {
    for (const bool up : {true, false}) {
      const JsonNode* list = task.find(up ? "parents" : "children");
      if (list == nullptr) continue;
      if (list->kind != JsonNode::Kind::list) fail(*list, "must be a list of tasks");
      for (const JsonNode& item : list->items) {
        if (item.kind != JsonNode::Kind::text) fail(item, "must be the name of a task");
        auto found = ids_.find(item.text);
        if (found == ids_.end()) {
          found = names_.find(item.text);
          if (found == names_.end())
            fail(item, fmt::format("there is no task '{}'", item.text.substr(0, 60)));
        }
        const Index from = up ? found->second : own, to = up ? own : found->second;
        if (from == to) fail(item, "a task cannot come after itself");
        if (!known_edges_.insert(static_cast<std::uint64_t>(from) << 32 | static_cast<std::uint64_t>(to))
                 .second)
          continue;  // told by both of its ends
        if (edges_.size() == most_edges)
          fail(item, fmt::format("there are more than {} dependencies", most_edges));
        edges_.emplace_back(from, to);
        tasks_[static_cast<std::size_t>(to)].after.push_back(from);
      }
    }
  }

  void check_circle(const JsonNode& list) const {
    const std::vector<Index> circle = find_circle(static_cast<Index>(tasks_.size()), edges_);
    if (circle.empty()) return;
    std::string way;
    for (std::size_t i = 0; i < std::min<std::size_t>(circle.size(), 10); ++i)
      way += fmt::format("'{}' -> ", tasks_[static_cast<std::size_t>(circle[i])].name);
    const auto first = static_cast<std::size_t>(circle.front());
    fail(list.items[first], fmt::format("the tasks wait for each other in a circle: {}{}", way,
                                        circle.size() > 10 ? "..." : "'" + tasks_[first].name + "'"));
  }

  const std::string& file_;
  const JsonNode& root_;
  std::vector<ProjectTask> tasks_;
  std::vector<bool> timed_;
  std::vector<std::int64_t> cores_of_;
  std::int64_t cores_ = 0;  ///< 0: not told
  std::unordered_map<std::string, Index> ids_, names_;
  std::unordered_set<std::string> operation_names_;
  std::unordered_map<std::string, int> copies_;
  std::unordered_set<std::uint64_t> known_edges_;
  PrecedenceEdges edges_;
};

}  // namespace

Scenario import_wfcommons(const std::string& path) {
  const std::string text = read_input_file(path);
  const JsonNode root = parse_json(path, text);
  Scenario scenario;
  scenario.name = instance_name(path);
  scenario.source_text = text;
  WorkflowReader(path, root).read(scenario);
  finish_scenario(scenario);
  return scenario;
}

}  // namespace takt
