// Checks and derives what lines need: buffers, cards, part stores.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/refuse.hpp"
#include "sim/model/scenario.hpp"

namespace takt {
namespace {

/// A table that says nothing is the same as none.
template <typename Entry>
void empty_if_default(std::vector<Entry>& table, const Entry& nothing, std::size_t size, const char* what) {
  if (!table.empty() && table.size() != size)
    refuse("the lines have {} entries of {} for {}", table.size(), what, size);
  if (std::all_of(table.begin(), table.end(), [&](const Entry& e) { return e == nothing; })) table.clear();
}

class Finish {
 public:
  explicit Finish(Scenario& s) : s_(s), lines_(s.lines) {}

  void run() {
    empty_if_default(lines_.buffers, Buffer{}, s_.groups.size(), "buffers");
    empty_if_default(lines_.sources, SourceRelease{}, s_.sources.size(), "sources");
    empty_if_default(lines_.steps, StepParts{}, s_.steps.size(), "operations");
    empty_if_default(lines_.part_of, Index{-1}, s_.routings.size(), "parts of routings");
    lines_.used = !lines_.buffers.empty() || !lines_.sources.empty() || !lines_.steps.empty() ||
                  !lines_.part_of.empty() || !lines_.cards.empty() || !lines_.parts.empty();
    lines_.wip_loop.clear();
    lines_.spans.clear();
    lines_.takers.clear();
    lines_.feeders.clear();
    lines_.makers.clear();
    if (!lines_.used) return;
    check_buffers();
    check_stores();
    check_steps();
    check_releases();
    check_batches();
    check_graphs();
    check_sources();
    derive_wip_loops();
    derive_spans();
    derive_takers();
    derive_feeders();
    set_flags();
  }

 private:
  void check_buffers() const;
  void check_stores() const;
  void check_steps() const;
  void check_releases() const;
  void check_batches() const;
  void check_graphs() const;
  void check_sources() const;
  bool takes_time(const Routing& routing, bool at_first) const;
  void check_span(const CardLoop& loop, const CardLoop::Span& span) const;
  void derive_wip_loops();
  void derive_spans();
  void derive_takers();
  void derive_feeders();
  void set_flags();
  void feed(Index routing, Index group, Index step, Index next);
  void fill(Index group, Index store, std::int64_t count);

  const Step& step(Index i) const { return s_.steps[at(i)]; }
  const Mode& mode(Index i) const { return s_.modes[at(i)]; }

