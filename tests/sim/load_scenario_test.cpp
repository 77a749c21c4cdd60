#include "sim/model/read/load_scenario.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"
#include "sim/model/units.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr Time minute = 60 * ticks_per_second;
constexpr Time hour = 60 * minute;

Scenario parse(const std::string& text) {
  return parse_scenario(text, "memory.yaml");
}

/// Everything that a run depends on, as text, for comparing scenarios.
std::string summary(const Scenario& s) {
  std::string out = fmt::format("{}|{}|{}|{}|{}\n", s.name, s.description, s.machine_count, s.breakdown_units,
                                fmt::join(s.families, ","));
  const auto add_distribution = [&](const Distribution& x) {
    out += fmt::format(" {}({},{},{},{};{};{})", static_cast<int>(x.kind), x.a, x.b, x.c, x.d,
                       fmt::join(x.values, ","), fmt::join(x.cumulative, ","));
  };
  const auto add_due = [&](const Due& due) {
    out += fmt::format(" due {}:{}:{}", static_cast<int>(due.rule), due.time, due.factor);
  };
  for (const SetupMatrix& m : s.setup_matrices)
    out += fmt::format("{}: {} / {}\n", m.name, fmt::join(m.times, ","), fmt::join(m.initial, ","));
  for (const MachineGroup& g : s.groups) {
    out += fmt::format("{} {} {} {} {}", g.name, g.count, g.speed, g.setup_matrix, g.initial_family);
    for (const Breakdown& b : g.breakdowns) {
      out += fmt::format(" [{} {} {}", b.name, static_cast<int>(b.clock), static_cast<int>(b.on_failure));
      add_distribution(b.time_to_failure);
      add_distribution(b.time_to_repair);
    }
    out += "\n";
  }
  for (const Routing& r : s.routings) {
    out += fmt::format("{} {} {} {} {}\n", r.name, r.step_count, r.random_order, r.steps_taken, r.constant);
    for (Index i = r.first_step; i < r.first_step + r.step_count; ++i) {
      const Step& step = s.steps[static_cast<std::size_t>(i)];
      out += fmt::format("  {} {} {}", step.name, step.family, step.planned);
      for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
        const Mode& mode = s.modes[static_cast<std::size_t>(m)];
        out += fmt::format(" on {} {}", mode.group, mode.planned);
        add_distribution(mode.time);
      }
      out += "\n";
    }
  }
  for (const Order& o : s.orders) {
    out += fmt::format("{} {} {} {}", o.name, o.routing, o.release, o.weight);
    add_due(o.due);
    out += "\n";
  }
  for (const Source& source : s.sources) {
    out += fmt::format("{} {} {} {}", source.name, source.start, source.limit, source.weight);
    for (const Source::Product& p : source.products) out += fmt::format(" {}:{}", p.routing, p.share);
    add_distribution(source.interarrival);
    add_due(source.due);
    out += "\n";
  }
  return out + fmt::format("{} {} {} {} {} {}", s.run.horizon, s.run.warm_up, s.run.warm_up_jobs,
                           s.run.measured_jobs, static_cast<int>(s.times_known), s.may_wait);
}

const std::string everything = R"(# a comment
takt: 1
name: "All of it"
description: |
  two
  lines: with "quotes", \ and a colon
families: [red, blue, green]
setups:
  colours:
    times: {red: {blue: 10 min, red: 1 min}, blue: {red: 20 min}}
    default: 5 min
    initial: {blue: 3 min}
  quick: {default: 30 s, initial: 1 min}
machines:
  lathe: {count: 2, speed: 2, setup: colours, initial_family: blue}
  mill:
    breakdowns:
      - {name: jam, clock: busy, on_failure: scrap, time_to_failure: {exponential: {mean: 5 h}}, time_to_repair: 10 min}
      - {on_failure: repeat, time_to_failure: 2 d, time_to_repair: {uniform: {from: 1 h, to: 2 h}}}
