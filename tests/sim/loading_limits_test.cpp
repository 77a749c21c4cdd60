// Inputs whose loading would take more than linear time: each either loads, with the meaning that it always
// had, or meets a limit that says so. No clock is looked at.

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/model/import/importers.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/precedence.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "tests/results/scratch_folder.hpp"

namespace takt {
namespace {

constexpr int large = 20'000;

/// `count` times the line, "#" in it replaced by the number.
std::string lines(int count, const std::string& line, int from = 0) {
  std::string text;
  for (int i = from; i < count; ++i) {
    for (const char c : line) text += c == '#' ? std::to_string(i) : std::string(1, c);
    text += '\n';
  }
  return text;
}

std::string one_routing(const std::string& operations, const std::string& more = "") {
  return "takt: 1\nmachines: {m: {}}\nroutings:\n  r:\n" + operations + "orders: [{name: a, routing: r}]\n" +
         more;
}

std::string refusal(const std::string& text) {
  try {
    parse_scenario(text, "large.yaml");
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::bad_input);
    return error.what();
  }
  return "no error";
}

TEST(LoadingLimits, OperationsThatReferToTheFirst) {
  for (const char* rule :
       {"rework: {probability: 0.1, to: o0}", "within: {time: 1 h, of: o0}", "inspect: {to: o0}"}) {
    const Scenario s = parse_scenario(
        one_routing(
            "    - {operation: o0, machine: m, time: 1 s}\n" +
            lines(large, "    - {operation: o#, machine: m, time: 1 s, " + std::string(rule) + "}", 1)),
        "large.yaml");
    const StepRules& last = s.operations.steps.back();
    EXPECT_EQ(std::max({last.reworked.to, last.within.of, last.inspect.found.to}), 0) << rule;
  }
}

TEST(LoadingLimits, TheLastOperationOfANameIsMeant) {
  const Scenario s = parse_scenario(
      one_routing("    - {operation: o, machine: m, time: 1 s}\n    - {operation: o, machine: m, time: 1 s}\n"
                  "    - {operation: p, machine: m, time: 1 s, within: {time: 1 h, of: o}}\n"),
      "names.yaml");
  EXPECT_EQ(s.operations.steps[2].within.of, 1);
}

TEST(LoadingLimits, OneOperationAfterAllOthers) {
  std::string after;
  for (int i = 0; i < large; ++i) after += fmt::format("{}o{}", i > 0 ? ", " : "", i);
  const std::string all = lines(large, "    - {operation: o#, machine: m, time: 1 s}");
  const Scenario s = parse_scenario(
      one_routing(all + "    - {operation: last, machine: m, time: 1 s, after: [" + after + "]}\n"),
      "large.yaml");
  EXPECT_EQ(s.precedence.tasks.back().after.size(), std::size_t{large});
  EXPECT_EQ(s.precedence.tasks.front().successors, 1);
  EXPECT_THAT(refusal(one_routing(all + "    - {operation: last, machine: m, time: 1 s, after: [" + after +
                                  ", o7]}\n")),
              testing::HasSubstr("'o7' is listed twice"));
}

TEST(LoadingLimits, SuccessorsOfEveryShapeAreCounted) {
  // All pairs, beyond several blocks of the count; a chain; and a fork in the order that is not topological.
  constexpr Index count = 700;
  PrecedenceEdges all, chain;
  for (Index from = 0; from < count; ++from)
    for (Index to = from + 1; to < count; ++to) all.emplace_back(count - 1 - from, count - 1 - to);
  for (Index i = 0; i + 1 < count; ++i) chain.emplace_back(i, i + 1);
  const std::vector<Time> times(count, 1);
  const PrecedenceInfo of_all = analyse_precedence(times, all), of_chain = analyse_precedence(times, chain);
  for (Index i = 0; i < count; ++i) {
    EXPECT_EQ(of_all.successors[at(i)], i);
    EXPECT_EQ(of_chain.successors[at(i)], count - 1 - i);
  }
  EXPECT_EQ(analyse_precedence({1, 1, 1, 1}, {{2, 0}, {2, 3}, {0, 1}}).successors,
            (std::vector<Index>{1, 0, 3, 0}));
}

TEST(LoadingLimits, PrecedencesBeyondALimit) {
  EXPECT_THAT(refusal(one_routing("    - {operation: o0, machine: m, time: 1 s}\n" +
                                  [] {
                                    std::string text;
                                    for (int i = 1; i < 65'000; ++i) {
                                      text += fmt::format(
                                          "    - {{operation: o{}, machine: m, time: 1 s, after: [", i);
                                      for (int k = std::max(0, i - 8); k < i; ++k)
                                        text += fmt::format("o{},", k);
                                      text.back() = ']';
                                      text += "}\n";
                                    }
                                    return text;
                                  }())),
              testing::HasSubstr("precedences are too many"));
}

TEST(LoadingLimits, ProjectWhoseJobsAllPrecedeAllOthers) {
  constexpr int jobs = 1500;
  std::string text = fmt::format(
      "***\nprojects : 1\njobs : {}\n- renewable : 0\n- nonrenewable : 0\n"
      "- doubly constrained : 0\nPROJECT INFORMATION:\npronr.\n 1 {} 0 9\n"
      "PRECEDENCE RELATIONS:\njobnr.\n",
      jobs, jobs);
  for (int job = 1; job <= jobs; ++job) {
    text += fmt::format("{} 1 {}", job, jobs - job);
    for (int to = job + 1; to <= jobs; ++to) text += fmt::format(" {}", to);
    text += '\n';
  }
  text +=
      "REQUESTS/DURATIONS:\njobnr.\n---\n" + lines(jobs + 1, "# 1 1", 1) + "RESOURCEAVAILABILITIES:\n\n\n";
  const fixture::ScratchFolder folder;
  const std::string path = folder / "dense.sm";
  std::FILE* file = std::fopen(path.c_str(), "w");
  std::fwrite(text.data(), 1, text.size(), file);
  std::fclose(file);
  const Scenario s = import_psplib(path);
  EXPECT_EQ(s.precedence.tasks.front().successors, jobs - 1);
  EXPECT_EQ(s.precedence.tasks.back().after.size(), std::size_t{jobs - 1});
}

TEST(LoadingLimits, AlternativesOfOneOperation) {
  constexpr int count = 40'000;
  const std::string alternatives = lines(count, "        - {machine: m#, time: 1 s}");
  const auto text = [&](const std::string& more) {
    return "takt: 1\nmachines:\n" + lines(count, "  m#: {}") + "routings:\n  r:\n    - alternatives:\n" +
           alternatives + more + "orders: [{name: a, routing: r}]\n";
  };
  EXPECT_EQ(parse_scenario(text(""), "large.yaml").modes.size(), std::size_t{count});
  EXPECT_THAT(refusal(text("        - {machine: m3, time: 1 s}\n")),
              testing::HasSubstr("machine 'm3' is an alternative twice"));
}

TEST(LoadingLimits, CardsOverManyRoutingsAndOperations) {
  constexpr int count = 20'000;
  const std::string routings = lines(count, "  r#: [{machine: m, time: 1 s}]");
  const auto text = [&](const std::string& more) {
    return "takt: 1\nmachines: {m: {}}\nroutings:\n" + routings +
           "orders: [{name: a, routing: r0}]\ncards:\n  c:\n    count: 1\n    over:\n" +
           lines(count, "      - {routing: r#}") + more;
  };
  EXPECT_EQ(parse_scenario(text(""), "large.yaml").lines.cards.front().spans.size(), std::size_t{count});
  EXPECT_THAT(refusal(text("      - {routing: r5}\n")), testing::HasSubstr("overlaps with another range"));
  EXPECT_THAT(refusal(one_routing(lines(large, "    - {operation: o#, machine: m, time: 1 s}"),
                                  "cards:\n" + lines(large,
                                                     "  c#: {count: 1, over: [{routing: r, from: o19998, to: "
                                                     "o19999}]}"))),
              testing::HasSubstr("covered by more than 64 ranges"));
}

TEST(LoadingLimits, BatchesOfManyFamilies) {
  const Scenario s = parse_scenario(
      "takt: 1\nfamilies:\n" + lines(large, "  - f#") +
          "machines: {m: {batch: {maximum: 3, same: family}}}\nroutings:\n  r:\n" +
          lines(large, "    - {machine: m, time: 1 s, family: f#}") + "orders: [{name: a, routing: r}]\n",
      "large.yaml");
  EXPECT_EQ(s.operations.batch_keys, large);
  EXPECT_EQ(s.operations.batch_key.back(), large - 1);
}

TEST(LoadingLimits, ManyPoolsAndGroups) {
  constexpr int count = 20'000;
  const Scenario s = parse_scenario("takt: 1\nmachines:\n" + lines(count, "  m#: {}") + "resources:\n" +
                                        lines(count, "  q#: 1") + "routings:\n  r:\n" +
                                        lines(large, "    - {machine: m#, time: 1 s, needs: {q#: 1}}") +
                                        "orders: [{name: a, routing: r}]\n",
                                    "large.yaml");
  EXPECT_EQ(s.resources.groups_of_pool[7], std::vector<Index>{7});
}

TEST(LoadingLimits, WorkersOfManyPools) {
  const Scenario s =
      parse_scenario("takt: 1\nmachines: {m: {}}\nworkers:\n" + lines(large, "  w#: {skills: [turn]}") +
                         "routings:\n  r:\n" + lines(large, "    - {machine: m, time: 1 s, worker: turn}") +
                         "orders: [{name: a, routing: r}]\n",
                     "large.yaml");
  EXPECT_EQ(s.resources.pools_of_skill.front().size(), std::size_t{large});
}

TEST(LoadingLimits, LanesConveyorsParametersNeedsAndRandomOrder) {
  const std::string places =
      "takt: 1\nmachines: {m: {}}\nroutings: {r: [{machine: m, time: 1 s}]}\n"
      "orders: [{name: a, routing: r}]\ntransport:\n  places: [p, q]\n";
  EXPECT_THAT(refusal(places + "  lanes:\n" + lines(most_lanes + 1, "    l#: {from: p, to: q, length: 1 m}")),
              testing::HasSubstr("there are 20001 lanes; at most 20000 are possible"));
  EXPECT_THAT(
      refusal(places + "  conveyors:\n" +
              lines(most_conveyors + 1, "    c#: {from: p, to: q, length: 9 m, speed: 1 m/s, spacing: 1 m}")),
      testing::HasSubstr("there are 10001 conveyors; at most 10000 are possible"));
  EXPECT_THAT(
      refusal("takt: 1\nmachines:\n  m:\n    parameters:\n" + lines(most_parameters + 1, "      p#: 1") +
              "routings: {r: [{machine: m, time: 1 s}]}\n"),
      testing::HasSubstr("there are more than 1000 parameters"));
  EXPECT_THAT(refusal("takt: 1\nmachines: {m: {}}\nresources:\n" + lines(most_needs + 1, "  q#: 1") +
                      "routings:\n  r:\n  - machine: m\n    time: 1 s\n    needs:\n" +
                      lines(most_needs + 1, "      q#: 1")),
              testing::HasSubstr("has more than 1000 entries"));
  EXPECT_THAT(refusal("takt: 1\nmachines: {m: {}}\nroutings:\n  r:\n    order: random\n    operations:\n" +
                      lines(most_random_operations + 1, "    - {machine: m, time: 1 s}")),
              testing::HasSubstr("random needs at most 10000 operations, there are 10001"));
}

TEST(LoadingLimits, OrdersOfManyRoutingsThatAreCarried) {
  constexpr int count = 20'000;
  const Scenario s = parse_scenario(
      "takt: 1\nmachines: {m: {place: p}}\nroutings:\n" + lines(count, "  r#: [{machine: m, time: 1 s}]") +
          "orders:\n" + lines(count, "  - {name: a#, routing: r#}") +
          "transport:\n  places: [p, q]\n  lanes: {l: {from: p, to: q, length: 1 m}}\n  vehicles:\n" +
          lines(3000, "    v#: {speed: 1 m/s, start: p, battery: {range: 1 km, place: q, time: 1 min}}"),
      "large.yaml");
  EXPECT_EQ(s.transport.fleets.back().battery.reserve, 1'000'000);
}

TEST(LoadingLimits, UnlimitedMachinesOfManyRoutings) {
  const Scenario s = parse_scenario("takt: 1\nmachines:\n" + lines(large, "  m#: {count: unlimited}") +
                                        "routings:\n" + lines(large, "  r#: [{machine: m#, time: 1 s}]") +
                                        "orders:\n" + lines(large, "  - {name: a#, routing: r#}"),
                                    "large.yaml");
  EXPECT_EQ(s.machine_count, large);
}

TEST(LoadingLimits, ChainOfSuppliers) {
  constexpr int count = 20'000;
  const Scenario s = parse_scenario(
      "takt: 1\nrun: {until: 9 d}\nsupply:\n  period: 1 d\n  sites:\n    s0: {items: {x: {}}}\n" +
          [] {
            std::string text;
            for (int i = 1; i < count; ++i)
              text += fmt::format("    s{}: {{items: {{x: {{from: s{}}}}}}}\n", i, i - 1);
            return text;
          }(),
      "large.yaml");
  EXPECT_EQ(s.supply.review_order.size(), std::size_t{count});
}

class Files : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_ / name;
    std::FILE* file = std::fopen(path.c_str(), "w");
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
    return path;
  }
  std::string refused(const std::string& path) {
    try {
      load_scenario(path);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }

  fixture::ScratchFolder folder_;
};

