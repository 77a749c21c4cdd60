#include <array>
#include <numeric>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/import/importers.hpp"

namespace takt {

namespace {

struct Size {
  int jobs;
  int machines;
};
struct Seeds {
  std::int64_t times;
  std::int64_t machines;
};

/// Ten instances of each size.
constexpr std::array<Size, 8> sizes = {
    {{15, 15}, {20, 15}, {20, 20}, {30, 15}, {30, 20}, {50, 15}, {50, 20}, {100, 20}}};

// clang-format off
constexpr std::array<Seeds, 80> seeds = {{
    // ta01 to ta10
    {840612802, 398197754}, {1314640371, 386720536},
    {1227221349, 316176388}, {342269428, 1806358582},
    {1603221416, 1501949241}, {1357584978, 1734077082},
    {44531661, 1374316395}, {302545136, 2092186050},
    {1153780144, 1393392374}, {73896786, 1544979948},
    // ta11 to ta20
    {533484900, 317419073}, {1894307698, 1474268163},
    {874340513, 509669280}, {1124986343, 1209573668},
    {1463788335, 529048107}, {1056908795, 25321885},
    {195672285, 1717580117}, {961965583, 1353003786},
    {1610169733, 1734469503}, {532794656, 998486810},
    // ta21 to ta30
    {1035939303, 773961798}, {5997802, 1872541150},
    {1357503601, 722225039}, {806159563, 1166962073},
    {1902815253, 1879990068}, {1503184031, 1850351876},
    {1032645967, 99711329}, {229894219, 1158117804},
    {823349822, 108033225}, {1297900341, 489486403},
    // ta31 to ta40
    {98640593, 1981283465}, {1839268120, 248890888},
    {573875290, 2081512253}, {1670898570, 788294565},
    {1118914567, 1074349202}, {178750207, 294279708},
    {1549372605, 596993084}, {798174738, 151685779},
    {553410952, 1329272528}, {1661531649, 1173386294},
    // ta41 to ta50
    {1841414609, 1357882888}, {2116959593, 1546338557},
    {796392706, 1230864158}, {532496463, 254174057},
    {2020525633, 978943053}, {524444252, 185526083},
    {1569394691, 487269855}, {1460267840, 1631446539},
    {198324822, 1937476577}, {38071822, 1541985579},
    // ta51 to ta60
    {17271, 718939}, {660481279, 449650254},
    {352229765, 949737911}, {1197518780, 166840558},
    {1376020303, 483922052}, {2106639239, 955932362},
    {1765352082, 1209982549}, {1105092880, 1349003108},
    {907248070, 919544535}, {2011630757, 1845447001},
    // ta61 to ta70
    {8493988, 2738939}, {1991925010, 709517751},
    {342093237, 786960785}, {1634043183, 973178279},
    {341706507, 286513148}, {320167954, 1411193018},
    {1089696753, 298068750}, {433032965, 1589656152},
    {615974477, 331205412}, {236150141, 592292984},
    // ta71 to ta80
    {302034063, 1203569070}, {1437643198, 1692025209},
    {1792475497, 1039908559}, {1647273132, 1012841433},
    {696480901, 1689682358}, {1785569423, 1092647459},
    {117806902, 739059626}, {1639154709, 1319962509},
    {2007423389, 749368241}, {682761130, 262763021},
}};
// clang-format on

/// The generator of Bratley, Fox and Schrage (1983), in whole numbers: 16807 * 2^31 stays far below 2^63.
class Stream {
 public:
  explicit Stream(std::int64_t seed) : x_(seed) {}

  /// a + floor(X / (2^31 - 1) * (b - a + 1)) for the next X.
  std::int64_t uniform(std::int64_t a, std::int64_t b) {
    x_ = x_ * 16807 % modulus;
    return a + x_ * (b - a + 1) / modulus;
  }

 private:
  static constexpr std::int64_t modulus = 2147483647;
  std::int64_t x_;
};

std::string instance_text(Size size, Seeds seed) {
  const auto jobs = static_cast<std::size_t>(size.jobs), machines = static_cast<std::size_t>(size.machines);
  std::vector<std::int64_t> times(jobs * machines);
  Stream time_stream(seed.times);
  for (std::int64_t& time : times) time = time_stream.uniform(1, 99);

  std::string text = fmt::format("{} {}\n", size.jobs, size.machines);
  Stream machine_stream(seed.machines);
  std::vector<int> order(machines);
  for (std::size_t job = 0; job < jobs; ++job) {
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t i = 0; i < machines; ++i) {
      const std::int64_t other =
          machine_stream.uniform(static_cast<std::int64_t>(i), static_cast<std::int64_t>(machines) - 1);
      std::swap(order[i], order[static_cast<std::size_t>(other)]);
    }
    for (std::size_t i = 0; i < machines; ++i) {
      text += fmt::format("{}{} {}", i > 0 ? " " : "", order[i], times[job * machines + i]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

Scenario import_taillard(const std::string& name) {
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    if (name != fmt::format("ta{:02}", i + 1)) continue;
    return parse_jsplib(instance_text(sizes[i / 10], seeds[i]), "taillard:" + name, name);
  }
  throw Error(Fault::bad_input,
              fmt::format("taillard:{}: no such instance; there are ta01 to ta{}", name, seeds.size()));
}

}  // namespace takt
