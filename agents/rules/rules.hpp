#pragma once

// What a file of rules needs: what a rule is (RuleInfo), and scored_rule() to write one. Each rule is a
// function in takt::rules that says all there is to know about it; rule_table.cpp lists them, a row each.
#include "agents/rule.hpp"
#include "agents/rules/scored_rule.hpp"
