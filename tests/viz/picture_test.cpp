// Pictures against those in golden/, which somebody has looked at. To renew them: run this program with
// TAKT_UPDATE_GOLDEN=1, and look at what git shows as changed.

#include <cmath>
#include <cstdlib>
#include <fstream>

#include <cairo.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"
#include "tests/viz/stored.hpp"
#include "viz/gantt.hpp"

namespace takt {
namespace {

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> channels;  ///< blue, green, red, unused

  static Pixels of(const std::string& png) {
    struct Source {
      const std::string& bytes;
      std::size_t at = 0;
    } source{png};
    const auto read = [](void* from, unsigned char* to, unsigned count) {
      auto& s = *static_cast<Source*>(from);
      if (s.at + count > s.bytes.size()) return CAIRO_STATUS_READ_ERROR;
      std::copy_n(s.bytes.data() + s.at, count, to);
      s.at += count;
      return CAIRO_STATUS_SUCCESS;
    };
    cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(read, &source);
    EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    Pixels pixels{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < pixels.height; ++y) {
      const unsigned char* row = cairo_image_surface_get_data(surface) + y * stride;
      pixels.channels.insert(pixels.channels.end(), row, row + pixels.width * 4);
    }
    cairo_surface_destroy(surface);
    return pixels;
  }

  /// Means of squares of 8 pixels, so that smoothing of edges counts for little.
  std::vector<double> squares() const {
    std::vector<double> means;
    for (int y = 0; y + 8 <= height; y += 8) {
      for (int x = 0; x + 8 <= width; x += 8) {
        for (int c = 0; c < 3; ++c) {
          double sum = 0;
          for (int dy = 0; dy < 8; ++dy)
            for (int dx = 0; dx < 8; ++dx)
              sum += channels[static_cast<std::size_t>(((y + dy) * width + x + dx) * 4 + c)];
          means.push_back(sum / 64);
        }
      }
    }
    return means;
  }
};

/// Share of the squares that differ clearly.
double difference(const Pixels& one, const Pixels& other) {
  if (one.width != other.width || one.height != other.height) return 1;
  const std::vector<double> a = one.squares(), b = other.squares();
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) different += std::abs(a[i] - b[i]) > 12;
  return static_cast<double>(different) / static_cast<double>(a.size());
}

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr Time hour = 3600 * ticks_per_second;

struct Case {
  const char* name;
  const char* scenario;  ///< in the repository, or an instance
  GanttRequest request;
};

std::vector<Case> cases() {
  const auto request = [](Time from, Time to) {
    GanttRequest r;
    r.from = from;
    r.to = to;
    r.width = 900;
    r.scale = 1;
    return r;
  };
  std::vector<Case> all = {
      {"ft06", "jsplib:" TAKT_SOURCE_DIR "/tests/instances/jsplib/ft06", request(0, never)},
      {"demo_day", TAKT_SOURCE_DIR "/scenarios/demo.yaml", request(20 * 24 * hour, 21 * 24 * hour)},
      {"demo_dark", TAKT_SOURCE_DIR "/scenarios/demo.yaml", request(0, never)},
      {"degrading_line", TAKT_SOURCE_DIR "/scenarios/degrading_line.yaml",
       request(6 * 24 * hour, 9 * 24 * hour)},
      {"shift_week", TAKT_SOURCE_DIR "/scenarios/shift_line.yaml", request(14 * 24 * hour, 17 * 24 * hour)},
      {"orders_dark", TAKT_SOURCE_DIR "/scenarios/flexible_cell.yaml", request(8 * hour, 12 * hour)},
      {"stock", TAKT_SOURCE_DIR "/scenarios/three_stage_supply.yaml", request(0, 60 * 24 * hour)},
  };
  all[0].request.critical_path = true;
  all[1].request.due_dates = true;
  all[2].request.theme = "dark";
  all[4].request.start = 20514 * 24 * hour;  // Monday 2 March 2026
  all[5].request.theme = "dark";
  all[5].request.group = "orders";
  return all;
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, PictureIsTheOneThatWasLookedAt) {
  // Where another typeface takes the place of Inter all widths are others.
  if (std::abs(make_ruler()->width("Hamburgefonstiv 0123", 16, Weight::bold) - 176.9) > 1)
    GTEST_SKIP() << "the typeface Inter (Debian: fonts-inter) is not installed";
  const StoredRun run = test::stored(open_scenario(GetParam().scenario), 1);
  const std::string png = draw_gantt(run, GetParam().request, PaperFormat::png);
  const std::string path = fmt::format("{}/tests/viz/golden/{}.png", TAKT_SOURCE_DIR, GetParam().name);
  if (std::getenv("TAKT_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << png;
  const std::string golden = content(path);
  ASSERT_FALSE(golden.empty()) << path;
  const double share = difference(Pixels::of(golden), Pixels::of(png));
  if (share > .01) std::ofstream(fmt::format("{}.png", GetParam().name), std::ios::binary) << png;
  EXPECT_LE(share, .01) << "the picture was written to " << GetParam().name << ".png";
}

INSTANTIATE_TEST_SUITE_P(All, Golden, testing::ValuesIn(cases()),
                         [](const auto& of) { return std::string(of.param.name); });

// The comparison itself can tell.
TEST(Difference, OfPicturesIsSeen) {
  const StoredRun run = test::stored(open_scenario(cases()[0].scenario), 1);
  const StoredRun other = test::stored(open_scenario(cases()[0].scenario), 2);
  GanttRequest request = cases()[0].request;
  const auto picture = [&](const StoredRun& of) {
    return Pixels::of(draw_gantt(of, request, PaperFormat::png));
  };
  const Pixels one = picture(run);
  EXPECT_EQ(difference(one, one), 0);
  EXPECT_GT(difference(one, picture(other)), .05);
  request.critical_path = false;
  EXPECT_GT(difference(one, picture(run)), .01);
}

// Many more bars than pixels: the file stays as small as the picture.
TEST(Svg, IsAsLargeAsItsPictureNotItsRun) {
  const auto bytes = [](const char* until) {
    Scenario scenario = open_scenario(TAKT_SOURCE_DIR "/scenarios/mm1.yaml");
    scenario.run.horizon = until == std::string("short") ? 4 * hour : 40 * hour;
    scenario.run.measured_jobs = -1;
    scenario.run.warm_up = 0;
    for (Source& source : scenario.sources) source.limit = -1;
    const StoredRun run = test::stored(scenario, 1);
    EXPECT_GT(run.file.trace.operations.size(), 10'000u);
    return draw_gantt(run, {}, PaperFormat::svg).size();
  };
  const std::size_t few = bytes("short"), many = bytes("long");
  EXPECT_LT(many, few * 3);
  EXPECT_LT(many, 300'000u);
}

TEST(Picture, TooLargeForItsFormatIsRefused) {
  const StoredRun run = test::stored(open_scenario(cases()[0].scenario), 1);
  GanttRequest request;
  request.width = 20'000;
  request.scale = 4;
  try {
    draw_gantt(run, request, PaperFormat::png);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage);
  }
  EXPECT_FALSE(draw_gantt(run, request, PaperFormat::svg).empty());
}

}  // namespace
}  // namespace takt
