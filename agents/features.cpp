#include "agents/features.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "agents/feature_table.hpp"
#include "agents/scaling.hpp"

namespace takt {
namespace {

using feature_table_detail::feature_entries;
using feature_table_detail::FeatureEntry;
using feature_table_detail::FeatureView;

constexpr std::array<FeatureInfo, feature_count> infos = [] {
  std::array<FeatureInfo, feature_count> all{};
  for (std::size_t i = 0; i < feature_count; ++i) all[i] = feature_entries[i].info;
  return all;
}();

double value_of(const FeatureEntry& entry, const FeatureView& view) {
  const About about = entry.info.about;
  if (about == About::job && view.candidate.job < 0) return 0;
  if (about == About::group && view.group() < 0) return 0;
  return entry.value(view);
}

}  // namespace

std::span<const FeatureInfo> feature_table() {
  return infos;
}

const FeatureInfo& info(FeatureId id) {
  return infos[static_cast<std::size_t>(id)];
}

std::optional<FeatureId> find_feature(std::string_view name) {
  for (const FeatureInfo& known : infos) {
    if (name == known.name) return known.id;
  }
  return std::nullopt;
}

double feature(FeatureId id, const Decision& decision, const Candidate& candidate, FeatureMemo& memo) {
  return value_of(feature_entries[static_cast<std::size_t>(id)], FeatureView{decision, candidate, memo});
}

double feature(FeatureId id, const Decision& decision, const Candidate& candidate) {
  FeatureMemo memo;
  return feature(id, decision, candidate, memo);
}

void all_features(const Decision& decision, const Candidate& candidate, std::span<float> row) {
  assert(row.size() == feature_count);
  FeatureMemo memo;
  const FeatureView view{decision, candidate, memo};
  for (std::size_t i = 0; i < feature_count; ++i)
    row[i] = static_cast<float>(value_of(feature_entries[i], view));
}

Scale scale_of(const Decision& decision, const Candidate& candidate) {
  const bool due = candidate.job >= 0 && has_due(decision.plant->job(candidate.job));
  return {.per_second = per_second(decision.plant->scenario()), .has_due = due};
}

float scaled(FeatureId id, double value, const Scale& scale) {
  switch (info(id).scaling) {
    case Scaling::none:
      return static_cast<float>(value);
    case Scaling::due_time:
      if (!scale.has_due) return 0;
      [[fallthrough]];
    case Scaling::time:
      return scaled_time(value, scale.per_second);
    case Scaling::due_count:
      if (!scale.has_due) return 0;
      [[fallthrough]];
    case Scaling::count:
      return scaled_count(value);
    case Scaling::skip:
      break;
  }
  return 0;
}

}  // namespace takt
