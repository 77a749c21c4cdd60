#include "cli/unfinished_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "sim/model/error.hpp"

namespace takt {

namespace fs = std::filesystem;

UnfinishedFolder::UnfinishedFolder(const std::string& target, bool replace, const std::string& ending)
    : name_(target), replace_(replace), ending_(ending) {
  std::error_code error;
  target_ = fs::absolute(target, error).lexically_normal();
  if (!target_.has_filename()) target_ = target_.parent_path();  // "out/" is "out"
  if (error || !target_.has_filename()) fail("this is no name for a folder");
  check_target();
  const std::string temporary = fmt::format(".{}.{}.tmp", target_.filename().string(), getpid());
  temporary_ = target_.parent_path() / temporary;
  fs::remove_all(temporary_, error);  // of a process of this number that died
  fs::create_directory(temporary_, error);
  if (error) fail(error.message());
}

UnfinishedFolder::~UnfinishedFolder() {
  std::error_code ignored;
  if (!done_) fs::remove_all(temporary_, ignored);
}

void UnfinishedFolder::check_target() const {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(target_, error);
  if (status.type() == fs::file_type::not_found) return;
  if (status.type() != fs::file_type::directory) fail("it exists and is no folder");
  for (const fs::directory_entry& entry : fs::directory_iterator(target_, error)) {
    if (!replace_) fail("the folder exists and is not empty; --force replaces an earlier export");
    if (!entry.is_regular_file(error) || entry.is_symlink(error) || entry.path().extension() != ending_)
      fail(fmt::format("the folder is not an earlier export, it holds '{}'",
                       entry.path().filename().string()));
  }
  if (error) fail(error.message());
}

void UnfinishedFolder::commit() {
  check_target();
  std::error_code error;
  fs::path former;
  if (fs::exists(target_, error) && !fs::is_empty(target_, error)) {
    former = temporary_;
    former += ".old";
    fs::rename(target_, former, error);
    if (error) fail(error.message());
  }
  fs::rename(temporary_, target_, error);
  if (error) {
    std::error_code ignored;
    if (!former.empty()) fs::rename(former, target_, ignored);
    fail(error.message());
  }
  done_ = true;
  if (!former.empty()) fs::remove_all(former, error);
}

void UnfinishedFolder::fail(const std::string& reason) const {
  throw Error(Fault::io, fmt::format("{}: cannot be written: {}", name_, reason));
}

}  // namespace takt
