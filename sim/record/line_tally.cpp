#include "sim/record/line_tally.hpp"

namespace takt {

void LineTally::take(const EventRecord& event) {
  if (event.kind != EventKind::line_sum) return;
  std::vector<double>& values = figures[static_cast<std::size_t>(event.detail)];
  const auto entity = static_cast<std::size_t>(event.entity);
  if (values.size() <= entity) values.resize(entity + 1);
  values[entity] = event.value;
}

}  // namespace takt
