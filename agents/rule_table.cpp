#include "agents/rules/rules.hpp"

namespace takt {

std::vector<RuleInfo> rule_table() {
  return {
      rules::fifo(),   rules::spt(),     rules::lpt(),        rules::edd(),
      rules::slack(),  rules::cr(),      rules::mod(),        rules::cr_spt(),
      rules::mwkr(),   rules::lwkr(),    rules::mopnr(),      rules::fdd_mwkr(),
      rules::winq(),   rules::pt_winq(), rules::pt_winq_sl(), rules::two_pt_winq_npt(),
      rules::wspt(),   rules::atc(),     rules::covert(),     rules::min_setup(),
      rules::random(),
  };
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
