// Changes: what happens to a household, one typed step at a time. They are the unit of everything:
// an operation decides which changes to make, `Household::Apply` is the only thing that makes them,
// and their bytes are what a host stores, one segment behind the other.
//
//   Result<Decision<size_t>> decision = DecideRecord(household, ...);   // decisions.h: reads only
//   for (const Change& change : decision->changes) household.Apply(change);
//   Store(Encode(decision->changes));
//
// What always holds:
// - A household is the same whether it was changed step by step, by decoded bytes, or by its
//   snapshot after them; however the changes are cut into segments.
// - Applying the changes of one operation twice is the same as applying them once: an event is
//   recorded into a set, and what is not there any more is not erased again.
// - Decoded changes are believed as little as any other bytes: every field is checked, and what
//   does not fit the household (an event of a member who left) is passed over.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "history/event_log.h"
#include "household/member.h"

namespace hearth {

// The logs of a household (household.h).
enum class LogPart : uint8_t { kOpen, kSecrets, kLocked };

// Names one event: by owner, the log it is in, and Event::Id(). Where that log does not hold it,
// another log of the owner's that does is meant: a gift whose date came may still lie sealed.
struct EventRef {
  MemberId owner = kNobody;
  LogPart part = LogPart::kOpen;
  EventId id = 0;

  friend auto operator<=>(const EventRef&, const EventRef&) = default;
};

struct NewEvent {
  DescribedEvent described;
  std::optional<GiftTerms> gift;  // with label kGift alone, until its date has come

