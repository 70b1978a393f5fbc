// The household: who lives here, what happened, and who may see what.
//
// `ViewOf` is the only door from a history to a slate: Fold takes a View, and nobody else can make
// one. What is left out there is left out everywhere. Today a household has one member; events
// carry owner and label already, so that the formats need not change when there are more.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "history/event_log.h"

namespace hearth {

// The events that one viewer's slates may depend on, in canonical order.
class View {
 public:
  std::span<const Event> events() const { return events_; }
  // The text of an event of this view. The view must not outlive its household's next change.
  const ItemDescription& Describe(const Event& event) const { return log_->Describe(event); }

 private:
  friend class Household;
  explicit View(const EventLog& log) : log_(&log) {}

  const EventLog* log_;
  std::vector<Event> events_;
};

class Household {
 public:
  // Adds all or, on error, none; adds nothing while paused and returns 0. Errors as
  // EventLog::Append, and invalid_argument for an event later than `now`.
  Result<size_t> Record(std::vector<DescribedEvent> events, Time now);

  // Removes events for good: afterwards the household equals one that never had them.
  size_t EraseIf(const std::function<bool(const Event&, const ItemDescription&)>& matches);

  // While paused nothing is recorded and every view is empty.
  void Pause(bool paused);
  bool paused() const { return paused_; }

  // What `viewer` may be shown a slate from at `now`: own events up to `now`, but no sealed ones
  // (private, gift, sensitive), which teach nothing; nothing at all while paused. O(events).
  View ViewOf(MemberId viewer, Time now) const;

  // The log itself, for the member's own eyes (history list, export, why).
  const EventLog& log() const { return log_; }

  // Grows with every change; equal revisions of one object mean equal content.
  uint64_t revision() const { return revision_; }

  // The bytes, little-endian:
  //
  //     0  8  magic "HEARTHSN"
  //     8  4  format version (1)
  //    12  4  flags: bit 0 paused
  //    16  .. the log (event_log.h)
  //   end-8 8  XXH64 (seed 0) of all bytes before
  //
  // Equal households have equal bytes, however they came to be.
  std::vector<uint8_t> Snapshot() const;
  // Errors: malformed, unsupported_version, too_large.
  static Result<Household> FromSnapshot(std::span<const uint8_t> bytes);

 private:
  EventLog log_;
  bool paused_ = false;
  uint64_t revision_ = 0;
};

inline constexpr size_t kMaxSnapshotBytes = 256u << 20;

}  // namespace hearth
