// A machine with hours, breakdowns, maintenance, setups and a worker with hours, held against a second
// account of it that goes from second to second; over any window.

#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/model/read/load_scenario.hpp"
#include "sim/record/retally.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr Time s = ticks_per_second;

struct Hours {
  int cycle = 0, from = 0, to = 0;  ///< cycle 0: always open
  bool open(int t) const { return cycle == 0 || (t % cycle >= from && t % cycle < to); }
};
struct Cause {
  int fails = 0, repair = 0;
  OnFailure on_failure = OnFailure::resume;
};
struct OneJob {
  int release = 0, time = 0, family = 0;
};

/// What is drawn: whole seconds everywhere.
struct Case {
  Hours machine, worker;
  bool machine_pauses = false, worker_pauses = false, has_worker = false;
  int setup = 0;             ///< to another family
  int every = 0, lasts = 0;  ///< maintenance; 0: none
  std::vector<Cause> causes;
  std::vector<OneJob> jobs;  ///< by release
  int until = 0;

  explicit Case(std::uint64_t seed);
  std::string text() const;
};

Case::Case(std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  const auto draw = [&engine](int low, int high) {
    return low + static_cast<int>(engine() % static_cast<std::uint64_t>(high - low + 1));
  };
  const auto hours = [&draw](int chance) {
    if (draw(0, 9) >= chance) return Hours{};
    const int cycle = draw(6, 24), from = draw(0, cycle - 3);
    return Hours{cycle, from, draw(from + 1, cycle - 1)};
  };
  machine = hours(8);
  has_worker = draw(0, 2) == 0;
  if (has_worker) worker = hours(8);
  machine_pauses = draw(0, 1) == 0;
  worker_pauses = draw(0, 1) == 0;
  setup = draw(0, 2) == 0 ? 0 : draw(1, 6);
  if (draw(0, 2) == 0) {
    every = draw(8, 40);
    lasts = draw(1, 9);
  }
  for (int c = draw(0, 3); c > 0; --c)
    causes.push_back({draw(5, 40), draw(1, 20), static_cast<OnFailure>(draw(0, 2))});
  for (int j = draw(1, 8), release = 0; j > 0; --j) {
    release += draw(0, 12);
    jobs.push_back({release, draw(1, 25), draw(0, 1)});
  }
  until = draw(20, 150);
}

std::string Case::text() const {
  std::string out = "takt: 1\nfamilies: [A, B]\n";
  std::string calendars;
  const auto calendar = [&calendars](const char* name, const Hours& hours) {
    if (hours.cycle > 0)
      calendars += fmt::format("  {}: {{cycle: {} s, work: [{{from: {} s, to: {} s}}]}}\n", name, hours.cycle,
                               hours.from, hours.to);
  };
  calendar("machine", machine);
  calendar("worker", worker);
  if (!calendars.empty()) out += "calendars:\n" + calendars;
  if (has_worker)
    out += worker.cycle == 0 ? std::string("workers: {w: {}}\n")
                             : fmt::format("workers: {{w: {{calendar: worker, at_end: {}}}}}\n",
                                           worker_pauses ? "pause" : "finish");
  if (setup > 0) out += fmt::format("setups: {{s: {{initial: {0} s, default: {0} s}}}}\n", setup);
  out += "machines:\n  m:\n    count: 1\n";
  if (machine.cycle > 0)
    out += fmt::format("    calendar: machine\n    at_end: {}\n", machine_pauses ? "pause" : "finish");
  if (setup > 0) out += "    setup: s\n";
  if (every > 0)
    out += fmt::format("    maintenance: [{{name: p, every: {} s, duration: {} s, restores: nothing}}]\n",
                       every, lasts);
  if (!causes.empty()) out += "    breakdowns:\n";
  for (std::size_t c = 0; c < causes.size(); ++c)
    out +=
        fmt::format("      - {{name: b{}, on_failure: {}, time_to_failure: {} s, time_to_repair: {} s}}\n", c,
                    std::array{"resume", "repeat", "scrap"}[static_cast<std::size_t>(causes[c].on_failure)],
                    causes[c].fails, causes[c].repair);
  out += "costs: {setup: 1}\nroutings:\n";
  for (std::size_t j = 0; j < jobs.size(); ++j)
    out += fmt::format("  r{}: [{{machine: m, time: {} s, family: {}{}}}]\n", j, jobs[j].time,
                       jobs[j].family == 0 ? "A" : "B", has_worker ? ", worker: w" : "");
  out += "orders:\n";
  for (std::size_t j = 0; j < jobs.size(); ++j)
    out += fmt::format("  - {{routing: r{}, release: {} s}}\n", j, jobs[j].release);
  return out + fmt::format("run: {{until: {} s}}\n", until);
}

