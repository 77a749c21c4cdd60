// LongQueue against a plain vector of who waits, through random joins and departures; and its journal.
#include "sim/plant/long_queue.hpp"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "sim/model/random.hpp"
#include "sim/plant/queue_pool.hpp"

namespace takt {
namespace {

/// Random joins and departures.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_{seed, 0} {}
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(random_below(random_bits(seed_, Purpose::family, 1, draws_++), bound));
  }

 private:
  Seed seed_;
  std::uint64_t draws_ = 0;
};

bool same(const Candidate& x, const Candidate& y) {
  return x.ready == y.ready && x.number == y.number && x.position == y.position && x.job == y.job &&
         x.mode == y.mode && x.processing_time == y.processing_time;
}

Candidate anybody(Dice& dice, Time now, Index modes) {
  // Mostly who comes now, at times somebody who was on the way for long.
  const Time late = dice.below(20) == 0 ? static_cast<Time>(dice.below(500)) : 0;
  return {.ready = std::max<Time>(0, now - late),
          .processing_time = static_cast<Time>(dice.below(100)),
          .number = static_cast<std::uint32_t>(dice.below(1U << 30)),
          .job = static_cast<Index>(dice.below(1000)),
          .position = static_cast<std::uint16_t>(dice.below(3)),
          .mode = static_cast<Index>(dice.below(static_cast<std::size_t>(modes)))};
}

void put(std::vector<Candidate>& model, const Candidate& entry) {
  model.insert(std::upper_bound(model.begin(), model.end(), entry, LongQueue::precedes), entry);
}

class AnyClasses : public testing::TestWithParam<int> {};

TEST_P(AnyClasses, IsAsAVectorOfWhoWaits) {
  const int classes = GetParam();
  Dice dice(static_cast<std::uint64_t>(classes));
  std::vector<std::uint8_t> class_of_mode(200);
  for (std::uint8_t& c : class_of_mode)
    c = static_cast<std::uint8_t>(dice.below(static_cast<std::size_t>(classes)));
  std::vector<Candidate> model;
  for (int i = 0; i < 300; ++i) put(model, anybody(dice, 10, 200));
  LongQueue queue(model, class_of_mode.data(), classes);
  for (int round = 0; round < 4000; ++round) {
    // Grows, then shrinks.
    if (model.empty() || dice.below(100) < (round < 2000 ? 65U : 35U)) {
      const Candidate entry = anybody(dice, 10 + round / 3, 200);
      queue.insert(entry);
      put(model, entry);
    } else {
      const std::size_t i = dice.below(model.size());
      queue.erase(queue.select(i, LongQueue::every_class));
      model.erase(model.begin() + static_cast<std::ptrdiff_t>(i));
    }
    ASSERT_EQ(queue.size(), model.size());
    if (round % 50 != 0) continue;
    const std::uint64_t shown = round % 100 == 0 ? LongQueue::every_class : dice.below(1U << 30);
    std::vector<Candidate> expected;
    for (const Candidate& c : model)
      if ((shown >> class_of_mode[static_cast<std::size_t>(c.mode)] & 1) != 0) expected.push_back(c);
    const Candidates view(queue, shown);
    ASSERT_EQ(view.size(), expected.size());
    std::size_t i = 0;
    for (const Candidate& c : view) {
      ASSERT_TRUE(same(c, expected[i]) && same(view[i], c)) << round;
      const std::size_t slot = queue.slot_of(&c);
      ASSERT_EQ(queue.rank(slot, shown), i);
      ++i;
    }
    ASSERT_EQ(i, expected.size());
    for (const Candidate& c : expected) {
      const std::size_t slot = queue.find(c.ready, c.number, c.position);
      ASSERT_TRUE(slot != LongQueue::none && same(queue.at(slot), c));
    }
    ASSERT_EQ(queue.find(1, 1U << 31, 0), LongQueue::none);
  }
}

INSTANTIATE_TEST_SUITE_P(Classes, AnyClasses, testing::Values(1, 3, 30));

