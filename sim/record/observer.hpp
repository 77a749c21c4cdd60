#pragma once

#include "sim/agent.hpp"
#include "sim/plant/effects.hpp"

namespace takt {

/// Is told what happens in a run, in the order in which it happens. The Recorder is one.
class Observer {
 public:
  virtual ~Observer() = default;

  /// What happened since the last call: the records of `effects`. Its clock commands are not an observer's.
  virtual void take(const Effects& effects) = 0;

  /// A choice is about to be carried out; all that happened before has been told.
  virtual void decided(const Decision& decision, int choice) = 0;

 protected:
  Observer() = default;
  Observer(const Observer&) = default;
  Observer& operator=(const Observer&) = default;
};

}  // namespace takt
