#include "tests/sim/expected_jobs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace takt::test {

ExpectedJobs::ExpectedJobs(const Scenario& scenario, Seed seed, const Trace& trace, Faults& faults)
    : scenario_(scenario), seed_(seed), trace_(trace) {
  const auto listed = static_cast<std::uint32_t>(scenario.orders.size());
  std::vector<std::vector<const JobRecord*>> arrived(scenario.sources.size());
  std::uint32_t next = listed;
  std::vector<char> known(listed);
  for (const JobRecord& job : trace.jobs) {
    if (&job != trace.jobs.data() && (&job)[-1].number >= job.number)
      faults.add("job {} does not stand at its place", job.number);
    if (job.number < listed) {
      if (job.order != static_cast<Index>(job.number) || job.source != -1)
        faults.add("job {} does not belong to its order", job.number);
      known[job.number] = 1;
    } else if (job.order != -1 || job.source < 0 || job.number != next++) {
      faults.add("job {} has no source, or a number was left out before it", job.number);
    } else {
      arrived[at(job.source)].push_back(&job);
    }
  }
  if (!faults.none()) return;
  jobs_.resize(next);
  operations_.resize(next);
  expect_orders();
  for (Index s = 0; s < static_cast<Index>(arrived.size()); ++s) expect_arrivals(s, arrived[at(s)], faults);
  for (std::size_t order = 0; order < listed; ++order) {
    if ((known[order] != 0) != (scenario.orders[order].release <= trace.end))
      faults.add("order {} is recorded though it was not released, or the reverse", order);
  }
  if (!faults.none()) return;
  for (const OperationRecord& o : trace.operations) {
    if (o.job >= next || (o.job < listed && known[o.job] == 0)) {
      faults.add("an operation names job {}, which is not recorded", o.job);
      return;
    }
    operations_[o.job].push_back(&o);
  }
  for (const JobRecord& job : trace.jobs) {
    check_job(job, faults);
    check_operations(job, faults);
  }
}

void ExpectedJobs::expect_orders() {
  for (std::size_t order = 0; order < scenario_.orders.size(); ++order) {
    const Order& o = scenario_.orders[order];
    jobs_[order] = {o.routing, order, o.release, &o.due, o.weight};
  }
}

void ExpectedJobs::expect_arrivals(Index s, const std::vector<const JobRecord*>& arrived, Faults& faults) {
  const Source& source = scenario_.sources[at(s)];
  double shares = 0;
  for (const Source::Product& product : source.products) shares += product.share;
  const auto stream = static_cast<std::uint64_t>(s);
  Time time = source.start;
  for (std::uint64_t k = 0;; ++k) {
    const bool more = source.limit < 0 || k < static_cast<std::uint64_t>(source.limit);
    if (more) time += sample(source.interarrival, random_uniform(seed_, Purpose::interarrival, stream, k));
    if (!more || time > trace_.end) {
      if (k != arrived.size()) faults.add("{} jobs of source {} arrived, not {}", arrived.size(), s, k);
      return;
    }
    if (k >= arrived.size()) return faults.add("job {} of source {} did not arrive at {}", k, s, time);
    double left = shares * random_uniform(seed_, Purpose::product_mix, stream, k);
    std::size_t product = 0;
    while (product + 1 < source.products.size() && left >= source.products[product].share)
      left -= source.products[product++].share;
    jobs_[arrived[k]->number] = {source.products[product].routing, ((stream + 1) << 40) | k, time,
                                 &source.due, source.weight};
  }
}

const Routing& ExpectedJobs::routing(std::uint32_t job) const {
  return scenario_.routings[at(jobs_[job].routing)];
}

Time ExpectedJobs::drawn_time(std::uint32_t job, Index mode) const {
  const Mode& m = scenario_.modes[at(mode)];
  const double u = random_uniform(seed_, Purpose::processing_time, jobs_[job].key,
                                  static_cast<std::uint64_t>(mode - routing(job).first_mode));
  return static_cast<Time>(std::llround(quantile(m.time, u) / scenario_.groups[at(m.group)].speed));
}