routings:
  part:
    - {operation: turn, machine: lathe, time: 5min, family: red}
    - alternatives:
        - {machine: mill, time: 1.5 h}
        - {machine: lathe, time: {erlang: {mean: 100 ms, stages: 4}}}
  mixed:
    order: random
    take: 1
    operations: [{machine: mill, time: 250 ms}, {machine: lathe, time: 10 us, family: green}]
orders:
  - {routing: part}
  - {name: rush, routing: mixed, release: 1 wk, due: 2 wk, weight: 0.5, quantity: 3}
  - {routing: part, due: {after_release: 1 d}}
arrivals:
  stream:
    interarrival: {exponential: {rate: "0.5 /min"}}
    products: {part: 0.7, mixed: 0.3}
    start: 1 h
    limit: 100
    due: {total_work: 4}
    weight: 2
processing_times: {known: at_start}
decisions: {wait: true}
run: {until: 30 d, warm_up: 5 d, warm_up_jobs: 10, measured_jobs: 50}
)";

TEST(load_scenario, reads_every_key) {
  const Scenario s = parse(everything);
  EXPECT_EQ(s.name, "All of it");
  EXPECT_EQ(s.description, "two\nlines: with \"quotes\", \\ and a colon\n");
  EXPECT_EQ(s.families, (std::vector<std::string>{"red", "blue", "green"}));
  ASSERT_EQ(s.setup_matrices.size(), 2u);
  EXPECT_EQ(s.setup_matrices[0].times, (std::vector<Time>{1 * minute, 10 * minute, 5 * minute,  //
                                                          20 * minute, 0, 5 * minute,           //
                                                          5 * minute, 5 * minute, 0}));
  EXPECT_EQ(s.setup_matrices[0].initial, (std::vector<Time>{0, 3 * minute, 0}));
  EXPECT_EQ(s.setup_matrices[1].initial, (std::vector<Time>{minute, minute, minute}));

  ASSERT_EQ(s.groups.size(), 2u);
  EXPECT_EQ(s.groups[0].count, 2);
  EXPECT_EQ(s.groups[0].speed, 2);
  EXPECT_EQ(s.groups[0].setup_matrix, 0);
  EXPECT_EQ(s.groups[0].initial_family, 1);
  ASSERT_EQ(s.groups[1].breakdowns.size(), 2u);
  const Breakdown& jam = s.groups[1].breakdowns[0];
  EXPECT_EQ(jam.name, "jam");
  EXPECT_EQ(jam.clock, FailureClock::busy);
  EXPECT_EQ(jam.on_failure, OnFailure::scrap);
  EXPECT_EQ(jam.time_to_failure, exponential(static_cast<double>(5 * hour)));
  EXPECT_EQ(jam.time_to_repair, constant(static_cast<double>(10 * minute)));
  EXPECT_EQ(s.groups[1].breakdowns[1].name, "breakdown2");
  EXPECT_EQ(s.groups[1].breakdowns[1].clock, FailureClock::calendar);
  EXPECT_EQ(s.groups[1].breakdowns[1].on_failure, OnFailure::repeat);

  ASSERT_EQ(s.steps.size(), 4u);
  EXPECT_EQ(s.steps[0].name, "turn");
  EXPECT_EQ(s.steps[0].family, 0);
  EXPECT_EQ(s.steps[1].name, "2");
  EXPECT_EQ(s.steps[1].family, -1);
  EXPECT_EQ(s.steps[1].mode_count, 2);
  EXPECT_EQ(s.modes[0].planned, 150 * ticks_per_second);
  EXPECT_EQ(s.modes[2].group, 0);
  EXPECT_EQ(s.modes[2].time, gamma(4, 25'000));
  EXPECT_FALSE(s.routings[0].random_order);
  EXPECT_TRUE(s.routings[1].random_order);
  EXPECT_EQ(s.routings[1].steps_taken, 1);

  ASSERT_EQ(s.orders.size(), 5u);
  EXPECT_EQ(s.orders[0].name, "order1");
  EXPECT_EQ(s.orders[0].due.rule, DueRule::none);
  EXPECT_EQ(s.orders[0].weight, 1);
  EXPECT_EQ(s.orders[1].name, "rush#1");
  EXPECT_EQ(s.orders[3].name, "rush#3");
  EXPECT_EQ(s.orders[3].release, 7 * 24 * hour);
  EXPECT_EQ(s.orders[3].due.rule, DueRule::fixed);
  EXPECT_EQ(s.orders[3].due.time, 14 * 24 * hour);
  EXPECT_EQ(s.orders[3].weight, 0.5);
  EXPECT_EQ(s.orders[4].name, "order3");
  EXPECT_EQ(s.orders[4].due.rule, DueRule::allowance);

  ASSERT_EQ(s.sources.size(), 1u);
  EXPECT_EQ(s.sources[0].interarrival, exponential(static_cast<double>(2 * minute)));
  ASSERT_EQ(s.sources[0].products.size(), 2u);
  EXPECT_EQ(s.sources[0].products[1].routing, 1);
  EXPECT_EQ(s.sources[0].products[1].share, 0.3);
  EXPECT_EQ(s.sources[0].start, hour);
  EXPECT_EQ(s.sources[0].limit, 100);
  EXPECT_EQ(s.sources[0].due.rule, DueRule::total_work);
  EXPECT_EQ(s.sources[0].due.factor, 4);
  EXPECT_EQ(s.sources[0].weight, 2);

  EXPECT_EQ(s.times_known, TimesKnown::at_start);
  EXPECT_TRUE(s.may_wait);
  EXPECT_EQ(s.run.horizon, 30 * 24 * hour);
  EXPECT_EQ(s.run.warm_up, 5 * 24 * hour);
  EXPECT_EQ(s.run.warm_up_jobs, 10);
  EXPECT_EQ(s.run.measured_jobs, 50);
}

TEST(load_scenario, fills_in_defaults) {
  const Scenario s = parse_scenario(
      "takt: 1\nmachines: {m: {}}\nroutings: {r: [{machine: m, time: 0 s}]}\norders: [{routing: r}]\n",
      "folder/small shop.yaml");
  EXPECT_EQ(s.name, "small shop");
  EXPECT_EQ(s.description, "");
  EXPECT_EQ(s.groups[0].count, 1);
  EXPECT_EQ(s.groups[0].speed, 1);
  EXPECT_EQ(s.groups[0].setup_matrix, -1);
  EXPECT_EQ(s.groups[0].initial_family, -1);
  EXPECT_EQ(s.orders[0].release, 0);
  EXPECT_EQ(s.run.horizon, never);
  EXPECT_EQ(s.run.measured_jobs, -1);
  EXPECT_EQ(s.times_known, TimesKnown::at_start);
  EXPECT_FALSE(s.may_wait);
}

TEST(load_scenario, collects_families_from_setups_in_their_order) {
  const Scenario s = parse(
      "takt: 1\nsetups: {a: {times: {red: {blue: 1 s}}, initial: {green: 1 s}}, b: {times: {blue: {black: 1 "
      "s}}}}\n"
      "machines: {m: {}}\nroutings: {r: [{machine: m, time: 1 s, family: black}]}\norders: [{routing: r}]\n");
  EXPECT_EQ(s.families, (std::vector<std::string>{"red", "blue", "green", "black"}));
  EXPECT_EQ(s.steps[0].family, 3);
}

TEST(load_scenario, reads_json_and_windows_lines_and_a_byte_order_mark) {
  const std::string plain =
      "takt: 1\nmachines: {m: {count: 2}}\nroutings: {r: [{machine: m, time: 5 s}]}\norders: [{routing: "
      "r}]\n";
  const std::string json = R"({"takt": 1, "machines": {"m": {"count": 2}},
    "routings": {"r": [{"machine": "m", "time": "5 s"}]}, "orders": [{"routing": "r"}]})";
  std::string windows = "\xEF\xBB\xBF";
  for (char c : plain) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_EQ(summary(parse(json)), summary(parse(plain)));
  EXPECT_EQ(summary(parse(windows)), summary(parse(plain)));
}

