#pragma once

#include "agents/rule.hpp"

/// The rules, by family: each function says all there is to know about one, and rule_table.cpp lists them.
namespace takt::rules {

// basic.cpp
RuleInfo fifo();
RuleInfo spt();
RuleInfo lpt();

// due_date.cpp
RuleInfo edd();
RuleInfo slack();
RuleInfo cr();
RuleInfo mod();
RuleInfo cr_spt();

// work_content.cpp
RuleInfo mwkr();
RuleInfo lwkr();
RuleInfo mopnr();
RuleInfo fdd_mwkr();

// look_ahead.cpp
RuleInfo winq();
RuleInfo pt_winq();
RuleInfo pt_winq_sl();
RuleInfo two_pt_winq_npt();

// weighted.cpp
RuleInfo wspt();
RuleInfo atc();
RuleInfo covert();

// setup.cpp
RuleInfo min_setup();

// random.cpp
RuleInfo random();

}  // namespace takt::rules