std::vector<Index> ExpectedJobs::steps(std::uint32_t job) const {
  const Routing& r = routing(job);
  std::vector<Index> steps(at(r.step_count));
  std::iota(steps.begin(), steps.end(), r.first_step);
  for (std::size_t i = 0; r.random_order && i < at(r.steps_taken); ++i) {
    const std::uint64_t bits = random_bits(seed_, Purpose::routing_order, jobs_[job].key, i);
    std::swap(steps[i], steps[i + random_below(bits, steps.size() - i)]);
  }
  steps.resize(at(r.steps_taken));
  return steps;
}

/// Release, due date, work and the way it left.
void ExpectedJobs::check_job(const JobRecord& job, Faults& faults) const {
  const Expected& expected = jobs_[job.number];
  if (job.release != expected.release || job.routing != expected.routing || job.weight != expected.weight)
    return faults.add("job {}: release {}, routing {} or weight {} is wrong", job.number, job.release,
                      job.routing, job.weight);
  const bool drawn = scenario_.times_known == TimesKnown::at_release;
  double work = 0;
  for (Index step : steps(job.number)) {
    const Step& s = scenario_.steps[at(step)];
    double sum = 0;
    for (Index m = s.first_mode; m < s.first_mode + s.mode_count; ++m)
      sum += static_cast<double>(drawn ? drawn_time(job.number, m) : scenario_.modes[at(m)].planned);
    work += sum / s.mode_count;
  }
  // Means over alternatives are rounded to whole ticks.
  if (std::abs(static_cast<double>(job.total_work) - work) > routing(job.number).steps_taken)
    faults.add("job {}: total work {} should be {}", job.number, job.total_work, work);
  Time due = never;
  if (expected.due->rule == DueRule::fixed) due = expected.due->time;
  if (expected.due->rule == DueRule::allowance) due = job.release + expected.due->time;
  if (expected.due->rule == DueRule::total_work)
    due = job.release + std::llround(expected.due->factor * static_cast<double>(job.total_work));
  if (job.due != due) faults.add("job {}: due {} should be {}", job.number, job.due, due);

  const auto& operations = operations_[job.number];
  const bool scrapped = !operations.empty() && operations.back()->outcome == OperationOutcome::scrapped;
  const std::size_t done = operations.size() - (scrapped ? 1 : 0);
  const bool whole = done == at(routing(job.number).steps_taken);
  const JobOutcome outcome = scrapped ? JobOutcome::scrapped
                             : whole  ? JobOutcome::done
                                      : JobOutcome::unfinished;
  const Time completion = outcome == JobOutcome::unfinished ? never : operations.back()->end;
  if (job.outcome != outcome || job.operations_done != done || job.completion != completion)
    faults.add("job {}: outcome {}, {} operations done and completion {} do not fit its operations",
               job.number, static_cast<int>(job.outcome), job.operations_done, job.completion);
}

/// The operations of a job stand in its order, start when ready or later and never overlap.
void ExpectedJobs::check_operations(const JobRecord& job, Faults& faults) const {
  const std::vector<Index> steps = this->steps(job.number);
  const auto& operations = operations_[job.number];
  if (operations.size() > steps.size())
    return faults.add("job {} did {} operations", job.number, operations.size());
  for (std::uint32_t p = 0; p < operations.size(); ++p) {
    const OperationRecord& o = *operations[p];
    const Step& step = scenario_.steps[at(steps[p])];
    if (o.position != p || o.step != steps[p])
      faults.add("job {}: operation {} is out of order", job.number, p);
    if (o.mode < step.first_mode || o.mode >= step.first_mode + step.mode_count)
      faults.add("job {}: operation {} was done by mode {}", job.number, p, o.mode);
    else if (o.machine < 0 || o.machine >= scenario_.machine_count ||
             scenario_.group_of_machine[at(o.machine)] != scenario_.modes[at(o.mode)].group)
      faults.add("job {}: operation {} was done on machine {}", job.number, p, o.machine);
    if (o.ready != ready(job.number, p) || o.setup_start < o.ready || o.start < o.setup_start ||
        o.end < o.start)
      faults.add("job {}: the times {} {} {} {} of operation {} do not rise from {}", job.number, o.ready,
                 o.setup_start, o.start, o.end, p, ready(job.number, p));
    if (o.outcome == OperationOutcome::scrapped && p + 1 < operations.size())
      faults.add("job {} went on after it was scrapped", job.number);
  }
}

}  // namespace takt::test
