// What undoes the last deeds of this tab: an erasure of one's own is final in the store at once, so
// that its undoing lives here alone, in memory, for ten minutes (decisions.h, kUndoSpan), and ends
// with the tab. What is done to another's things is withheld in the household instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "household/change.h"

namespace hearth {

class UndoMemory {
 public:
  // Returns the name of the deed.
  uint64_t Remember(Changes undo, Time now);
  // The changes that undo it; nothing when it is not known, or no more. Then it is known no more.
  std::optional<Changes> Take(uint64_t id, Time now);
  void Clear() { deeds_.clear(); }

 private:
  struct Deed {
    uint64_t id;
    Time at;
    Changes undo;
  };
  void Expire(Time now);

  std::vector<Deed> deeds_;  // the latest last, at most kMaxDeeds
};

}  // namespace hearth