  Scenario& s_;
  LineModel& lines_;
};

void Finish::check_buffers() const {
  for (std::size_t g = 0; g < lines_.buffers.size(); ++g) {
    const Index places = lines_.buffers[g].places;
    if (places < -1 || places > most_places)
      refuse("machine '{}': buffer must be from 0 to {}, is {}", s_.groups[g].name, most_places, places);
  }
}

void Finish::check_stores() const {
  for (const PartStore& store : lines_.parts) {
    if (store.capacity < -1 || store.capacity > most_parts)
      refuse("part '{}': capacity must be from 0 to {}, is {}", store.name, most_parts, store.capacity);
    if (store.initial < 0 || store.initial > most_parts)
      refuse("part '{}': initial must be from 0 to {}, is {}", store.name, most_parts, store.initial);
    if (store.capacity >= 0 && store.initial > store.capacity)
      refuse("part '{}': {} parts at the start do not fit into a capacity of {}", store.name, store.initial,
             store.capacity);
  }
  for (std::size_t r = 0; r < lines_.part_of.size(); ++r) {
    const Index store = lines_.part_of[r];
    if (store < -1 || store >= static_cast<Index>(lines_.parts.size()))
      refuse("routing '{}': there is no part {}", s_.routings[r].name, store);
  }
}

void Finish::check_steps() const {
  const auto check = [&](std::size_t i, const PartAmount& amount) {
    if (amount.store < 0 || at(amount.store) >= lines_.parts.size())
      refuse("operation '{}': there is no part {}", s_.steps[i].name, amount.store);
    if (amount.count < 1 || amount.count > most_parts)
      refuse("operation '{}': the number of parts must be from 1 to {}, is {}", s_.steps[i].name, most_parts,
             amount.count);
  };
  for (std::size_t i = 0; i < lines_.steps.size(); ++i) {
    const StepParts& parts = lines_.steps[i];
    for (const Kit& kit : parts.kits) {
      if (kit.empty()) refuse("operation '{}': a kit without parts", s_.steps[i].name);
      for (const PartAmount& amount : kit) check(i, amount);
    }
    for (const PartAmount& amount : parts.yields) check(i, amount);
    for (const ChildJobs& child : parts.releases) {
      if (child.routing < 0 || at(child.routing) >= s_.routings.size())
        refuse("operation '{}': there is no routing {}", s_.steps[i].name, child.routing);
      if (child.count < 1 || child.count > most_children)
        refuse("operation '{}': it can release 1 to {} jobs, not {}", s_.steps[i].name, most_children,
               child.count);
    }
  }
}

/// A batch starts as a whole: all that its members need would have to be there at once.
void Finish::check_batches() const {
  const auto is_batch = [&](Index group) { return (s_.group_flags[at(group)] & group_batch) != 0; };
  for (Index g = 0; g < static_cast<Index>(s_.groups.size()); ++g) {
    if (!is_batch(g)) continue;
    const Index least = s_.operations.groups[at(g)].batch.minimum;
    if (lines_.places(g) >= 0 && lines_.places(g) < least)
      refuse("machine '{}': a batch of at least {} never comes together in a buffer of {}",
             s_.groups[at(g)].name, least, lines_.places(g));
    if (lines_.before_service(g))
      refuse("machine '{}': a batch machine cannot have blocking: before_service", s_.groups[at(g)].name);
  }
  for (std::size_t i = 0; i < lines_.steps.size(); ++i) {
    if (lines_.steps[i].kits.empty()) continue;
    const Step& taker = s_.steps[i];
    for (Index m = taker.first_mode; m < taker.first_mode + taker.mode_count; ++m)
      if (is_batch(mode(m).group))
        refuse("operation '{}' takes parts, which the batch machine '{}' cannot do", taker.name,
               s_.groups[at(mode(m).group)].name);
  }
}

/// Tasks of a graph are under way side by side: there is no one place where the job could be blocked.
void Finish::check_graphs() const {
  std::vector<bool> cards(s_.routings.size()), limited(s_.routings.size());
  for (const CardLoop& loop : lines_.cards)
    for (const CardLoop::Span& span : loop.spans)
      if (span.routing >= 0 && at(span.routing) < cards.size()) cards[at(span.routing)] = true;
  for (Index i = 0; i < static_cast<Index>(s_.sources.size()); ++i)
    for (const Source::Product& product : s_.sources[at(i)].products)
      if (lines_.saturated(i) || lines_.wip_limit(i) > 0) limited[at(product.routing)] = true;
  for (std::size_t r = 0; r < s_.routings.size(); ++r) {
    const Routing& routing = s_.routings[r];
    if (!routing.graph) continue;
    const auto refuse_it = [&](const char* what) {
      refuse("routing '{}': operations with an order of their own (after) cannot have {}", routing.name,
             what);
    };
    if (lines_.part(static_cast<Index>(r)) >= 0) refuse_it("a part that they become");
    if (cards[r]) refuse_it("cards");
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
      if (lines_.parts_of(i) != nullptr && !(*lines_.parts_of(i) == StepParts{})) refuse_it("parts");
      for (Index m = step(i).first_mode; m < step(i).first_mode + step(i).mode_count; ++m)
        if (lines_.places(mode(m).group) >= 0) refuse_it("machines with a buffer");
    }
    if (limited[r]) refuse_it("a saturated source or a wip limit");
  }
}

/// Jobs that release jobs of their own kind would never end.
void Finish::check_releases() const {
  if (lines_.steps.empty()) return;
  enum { untouched, open, closed };
  std::vector<int> state(s_.routings.size(), untouched);
  // Depth first without recursion: a routing is open while one of its descendants is looked at.
  std::vector<std::pair<Index, bool>> stack;
  for (Index first = 0; first < static_cast<Index>(s_.routings.size()); ++first) {
    stack.emplace_back(first, false);
    while (!stack.empty()) {
      const auto [r, left] = stack.back();
      stack.pop_back();
      if (left) {
        state[at(r)] = closed;
        continue;
      }
      if (state[at(r)] == closed) continue;
      if (state[at(r)] == open)
        refuse("routing '{}' releases jobs that in the end release jobs of '{}' again: that would never end",
               s_.routings[at(r)].name, s_.routings[at(r)].name);
      state[at(r)] = open;
      stack.emplace_back(r, true);
      const Routing& routing = s_.routings[at(r)];
      for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i)
        for (const ChildJobs& child : lines_.steps[at(i)].releases)
          if (state[at(child.routing)] != closed) stack.emplace_back(child.routing, false);
    }
  }
}

