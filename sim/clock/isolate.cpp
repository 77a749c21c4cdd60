#include "sim/clock/isolate.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
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

/// A child at work and what it has sent so far.
struct Child {
  std::size_t index = 0;
  pid_t pid = -1;
  int fd = -1;
  std::string bytes;
};

Child launch(std::size_t index, const std::function<std::string()>& work) {
  std::fflush(nullptr);  // else the child would write the buffered text once more
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw Error(Fault::io, fmt::format("cannot open a pipe: {}", std::strerror(errno)));
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) {
    const int reason = errno;
    close(ends[0]);
    close(ends[1]);
    throw Error(Fault::io, fmt::format("cannot fork a process for the run: {}", std::strerror(reason)));
  }
  if (pid == 0) {
    close(ends[0]);
    run_child(ends[1], parent, work);
  }
  close(ends[1]);
  return {index, pid, ends[0], {}};
}

/// Reads what is there. False at the end of what the child sends.
bool receive(Child& child) {
  std::array<char, 65536> buffer{};
  const ssize_t got = read(child.fd, buffer.data(), buffer.size());
  if (got < 0 && errno == EINTR) return true;
  if (got <= 0) return false;
  child.bytes.append(buffer.data(), static_cast<std::size_t>(got));
  return true;
}

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// The result of a child that has sent all.
std::string result_of(Child& child) {
  close(child.fd);
  const int status = wait_for(child.pid);
  if (WIFSIGNALED(status)) {
    throw ChildDied(fmt::format("the process of the run was killed by signal {} ({})", WTERMSIG(status),
                                strsignal(WTERMSIG(status))));
  }
  if (child.bytes.empty() && WEXITSTATUS(status) == static_cast<int>(Fault::interrupted)) {
    throw Error(Fault::interrupted, "interrupted");
  }
  if (child.bytes.empty()) {
    throw ChildDied(
        fmt::format("the process of the run ended by itself (exit status {})", WEXITSTATUS(status)));
  }
  const int mark = static_cast<unsigned char>(child.bytes.front());
  child.bytes.erase(0, 1);
  if (mark != result_mark) throw Error(static_cast<Fault>(mark), child.bytes);
  return std::move(child.bytes);
}

/// Ends the children that are left: they get the chance to clean up behind themselves.
void end_all(std::vector<Child>& children) {
  for (const Child& child : children) kill(child.pid, SIGINT);
  for (Child& child : children) {
    while (receive(child)) {
    }
    close(child.fd);
    wait_for(child.pid);
  }
  children.clear();
}

/// Waits until some child has something to say; forwards an interrupt.
void wait_for_any(std::vector<pollfd>& polled, const std::vector<Child>& children,
                  const std::atomic<bool>* stop, bool& forwarded) {
  polled.clear();
  for (const Child& child : children) polled.push_back({child.fd, POLLIN, 0});
  poll(polled.data(), polled.size(), 1000);
  if (stop != nullptr && stop->load() && !forwarded) {
    forwarded = true;
    for (const Child& child : children) kill(child.pid, SIGINT);
  }
}

}  // namespace

void run_all_isolated(std::size_t count, int workers, const std::function<std::string(std::size_t)>& work,
                      const std::function<void(std::size_t, const std::string&)>& done,
                      const std::atomic<bool>* stop) {
  std::vector<Child> children;
  std::vector<pollfd> polled;
  std::size_t next = 0;
  bool forwarded = false;
  try {
    while (next < count || !children.empty()) {
      while (next < count && children.size() < static_cast<std::size_t>(std::max(1, workers))) {
        if (stop != nullptr && stop->load()) throw Error(Fault::interrupted, "interrupted");
        const std::size_t index = next++;
        children.push_back(launch(index, [&work, index] { return work(index); }));
      }
      wait_for_any(polled, children, stop, forwarded);
      for (std::size_t i = children.size(); i-- > 0;) {
        if (polled[i].revents == 0 || receive(children[i])) continue;
        Child ended = std::move(children[i]);
        children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
        const std::size_t index = ended.index;
        done(index, result_of(ended));
      }
    }
  } catch (...) {
    end_all(children);
    throw;
  }
}

std::string run_isolated(const std::function<std::string()>& work, const std::atomic<bool>* stop) {
  std::string result;
  run_all_isolated(
      1, 1, [&work](std::size_t) { return work(); },
      [&result](std::size_t, const std::string& bytes) { result = bytes; }, stop);
  return result;
}

}  // namespace takt