TEST(print_resolved, gives_an_equal_scenario_and_itself_again) {
  const Scenario first = parse(everything);
  const Scenario second = parse_scenario(first.source_text, "elsewhere/other.yaml");
  EXPECT_EQ(summary(second), summary(first));
  EXPECT_EQ(second.source_text, first.source_text);
}

TEST(print_resolved, does_not_depend_on_how_the_file_is_laid_out) {
  const std::string rest = "\nroutings: {r: [{machine: m, time: 5 s}]}\norders: [{routing: r}]\n";
  EXPECT_EQ(parse("takt: 1\nname: x\nmachines: {m: {count: 2}}" + rest).source_text,
            parse("name: 'x'\ntakt:   1\n\nmachines:\n    m:\n      count: 2  # two" + rest).source_text);
}

/// Files in a folder of their own.
class several_files : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_ / "parts"); }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  Scenario load(const std::string& name) { return load_scenario((folder_ / name).string()); }

 private:
  fs::path folder_ =
      fs::path(testing::TempDir()) /
      fmt::format("takt_{}_{}", testing::UnitTest::GetInstance()->current_test_info()->name(), ::getpid());
};

TEST_F(several_files, include_adds_sections_and_names) {
  write("parts/machines.yaml", "machines: {a: {}, b: {}}\nrun: {until: 5 h}\n");
  write("parts/more.yaml", "include: [deep.yaml]\nroutings: {y: [{machine: b, time: 2 s}]}\n");
  write("parts/deep.yaml", "routings: {z: [{machine: c, time: 3 s}]}\n");
  write("top.yaml",
        "takt: 1\ninclude: [parts/machines.yaml, ./parts/../parts/more.yaml]\nmachines: {c: {}}\n"
        "routings: {x: [{machine: a, time: 1 s}]}\norders: [{routing: z}]\n");
  const Scenario s = load("top.yaml");
  EXPECT_EQ(s.name, "top");
  ASSERT_EQ(s.groups.size(), 3u);
  EXPECT_EQ(s.groups[0].name, "c");
  EXPECT_EQ(s.groups[2].name, "b");
  ASSERT_EQ(s.routings.size(), 3u);
  EXPECT_EQ(s.run.horizon, 5 * hour);
  EXPECT_THAT(s.source_text, testing::Not(HasSubstr("include")));
}