/// Whatever is chosen, a job of the routing (or its first operation alone) keeps some machine for a while.
bool Finish::takes_time(const Routing& routing, bool at_first) const {
  const auto slow = [&](Index i) {
    for (Index m = step(i).first_mode; m < step(i).first_mode + step(i).mode_count; ++m)
      if (mode(m).planned == 0) return false;
    return true;
  };
  if (at_first && !routing.random_order) return slow(routing.first_step);
  int slow_steps = 0;
  for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) slow_steps += slow(i);
  return routing.random_order ? slow_steps == routing.step_count : slow_steps > 0;
}

void Finish::check_sources() const {
  std::vector<bool> known[2] = {std::vector<bool>(s_.routings.size()), std::vector<bool>(s_.routings.size())};
  for (std::size_t i = 0; i < lines_.sources.size(); ++i) {
    const SourceRelease& rule = lines_.sources[i];
    const Source& source = s_.sources[i];
    if (rule.wip_limit != -1 && (rule.wip_limit < 1 || rule.wip_limit > most_places))
      refuse("arrivals '{}': wip_limit must be from 1 to {}, is {}", source.name, most_places,
             rule.wip_limit);
    if (!rule.saturated) continue;
    for (const Source::Product& product : source.products) {
      const Routing& routing = s_.routings[at(product.routing)];
      if (known[rule.wip_limit < 0][at(product.routing)]) continue;
      known[rule.wip_limit < 0][at(product.routing)] = true;
      // Else endlessly many jobs come within one instant.
      if (!takes_time(routing, rule.wip_limit < 0))
        refuse("arrivals '{}': a saturated source needs operations that take time, those of '{}' take none",
               source.name, routing.name);
    }
  }
}

void Finish::check_span(const CardLoop& loop, const CardLoop::Span& span) const {
  if (span.routing < 0 || at(span.routing) >= s_.routings.size())
    refuse("cards '{}': there is no routing {}", loop.name, span.routing);
  const Routing& routing = s_.routings[at(span.routing)];
  if (span.first < 0 || span.last < span.first || span.last >= routing.steps_taken)
    refuse("cards '{}': routing '{}' has no operations {} to {}", loop.name, routing.name, span.first,
           span.last);
  if (routing.random_order && (span.first != 0 || span.last != routing.steps_taken - 1))
    refuse("cards '{}': routing '{}' has a random order, so cards can only cover all of it", loop.name,
           routing.name);
}

void Finish::derive_wip_loops() {
  auto next = static_cast<Index>(lines_.cards.size());
  lines_.wip_loop.assign(s_.sources.size(), -1);
  for (Index i = 0; i < static_cast<Index>(s_.sources.size()); ++i)
    if (lines_.wip_limit(i) > 0) lines_.wip_loop[at(i)] = next++;
  lines_.loop_count = next;
}

void Finish::derive_spans() {
  lines_.spans.resize(s_.routings.size());
  constexpr std::size_t most_spans = 64;  // a job keeps a bit for each
  for (std::size_t l = 0; l < lines_.cards.size(); ++l) {
    const CardLoop& loop = lines_.cards[l];
    if (loop.count < 1 || loop.count > most_places)
      refuse("cards '{}': count must be from 1 to {}, is {}", loop.name, most_places, loop.count);
    if (loop.spans.empty()) refuse("cards '{}' cover no routing", loop.name);
    for (const CardLoop::Span& span : loop.spans) {
      check_span(loop, span);
      for (const LineModel::RoutingSpan& other : lines_.spans[at(span.routing)])
        if (other.loop == static_cast<Index>(l) && other.first <= span.last && span.first <= other.last)
          refuse("cards '{}': two ranges of routing '{}' overlap", loop.name,
                 s_.routings[at(span.routing)].name);
      lines_.spans[at(span.routing)].push_back({static_cast<Index>(l), span.first, span.last});
      if (lines_.spans[at(span.routing)].size() > most_spans)
        refuse("routing '{}' is covered by more than {} ranges of cards", s_.routings[at(span.routing)].name,
               most_spans);
    }
  }
}

