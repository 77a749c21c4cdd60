#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/model/index.hpp"

namespace takt {

struct Scenario;

/// Lines: limited buffers, saturated sources, cards, part stores. Tables by group, source, step or routing
/// are either empty, which means nothing of the kind is used, or hold one entry for each.

/// When a machine whose next place is taken stops.
enum class Blocking {
  after_service,  ///< it finishes the job and keeps it until there is a place
  before_service  ///< it does not start a job before a place behind it is reserved
};

/// The places before a machine group.
struct Buffer {
  Index places = -1;  ///< jobs that may wait there; 0: handed over from machine to machine; -1: any number
  Blocking blocking = Blocking::after_service;  ///< of the group's own machines

  bool operator==(const Buffer&) const = default;
};

/// How jobs of a source get into the shop.
struct SourceRelease {
  bool saturated = false;  ///< a job is always at hand: see Source
  std::int64_t wip_limit =
      -1;  ///< at most so many of its jobs in the shop, the others wait (CONWIP); -1: any

  bool operator==(const SourceRelease&) const = default;
};

/// A loop of cards (kanban): whoever is in one of its spans holds a card.
struct CardLoop {
  /// A stretch of a routing, by position of its operations (0-based, both ends included).
  struct Span {
    Index routing = 0;
    Index first = 0;
    Index last = 0;

    bool operator==(const Span&) const = default;
  };
  std::string name;
  Index count = 1;
  std::vector<Span> spans;

  bool operator==(const CardLoop&) const = default;
};

/// Where equal parts lie until an operation takes them.
struct PartStore {
  std::string name;
  std::int64_t capacity = -1;  ///< 0: parts stay on the machine that made them until they are taken; -1: any
  std::int64_t initial = 0;    ///< parts at time 0

  bool operator==(const PartStore&) const = default;
};

struct PartAmount {
  Index store = 0;
  std::int64_t count = 1;

  bool operator==(const PartAmount&) const = default;
};
using Kit = std::vector<PartAmount>;

struct ChildJobs {
  Index routing = 0;
  std::int64_t count = 1;

  bool operator==(const ChildJobs&) const = default;
};

/// What an operation takes and gives besides its job.
struct StepParts {
  std::vector<Kit> kits;            ///< it starts with all parts of one of these: the first that is complete
  std::vector<PartAmount> yields;   ///< parts that are there when it ends
  std::vector<ChildJobs> releases;  ///< jobs that are released when it ends

  bool operator==(const StepParts&) const = default;
};

struct LineModel {
  std::vector<Buffer> buffers;         ///< by group
  std::vector<SourceRelease> sources;  ///< by source
  std::vector<CardLoop> cards;
  std::vector<PartStore> parts;
  std::vector<StepParts> steps;  ///< by step
  std::vector<Index> part_of;    ///< by routing: the store its finished jobs go to as parts; -1: none

  /// Derived: the span of a loop seen from its routing. The loops of wip limits follow those of `cards`.
  struct RoutingSpan {
    Index loop = 0;
    Index first = 0;
    Index last = 0;

    bool operator==(const RoutingSpan&) const = default;
  };
  bool used = false;                            ///< derived: anything of the above
  std::vector<Index> wip_loop;                  ///< derived, by source: the loop of its wip limit; -1: none
  Index loop_count = 0;                         ///< derived: card loops and wip limits
  std::vector<std::vector<RoutingSpan>> spans;  ///< derived, by routing: by loop
  std::vector<std::vector<Index>> takers;   ///< derived, by store: groups whose operations may take from it
  std::vector<std::vector<Index>> feeders;  ///< derived, by group: before_service groups that feed it
  std::vector<std::vector<Index>> makers;   ///< derived, by store: before_service groups that fill it

  bool operator==(const LineModel&) const = default;

  Index places(Index group) const {
    return buffers.empty() ? -1 : buffers[static_cast<std::size_t>(group)].places;
  }
  bool before_service(Index group) const {
    return !buffers.empty() && buffers[static_cast<std::size_t>(group)].blocking == Blocking::before_service;
  }
  bool saturated(Index source) const {
    return !sources.empty() && source >= 0 && sources[static_cast<std::size_t>(source)].saturated;
  }
  std::int64_t wip_limit(Index source) const {
    return sources.empty() || source < 0 ? -1 : sources[static_cast<std::size_t>(source)].wip_limit;
  }
  Index part(Index routing) const {
    return part_of.empty() ? -1 : part_of[static_cast<std::size_t>(routing)];
  }
  const StepParts* parts_of(Index step) const {
    return steps.empty() ? nullptr : &steps[static_cast<std::size_t>(step)];
  }
};

/// Checks the line model of a scenario whose groups, routings and sources are finished, and fills in what is
/// derived. Tables that say nothing are emptied. Throws Error(bad_input).
void finish_lines(Scenario& scenario);

}  // namespace takt