/// Goes from second to second.
class Account {
 public:
  struct Second {
    MachineState state = MachineState::idle;
    bool off = false, maintained = false;  ///< also beside another state
  };
  std::vector<Second> seconds;
  std::vector<int> setups;          ///< when they began
  std::vector<int> left, scrapped;  ///< by job: when; -1: not
  bool ambiguous = false;           ///< what comes first in an instant matters

  explicit Account(const Case& c) : c_(c) {
    left.assign(c.jobs.size(), -1);
    scrapped.assign(c.jobs.size(), -1);
    for (const Cause& cause : c.causes) fails_at_.push_back(cause.fails);
    repaired_at_.assign(c.causes.size(), -1);
    if (!c.machine.open(0)) closed_ = true;
    on_duty_ = c.worker.open(0);
    for (int t = 0; t < c.until; ++t) {
      instant(t);
      seconds.push_back(now(t));
    }
  }

 private:
  bool broken() const {
    return std::any_of(repaired_at_.begin(), repaired_at_.end(), [](int at) { return at >= 0; });
  }
  bool off() const { return closed_ || paused_; }
  bool stopped() const { return broken() || maintained_until_ >= 0 || off(); }

  void instant(int t) {
    if (job_ >= 0 && !stopped() && left_to_do_ == 0) {
      if (in_setup_) {
        in_setup_ = false;
        family_ = c_.jobs[static_cast<std::size_t>(job_)].family;
        left_to_do_ = c_.jobs[static_cast<std::size_t>(job_)].time;
      } else {
        left[static_cast<std::size_t>(job_)] = t;
        leave(t);
      }
    }
    for (std::size_t i = 0; i < repaired_at_.size(); ++i) {
      if (repaired_at_[i] != t) continue;
      repaired_at_[i] = -1;
      fails_at_[i] = t + c_.causes[i].fails;
      maintain(t);
    }
    for (std::size_t i = 0; i < repaired_at_.size(); ++i) {
      if (repaired_at_[i] >= 0 || fails_at_[i] != t || maintained_until_ >= 0) continue;
      fail(i, t);
    }
    shifts(t);
    maintain(t);
    if (maintained_until_ == t) {
      maintained_until_ = -1;
      since_ = t;
      for (std::size_t i = 0; i < fails_at_.size(); ++i)
        if (repaired_at_[i] < 0 && fails_at_[i] == t) ambiguous = true;
    }
    dispatch(t);
  }

  /// Begins what is due as soon as the machine is free and in service, also in the middle of an instant.
  void maintain(int t) {
    if (c_.every == 0 || job_ >= 0 || stopped() || t - since_ < c_.every) return;
    maintained_until_ = t + c_.lasts;
    for (int& fails : fails_at_) fails += c_.lasts;
  }

  void fail(std::size_t i, int t) {
    repaired_at_[i] = t + c_.causes[i].repair;
    if (job_ < 0) return;
    if (c_.causes[i].on_failure == OnFailure::repeat)
      left_to_do_ = in_setup_ ? c_.setup : c_.jobs[static_cast<std::size_t>(job_)].time;
    if (c_.causes[i].on_failure == OnFailure::scrap) {
      scrapped[static_cast<std::size_t>(job_)] = t;
      leave(t);
    }
  }

  void leave(int t) {
    job_ = -1;
    paused_ = false;
    in_setup_ = false;
    // At the very instant of a shift the calendar stands as before until the shift is dealt with.
    if (c_.machine.cycle > 0 && !open_now_) closed_ = true;
    maintain(t);
  }

  void shifts(int t) {
    if (t > 0 && c_.machine.open(t) != c_.machine.open(t - 1)) {
      open_now_ = c_.machine.open(t);
      if (open_now_) {
        closed_ = false;
      } else if (!closed_ && (job_ < 0 || c_.machine_pauses)) {
        closed_ = true;
        if (job_ >= 0 && c_.has_worker) paused_ = true;  // the worker is given back
      }
      if (job_ >= 0 && paused_ && !closed_ && on_duty_) paused_ = false;
    }
    if (c_.has_worker && t > 0 && c_.worker.open(t) != c_.worker.open(t - 1)) {
      on_duty_ = c_.worker.open(t);
      if (!on_duty_ && job_ >= 0 && c_.worker_pauses) paused_ = true;
      if (job_ >= 0 && paused_ && !closed_ && on_duty_) paused_ = false;
    }
  }

  void dispatch(int t) {
    lacks_worker_ = false;
    if (job_ >= 0 || stopped()) return;
    if (next_ >= c_.jobs.size() || c_.jobs[next_].release > t) return;
    if (c_.has_worker && !on_duty_) {
      lacks_worker_ = true;
      return;
    }
    job_ = static_cast<int>(next_++);
    const OneJob& job = c_.jobs[static_cast<std::size_t>(job_)];
    in_setup_ = c_.setup > 0 && job.family != family_;
    if (in_setup_) setups.push_back(t);
    left_to_do_ = in_setup_ ? c_.setup : job.time;
    if (!in_setup_) family_ = job.family;
  }

