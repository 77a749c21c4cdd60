#include "results/unfinished_file.hpp"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/model/error.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view suffix = ".tmp";

/// True when the process of this number, written in a temporary's name, is gone. False when unsure.
bool process_is_gone(std::string_view number) {
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), pid);
  if (error != std::errc() || end != number.data() + number.size() || pid <= 0) return false;
  return kill(pid, 0) != 0 && errno == ESRCH;
}

/// A writer holds a lock on its temporary for as long as it lives, which other machines and containers see
/// too, and which a new process of the same number does not inherit. Where the file system has no locks, the
/// number decides.
bool writer_is_gone(const std::string& path, std::string_view process_number) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool locked = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  const bool no_locks = !locked && errno != EWOULDBLOCK && errno != EINTR;
  close(descriptor);
  return locked || (no_locks && process_is_gone(process_number));
}

/// True when the open file still has a name: nobody took it for abandoned before it was locked.
bool has_name(int descriptor) {
  struct stat status {};
  return fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

}  // namespace

UnfinishedFile::UnfinishedFile(const std::string& target) : target_(target) {
  std::error_code failure;
  fs::path path(target);
  for (int links = 0; fs::is_symlink(path, failure); ++links) {
    if (links == 40) fail(ELOOP);
    path = path.parent_path() / fs::read_symlink(path, failure);
    if (failure) fail(failure.value());
  }
  const fs::file_status status = fs::status(path, failure);
  if (fs::is_directory(status)) fail(EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) fail("not a regular file");
  name_ = path.filename().string();
  if (name_.empty()) fail(EISDIR);
  folder_ = path.has_parent_path() ? path.parent_path().string() : ".";

  // Long names are cut: the temporary's name must fit into 255 bytes as well.
  const std::string start = fmt::format(".{}.", name_.substr(0, 200));
  remove_abandoned(start);
  const std::string temporary = fmt::format("{}/{}{}{}", folder_, start, getpid(), suffix);
  for (int attempt = 0; attempt < 100; ++attempt) {
    descriptor_ = open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail(errno);
    (void)flock(descriptor_, LOCK_EX | LOCK_NB);
    if (has_name(descriptor_)) {
      temporary_ = temporary;
      return;
    }
    close(descriptor_);
  }
  fail(fmt::format("\"{}\" is removed again and again", temporary));
}

UnfinishedFile::~UnfinishedFile() {
  if (!temporary_.empty()) unlink(temporary_.c_str());
  if (descriptor_ >= 0) close(descriptor_);
}

void UnfinishedFile::commit() {
  if (fsync(descriptor_) != 0) fail(errno);
  // Renamed while still open and locked, so that nobody can take it for abandoned.
  const std::string final_name = folder_ + "/" + name_;
  if (rename(temporary_.c_str(), final_name.c_str()) != 0) fail(errno);
  temporary_.clear();
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (close(descriptor) != 0) fail(errno);

  const int folder = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail(errno);
  // Some file systems cannot flush a folder and say EINVAL; then there is nothing more to do.
  const int flushed = fsync(folder) == 0 || errno == EINVAL ? 0 : errno;
  close(folder);
  if (flushed != 0) fail(flushed);
}

void UnfinishedFile::fail(int error_number) const {
  fail(std::string(std::strerror(error_number)));
}

void UnfinishedFile::fail(const std::string& reason) const {
  throw Error(Fault::io, fmt::format("{}: cannot be written: {}", target_, reason));
}

void UnfinishedFile::remove_abandoned(const std::string& start) const {
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, failure)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(start) || !name.ends_with(suffix)) continue;
    const std::size_t digits = name.size() - start.size();
    if (digits <= suffix.size()) continue;
    const std::string_view number = std::string_view(name).substr(start.size(), digits - suffix.size());
    if (number.find_first_not_of("0123456789") != std::string_view::npos) continue;
    if (writer_is_gone(entry.path().string(), number)) unlink(entry.path().c_str());
  }
}

}  // namespace takt
