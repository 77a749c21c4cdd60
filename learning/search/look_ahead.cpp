#include "learning/search/look_ahead.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "agents/registry.hpp"
#include "learning/search/dice.hpp"
#include "learning/search/run_cost.hpp"
#include "sim/model/error.hpp"
#include "sim/simulation.hpp"

namespace takt::search {
namespace {

constexpr std::array<const char*, 10> rules = {
    "rule:atc",  "rule:fdd_mwkr",  "rule:spt",  "rule:edd",          "rule:cr_spt",
    "rule:mwkr", "rule:min_setup", "rule:fifo", "rule:2pt_winq_npt", "rule:wspt"};
constexpr int least_rounds = 5, most_rounds = 40;
/// Futures by which the base rule is chosen.
constexpr int trial_runs = 3;
constexpr double trial_share = .2;

class ReciteAgent final : public Agent {
 public:
  explicit ReciteAgent(std::vector<int> choices) : choices_(std::move(choices)) {}
  void begin(const Scenario& /*scenario*/, Seed /*seed*/) override { next_ = 0; }
  int decide(const Decision& /*decision*/) override {
    if (next_ == choices_.size())
      throw Error(Fault::agent, "the run asks for more decisions than were searched");
    return choices_[next_++];
  }

 private:
  std::vector<int> choices_;
  std::size_t next_ = 0;
};

/// A candidate and how its copies went, future by future.
struct Tried {
  int choice = 0;
  std::vector<double> costs;
};

class Pilot {
 public:
  Pilot(const Scenario& scenario, Goal goal, Seed seed, const SearchLimits& limits)
      : scenario_(&scenario),
        goal_(goal),
        seed_(seed),
        effort_(limits),
        dice_(seed.seed),
        certain_(is_certain(scenario)),
        endless_(ends_while_jobs_come(scenario)) {
    for (const char* rule : rules) policies_.push_back(make_policy(rule));
  }

  LookAheadRun run() {
    choose_base();
    Simulation run(*scenario_, {.seed = seed_, .recorded = false});
    go_through(run);
    if (certain_) {
      keep(run_cost(run, goal_), choices_);
      change_choices();
      choices_ = best_choices_;
    }
    return {choices_, rules[base_], effort_.iterations(), effort_.seconds()};
  }

 private:
  /// Goes on with a rule; false: the search is to end, and the run is not done. `choices`: appended to, or
  /// null.
  bool go_on(Simulation& run, std::size_t rule, Time until, std::vector<int>* choices,
             bool to_the_end = false) {
    Policy& policy = *policies_[rule];
    for (std::int64_t n = 1; const auto decision = run.run_until(until); ++n) {
      if (n % 1024 == 0) {
        effort_.look(shown_);
        if (effort_.over() && !to_the_end) return false;
      }
      const int choice = policy.decide(*decision);
      if (choices != nullptr) choices->push_back(choice);
      run.resolve(choice);
    }
    return true;
  }

  Time window(Time now) const { return look_ > 0 && now < never - look_ ? now + look_ : never; }

  /// By whole runs of other futures; a rule that is tried later than a share of the time allows is not tried.
  void choose_base() {
    const Simulation start(*scenario_, {.seed = seed_, .recorded = false});
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t rule = 0; rule < policies_.size(); ++rule) {
      if (rule > 0 && (effort_.over() || effort_.share() > trial_share)) break;
      double sum = 0;
      const int runs = certain_ ? 1 : trial_runs;
      for (int r = 0; r < runs; ++r) {
        std::vector<int> choices;
        Simulation run = certain_ ? start : start.ahead(future(0, r));
        // How long a run is must be known; of one rule, and one future.
        const bool first = rule == 0 && r == 0;
        if (!go_on(run, rule, never, &choices, first)) return;
        const double cost = run_cost(run, goal_);
        sum += cost / runs;
        if (certain_) keep(cost, choices);
        if (first) learn(run, choices.size());
        spend();
      }
      if (sum < least) {
        least = sum;
        base_ = rule;
        shown_ = in_seconds(sum);
      }
    }
  }

  /// How many decisions there are, and how far to look.
  void learn(const Simulation& run, std::size_t decisions) {
    decisions_ = static_cast<double>(std::max<std::size_t>(1, decisions));
    const Objective objective = run.objective();
    if (endless_ && objective.jobs > 0)
      look_ = static_cast<Time>(2 * objective.flow_time / static_cast<double>(objective.jobs)) + 1;
  }

  void go_through(Simulation& run) {
    while (const auto decision = run.next_decision()) {
      const double done = static_cast<double>(choices_.size()) / decisions_;
      int choice = policies_[base_]->decide(*decision);
      // What is not spent on one decision is there for the next.
      if (decision->candidates.size() > 1 && !effort_.over() && effort_.share() <= done)
        choice = best_of(run, *decision, choice);
      choices_.push_back(choice);
      run.resolve(choice);
    }
  }

  std::vector<Tried> proposals(const Decision& decision, int own) {
    std::vector<Tried> tried = {{own, {}}};
    const auto add = [&tried](int choice) {
      for (const Tried& known : tried)
        if (known.choice == choice) return;
      tried.push_back({choice, {}});
    };
    if (decision.candidates.size() <= 4) {
      for (std::size_t i = 0; i < decision.candidates.size(); ++i) add(static_cast<int>(i));
    } else {
      for (const auto& policy : policies_) add(policy->decide(decision));
    }
    return tried;
  }

