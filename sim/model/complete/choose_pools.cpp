// Which workers do an operation.

#include <algorithm>

#include "sim/model/resource_model.hpp"

namespace takt {
namespace {

/// Flow of workers from pools to needs: where pools overlap, one augmenting path a worker.
class Assignment {
 public:
  Assignment(const ResourceModel& resources, std::span<const Index> free)
      : resources_(resources), left_(free.begin(), free.end()), visited_(free.size()) {}

  void leave_out(const Take& take) { left_[at(take.pool)] -= take.amount; }

  bool assign(const Need& need) {
    Index missing = need.amount;
    for (const Index pool : pools(need.skill)) {
      const Index amount = std::min(missing, left_[at(pool)]);
      if (amount <= 0) continue;
      add(need.skill, pool, amount);
      left_[at(pool)] -= amount;
      missing -= amount;
    }
    for (; missing > 0; --missing) {
      visited_.assign(visited_.size(), 0);
      if (!augment(need.skill)) return false;
    }
    return true;
  }

  void append(std::vector<Take>& takes) const {
    for (const Given& given : given_)
      if (given.amount > 0) takes.push_back({given.pool, given.amount});
  }

 private:
  struct Given {
    Index skill, pool, amount;
  };

  const std::vector<Index>& pools(Index skill) const { return resources_.pools_of_skill[at(skill)]; }

  void add(Index skill, Index pool, Index amount) {
    for (Given& given : given_) {
      if (given.skill != skill || given.pool != pool) continue;
      given.amount += amount;
      return;
    }
    given_.push_back({skill, pool, amount});
  }

  /// One more worker with the skill, if others can be served by other pools.
  bool augment(Index skill) {
    for (const Index pool : pools(skill)) {
      if (left_[at(pool)] <= 0) continue;
      --left_[at(pool)];
      add(skill, pool, 1);
      return true;
    }
    for (const Index pool : pools(skill)) {
      if (visited_[at(pool)] != 0) continue;
      visited_[at(pool)] = 1;
      for (std::size_t i = 0; i < given_.size(); ++i) {  // grows on the way
        const Given given = given_[i];
        if (given.pool != pool || given.skill == skill || given.amount == 0 || !augment(given.skill))
          continue;
        --given_[i].amount;
        add(skill, pool, 1);
        return true;
      }
    }
    return false;
  }

  const ResourceModel& resources_;
  std::vector<Index> left_;
  std::vector<char> visited_;
  std::vector<Given> given_;
};

/// Without regard to what later needs could use: right where only the last need has a choice.
bool take_in_order(const ResourceModel& resources, const Need& need, std::span<const Index> free,
                   std::size_t first_take, std::vector<Take>& takes) {
  Index missing = need.amount;
  const auto take = [&](Index pool) {
    Index left = free[at(pool)];
    for (std::size_t i = first_take; i < takes.size(); ++i)
      if (takes[i].pool == pool) left -= takes[i].amount;
    const Index amount = std::min(missing, left);
    if (amount <= 0) return;
    takes.push_back({pool, amount});
    missing -= amount;
  };
  if (need.pool >= 0) {
    take(need.pool);
  } else {
    for (const Index pool : resources.pools_of_skill[at(need.skill)]) {
      take(pool);
      if (missing == 0) break;
    }
  }
  return missing == 0;
}

}  // namespace

int choose_pools(const ResourceModel& resources, std::span<const Need> needs, std::span<const Index> free,
                 std::vector<Take>& takes) {
  const std::size_t first_take = takes.size();
  const auto first_worker = static_cast<std::size_t>(
      std::find_if(needs.begin(), needs.end(), [](const Need& n) { return n.pool < 0; }) - needs.begin());
  const std::size_t in_order = first_worker + 1 >= needs.size() ? needs.size() : first_worker;
  for (std::size_t i = 0; i < in_order; ++i) {
    if (take_in_order(resources, needs[i], free, first_take, takes)) continue;
    takes.resize(first_take);
    return static_cast<int>(i);
  }
  if (in_order == needs.size()) return -1;

  Assignment assignment(resources, free);
  for (std::size_t i = first_take; i < takes.size(); ++i) assignment.leave_out(takes[i]);
  for (std::size_t i = in_order; i < needs.size(); ++i) {
    if (assignment.assign(needs[i])) continue;
    takes.resize(first_take);
    return static_cast<int>(i);
  }
  assignment.append(takes);
  return -1;
}

}  // namespace takt
