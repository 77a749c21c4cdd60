#include "sim/clock/isolate.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/model/error.hpp"

namespace takt {

namespace {

/// The first byte of what the child sends: 0 for a result, else the Fault of an Error whose text follows.
constexpr char result_mark = 0;

void send_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = write(fd, data, size);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;  // the parent is gone: nobody is left to tell
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

std::string receive_all(int fd) {
  std::string bytes;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

[[noreturn]] void run_child(int fd, pid_t parent, const std::function<std::string()>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  std::string bytes;
  const auto failed = [&bytes](Fault fault, const std::string& what) {
    bytes = static_cast<char>(static_cast<unsigned char>(fault)) + what;
  };
  try {
    bytes = result_mark + work();
  } catch (const Error& error) {
    failed(error.fault(), error.what());
  } catch (const std::bad_alloc&) {
    failed(Fault::io, "out of memory");
  } catch (const std::exception& error) {
    failed(Fault::io, std::string("unexpected: ") + error.what());
  }
  std::fflush(nullptr);
  send_all(fd, bytes.data(), bytes.size());
  _exit(0);  // no exit handlers: SimGrid's and HDF5's belong to a process that ends normally
}

}  // namespace

std::string run_isolated(const std::function<std::string()>& work) {
  std::fflush(nullptr);  // else the child would write the buffered text once more
  int ends[2];
  if (pipe(ends) != 0) throw Error(Fault::io, fmt::format("cannot open a pipe: {}", std::strerror(errno)));
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    throw Error(Fault::io, fmt::format("cannot fork a process for the run: {}", std::strerror(errno)));
  }
  if (child == 0) {
    close(ends[0]);
    run_child(ends[1], parent, work);
  }
  close(ends[1]);
  std::string bytes = receive_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    throw Error(Fault::io, fmt::format("the process of the run was killed by signal {} ({})",
                                       WTERMSIG(status), strsignal(WTERMSIG(status))));
  }
  if (bytes.empty()) {
    throw Error(Fault::io,
                fmt::format("the process of the run ended by itself (exit status {})", WEXITSTATUS(status)));
  }
  const int mark = static_cast<unsigned char>(bytes.front());
  bytes.erase(0, 1);
  if (mark != result_mark) throw Error(static_cast<Fault>(mark), bytes);
  return bytes;
}

}  // namespace takt