TEST_F(several_files, extends_merges_mappings_replaces_the_rest_and_null_removes) {
  write("base.yaml",
        "takt: 1\nname: the base\ndescription: of both\nmachines: {a: {count: 2, speed: 3}, b: {}, c: {}}\n"
        "routings: {x: [{machine: a, time: 1 s}, {machine: b, time: 1 s}], y: [{machine: c, time: 1 s}]}\n"
        "orders: [{routing: x}, {routing: y}]\n"
        "arrivals: {s: {interarrival: {exponential: {mean: 5 s}}, products: {x: 1, y: 2}, limit: 5, due: "
        "{total_work: 2}}}\n");
  write("top.yaml",
        "takt: 1\nextends: base.yaml\nmachines: {a: {count: 7}, b: null, d: {}}\nroutings: {x: [{machine: d, "
        "time: 9 s}]}\n"
        "orders: [{routing: x}]\n"
        "arrivals:\n  s:\n    interarrival: {uniform: {from: 1 s, to: 3 s}}\n    products: {y:}\n"
        "    due: {after_release: 1 h}\n    limit: ~\nrun: {measured_jobs: 5}\n");
  const Scenario s = load("top.yaml");
  EXPECT_EQ(s.name, "top") << "results of a variant must not pass for those of the base";
  EXPECT_EQ(s.description, "of both");
  ASSERT_EQ(s.groups.size(), 3u);
  EXPECT_EQ(s.groups[0].count, 7);
  EXPECT_EQ(s.groups[0].speed, 3);
  EXPECT_EQ(s.groups[1].name, "c");
  EXPECT_EQ(s.groups[2].name, "d");
  EXPECT_EQ(s.routings[0].step_count, 1);
  EXPECT_EQ(s.orders.size(), 1u);
  EXPECT_EQ(s.sources[0].interarrival, uniform(1e6, 3e6));
  EXPECT_EQ(s.sources[0].products.size(), 1u);
  EXPECT_EQ(s.sources[0].due.rule, DueRule::allowance);
  EXPECT_EQ(s.sources[0].limit, -1);
}

