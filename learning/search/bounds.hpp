#pragma once

#include "learning/search/shop_problem.hpp"

namespace takt::search {

/// A cost that no schedule is below: the greatest of what every job needs by itself and what each machine
/// needs for those operations that only it can do, in its best preemptive order with the heads and tails that
/// they have at least (Jackson 1955, Carlier 1982). Where costs are sums, of the jobs alone.
double lower_bound(const ShopProblem& problem);

}  // namespace takt::search
