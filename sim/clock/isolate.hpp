#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>

#include "sim/model/error.hpp"

namespace takt {

/// A child that died of its work, instead of saying what is wrong.
class ChildDied : public Error {
 public:
  explicit ChildDied(const std::string& how) : Error(Fault::io, how) {}
};

/// Runs `work` in a forked child and returns the bytes that it returns: SimGrid has one engine a process, and
/// ends the process on its own errors. An Error thrown in the child is thrown again here; a child that dies
/// otherwise is ChildDied, an Error(io) that says how. The child dies with its parent. When `stop` becomes
/// true by a signal, the child is sent SIGINT and is expected to answer with Error(interrupted).
std::string run_isolated(const std::function<std::string()>& work, const std::atomic<bool>* stop = nullptr);

/// The same for work(0) .. work(count - 1), at most `workers` children at a time. done(i, bytes) is called
/// here as each ends, in no fixed order. The first error ends the other children and is thrown.
void run_all_isolated(std::size_t count, int workers, const std::function<std::string(std::size_t)>& work,
                      const std::function<void(std::size_t, const std::string&)>& done,
                      const std::atomic<bool>* stop = nullptr);

}  // namespace takt
