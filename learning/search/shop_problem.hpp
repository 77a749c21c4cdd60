#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "learning/search/goal.hpp"
#include "sim/model/scenario.hpp"

namespace takt::search {

/// Times of a problem: whole multiples of ShopProblem::unit.
using Span = std::int64_t;

/// A job shop that is known from the start, as the search looks at it: jobs with release dates whose
/// operations follow each other, each on one of some machines, with setups between families and one of two
/// kinds of cost. Operations are numbered job by job, with a *gate* before each job's first and one after the
/// last job: so v - 1 and v + 1 are always the neighbours of operation v in its job, or a gate.
struct ShopProblem {
  /// One machine that can do an operation.
  struct Option {
    Index machine = 0;
    Index mode = 0;  ///< Scenario::modes
    Span time = 0;   ///< without setup
  };
  struct Job {
    Index gate = 0;            ///< the node before its first operation; the next job's gate follows its last
    std::uint32_t number = 0;  ///< in the plant
    Span release = 0;
    Span due = 0;
    double weight = 0;  ///< of what it costs a tick: see `sums`
  };

  std::vector<Job> jobs;
  std::vector<Index> job_of;        ///< by node; a gate belongs to the job after it
  std::vector<Index> first_option;  ///< by node, and one more: its options are first_option[v] .. [v + 1]
  std::vector<Option> options;
  std::vector<Index> family;  ///< by node; -1: needs no setup and leaves the machine as it is

  Index machines = 0;
  Index families = 0;
  std::vector<Index> matrix_of;   ///< by machine; -1: without setups
  std::vector<Index> initial_of;  ///< by machine: the family it is set up for at first, or -1
  std::vector<Span> setup_times;  ///< [matrix][from + 1][to]; from -1: a machine without a family

  /// false: the cost is the greatest of completion - due; true: the sum of weight * max(0, completion - due).
  bool sums = false;
  double scale = 1;            ///< a cost times this is the KPI, in ticks
  bool at_least_zero = false;  ///< the KPI is not below 0, whatever the cost
  Time unit = 1;               ///< ticks

  Index nodes() const { return static_cast<Index>(job_of.size()); }
  bool is_gate(Index v) const { return at(first_option, v) == at(first_option, v + 1); }
  bool flexible() const { return options.size() > job_of.size() - jobs.size() - 1; }
  bool has_setups() const { return !setup_times.empty(); }
  std::span<const Option> options_of(Index v) const {
    return {options.data() + at(first_option, v), options.data() + at(first_option, v + 1)};
  }
  /// Setup of a machine that stands ready for family `from` (-1: none yet) when it takes one of `to`.
  Span setup(Index machine, Index from, Index to) const {
    const Index matrix = at(matrix_of, machine);
    if (matrix < 0 || to < 0) return 0;
    return at(setup_times, (matrix * (families + 1) + from + 1) * families + to);
  }
};

/// A problem, or why the scenario is none that this search can be given.
struct ProblemOrReason {
  ShopProblem problem;
  std::string reason;  ///< "machines break down"; empty: there is a problem
};

/// The problem of a scenario in which nothing is left to chance or to features beyond job shops. Throws
/// Error(bad_input) when the goal is about due dates and no job has one.
ProblemOrReason make_problem(const Scenario& scenario, Goal goal);

}  // namespace takt::search
