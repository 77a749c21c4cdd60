#pragma once

// Internal to results/, and part of the module that has HDF5: what files of both kinds begin with.

#include "results/column_writer.hpp"
#include "results/result_info.hpp"
#include "sim/model/scenario.hpp"

namespace takt::hdf5 {

/// The dataset /scenario, a text that opens again, with its title and SHA-256 as attributes.
void write_scenario(ColumnWriter& writer, const Scenario& scenario);

/// The attributes that tell how the file came about. `kind`: "run" or "replications".
void write_attributes(ColumnWriter& writer, const char* kind, const RunInfo& info);

}  // namespace takt::hdf5
