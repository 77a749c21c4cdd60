#pragma once

#include <filesystem>
#include <string>

namespace takt {

/// A folder that is whole or absent: filled under a temporary name beside its target, then renamed.
class UnfinishedFolder {
 public:
  /// Creates ".NAME.PID.tmp" in the folder in which the target is to lie. A target that exists must be an
  /// empty folder or, where `replace` is set, hold nothing but files whose names end in `ending`: it is
  /// replaced. Throws Error(io).
  UnfinishedFolder(const std::string& target, bool replace, const std::string& ending);
  UnfinishedFolder(const UnfinishedFolder&) = delete;
  UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;
  /// Removes the temporary unless commit() was successful.
  ~UnfinishedFolder();

  const std::filesystem::path& path() const { return temporary_; }
  /// Gives it the target's name. Throws Error(io).
  void commit();

 private:
  [[noreturn]] void fail(const std::string& reason) const;
  void check_target() const;

  std::string name_;  ///< as the user wrote it, for messages
  std::filesystem::path target_, temporary_;
  bool replace_;
  std::string ending_;
  bool done_ = false;
};

}  // namespace takt