  friend bool operator==(const NewEvent&, const NewEvent&) = default;
};

// Adds the events that are not there yet. An event without a description (an empty SKU and title)
// takes the one that its log holds for it.
struct EventsRecorded {
  std::vector<NewEvent> events;
  friend bool operator==(const EventsRecorded&, const EventsRecorded&) = default;
};

struct EventsErased {
  std::vector<EventRef> events;
  friend bool operator==(const EventsErased&, const EventsErased&) = default;
};

// What an event is from now on: labelled, claimed by another member, sealed.
struct Relabelling {
  EventRef event;
  MemberId owner = kNobody;
  Label label = Label::kPersonal;
  std::optional<GiftTerms> gift;
  friend bool operator==(const Relabelling&, const Relabelling&) = default;
};
struct EventsRelabelled {
  std::vector<Relabelling> events;
  friend bool operator==(const EventsRelabelled&, const EventsRelabelled&) = default;
};

// Gifts whose date has come, for good: those whose terms say "forget" go, the others get their
// label. Of each only if the household knows two sittings past its date (household.h).
struct GiftsReleased {
  std::vector<Relabelling> gifts;
  friend bool operator==(const GiftsReleased&, const GiftsReleased&) = default;
};

// Adds a member, or changes name, colour, kind and lock of one; the member's choices stay.
// Passed over where the name is another member's or the household is full.
struct MemberSet {
  MemberId id = kFirstMember;
  Time since = 0;
  std::string name;
  Colour colour = Colour::kClay;
  MemberKind kind = MemberKind::kAdult;
  bool locked = false;
  friend bool operator==(const MemberSet&, const MemberSet&) = default;
};
MemberSet TraitsOf(const Member& member);

// The member, all their events and choices. Gifts for them lose their recipient.
struct MemberRemoved {
  MemberId id = kFirstMember;
  friend bool operator==(const MemberRemoved&, const MemberRemoved&) = default;
};

struct ChoiceMade {
  MemberId member = kFirstMember;
  Choice choice = Choice::kSharedCategory;
  std::string what;  // a category's path or a topic's id
  bool chosen = false;
  friend bool operator==(const ChoiceMade&, const ChoiceMade&) = default;
};

// Puts what was chosen into the member's list, or takes it out; passed over in a full list.
void ApplyChoice(Member& member, const ChoiceMade& change);

struct SettingsChanged {
  HouseholdSettings settings;
  friend bool operator==(const SettingsChanged&, const SettingsChanged&) = default;
};

struct PauseSet {
  bool paused = false;
  friend bool operator==(const PauseSet&, const PauseSet&) = default;
};

// Somebody sat down at `time`, or did something then while the clock was in doubt (household.h).
struct SittingNoted {
  Time time = 0;
  friend bool operator==(const SittingNoted&, const SittingNoted&) = default;
};

// What was done to another's things: undone by `undo` for kUndoSpan, then gone for good. Nothing
// but its own undoing reads it. Of a member or a household the people's record keeps the people,
// and each shop's record, under the same id, their events there.
enum class WithheldKind : uint8_t { kMember, kVisit, kHousehold, kEvents };
inline constexpr std::array<std::string_view, 4> kWithheldKindNames = {"member", "visit",
                                                                       "household", "events"};
// Withheld at once. While there are as many, nobody else's things can be taken.
inline constexpr size_t kMaxWithheld = 1000;
struct Withheld {
  uint64_t id = 0;
  Time at = 0;
  WithheldKind kind = WithheldKind::kMember;
  MemberId member = kNobody;  // of kMember: whose id is not given out meanwhile; else kNobody
  std::string name;           // of kMember
  std::vector<uint8_t> undo;  // Encode() of the segment that brings it back, of its record alone
  friend bool operator==(const Withheld&, const Withheld&) = default;
};
struct WithheldAdded {
  Withheld withheld;
  friend bool operator==(const WithheldAdded&, const WithheldAdded&) = default;
};
// Its time is over; or it is undone, and everything that was withheld under the id comes back.
struct WithheldEnded {
  uint64_t id = 0;
  bool undone = false;
  friend bool operator==(const WithheldEnded&, const WithheldEnded&) = default;
};

// All members, events, settings: back to a new household, whose member is here `since` then.
struct EverythingErased {
  Time since = 0;
  friend bool operator==(const EverythingErased&, const EverythingErased&) = default;
};

using Change = std::variant<EventsRecorded, EventsErased, EventsRelabelled, GiftsReleased,
                            MemberSet, MemberRemoved, ChoiceMade, SettingsChanged, PauseSet,
                            SittingNoted, WithheldAdded, WithheldEnded, EverythingErased>;
using Changes = std::vector<Change>;

// What a host must do with what it stored before: nothing, add to it, write it anew because what
// was open is sealed now, write it anew and remove every copy, or replace whatever is there.
enum class Effect : uint8_t { kNone, kAppended, kRewritten, kErased, kEverything };
inline constexpr std::array<std::string_view, 5> kEffectNames = {"none", "appended", "rewritten",
                                                                 "erased", "everything"};
constexpr std::string_view Name(Effect effect) { return kEffectNames[static_cast<size_t>(effect)]; }

// A household is stored as two records: its people (members, choices, settings, pause), and what
// happened in one shop. A browser with many shops has one record of people and one a shop.
enum class Record : uint8_t { kPeople, kShop };
inline constexpr std::array<Record, 2> kRecords = {Record::kPeople, Record::kShop};
inline constexpr std::array<std::string_view, 2> kRecordNames = {"people", "shop"};
// Whether that record keeps the change. What ends something withheld, or everything, both keep.
bool IsKeptIn(Record record, const Change& change);
constexpr Record RecordOf(WithheldKind kind) {
  return kind == WithheldKind::kMember || kind == WithheldKind::kHousehold ? Record::kPeople
                                                                           : Record::kShop;
}

// Who a member is of whom a segment speaks: Member::since tells people of one id apart.
struct NamedOwner {
  MemberId id = kFirstMember;
  Time since = 0;
  friend bool operator==(const NamedOwner&, const NamedOwner&) = default;
};

// A segment, little-endian: magic "HC", version 2 (1), number of owners 1 and each {id 1, since 8},
// ascending, of those that were not here from the first; then for each change its kind 1, the
// length of its body 4, and the body (change.cc draws them). No changes: no bytes.
struct Segment {
  std::vector<NamedOwner> owners;
  Changes changes;
};
std::vector<uint8_t> Encode(const Segment& segment);
inline std::vector<uint8_t> Encode(Changes changes) {
  return Encode(Segment{{}, std::move(changes)});
}
// Errors: malformed, unsupported_version, too_large.
Result<Segment> DecodeSegment(std::span<const uint8_t> bytes);

inline constexpr size_t kMaxSegmentBytes = 256u << 20;

}  // namespace hearth
