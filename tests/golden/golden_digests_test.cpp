// What random scenarios of every feature simulate is what it was: a hash over fifty runs each.

#include <array>
#include <cstdint>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr std::uint64_t runs_in_a_hash = 50;

/// Of the runs first * 50 ... in order.
std::uint64_t hash_of(std::uint64_t first) {
  std::uint64_t hash = 0;
  for (std::uint64_t number = first * runs_in_a_hash; number < (first + 1) * runs_in_a_hash; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    AnyCandidate agent;
    const auto clock = make_calendar_clock(scenario);
    SimulateOptions options;
    options.seed = {number * 7919, number % 3};
    options.stall_limit = 2000;
    const Trace trace = simulate(scenario, agent, *clock, options);
    const auto decisions = static_cast<std::uint64_t>(trace.decision_count);
    for (const std::uint64_t word : {trace.digest.high, trace.digest.low, decisions})
      hash = random_bits({hash, word}, Purpose::family, 0, 0);
  }
  return hash;
}

/// From the program before runs became values (commit 8832158), but for the 18 of the 1000 scenarios in which
/// a group without limit now has as many machines as can ever be used: those behind it have other numbers.
/// Of these 1000, 57 leave jobs stuck and end when nothing else can move, no more at the horizon or when they
/// stall: 16 21 27 47 59 62 81 135 136 147 155 164 173 175 191 220 233 250 255 272 289 295 301 332 333 377
/// 415 427 445 448 454 474 482 488 535 540 586 595 614 635 680 741 783 807 820 821 822 833 846 847 849 854
/// 861 923 955 960 993. In 248 534 618 719 949 a group without limit has hours: machines that nobody needed
/// are not off.
/// In 65 a machine is stopped for several reasons at once, or one follows on another, and is in the state of
/// the highest: 1 17 18 48 56 156 160 162 200 207 232 273 288 291 308 336 370 371 384 390 410 412 419 421
/// 439 467 498 525 527 545 548 564 565 575 581 587 604 610 650 653 656 683 688 706 712 714 739 786 790 816
/// 819 827 836 838 856 870 880 881 900 929 932 940 979 982 983.
/// In 51 a breakdown that comes while the machine stands repeats or scraps what is on it: 3 46 55 118 131
/// 141 174 185 192 204 223 224 229 234 270 317 363 409 416 424 425 444 470 506 512 523 526 529 553 591 603
/// 624 630 641 675 695 736 760 781 835 857 860 864 866 875 912 915 926 953 986 998.
/// In 70 88 125 a machine that blocks before service is blocked.
/// In 50 a machine that the agent left waiting is asked again when something that takes no time ends in the
/// same instant: 22 33 34 68 114 176 178 181 213 302 303 320 394 431 436 504 505 524 546 554 578 606 626 642
/// 652 690 694 707 716 726 756 757 762 764 770 773 775 806 811 851 890 893 902 939 956 967 968 970 980 984.
constexpr std::array<std::uint64_t, 20> golden = {
    0xba8bb78da9a2ee58, 0x913daf8fcb5b78c1, 0xc19b689528bbd876, 0xc74957d20abd358d, 0x63debf4cf277629,
    0x9112061094f41947, 0xd51d55d30a8cef58, 0xe9f1340282576739, 0x706d67d9d1a5f934, 0x8c41baccc861d549,
    0x1c01ad00b202ae0c, 0x336b478e9bbe1dc3, 0x214e5bf2cdd2d9c4, 0x24bf9f2ad59149b8, 0x927da84cc90a9177,
    0xaa4bf319d2e4c85c, 0x12c7e875fb69aeff, 0x4811a13537c41f65, 0xf96982472c4aca0f, 0xe8b9e94ff7661b6e};

class GoldenDigests : public testing::TestWithParam<std::uint64_t> {};

TEST_P(GoldenDigests, RandomScenariosOfAllFeaturesAreSimulatedAsBefore) {
  EXPECT_EQ(hash_of(GetParam()), golden[GetParam()])
      << fmt::format("{:#x} for random scenarios {} ...", hash_of(GetParam()), GetParam() * runs_in_a_hash);
}

INSTANTIATE_TEST_SUITE_P(Fifties, GoldenDigests, testing::Range<std::uint64_t>(0, golden.size()));

}  // namespace
}  // namespace takt::test
