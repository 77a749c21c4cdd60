#include "tests/architecture/layering.hpp"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace takt {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Layering, HoldsInThisRepository) {
  ASSERT_TRUE(fs::exists(fs::path(TAKT_SOURCE_DIR) / "sim/model/scenario.hpp"));
  EXPECT_THAT(layering_violations(TAKT_SOURCE_DIR), IsEmpty());
}

TEST(FileSizes, HoldInThisRepository) {
  EXPECT_THAT(long_files(TAKT_SOURCE_DIR), IsEmpty());
}

/// A small tree of its own for each test.
class LayeringOf : public testing::Test {
 protected:
  LayeringOf() {
    std::string pattern = (fs::temp_directory_path() / "takt-layering-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~LayeringOf() override { fs::remove_all(root_); }

  void file(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  std::vector<std::string> violations() const { return layering_violations(root_); }
  std::vector<std::string> too_long() const { return long_files(root_); }

 private:
  fs::path root_;
};

TEST_F(LayeringOf, GoodArrows) {
  file("sim/model/time.hpp", "#include <vector>\n");
  file("sim/agent.hpp", "#include \"sim/model/time.hpp\"\n");
  file("sim/plant/plant.hpp", "#include \"sim/agent.hpp\"\n");
  file("sim/clock/clock.hpp", "#include \"sim/plant/plant.hpp\"\n");
  file("sim/simulate.cpp", "#include \"sim/clock/clock.hpp\"\n");
  file("results/kpi.cpp", "#include \"sim/simulate.hpp\"\n");
  file("agents/rules.cpp", "#include \"results/kpi.hpp\"\n");
  file("viz/viewer.cpp", "#include \"agents/rules.hpp\"\n#include \"viz/timeline.hpp\"\n");
  file("cli/main.cpp", "#include \"learning/train.hpp\"\n#include \"viz/viewer.hpp\"\n");
  EXPECT_THAT(violations(), IsEmpty());
}

struct Arrow {
  const char* from;
  const char* to;
};

class ForbiddenArrow : public LayeringOf, public testing::WithParamInterface<Arrow> {};

TEST_P(ForbiddenArrow, IsFound) {
  file(GetParam().from, std::string("#pragma once\n  #  include \"") + GetParam().to + "\"\n");
  EXPECT_THAT(violations(),
              ElementsAre(HasSubstr(std::string(GetParam().from) + " includes " + GetParam().to)));
}

INSTANTIATE_TEST_SUITE_P(
    Layering, ForbiddenArrow,
    testing::Values(
        Arrow{"sim/model/loader.cpp", "sim/plant/plant.hpp"}, Arrow{"sim/model/loader.cpp", "sim/agent.hpp"},
        Arrow{"sim/model/loader.cpp", "sim/simulate.hpp"},
        Arrow{"sim/model/loader.cpp", "results/schema.hpp"}, Arrow{"sim/agent.hpp", "sim/plant/plant.hpp"},
        Arrow{"sim/record/trace.hpp", "sim/simulate.hpp"},
        Arrow{"sim/plant/shop.cpp", "sim/record/trace.hpp"},
        Arrow{"sim/clock/clock.cpp", "sim/record/trace.hpp"},
        Arrow{"sim/record/recorder.cpp", "sim/clock/clock.hpp"},
        Arrow{"sim/plant/shop.cpp", "sim/clock/clock.hpp"}, Arrow{"sim/plant/shop.cpp", "sim/simulate.hpp"},
        Arrow{"sim/clock/clock.cpp", "sim/simulate.hpp"}, Arrow{"sim/clock/clock.cpp", "agents/rules.hpp"},
        Arrow{"sim/simulate.cpp", "results/schema.hpp"}, Arrow{"results/kpi.cpp", "agents/features.hpp"},
        Arrow{"agents/rules.cpp", "cli/table.hpp"}, Arrow{"agents/rules.hpp", "learning/rollouts.hpp"},
        Arrow{"learning/train.cpp", "viz/viewer.hpp"}, Arrow{"viz/viewer.cpp", "learning/train.hpp"},
        Arrow{"viz/viewer.cpp", "cli/table.hpp"}, Arrow{"viz/timeline/rows.cpp", "viz/draw/canvas.hpp"},
        Arrow{"viz/timeline/rows.cpp", "viz/gantt.hpp"}, Arrow{"viz/draw/canvas.hpp", "viz/gantt.hpp"}));

TEST_F(LayeringOf, RelativeIncludesAreFound) {
  file("agents/rules.cpp", "#include \"rules.hpp\"\n");
  EXPECT_THAT(violations(), ElementsAre(HasSubstr("no path from the root")));
}

TEST_F(LayeringOf, LibraryHeaderInAHeaderThatStaysInItsFolderIsFine) {
  file("sim/model/read/yaml_reader.hpp", "#include <yaml-cpp/yaml.h>\nYAML::Node root;\n");
  file("sim/model/loader.cpp", "#include \"sim/model/read/yaml_reader.hpp\"\n");
  EXPECT_THAT(violations(), IsEmpty());
}

TEST_F(LayeringOf, LibraryHeaderInAHeaderThatCrossesIsFound) {
  for (const char* library : {"yaml-cpp/yaml.h", "simgrid/s4u.hpp", "hdf5.h", "torch/torch.h", "imgui.h",
                              "muParser.h", "cairo.h", "pango/pangocairo.h"}) {
    file("sim/model/reader.hpp", std::string("#include <") + library + ">\n");
    file("sim/plant/plant.cpp", "#include \"sim/model/reader.hpp\"\n");
    EXPECT_THAT(violations(), ElementsAre(HasSubstr(library))) << library;
  }
}

TEST_F(LayeringOf, LibraryHeaderBehindAHeaderThatCrossesIsFound) {
  file("results/hdf5_handle.hpp", "#include <hdf5.h>\n");
  file("results/write_result.hpp", "#include \"results/hdf5_handle.hpp\"\n");
  file("cli/run.cpp", "#include \"results/write_result.hpp\"\n");
  EXPECT_THAT(violations(), ElementsAre(HasSubstr("results/hdf5_handle.hpp crosses folders")));
}

TEST_F(LayeringOf, LibraryTypeInAHeaderThatCrossesIsFound) {
  file("results/write_result.hpp", "void write(hid_t file);  // hid_t\n");
  file("cli/run.cpp", "#include \"results/write_result.hpp\"\n");
  EXPECT_THAT(violations(), ElementsAre(HasSubstr("hid_t")));
  file("results/write_result.hpp", "namespace YAML { class Node; }\n");
  EXPECT_THAT(violations(), ElementsAre(HasSubstr("YAML")));
  file("results/write_result.hpp", "// wraps a hid_t and YAML::Node\nvoid write(int file);\n");
  EXPECT_THAT(violations(), IsEmpty());
}

TEST_F(LayeringOf, FilesThatAreTooLongAreFound) {
  std::string lines;
  for (int i = 0; i < 400; ++i) lines += "\n";
  file("sim/plant/shop.cpp", lines);
  file("sim/plant/notes.txt", lines + lines);
  EXPECT_THAT(too_long(), IsEmpty());
  file("sim/plant/shop.cpp", lines + "int more;\n");
  file("tests/sim/shop_test.cpp", lines + "int more;\n");
  EXPECT_THAT(too_long(), ElementsAre(HasSubstr("sim/plant/shop.cpp has 401 lines"),
                                      HasSubstr("tests/sim/shop_test.cpp has 401 lines")));
}

}  // namespace
}  // namespace takt