TEST_F(several_files, a_base_may_extend_and_include) {
  write("one.yaml", "takt: 1\nmachines: {a: {}}\nroutings: {r: [{machine: a, time: 1 s}]}\n");
  write("parts/orders.yaml", "orders: [{routing: r}]\n");
  write("two.yaml", "takt: 1\nextends: one.yaml\ninclude: [parts/orders.yaml]\nmachines: {a: {count: 2}}\n");
  write("three.yaml", "takt: 1\nextends: two.yaml\nmachines: {a: {speed: 2}}\n");
  const Scenario s = load("three.yaml");
  EXPECT_EQ(s.groups[0].count, 2);
  EXPECT_EQ(s.groups[0].speed, 2);
  EXPECT_EQ(s.orders.size(), 1u);
}

TEST(units, are_exact_in_ticks) {
  EXPECT_EQ(parse_duration("10 us"), 10);
  EXPECT_EQ(parse_duration("250 ms"), 250'000);
  EXPECT_EQ(parse_duration("90s"), 90e6);
  EXPECT_EQ(parse_duration(" 5  min "), 300e6);
  EXPECT_EQ(parse_duration("1.5 h"), 5400e6);
  EXPECT_EQ(parse_duration("2 d"), 172800e6);
  EXPECT_EQ(parse_duration("1 wk"), 604800e6);
  EXPECT_EQ(parse_duration("1e3 s"), 1e9);
  EXPECT_EQ(parse_duration("1e-3s"), 1e3);
  EXPECT_EQ(parse_rate("5 /h"), 720e6);
  EXPECT_EQ(parse_rate("5/h"), 720e6);
  EXPECT_EQ(parse_rate("0.5 per min"), 120e6);
  EXPECT_EQ(parse_unit("min"), 60e6);
  EXPECT_EQ(parse_unit("5 min"), 300e6);
}

TEST(units, numbers_are_decimal_and_finite) {
  EXPECT_EQ(to_number("0"), 0);
  EXPECT_EQ(to_number("-0.25"), -0.25);
  EXPECT_EQ(to_number("1.5e3"), 1500);
  EXPECT_EQ(to_number(".5"), 0.5);
  EXPECT_EQ(to_number("-.05e2"), -5);
  EXPECT_EQ(parse_duration(".5 h"), 1800e6);
  for (const char* text : {"",     "-",  "+1", "01",    "-01", ".",   "-.",   "..5",   ".e5", "-.5.", ".5.5",
                           "00.5", "5.", "1e", "1e999", "nan", "inf", "0x10", "1_000", "1,5", " 1",   "1 "})
    EXPECT_EQ(to_number(text), std::nullopt) << text;
}

TEST(suggest, finds_what_was_meant) {
  const std::vector<std::string> known = {"machines", "routings", "orders"};
  EXPECT_EQ(did_you_mean("machine", known), "; did you mean 'machines'?");
  EXPECT_EQ(did_you_mean("Orders", known), "; did you mean 'orders'?");
  EXPECT_EQ(did_you_mean("routigns", known), "; did you mean 'routings'?");
  EXPECT_EQ(did_you_mean("qqq", known), "; known are machines, routings, orders");
  EXPECT_EQ(did_you_mean("x", std::vector<std::string>{}), "");
  EXPECT_THAT(did_you_mean("zzzzzz", std::vector<std::string>(30, "abc")), testing::EndsWith("abc, ..."));
}

}  // namespace
}  // namespace takt
