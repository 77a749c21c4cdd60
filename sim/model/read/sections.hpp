#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "sim/model/read/yaml_reader.hpp"
#include "sim/model/scenario.hpp"

namespace takt {

/// The names of one kind of thing and their indices.
class NameTable {
 public:
  explicit NameTable(const char* kind) : kind_(kind) {}

  /// The index of the new name, or -1 when it is there already.
  Index add(const std::string& name);
  /// The index of the name, or -1.
  Index find(const std::string& name) const;
  bool has(const std::string& name) const { return index_.contains(name); }
  /// The index of the name at `spot`. Throws at the spot, with a suggestion, when there is none.
  Index resolve(const Spot& spot) const;
  /// The same for the key of an entry.
  Index resolve_key(const Spot& entry) const;
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::string unknown(const std::string& name) const;

  const char* kind_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, Index> index_;
};

/// What has been read so far: sections refer to those before them by name.
struct Names {
  NameTable families{"family"};
  NameTable setups{"setup"};
  NameTable machines{"machine"};
  NameTable routings{"routing"};
  NameTable parameters{"parameter"};
  NameTable calendars{"calendar"};
  NameTable pools{"resource"};
  NameTable skills{"skill"};
  std::vector<std::int64_t> units_of_skill;  ///< by skill: workers that have it
  NameTable parts{"part"};
  NameTable places{"place"};
};

// Each reads one section into the scenario, in this order, and throws Error(bad_input) with the position.
void read_families(const Fields& top, Scenario& scenario, Names& names);
void read_setups(const Fields& top, Scenario& scenario, Names& names);
void read_machines(const Fields& top, Scenario& scenario, Names& names);
void read_routings(const Fields& top, Scenario& scenario, Names& names);
void read_orders(const Fields& top, Scenario& scenario, const Names& names);
void read_arrivals(const Fields& top, Scenario& scenario, const Names& names);
void read_run(const Fields& top, Scenario& scenario);
void read_parts(const Fields& top, Scenario& scenario, Names& names);
void read_lines(const Fields& top, Scenario& scenario, const Names& names);

// What lines add to entries of other sections.
Buffer read_buffer(const Fields& machine);
SourceRelease read_source_release(const Fields& arrival);
void read_supply(const Fields& top, Scenario& scenario, const Names& names);

/// A distribution of durations, or a time as a constant one.
Distribution read_distribution(const Spot& spot);

}  // namespace takt
