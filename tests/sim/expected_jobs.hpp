#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/model/random.hpp"
#include "sim/record/trace.hpp"

namespace takt::test {

/// What was found wrong, in sentences; no more than a person reads.
class Faults {
 public:
  template <typename... Arguments>
  void add(fmt::format_string<Arguments...> form, Arguments&&... arguments) {
    if (sentences_.size() < 20)
      sentences_.push_back(fmt::format(form, std::forward<Arguments>(arguments)...));
  }
  const std::vector<std::string>& sentences() const { return sentences_; }
  bool none() const { return sentences_.empty(); }

 private:
  std::vector<std::string> sentences_;
};

/// Which jobs a run must have had, with their draws, worked out anew from scenario and seed, and what the
/// trace tells of them.
class ExpectedJobs {
 public:
  /// Compares the jobs of the trace with what they must be. Only when that finds no fault may the rest of
  /// this class be used.
  ExpectedJobs(const Scenario& scenario, Seed seed, const Trace& trace, Faults& faults);

  std::size_t numbers() const { return jobs_.size(); }  ///< all job numbers are below this
  Time release(std::uint32_t job) const { return jobs_[job].release; }
  const Routing& routing(std::uint32_t job) const;
  /// The steps of a job in its own order.
  std::vector<Index> steps(std::uint32_t job) const;
  /// Its processing time by this mode, as drawn.
  Time drawn_time(std::uint32_t job, Index mode) const;
  /// Its operations that left a machine, in that order.
  const std::vector<const OperationRecord*>& operations(std::uint32_t job) const { return operations_[job]; }

  /// When the operation at a position became ready, given that those before it are recorded; `never`
  /// otherwise.
  Time ready(std::uint32_t job, std::uint32_t position) const {
    if (position == 0) return release(job);
    return position <= operations_[job].size() ? operations_[job][position - 1]->end : never;
  }

 private:
  struct Expected {
    Index routing = 0;
    std::uint64_t key = 0;  ///< of its draws
    Time release = 0;
    const Due* due = nullptr;
    double weight = 1;
  };
  void expect_orders();
  void expect_arrivals(Index source, const std::vector<const JobRecord*>& arrived, Faults& faults);
  void check_job(const JobRecord& job, Faults& faults) const;
  void check_operations(const JobRecord& job, Faults& faults) const;

  const Scenario& scenario_;
  Seed seed_;
  const Trace& trace_;
  std::vector<Expected> jobs_;                                   ///< by number
  std::vector<std::vector<const OperationRecord*>> operations_;  ///< by number
};

}  // namespace takt::test
