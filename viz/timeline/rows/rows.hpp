#pragma once

// The functions of the table of row kinds (row_table.cpp).

#include "viz/timeline/row_kind.hpp"

namespace takt::rows {

bool has_machines(const StoredRun& run);
void add_machines(const StoredRun& run, const RowChoice& choice, Timeline& timeline);

bool has_vehicles(const StoredRun& run);
void add_vehicles(const StoredRun& run, const RowChoice& choice, Timeline& timeline);

bool has_pools(const StoredRun& run);
void add_pools(const StoredRun& run, const RowChoice& choice, Timeline& timeline);

bool has_orders(const StoredRun& run);
void add_orders(const StoredRun& run, const RowChoice& choice, Timeline& timeline);

void add_queues(const StoredRun& run, const RowChoice& choice, Timeline& timeline);

bool has_stock(const StoredRun& run);
void add_stock(const StoredRun& run, const RowChoice& choice, Timeline& timeline);

}  // namespace takt::rows
