#include "cli/interrupt.hpp"

#include <signal.h>
#include <unistd.h>

#include "sim/model/error.hpp"

namespace takt {

namespace {

/// A signal handler can reach nothing but a static: the one global variable of the program.
std::atomic<bool> flag{false};

void on_signal(int) {
  if (flag.exchange(true)) _exit(static_cast<int>(Fault::interrupted));
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

}  // namespace takt
