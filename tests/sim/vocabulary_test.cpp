#include <limits>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sim/model/named_things.hpp"
#include "sim/record/check_records.hpp"
#include "sim/record/event_names.hpp"
#include "sim/record/trace.hpp"
#include "sim/vocabulary/activity_kinds.hpp"
#include "sim/vocabulary/decision_kinds.hpp"
#include "sim/vocabulary/event_kinds.hpp"
#include "sim/vocabulary/joined_names.hpp"
#include "sim/vocabulary/machine_states.hpp"
#include "tests/sim/random_scenario.hpp"

namespace takt {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> list;
  for (std::string word; in >> word;) list.push_back(word);
  return list;
}

/// Names are words of files and of command lines: lower case, each once; and every row tells something.
template <class Table>
void expect_names(const Table& table, std::string_view joined) {
  static const std::regex word("[a-z][a-z_]*");
  std::set<std::string> known;
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(table[i].kind), i);
    EXPECT_TRUE(std::regex_match(table[i].name, word)) << table[i].name;
    EXPECT_TRUE(known.insert(table[i].name).second) << table[i].name << " stands twice";
    EXPECT_FALSE(std::string_view(table[i].meaning).empty()) << table[i].name;
  }
  const std::vector<std::string> parts = words(joined);
  ASSERT_EQ(parts.size(), table.size());
  for (std::size_t i = 0; i < parts.size(); ++i) EXPECT_EQ(parts[i], table[i].name);
}

TEST(Vocabulary, NamesAreWordsAndEachOnce) {
  expect_names(decision_table, joined_names<decision_table>());
  expect_names(event_table, joined_names<event_table>());
  expect_names(activity_table, joined_names<activity_table>());
  expect_names(machine_state_table, joined_names<machine_state_table>());
}

/// Result files of version 2 and 3 and the digests hold these codes: what is in the table may not move.
TEST(Vocabulary, CodesOfFilesStay) {
  const std::vector<std::string> events = words(
      "none batch_started scrapped sent_back sent_back_found defect_left inspected job_judged pool_level "
      "pool_wait machine_overtime task_done card_taken card_returned part_stored part_taken line_sum demand "
      "order_received shortage sale order_placed shipment_sent shipment_received consumption production "
      "production_lost site_down site_up stock_measured transport_wait vehicle_idle vehicle_empty "
      "vehicle_loading vehicle_loaded vehicle_unloading vehicle_charging job_loaded job_unloaded "
      "conveyor_enters conveyor_leaves conveyor_stops conveyor_runs load_departs level condition_failure "
      "maintenance_begins maintenance_ends power sample");
  const std::vector<std::string> decisions =
      words("dispatch route release transport allocate maintain replenish");
  const std::vector<std::string> states = words("idle setup processing down blocked off maintenance");
  ASSERT_GE(event_table.size(), events.size());
  ASSERT_GE(decision_table.size(), decisions.size());
  ASSERT_GE(machine_state_table.size(), states.size());
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i], event_table[i].name);
  for (std::size_t i = 0; i < decisions.size(); ++i) EXPECT_EQ(decisions[i], decision_table[i].name);
  for (std::size_t i = 0; i < states.size(); ++i) EXPECT_EQ(states[i], machine_state_table[i].name);
}

constexpr std::array<Index, 9> odd_indices = {
    0, 1, 2, 7, -1, -2, 1000000, std::numeric_limits<Index>::min(), std::numeric_limits<Index>::max()};

/// Whatever an event says of itself, it has its names, or none, and is told apart from what fits.
TEST(Vocabulary, EveryKindOfEventGoesThroughEveryMessage) {
  std::vector<int> named(event_table.size()), misfits(event_table.size());
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.mixed = true});
    for (const EventSpec& spec : event_table) {
      for (const Index entity : odd_indices) {
        for (const Index detail : odd_indices) {
          for (const double value : {0.0, 1.0, -5.5, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
            Trace trace;
            trace.end = 10;
            trace.events = {{5, value, spec.kind, entity, no_job, detail}};
            const EventRecord& event = trace.events.front();
            for (const auto& [what, index, name] :
                 {std::tuple(spec.entity, entity, entity_name(scenario, event)),
                  std::tuple(spec.detail, detail, detail_name(scenario, event))}) {
              const std::int64_t count = count_of(scenario, what, event);
              if (index < 0 || index >= count) {
                EXPECT_EQ(name, "");
              }
              named[at(static_cast<Index>(spec.kind))] += !name.empty();
            }
            const std::string misfit = find_misfit(scenario, trace);
            if (misfit.empty()) continue;
            ++misfits[at(static_cast<Index>(spec.kind))];
            EXPECT_EQ(misfit, "event 0 (" + std::string(spec.name) + ") does not fit the scenario");
          }
        }
      }
    }
  }
  for (const EventSpec& spec : event_table) {
    const std::size_t kind = static_cast<std::size_t>(spec.kind);
    EXPECT_GT(misfits[kind], 0) << spec.name;
    const bool has_name =
        spec.kind != EventKind::none && (spec.entity != Refers::nothing || spec.detail != Refers::nothing);
    EXPECT_EQ(named[kind] > 0, has_name) << spec.name;
  }
}

/// What there is of a sort has a name, and nothing else has.
TEST(Vocabulary, ThingsHaveNames) {
  std::vector<int> met(refers_words.size());
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.mixed = true});
    for (std::size_t i = 0; i < refers_words.size(); ++i) {
      const Refers what = static_cast<Refers>(i);
      const std::int64_t count = count_of(scenario, what);
      for (const Index index : odd_indices) {
        const std::string name = name_of(scenario, what, index);
        if (index < 0 || index >= count) {
          EXPECT_EQ(name, "") << word_of(what);
        }
        met[i] += !name.empty();
      }
    }
  }
  for (const Refers what :
       {Refers::machine, Refers::group, Refers::step, Refers::routing, Refers::source, Refers::loop,
        Refers::pool, Refers::part_store, Refers::stock_point, Refers::demand_stream, Refers::site,
        Refers::place, Refers::vehicle, Refers::conveyor, Refers::sensor})
    EXPECT_GT(met[static_cast<std::size_t>(what)], 0) << word_of(what);
}

}  // namespace
}  // namespace takt