  Second now(int) {
    Second second;
    second.off = off();
    second.maintained = maintained_until_ >= 0;
    if (broken()) {
      second.state = MachineState::down;
    } else if (second.maintained) {
      second.state = MachineState::maintenance;
    } else if (second.off) {
      second.state = MachineState::off;
    } else if (job_ >= 0) {
      second.state = in_setup_ ? MachineState::setup : MachineState::processing;
      --left_to_do_;
    } else if (lacks_worker_) {
      second.state = MachineState::waiting;
    }
    return second;
  }

  const Case& c_;
  std::vector<int> fails_at_, repaired_at_;
  bool closed_ = false, paused_ = false, on_duty_ = true, in_setup_ = false, lacks_worker_ = false;
  bool open_now_ = c_.machine.open(0);
  int maintained_until_ = -1, since_ = 0;
  int job_ = -1, family_ = -1, left_to_do_ = 0;
  std::size_t next_ = 0;
};

/// The account of [from, to) seconds.
struct Expected {
  MachineTally states;
  StopTally stops;
  std::int64_t setups = 0;

  Expected(const Case& c, const Account& account, int from, int to) {
    for (int t = from; t < to; ++t) {
      const Account::Second& second = account.seconds[static_cast<std::size_t>(t)];
      const bool works = second.state == MachineState::setup || second.state == MachineState::processing;
      const bool closed = !c.machine.open(t);
      const bool out = second.off || (closed && !works);
      states.in_state[static_cast<int>(second.state)] += s;
      if (second.off) stops.off += s;
      if (second.maintained) stops.maintained += s;
      if (out) stops.out_of_hours += s;
      if (!out && second.state == MachineState::down) stops.down_in_hours += s;
      if (!out && second.state == MachineState::maintenance) stops.maintained_in_hours += s;
      if (closed && works) stops.overtime += s;
      if (second.state == MachineState::waiting) stops.waited[static_cast<std::size_t>(WaitFor::worker)] += s;
    }
    for (const int begun : account.setups) setups += begun >= from && begun < to ? 1 : 0;
  }
};

TEST(stop_properties, a_machine_is_what_a_second_account_says_over_any_window) {
  std::mt19937_64 engine(4711);
  int compared = 0, overlaps = 0, scrapped = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    const Case c(seed);
    const Account account(c);
    if (account.ambiguous) continue;
    ++compared;
    const Scenario scenario = parse_scenario(c.text(), "case.yaml");
    FirstCandidate agent;
    SimulateOptions options;
    options.record = {true, true};
    options.check = true;
    const auto clock = make_calendar_clock(scenario);
    const Trace trace = simulate(scenario, agent, *clock, options);
    for (const MachineInterval& i : trace.intervals)
      overlaps += i.state != MachineState::waiting && i.also != 0 ? 1 : 0;
    const int end = static_cast<int>(trace.end / s);
    for (const JobRecord& job : trace.jobs) {
      const int left = account.left[job.number], lost = account.scrapped[job.number];
      const int told = job.completion == never ? -1 : static_cast<int>(job.completion / s);
      EXPECT_EQ(told == c.until ? -1 : told, std::max(left, lost))
          << "job " << job.number << " of case " << seed << ":\n"
          << c.text();
      scrapped += job.outcome == JobOutcome::scrapped ? 1 : 0;
    }
    // A run whose only job is stuck from the start has no window.
    for (int w = 0; w < 4 && end > 0; ++w) {
      int from = w == 0 ? 0 : static_cast<int>(engine() % static_cast<std::uint64_t>(end));
      int to = w == 0 ? end : static_cast<int>(engine() % static_cast<std::uint64_t>(end + 1));
      if (from > to) std::swap(from, to);
      if (from == to) continue;
      const Trace tallied = retally(scenario, trace, {from * s, to * s});
      const Expected expected(c, account, from, to);
      for (int state = 0; state < machine_state_count; ++state)
        EXPECT_EQ(tallied.machine_tallies[0].in_state[state] / s, expected.states.in_state[state] / s)
            << "state " << state << " in " << from << ".." << to << " of case " << seed << ":\n"
            << c.text();
      if (!tallied.stop_tallies.empty()) {
        EXPECT_EQ(tallied.stop_tallies[0], expected.stops)
            << "in " << from << ".." << to << " of case " << seed << ":\n"
            << c.text();
      }
      EXPECT_EQ(tallied.condition.machines[0].setups, expected.setups)
          << "in " << from << ".." << to << " of case " << seed << ":\n"
          << c.text();
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GT(compared, 1000);
  EXPECT_GT(overlaps, 1000);
  EXPECT_GT(scrapped, 200);
}

}  // namespace
}  // namespace takt::test
