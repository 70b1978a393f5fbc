// A log: events in canonical order, and the texts that describe their items.
//
// What always holds: events ascend strictly in the order of Event's fields and no two are the same
// event; every event's description is there; every description is used by an event. Descriptions
// are kept by owner: whether a text is taken depends on no other member's texts. So the log is a
// function of the *set* of its events: the order in which they came, and events that were erased,
// leave no trace, neither here nor in the bytes of Encode().
//
// Append is O(log n) at the end and O(n) before it; erase is O(n log n).
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/function_ref.h"
#include "base/result.h"
#include "history/event.h"

namespace hearth {

inline constexpr size_t kMaxEvents = 1'000'000;  // that Append lets in
// Of Encode(): what can be recorded can be restored (household.h, kMaxSnapshotBytes).
inline constexpr size_t kMaxLogBytes = 80u << 20;

struct DescribedEvent {
  Event event;  // `item` and `description` are filled in by the log
  ItemDescription description;

  friend bool operator==(const DescribedEvent&, const DescribedEvent&) = default;
};

// An event's 32 bytes, as in EventLog::Encode(), and the four texts that describe an item.
void PutEvent(ByteWriter& out, const Event& event);
Result<Event> GetEvent(ByteReader& in);  // checked; errors: malformed
void PutTexts(ByteWriter& out, const ItemDescription& text);
ItemDescription GetTexts(ByteReader& in);  // not checked

// An error of one event of `count`; names it where there are more.
Error AtEvent(size_t index, size_t count, Error error);

using EventMatcher = FunctionRef<bool(const Event&, const ItemDescription&)>;

class EventLog {
 public:
  EventLog() = default;
  explicit EventLog(size_t max_bytes) : max_bytes_(max_bytes) {}

  // Adds all or, on error, none. Errors: invalid_argument, duplicate, too_large; the message begins
  // with "events[i]" where there is more than one.
  Status Append(std::vector<DescribedEvent> batch);
  // What Append would say of the batch; `item` and `description` are filled in already.
  Status CheckAppend(std::span<const DescribedEvent> batch) const;

  // Removes every event for which `matches` is true; returns how many.
  size_t EraseIf(EventMatcher matches);

  // The same, but hands over what it removed.
  std::vector<DescribedEvent> Take(EventMatcher matches);
  // A union: passes over events that are here already or come twice, such as cannot be (Check), and
  // such whose text collides with another (equal keys and hashes, no accident), so that whoever
  // moves an event into a log that is not theirs learns nothing of it. Never too large: what only
  // moves from log to log has been taken before.
  void Merge(std::vector<DescribedEvent> batch);

  // Whether it holds more than Append would let it.
  bool IsOverfull() const { return EncodedBytes() > max_bytes_; }
  // Whether this event is here, under whatever label.
  bool Contains(const Event& event) const;

  std::span<const Event> events() const { return events_; }
  const ItemDescription& Describe(const Event& event) const;
  // nullptr when its owner has no event of that item and text here.
  const ItemDescription* FindDescription(const Event& event) const;

  // The bytes, little-endian:
  //
  //     0  4  number of events, e
  //     4  4  number of descriptions, d
  //     8  32 e  events: time 8, item 8, description 4, session 4, price 4, quantity 2,
  //              type (low 4 bits) and label (high 4), owner 1
  //     .. d x   owner 1, item 8, description hash 4, lengths of sku, title, category, brand 2
  //              each, texts
  //
  // in ascending order both: equal logs have equal bytes.
  std::vector<uint8_t> Encode() const;
  // Errors: malformed, too_large.
  static Result<EventLog> Decode(std::span<const uint8_t> bytes, size_t max_bytes = kMaxLogBytes);
  // Of snapshots of version 1: all is the first member's, and descriptions name no owner.
  static Result<EventLog> DecodeVersion1(std::span<const uint8_t> bytes);

  friend bool operator==(const EventLog&, const EventLog&) = default;

 private:
  using DescriptionKey = std::tuple<MemberId, ItemKey, uint32_t>;

  static DescriptionKey KeyOfText(const Event& event) {
    return {event.owner, event.item, event.description};
  }
  static Result<EventLog> DecodeAs(std::span<const uint8_t> bytes, size_t max_bytes,
                                   bool names_owners);
  void DropUnusedDescriptions();
  size_t EncodedBytes() const;

  std::vector<Event> events_;
  std::map<DescriptionKey, ItemDescription> descriptions_;
  size_t max_bytes_ = kMaxLogBytes;
  size_t description_bytes_ = 0;  // of all of `descriptions_`, encoded
};

}  // namespace hearth