TEST(LongQueue, WaitComesLast) {
  Dice dice(1);
  std::vector<Candidate> model;
  for (int i = 0; i < 300; ++i) put(model, anybody(dice, 10, 1));
  const LongQueue queue(model, nullptr, 1);
  const Candidate wait{.ready = 99};
  const Candidates view(queue, LongQueue::every_class, &wait);
  ASSERT_EQ(view.size(), 301u);
  EXPECT_TRUE(view.back().is_wait());
  EXPECT_TRUE(view[300].is_wait());
  EXPECT_EQ(std::distance(view.begin(), view.end()), 301);
  std::vector<Candidate> room;
  EXPECT_TRUE(view.in_a_row(room).back().is_wait());
  const Candidates nobody(queue, 2);  // a class that is not there
  EXPECT_TRUE(nobody.empty());
  EXPECT_TRUE(nobody.begin() == nobody.end());
}

TEST(LongQueue, JournalLeadsFromAPointToNowAndKnowsItsOwnPast) {
  Dice dice(3);
  std::vector<Candidate> model;
  for (int i = 0; i < 300; ++i) put(model, anybody(dice, 10, 1));
  LongQueue queue(model, nullptr, 1);
  for (int round = 0; round < 200; ++round) {
    const LongQueue::Point before = queue.now();
    LongQueue other = queue;
    std::vector<Candidate> joined, left;
    for (std::size_t n = dice.below(6); n > 0; --n) {
      if (dice.below(2) == 0) {
        joined.push_back(anybody(dice, 20 + round, 1));
        queue.insert(joined.back());
      } else {
        const std::size_t slot = queue.select(dice.below(queue.size()), LongQueue::every_class);
        left.push_back(queue.at(slot));
        queue.erase(slot);
      }
    }
    const auto changes = queue.since(before);
    ASSERT_TRUE(changes.has_value());
    ASSERT_EQ(changes->size(), joined.size() + left.size());
    for (const LongQueue::Change& change : *changes) {
      std::vector<Candidate>& of = change.joined ? joined : left;
      ASSERT_TRUE(same(change.entry, of.front()));
      of.erase(of.begin());
    }
    // A copy that went another way is none of this queue's past, nor is this queue of the copy's.
    other.insert(anybody(dice, 20 + round, 1));
    EXPECT_FALSE(queue.since(other.now()).has_value());
    if (!changes->empty()) {
      EXPECT_FALSE(other.since(queue.now()).has_value());
    }
  }
  const LongQueue::Point long_ago = queue.now();
  for (int i = 0; i < 1000; ++i) queue.insert(anybody(dice, 1000, 1));
  EXPECT_FALSE(queue.since(long_ago).has_value());
}

TEST(QueuePool, QueuesGrowLongAndShortAgain) {
  Dice dice(5);
  QueuePool pool(3);
  std::vector<std::vector<Candidate>> model(3);
  std::size_t was_long = 0;
  for (int round = 0; round < 12'000; ++round) {
    const auto q = static_cast<Index>(dice.below(3));
    std::vector<Candidate>& waiting = model[static_cast<std::size_t>(q)];
    const bool grows = round / 1500 % 2 == 0;
    if (waiting.empty() || dice.below(100) < (grows ? 85U : 15U)) {
      const Candidate entry = anybody(dice, round, 5);
      pool.insert(q, entry);
      put(waiting, entry);
    } else {
      const std::size_t i = q == 2 ? 0 : dice.below(waiting.size());
      pool.remove(q, i);
      waiting.erase(waiting.begin() + static_cast<std::ptrdiff_t>(i));
    }
    ASSERT_EQ(pool.size(q), waiting.size());
    if (round % 60 != 0) continue;
    for (Index k = 0; k < 3; ++k) {
      const Candidates view = pool.queue(k);
      was_long += view.long_queue() != nullptr ? 1 : 0;
      std::size_t i = 0;
      for (const Candidate& c : view) ASSERT_TRUE(same(c, model[static_cast<std::size_t>(k)].at(i++)));
      ASSERT_EQ(i, model[static_cast<std::size_t>(k)].size());
    }
  }
  EXPECT_GT(was_long, 20u);
  EXPECT_EQ(pool.queue(2).long_queue(), nullptr) << "who only leaves in front needs no gaps";
}

}  // namespace
}  // namespace takt
