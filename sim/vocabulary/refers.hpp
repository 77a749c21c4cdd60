#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace takt {

// What an index may point to: how code calls it, and what a person calls one of them.
// clang-format off
#define TAKT_REFERS(ROW)                                                                   \
  ROW(nothing, "")                    /* stands for no thing: -1, or without meaning */     \
  ROW(machine, "machine")                                                                  \
  ROW(group, "machine group")                                                              \
  ROW(step, "operation")              /* Scenario::steps */                                 \
  ROW(routing, "routing")                                                                  \
  ROW(source, "source")                                                                    \
  ROW(calendar, "calendar")                                                                \
  ROW(loop, "card loop")              /* those of cards, then the wip limits of sources */  \
  ROW(pool, "pool")                                                                        \
  ROW(part_store, "part store")                                                            \
  ROW(stock_point, "stock point")                                                          \
  ROW(demand_stream, "demand stream")                                                      \
  ROW(site, "site")                                                                        \
  ROW(place, "place")                                                                      \
  ROW(vehicle, "vehicle")                                                                  \
  ROW(conveyor, "conveyor")                                                                \
  ROW(sensor, "sensor")               /* of all machines, counted through */                \
  ROW(level, "level")                 /* of the machine's condition */                      \
  ROW(plan, "maintenance plan")       /* of the machine's maintenance */                    \
  ROW(scrap_reason, "reason")         /* ScrapReason */                                     \
  ROW(inspection, "verdict")          /* InspectionResult */                                \
  ROW(figure, "figure")               /* LineFigure */                                      \
  ROW(by_figure, "as the figure says") /* group, loop or store: the detail, a LineFigure, says which */ \
  ROW(lost_or_owed, "0: owed, 1: lost")                                                    \
  ROW(defect_or_not, "0: good, 1: defect")                                                 \
  ROW(number, "number")               /* a count */                                         \
  ROW(sample_label, "label")          /* SampleLabel */                                     \
  ROW(job_slot, "job slot")           /* Plant::job() */                                    \
  ROW(breakdown, "breakdown unit")    /* machine and cause, counted through */              \
  ROW(carrier, "vehicle, or after these an end of a conveyor")                             \
  ROW(transfer, "transfer")           /* a load on shared lanes */                          \
  ROW(site_or_shipment, "site, or after these shipment")                                   \
  ROW(stream_or_order, "demand stream, or after these order")                              \
  /* the rows end here */
// clang-format on

enum class Refers : std::uint8_t {
#define TAKT_ENUMERATOR(NAME, WORD) NAME,
  TAKT_REFERS(TAKT_ENUMERATOR)
#undef TAKT_ENUMERATOR
};

inline constexpr std::array refers_words = {
#define TAKT_WORD(NAME, WORD) std::string_view{WORD},
    TAKT_REFERS(TAKT_WORD)
#undef TAKT_WORD
};

/// What a person calls one of them; "" for nothing.
inline constexpr std::string_view word_of(Refers what) {
  return refers_words[static_cast<std::size_t>(what)];
}

}  // namespace takt
