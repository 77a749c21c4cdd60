#pragma once

#include <string>

namespace takt {

/// A file that is whole or absent: written under a temporary name beside its target, then flushed to disk and
/// renamed.
class UnfinishedFile {
 public:
  /// Creates ".NAME.PID.tmp" in the target's folder and removes temporaries of the same target whose writers
  /// died. A target that is a symbolic link stands for the file it points to; one that is no regular file is
  /// refused. Throws Error(io).
  explicit UnfinishedFile(const std::string& target);
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  /// Removes the temporary unless commit() was successful.
  ~UnfinishedFile();

  int descriptor() const { return descriptor_; }
  const std::string& temporary() const { return temporary_; }

  /// Flushes to disk, closes, takes the target's name and flushes the folder. Throws Error(io).
  void commit();

  /// An Error(io) about the target: "PATH: cannot be written: REASON".
  [[noreturn]] void fail(int error_number) const;
  [[noreturn]] void fail(const std::string& reason) const;

 private:
  void remove_abandoned(const std::string& pattern_start) const;

  std::string target_;  ///< as the user named it, for messages
  std::string folder_;
  std::string name_;       ///< in folder_
  std::string temporary_;  ///< empty once nothing is left to remove
  int descriptor_ = -1;
};

}  // namespace takt
