#include "sim/plant/redraw.hpp"

#include <algorithm>
#include <utility>

namespace takt {

Redraw::Redraw(Seed from, Seed to, std::span<const Activity> under_way, std::vector<DrawnAnew> before)
    : from_(from), to_(to), under_way_(under_way.begin(), under_way.end()), before_(std::move(before)) {
  std::sort(under_way_.begin(), under_way_.end(), takt::before);
}

Time Redraw::left(ActivityKind kind, std::uint64_t entity) const {
  const Activity wanted{0, kind, static_cast<std::uint32_t>(entity)};
  const auto found = std::lower_bound(under_way_.begin(), under_way_.end(), wanted, takt::before);
  return found == under_way_.end() || takt::before(wanted, *found) ? -1 : found->duration;
}

Time Redraw::total(const Distribution& law, Purpose purpose, std::uint64_t entity,
                   std::uint64_t occurrence) const {
  for (const DrawnAnew& drawn : before_) {
    if (drawn.purpose == purpose && drawn.entity == entity && drawn.occurrence == occurrence)
      return drawn.total;
  }
  return sample(law, random_uniform(from_, purpose, entity, occurrence));
}

Time Redraw::again(const Distribution& law, Purpose purpose, std::uint64_t entity, std::uint64_t occurrence,
                   Time left, Time delay) {
  if (law.is_constant()) return left;
  const Time age = total(law, purpose, entity, occurrence) + delay - left;
  const Time drawn = sample_beyond(law, age - delay, random_uniform(to_, purpose, entity, occurrence));
  remember(purpose, entity, occurrence, drawn);
  return drawn + delay - age;
}

}  // namespace takt