  int best_of(const Simulation& run, const Decision& decision, int own) {
    std::vector<Tried> tried = proposals(decision, own);
    if (tried.size() == 1) return own;
    const Time until = window(run.now());
    const int rounds = certain_ ? 1 : most_rounds;
    const double until_share = static_cast<double>(choices_.size() + 1) / decisions_;
    for (int round = 0; round < rounds && !effort_.over(); ++round) {
      if (round >= least_rounds && effort_.share() > until_share) break;
      for (Tried& candidate : tried) {
        Simulation copy = certain_ ? run : run.ahead(future(choices_.size() + 1, round));
        copy.resolve(candidate.choice);
        std::vector<int> choices;
        if (certain_) {
          choices = choices_;
          choices.push_back(candidate.choice);
        }
        if (!go_on(copy, base_, until, certain_ ? &choices : nullptr)) break;
        candidate.costs.push_back(run_cost(copy, goal_));
        if (certain_ && copy.over()) keep(candidate.costs.back(), choices);
        spend();
        if (effort_.over()) break;
      }
    }
    return best_beyond_chance(tried);
  }

  /// The first is the rule's own.
  int best_beyond_chance(const std::vector<Tried>& tried) const {
    int best = tried.front().choice;
    double most = 0;
    for (const Tried& candidate : tried) {
      const std::size_t n = std::min(candidate.costs.size(), tried.front().costs.size());
      if (n == 0 || (!certain_ && n < static_cast<std::size_t>(least_rounds))) continue;
      double sum = 0, squares = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const double gain = tried.front().costs[i] - candidate.costs[i];
        sum += gain;
        squares += gain * gain;
      }
      const auto count = static_cast<double>(n);
      const double mean = sum / count;
      const double error = n < 2 ? 0 : std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1));
      if (mean - error > most) {
        most = mean - error;
        best = candidate.choice;
      }
    }
    return best;
  }

  /// Local search among runs: another choice somewhere, a rule for what follows.
  void change_choices() {
    while (!effort_.over() && !best_choices_.empty()) {
      const std::size_t place = dice_.below(static_cast<std::uint32_t>(best_choices_.size()));
      Simulation run(*scenario_, {.seed = seed_, .recorded = false});
      std::vector<int> choices(best_choices_.begin(),
                               best_choices_.begin() + static_cast<std::ptrdiff_t>(place));
      for (const int choice : choices) {
        run.next_decision();
        run.resolve(choice);
      }
      const auto decision = run.next_decision();
      const std::vector<Tried> tried = proposals(*decision, best_choices_[place]);
      spend();
      if (tried.size() < 2) continue;
      const int choice = tried[1 + dice_.below(static_cast<std::uint32_t>(tried.size()) - 1)].choice;
      choices.push_back(choice);
      run.resolve(choice);
      const std::size_t rule =
          dice_.below(4) == 0 ? dice_.below(static_cast<std::uint32_t>(policies_.size())) : base_;
      if (go_on(run, rule, never, &choices)) keep(run_cost(run, goal_), choices);
    }
  }

  void keep(double cost, const std::vector<int>& choices) {
    if (cost > best_cost_) return;
    best_cost_ = cost;
    best_choices_ = choices;
    shown_ = in_seconds(cost);
  }

  static double in_seconds(double cost) { return cost / static_cast<double>(ticks_per_second); }
  void spend() { effort_.spend(shown_, 1); }
  Seed future(std::size_t decision, int round) const {
    Dice dice(seed_.seed ^ 0x5bd1e995);
    return {dice.bits() + decision, seed_.replication + static_cast<std::uint64_t>(round)};
  }

  const Scenario* scenario_;
  Goal goal_;
  Seed seed_;
  Effort effort_;
  Dice dice_;
  bool certain_;  ///< nothing is left to chance
  bool endless_;  ///< jobs arrive until the run ends
  std::vector<std::unique_ptr<Policy>> policies_;
  std::size_t base_ = 0;
  double decisions_ = 1;  ///< of a run, about
  Time look_ = 0;         ///< how far ahead; 0: to the end
  std::vector<int> choices_, best_choices_;
  double best_cost_ = std::numeric_limits<double>::infinity();
  double shown_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace

LookAheadRun look_ahead(const Scenario& scenario, Goal goal, Seed seed, const SearchLimits& limits) {
  if (scenario.orders.empty() && scenario.sources.empty())
    throw Error(Fault::bad_input,
                fmt::format("{}: there are no jobs that could have a {}", scenario.name, name_of(goal)));
  if (goal == Goal::makespan && ends_while_jobs_come(scenario))
    throw Error(
        Fault::bad_input,
        fmt::format("{}: jobs arrive until the run ends, so that its makespan tells nothing; choose another "
                    "objective, such as mean_flow_time",
                    scenario.name));
  return Pilot(scenario, goal, seed, limits).run();
}

std::unique_ptr<Agent> make_reciting_agent(std::vector<int> choices) {
  return std::make_unique<ReciteAgent>(std::move(choices));
}

}  // namespace takt::search
