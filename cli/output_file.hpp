#pragma once

#include <span>
#include <string>
#include <string_view>

namespace takt {

/// What is written under a name that the user gives with -o.
enum class OutputKind { result, scenario, picture };

/// Throws before the work begins when its output has nowhere to go, Error(io), or when the name is that of
/// something else: Error(usage) for an extension that promises another format, for one of the files of
/// `scenario_spec` (which is opened for that only when `path` exists), for a result over an existing file
/// that is no HDF5, and for a picture over one that is. An empty path is standard output.
void check_output(const std::string& path, OutputKind kind, const std::string& scenario_spec);

/// Writes a file that is whole or absent. Throws Error(io).
void write_whole(const std::string& path, std::string_view text);

}  // namespace takt
