#include "sim/record/line_tally.hpp"

#include <limits>

namespace takt {

LineTallier::LineTallier(const Scenario& scenario, Time from)
    : from_(from),
      on_(scenario.lines.used),
      of_run_(from == scenario.run.warm_up),
      groups_(scenario.groups.size()) {
  if (!on_) return;
  const LineModel& lines = scenario.lines;
  cards_.resize(at(lines.loop_count));
  for (std::size_t loop = 0; loop < lines.cards.size(); ++loop) cards_[loop] = lines.cards[loop].count;
  for (std::size_t s = 0; s < lines.wip_loop.size(); ++s)
    if (lines.wip_loop[s] >= 0) cards_[at(lines.wip_loop[s])] = lines.wip_limit(static_cast<Index>(s));
  in_use_.resize(cards_.size());
  stores_.resize(lines.parts.size());
  for (std::size_t i = 0; i < stores_.size(); ++i) stores_[i].stock.level = lines.parts[i].initial;
}

void LineTallier::take(const EventRecord& event) {
  switch (event.kind) {
    case EventKind::card_taken:
    case EventKind::card_returned: {
      LevelOverTime& in_use = in_use_[at(event.entity)];
      const std::int64_t now = cards_[at(event.entity)] - static_cast<std::int64_t>(event.value);
      in_use.change(now - in_use.level, event.time, from_);
      break;
    }
    case EventKind::part_stored:
    case EventKind::part_taken: {
      Store& store = stores_[at(event.entity)];
      const std::int64_t more = static_cast<std::int64_t>(event.value) - store.stock.level;
      store.stock.change(more, event.time, from_);
      (event.kind == EventKind::part_stored ? store.stored : store.taken) += more < 0 ? -more : more;
      break;
    }
    case EventKind::line_sum: {
      std::vector<double>& values = sums_.figures[at(event.detail)];
      if (values.size() <= at(event.entity)) values.resize(at(event.entity) + 1);
      values[at(event.entity)] = event.value;
      summed_ = true;
      break;
    }
    default:
      break;
  }
}

LineTally LineTallier::finish(Time end) {
  if (!on_ || (summed_ && of_run_)) return std::move(sums_);
  LineTally tally;
  const auto figure = [&](LineFigure f) -> std::vector<double>& {
    return tally.figures[static_cast<std::size_t>(f)];
  };
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  figure(LineFigure::buffer_content).assign(groups_, unknown);
  figure(LineFigure::chose_to_wait).assign(groups_, unknown);
  figure(LineFigure::card_waiting).assign(cards_.size(), unknown);
  for (const LevelOverTime& in_use : in_use_)
    figure(LineFigure::cards_in_use).push_back(in_use.area_until(end, from_));
  for (const Store& store : stores_) {
    figure(LineFigure::part_stock).push_back(store.stock.area_until(end, from_));
    figure(LineFigure::parts_stored).push_back(static_cast<double>(store.stored));
    figure(LineFigure::parts_taken).push_back(static_cast<double>(store.taken));
    figure(LineFigure::parts_left).push_back(static_cast<double>(store.stock.level));
  }
  return tally;
}

}  // namespace takt
