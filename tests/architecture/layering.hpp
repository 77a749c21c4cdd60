#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace takt {

/// Reads every #include of the C++ files under the folders of Takt in `root` and returns a sentence for each
/// that goes against the arrows of the architecture, and for each library type in a header that crosses
/// folders.
std::vector<std::string> layering_violations(const std::filesystem::path& root);

/// A sentence for each C++ file under the folders of Takt and under tests that has more than 400 lines. Files
/// of tables may; they are listed in layering.cpp.
std::vector<std::string> long_files(const std::filesystem::path& root);

}  // namespace takt
