#include "viz/gantt.hpp"

#include <cmath>
#include <memory>
#include <optional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/number_options.hpp"
#include "cli/output_file.hpp"
#include "cli/time_options.hpp"
#include "results/read_run.hpp"
#include "sim/model/error.hpp"
#include "sim/model/units.hpp"
#include "viz/timeline/colour_scheme.hpp"
#include "viz/timeline/row_kind.hpp"
#include "viz/timeline/ticks.hpp"

namespace takt {

namespace {

struct GanttOptions {
  std::string path, output, range, width, title, start;
  bool has_title = false;
  GanttRequest request;
};

/// "170mm", "17 cm", "6.7in", "480pt", "1200" or "1200px" in pixels. Throws Error(usage).
double parse_width(const std::string& text) {
  struct Unit {
    const char* name;
    double pixels;
  };
  constexpr Unit units[] = {{"px", 1},  {"mm", 96 / 25.4}, {"cm", 960 / 25.4},
                            {"in", 96}, {"pt", 96.0 / 72}, {"", 1}};
  std::string number = text;
  double factor = 1;
  for (const Unit& unit : units) {
    if (!text.ends_with(unit.name)) continue;
    number.resize(text.size() - std::string_view(unit.name).size());
    factor = unit.pixels;
    break;
  }
  while (!number.empty() && number.back() == ' ') number.pop_back();
  const std::optional<double> value = to_number(number);
  if (!value)
    throw Error(Fault::usage, fmt::format("--width: '{}' should look like 1200, 170mm, 17cm or 6.7in", text));
  if (*value * factor < 200 || *value * factor > 30000)
    throw Error(Fault::usage,
                fmt::format("--width: {} is not between 200 and 30000 pixels (53 mm and 7.9 m)", text));
  return *value * factor;
}

template <class Table>
std::string listed(const Table& table) {
  std::string text;
  for (const auto& entry : table)
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", entry.name, entry.summary);
  return text;
}

int run_gantt(GanttOptions& options) {
  const EndAtOnce drawing;
  const std::optional<PaperFormat> format = paper_format(options.output);
  if (!format)
    throw Error(Fault::usage,
                fmt::format("{}: the name should end in .svg, .pdf or .png, which says what is written",
                            options.output));
  check_output(options.output, OutputKind::picture, "");
  GanttRequest& request = options.request;
  if (!options.width.empty()) request.width = parse_width(options.width);
  if (options.has_title) request.title = options.title;
  if (!options.start.empty()) {
    request.start = parse_date(options.start);
    if (!request.start)
      throw Error(Fault::usage, fmt::format("--start: '{}' should look like 2026-03-02 or 2026-03-02T06:00",
                                            options.start));
  }
  const StoredRun run = read_run(options.path, {.detail = false});
  if (!options.range.empty()) {
    const Window window = parse_window("--range", options.range, run.file.trace.end);
    request.from = window.from;
    request.to = window.to;
  }
  write_whole(options.output, draw_gantt(run, request, *format));
  return 0;
}

}  // namespace

CommandBody attach_gantt(CLI::App& app) {
  const auto options = std::make_shared<GanttOptions>();
  GanttRequest& request = options->request;
  app.add_option("result", options->path, "Result file")->required();
  app.add_option("-o,--output", options->output, "Picture: .svg, .pdf or .png")->required();
  app.add_option("--range", options->range,
                 "What is shown, such as 8h..40h, 8h.. or ..2d (default: the whole run)");
  app.add_option(
      "--rows", request.rows,
      "Only rows with such names: a part of the name, or with * and ?; several with commas between");
  app.add_option("--group", request.group,
                 "What the rows are, several with commas between: " + listed(row_kinds()) +
                     ". Default: machines, vehicles and workers");
  app.add_option("--colour,--color", request.colour, "What colours tell: " + listed(colour_schemes()));
  app.add_option("--theme", request.theme, "light or dark")->capture_default_str();
  app.add_option("--width", options->width,
                 "Width in pixels, or with mm, cm, in or pt (default: 1200 pixels, 96 an inch)");
  app.add_option("--scale", request.scale, "PNG: dots a pixel")
      ->check(CLI::Range(0.25, 8.0))
      ->capture_default_str();
  CLI::Option* const title =
      app.add_option("--title", options->title, "In place of the scenario's name; \"\": none");
  app.add_option("--start", options->start,
                 "Date of the start of the run, such as 2026-03-02 or 2026-03-02T06:00");
  app.add_flag("--critical-path", request.critical_path,
               "Outline the operations that made the run as long as it was");
  app.add_flag("--due-dates", request.due_dates, "Mark when orders are due");
  return [options, title](const std::string&) {
    options->has_title = title->count() > 0;
    return run_gantt(*options);
  };
}

}  // namespace takt