TEST_F(Files, UnknownKeysOfAnIncludedFile) {
  write("keys.yaml", lines(50'000, "k#: 1"));
  EXPECT_THAT(refused(write("top.yaml", "takt: 1\ninclude: [keys.yaml]\n")),
              testing::HasSubstr("keys.yaml:1:1: unknown key 'k0'"));
  write("twice.yaml", lines(50'000, "k#: 1"));
  EXPECT_THAT(refused(write("both.yaml", "takt: 1\ninclude: [keys.yaml, twice.yaml]\n")),
              testing::HasSubstr("twice.yaml:1:1: 'k0' is defined twice, first at"));
}

TEST_F(Files, ManyFragmentsOfOneSection) {
  std::string list;
  for (int f = 0; f < 300; ++f) {
    write(fmt::format("f{}.yaml", f), "machines:\n" + lines(100, fmt::format("  m{}_#: {{}}", f)));
    list += fmt::format("{}f{}.yaml", f > 0 ? ", " : "", f);
  }
  const std::string rest =
      "]\nroutings: {r: [{machine: m7_8, time: 1 s}]}\norders: [{name: a, routing: r}]\n";
  EXPECT_EQ(load_scenario(write("top.yaml", "takt: 1\ninclude: [" + list + rest)).groups.size(), 30'000U);
  write("again.yaml", "machines: {m3_4: {}}\n");
  EXPECT_THAT(refused(write("twice.yaml", "takt: 1\ninclude: [" + list + ", again.yaml" + rest)),
              testing::AllOf(testing::HasSubstr("machines: 'm3_4' is defined twice, first at"),
                             testing::HasSubstr("f3.yaml:6:3")));
}

TEST_F(Files, AllFilesTogetherHaveALimit) {
  write("big.yaml", "description: x\n" + lines(90'000, "") + std::string(6'000'000, ' '));
  EXPECT_THAT(refused(write("top.yaml", "takt: 1\ninclude: [big.yaml, big.yaml, big.yaml]\n")),
              testing::HasSubstr("larger than 16 MB together"));
}

}  // namespace
}  // namespace takt
