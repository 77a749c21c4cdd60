#include "agents/rule.hpp"

// Every rule there is, a row each, in the order in which they are listed. The row NAME stands for the
// function RuleInfo takt::rules::NAME() in a file of agents/rules.
// clang-format off
#define TAKT_RULES(ROW)  \
  ROW(fifo)              \
  ROW(spt)               \
  ROW(lpt)               \
  ROW(edd)               \
  ROW(slack)             \
  ROW(cr)                \
  ROW(mod)               \
  ROW(cr_spt)            \
  ROW(mwkr)              \
  ROW(lwkr)              \
  ROW(mopnr)             \
  ROW(fdd_mwkr)          \
  ROW(winq)              \
  ROW(pt_winq)           \
  ROW(pt_winq_sl)        \
  ROW(two_pt_winq_npt)   \
  ROW(wspt)              \
  ROW(atc)               \
  ROW(covert)            \
  ROW(min_setup)         \
  ROW(random)            \
  /* the rows end here */
// clang-format on

namespace takt {

namespace rules {

#define TAKT_DECLARE(NAME) RuleInfo NAME();
TAKT_RULES(TAKT_DECLARE)
#undef TAKT_DECLARE

}  // namespace rules

std::vector<RuleInfo> rule_table() {
#define TAKT_CALL(NAME) rules::NAME(),
  return {TAKT_RULES(TAKT_CALL)};
#undef TAKT_CALL
}

std::string formula_letters() {
  return "  t  now                                    p  processing time of this operation, without setup\n"
         "  d  due date of the job                    R  work remaining of the job, this operation included\n"
         "  r  release of the job                     F  work of the job up to and including this operation\n"
         "  w  weight of the job                      W  work waiting at the next operation's machines, per "
         "machine\n"
         "  n  operations left, this one included     q  processing time of the next operation (0 for the "
         "last)\n"
         "  s  setup time needed now                  P  mean processing time of the candidates\n"
         "  o  due date of this operation: r + (d - r) F / (total work of the job)\n"
         "  [x]+ is the greater of x and 0. Jobs without a due date come after all that have one.\n";
}

}  // namespace takt
