#pragma once

#include "sim/agent.hpp"

namespace takt {

/// Keeps the operations of long queues in the order of a rule, from one decision to the next: for rules whose
/// scores do not change while an operation waits. It follows the journals of the queues, and so answers for
/// whatever plant it is asked about: one that it does not know, or lost sight of, it leaves to the rule, and
/// looks at anew once that has paid for it.
class RuleIndex {
 public:
  virtual ~RuleIndex() = default;

  /// Index of the candidate that the rule would choose; -1: let the rule choose.
  virtual int choose(const Decision& decision) = 0;

  /// Forgets all queues.
  virtual void clear() = 0;
};

}  // namespace takt
