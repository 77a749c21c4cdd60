#include "cli/interrupt.hpp"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "cli/streams.hpp"
#include "sim/model/error.hpp"

namespace takt {

namespace {

/// A signal handler can reach nothing but statics: the only global variables of the program.
std::atomic<bool> flag{false};
std::atomic<long> flagged_at{0};
std::atomic<int> at_once{0};  ///< how many EndAtOnce live

long milliseconds() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

void on_signal(int) {
  if (at_once > 0) {
    complain("takt: interrupted\n");
    _exit(static_cast<int>(Fault::interrupted));
  }
  const long now = milliseconds();
  if (!flag.exchange(true)) {
    flagged_at = now;
    return;
  }
  // A terminal signals the child, and so does its parent: within half a second that is one Ctrl-C, not two.
  if (now - flagged_at > 500) _exit(static_cast<int>(Fault::interrupted));
}

}  // namespace

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

const std::atomic<bool>& interrupted() {
  return flag;
}

EndAtOnce::EndAtOnce() {
  if (flag) throw Error(Fault::interrupted, "interrupted");
  ++at_once;
}

EndAtOnce::~EndAtOnce() {
  --at_once;
}

}  // namespace takt