void Finish::derive_takers() {
  lines_.takers.resize(lines_.parts.size());
  for (std::size_t i = 0; i < lines_.steps.size(); ++i) {
    for (const Kit& kit : lines_.steps[i].kits) {
      for (const PartAmount& amount : kit) {
        std::vector<Index>& takers = lines_.takers[at(amount.store)];
        const Step& taker = s_.steps[i];
        for (Index m = taker.first_mode; m < taker.first_mode + taker.mode_count; ++m)
          takers.push_back(mode(m).group);
      }
    }
  }
  for (std::vector<Index>& takers : lines_.takers) {
    std::sort(takers.begin(), takers.end());
    takers.erase(std::unique(takers.begin(), takers.end()), takers.end());
  }
}

/// `next` comes, or may come, after `step` of a routing; `step` may be done by `group`, which reserves.
void Finish::feed(Index routing, Index group, Index step_index, Index next) {
  const Step& after = step(next);
  for (Index m = after.first_mode; m < after.first_mode + after.mode_count; ++m) {
    const Index target = mode(m).group;
    const Index places = lines_.places(target);
    if (places < 0 || (target == group && after.mode_count == 1)) continue;
    const auto who = fmt::format("machine '{}' has blocking: before_service", s_.groups[at(group)].name);
    if (after.mode_count > 1)
      refuse(
          "{}, but after operation '{}' of routing '{}' the next machine is chosen from alternatives, so "
          "no place can be reserved",
          who, step(step_index).name, s_.routings[at(routing)].name);
    if (places == 0)
      refuse("{}, but machine '{}' behind it has a buffer of 0: there is no place to reserve", who,
             s_.groups[at(target)].name);
    lines_.feeders[at(target)].push_back(group);
  }
}

void Finish::fill(Index group, Index store, std::int64_t count) {
  const PartStore& part = lines_.parts[at(store)];
  if (part.capacity < 0) return;
  if (count > part.capacity)
    refuse("machine '{}' has blocking: before_service, but {} of part '{}' never fit into its store of {}",
           s_.groups[at(group)].name, count, part.name, part.capacity);
  lines_.makers[at(store)].push_back(group);
}

void Finish::derive_feeders() {
  lines_.feeders.resize(s_.groups.size());
  lines_.makers.resize(lines_.parts.size());
  for (std::size_t r = 0; r < s_.routings.size(); ++r) {
    const Routing& routing = s_.routings[r];
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
      for (Index m = step(i).first_mode; m < step(i).first_mode + step(i).mode_count; ++m) {
        const Index group = mode(m).group;
        if (!lines_.before_service(group)) continue;
        const bool last = i + 1 == routing.first_step + routing.step_count;
        if (routing.random_order) {
          for (Index j = routing.first_step; j < routing.first_step + routing.step_count; ++j)
            if (j != i) feed(static_cast<Index>(r), group, i, j);
        } else if (!last) {
          feed(static_cast<Index>(r), group, i, i + 1);
        }
        const Index part = lines_.part(static_cast<Index>(r));
        std::int64_t finished = part >= 0 && (last || routing.random_order) ? 1 : 0;
        if (const StepParts* parts = lines_.parts_of(i)) {
          for (const PartAmount& amount : parts->yields) {
            const bool same = amount.store == part;
            fill(group, amount.store, amount.count + (same ? finished : 0));
            if (same) finished = 0;
          }
        }
        if (finished > 0) fill(group, part, finished);
      }
    }
  }
  for (auto* table : {&lines_.feeders, &lines_.makers}) {
    for (std::vector<Index>& groups : *table) {
      std::sort(groups.begin(), groups.end());
      groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    }
  }
}

void Finish::set_flags() {
  s_.job_extras = true;
  for (StepPlan& plan : s_.plans) plan.add(step_line);
  const auto flag = [&](Index group) { s_.group_flags[at(group)] |= group_line; };
  for (const std::vector<Index>& takers : lines_.takers)
    for (const Index group : takers) flag(group);
  for (const auto* table : {&lines_.feeders, &lines_.makers})
    for (const std::vector<Index>& groups : *table)
      for (const Index group : groups) flag(group);
  for (std::size_t g = 0; g < lines_.buffers.size(); ++g)
    if (lines_.buffers[g].places == 0) flag(static_cast<Index>(g));
}

}  // namespace

void finish_lines(Scenario& scenario) {
  Finish(scenario).run();
}

}  // namespace takt
