// The household: who lives here, what happened in one shop, and who may see what.
//
// The **people** (members, their choices, settings) are the household's in every shop; the events
// are one shop's, as an item's key is. They are stored as two records (change.h): a browser with
// many shops has an engine for each, all with the same people, and none reads another's events.
// What a member who joined shops may bring along is a digest (digest.h).
//
// The **open** log holds ordinary events, each its member's or nobody's yet; attribution learns
// from it and slates are made from it. What is **sealed** lies apart, by member: their secrets
// (private, a gift or sensitive) and, while they are locked, all the rest. It exists for its own
// member alone: no other viewer's history, list, count, id, size or error depends on it, because
// nothing but that member's own operations reads it. So a secret cannot leak through a counter that
// forgot to skip it; there is no counter it is in.
//
// One event of one member may be there twice, sealed and not: others, who can claim a visit for
// that member, must not tell from how it is taken that the member sealed the same.
//
// `HistoryFor` is the only door from a history to a slate: Fold takes a VisibleHistory, and nobody
// else can make one. `Apply` is the only thing that alters a household: decisions.h says which
// changes an operation makes, change.h what they are.
//
// Reading changes nothing. A gift whose date has come is an ordinary purchase, or gone, for
// `AsOf(now)`; in the household itself it lies sealed until it is released for good, which takes
// two sittings past its date (sittings.h): a clock that is wrong for a session destroys no secret.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "attribution/attribution.h"
#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "history/event_log.h"
#include "household/change.h"
#include "household/digest.h"
#include "household/member.h"
#include "household/parts.h"
#include "household/sittings.h"
#include "policy/sensitivity.h"

namespace hearth {

// Of what a member records or labels, in each log. What others do is never refused for it.
inline constexpr size_t kMaxSealedLogBytes = 8u << 20;

// What exists for one member alone.
struct SealedEvents {
  EventLog secrets{kMaxSealedLogBytes};  // private, sensitive, and gifts whose date is to come
  EventLog locked{kMaxSealedLogBytes};   // of a locked member: what would be open
  std::map<EventId, GiftTerms> gifts;    // of every gift in `secrets`, and of nothing else

  bool empty() const { return secrets.events().empty() && locked.events().empty(); }
  friend bool operator==(const SealedEvents&, const SealedEvents&) = default;
};

// What a slate may depend on: one viewer's events, in canonical order.
class VisibleHistory {
 public:
  std::span<const Event> events() const { return events_; }
  // Whether that event, one of events() and no copy, is only guessed to be the viewer's.
  bool IsGuess(const Event& event) const {
    return is_guess_[static_cast<size_t>(&event - events_.data())];
  }
  // What other shops that the viewer joined handed over.
  std::span<const Digest* const> digests() const { return digests_; }
  // The text of an event of this history. It must not outlive its household's next change.
  const ItemDescription& Describe(const Event& event) const;

 private:
  friend class Household;
  VisibleHistory(const EventLog& open, const SealedEvents& sealed)
      : open_(&open), sealed_(&sealed) {}
  void Add(const Event& event, bool is_guess);
  void MergeIn(std::span<const Event> own);  // ascending

  const EventLog* open_;
  const SealedEvents* sealed_;
  std::vector<Event> events_;
  std::vector<uint8_t> is_guess_;  // by event
  std::vector<const Digest*> digests_;
};

// Its date has come: it joins the giver's history, and counts for taste where the giver said so.
void Reveal(NewEvent& gift);

// An event of a sensitive item is sealed unless it is already (`terms`: of a gift whose date is
// to come). A revealed gift becomes private: it teaches nothing, whatever its giver opts in to.
bool MaySeal(const Event& event, const GiftTerms* terms);
void Seal(Event& event);

// The topic of an event's item, or of the words of a search; nullptr when none.
const Topic* TopicOf(const Sensitivity& sensitivity, const Event& event,
                     const ItemDescription& text);
// Whether an event is kept sealed. For a search this reads every title of the catalog.
bool Seals(const Sensitivity& sensitivity, const Event& event, const ItemDescription& text);

// Whom the sensitive list's rules are for (policy/sensitivity.h). A guess, or nobody in
// particular, may be any of the children. The household must outlive it unchanged.
class Household;
Audience AudienceOf(const Household& household, const Viewer& viewer);

// An event as its viewer may read it. Points into the household until its next change.
struct VisibleEvent {
  const Event* event;
  const ItemDescription* text;
  const GiftTerms* gift;  // nullptr unless it is a gift whose date has not come
  bool own;               // the viewer's to change and to erase; else somebody shares it
};

// The open log's visits up to a moment.
struct Visits {
  OpenVisits open;
  std::vector<uint32_t> visit_of_event;  // by event of the open log; kNoVisit where none
  uint32_t running = kNoVisit;           // the unsigned visit whose last event is < 30 minutes ago

  static constexpr uint32_t kNoVisit = 0xFFFFFFFF;
};

// The personal events of one visit, to be matched by.
struct EventsOfVisit {
  MemberId owner;
  std::set<EventId> ids;

  bool operator()(const Event& event, const ItemDescription& text) const;
};

class Household {
 public:
  Household();  // one member, without a name

  // The only thing that alters a household. What it has already, does not hold any more, or
  // cannot be, is passed over: applying twice is the same as once, and nothing fails. Recording
  // is O(log events) for what is newest; taking out is O(events).
  void Apply(const Change& change);
  void Apply(const Changes& changes);
  // What one record's segment holds. Left out are events of people who are not here any more: the
  // segment names its owners.
  void Apply(Record record, const Segment& segment);
  // What a host that has stored this household must do to a record to store the change.
  Effect EffectOf(const Change& change, Record record) const;
  // The owners that a segment with these changes must name.
  std::vector<NamedOwner> OwnersIn(const Changes& changes) const;

  // ---- Members
  std::span<const Member> members() const { return members_; }  // ascending by id
  const Member* Find(MemberId id) const;
  const HouseholdSettings& settings() const { return settings_; }
  // While paused nothing is recorded and every visible history is empty.
  bool paused() const { return paused_; }
  const Sittings& sittings() const { return sittings_; }
  // What was done to another's things and can still be undone; ascending by id and kind.
  std::span<const Withheld> withheld() const { return withheld_; }

  // ---- Events

  // Gifts whose date has come and that are not released yet.
  size_t CountDueGifts(Time now) const;
  // The household as it is at `now`: gifts whose date has come are revealed, or gone. Of revealed
  // ones the sensitive stay sealed. A copy; O(events).
  Household AsOf(Time now, const Sensitivity& sensitivity) const;
  // Of every gift whose date has come what it becomes; those that are forgotten among them.
  std::vector<Relabelling> DueGifts(Time now, const Sensitivity& sensitivity) const;

  // What `viewer` may read, in canonical order: an answered viewer's own events and what others
  // share; for others the running visit and what is shared. O(events).
  std::vector<VisibleEvent> VisibleTo(const Viewer& viewer, Time now) const;

  // Matches the events of a visit that `viewer` may claim or discard: unsigned, or their own.
  // Errors: not_found.
  Result<EventsOfVisit> EventsOf(EventId visit, const Viewer& viewer, Time now) const;
  // Matches the events of the visit that runs and nobody signed.
  EventsOfVisit EventsOfRunningVisit(Time now) const;

  // Calls `visit` for every event of every log: reference, event, text, gift terms or nullptr.
  using EventVisitor =
      FunctionRef<void(const EventRef&, const Event&, const ItemDescription&, const GiftTerms*)>;
  void ForEachEvent(EventVisitor visit) const;

  // ---- What slates and attribution see.

  // Visits of the open log up to `now`: runs of one owner's events, ended by 30 minutes without
  // one or told apart by the host's sessions. Events that the household holds in common and
  // revealed gifts are in no visit. O(events).
  Visits VisitsAt(Time now) const;

  // The events that slates of `viewer` at `now` may depend on: own open ones, except gifts, which
  // stay out of taste; visits that `likely` (by visit) gives to the viewer, an item of them only
  // where a second visit of the viewer holds it; what others share; the running visit where the
  // viewer is not answered or guessed; of the sealed ones of an answered viewer those of topics
  // that they opted in to, and a locked member's ordinary ones. Not what was recorded while the
  // clock was in doubt. Nothing while paused.
  // `joined`: what counts here of the viewer's other shops; it must outlive the result unchanged.
  VisibleHistory HistoryFor(const Viewer& viewer, Time now, const Visits& visits,
                            std::span<const MemberId> likely, const Sensitivity& sensitivity,
                            const JoinedShops* joined = nullptr) const;
  // For a household whose only member is looking.
  VisibleHistory HistoryFor(MemberId viewer, Time now) const;

  // What the digest is made of that a member's other shops may count: the member's own open events
  // that say what they like; nothing sealed, guessed, shared by others or in doubt. None for who
  // did not join this shop and another, is locked, while paused or under Global Privacy Control.
  std::optional<VisibleHistory> HistoryForDigest(MemberId member, const JoinedShops& joined) const;

  const EventLog& open_log() const { return open_; }
  const SealedEvents& SealedOf(MemberId member) const;  // empty for one who sealed nothing
  const GiftTerms* GiftOf(const Event& event) const;
  // Whether this event of this owner is here already, open or sealed, under whatever label.
  bool Holds(const Event& event) const {
    const SealedEvents& own = SealedOf(event.owner);
    return open_.Contains(event) || own.secrets.Contains(event) || own.locked.Contains(event);
  }

  // Where an event belongs: its label, terms and owner say so.
  LogPart PartFor(const NewEvent& event) const;
  const EventLog& LogOf(MemberId owner, LogPart part) const;
  bool IsShared(const Event& event, const ItemDescription& text) const;
  // Whether a member has sealed more than kMaxSealedLogBytes, in either log.
  bool IsOverfull(MemberId member) const;

  // Grows with every change; equal revisions of one object mean equal content.
  uint64_t revision() const { return revision_; }

  // Whether an id names the same person here as where `since` was written, or somebody who left
  // and can still come back.
  bool IsOwner(MemberId id, Time since) const;
  // The smallest id that is free: it tells nothing of members who left, but for kUndoSpan.
  MemberId FreeId() const;

  // ---- Bytes

  // One record (records.cc draws both). Equal households have equal bytes, however they came to
  // be. What is sealed, and what members opted in to, fills a section of 16 KiB, doubled only when
  // full, so that the length tells nothing of smaller secrets.
  std::vector<uint8_t> Snapshot(Record record) const;
  // Takes the place of that record; people come first. Events of people who are not here are left
  // out, and all lie where their owners' locks say. Snapshots of older releases (versions 1, 3 and
  // 4) are a shop's record and hold its people too: they take the place of a new household's, else
  // people of one name are one. Errors: malformed, unsupported_version, too_large; then nothing has
  // changed.
  Status Restore(Record record, std::span<const uint8_t> bytes);
  // The same record as a host stores it. A slot that is empty is of one who keeps nothing there, or
  // whose key is not at hand. Errors: malformed.
  StoredParts PartsOf(Record record) const;
  Status Restore(Record record, const StoredParts& parts);
  // Changes of one segment, parted: what its record's slots keep (PartsOf), and the rest.
  StoredParts PartsOf(const Segment& segment) const;
  // No part of that takes more bytes. Equal for segments, already applied, that differ in nothing
  // but whose their events are, and which of them are surprises or secrets.
  size_t RoomOf(const Segment& segment) const;
  // Both records, the people's first. Errors as above.
  std::vector<uint8_t> Snapshot() const;
  static Result<Household> FromSnapshot(std::span<const uint8_t> bytes);

  friend bool operator==(const Household& a, const Household& b) {
    return a.members_ == b.members_ && a.settings_ == b.settings_ && a.open_ == b.open_ &&
           a.sealed_ == b.sealed_ && a.paused_ == b.paused_ && a.sittings_ == b.sittings_ &&
           a.withheld_ == b.withheld_;
  }

 private:
  struct Applier;

  Member* FindMutable(MemberId id);
  bool IsLocked(MemberId id) const;
  bool MaySet(const MemberSet& traits) const;
  EventLog& MutableLogOf(MemberId owner, LogPart part);
  std::set<EventId> IdsOf(const Visits& visits, uint32_t visit) const;  // none of kNoVisit
  bool Fits(NewEvent& event) const;
  // Adds events to whichever log they belong to; a union.
  void Place(std::vector<NewEvent> events);
  // Takes out of all logs what matches, with its gift terms.
  std::vector<NewEvent> TakeOut(EventMatcher matches);
  std::vector<std::pair<EventRef, NewEvent>> TakeOut(std::span<const EventRef> refs);
  void Relabel(std::span<const Relabelling> events);
  void Release(std::span<const Relabelling> gifts, bool for_good);
  void DropEmptySealed();

  // False for one of an id and kind that is withheld already.
  bool AddWithheld(Withheld withheld);
  void EndWithheld(const WithheldEnded& change);
  void TakeWithheldFrom(Household& other, Record record);
  // Leaves out events of strangers, told by who `owners` were, and puts the others where they
  // belong. The number of events left out or moved.
  size_t Admit(std::span<const NamedOwner> owners);
  bool MayJoin(const Member& member, const JoinedShops& joined) const;
  void AddDigests(MemberId viewer, const JoinedShops& joined,
                  std::vector<const Digest*>& digests) const;
  void MoveIn(Household old);

  void PutOpenOf(Record record, ByteWriter& out) const;
  std::vector<uint8_t> PeopleRecord() const;
  std::vector<uint8_t> ShopRecord() const;
  Status ReadPeople(std::span<const uint8_t> bytes);
  Status ReadShop(std::span<const uint8_t> bytes, std::vector<NamedOwner>& owners);
  Status ReadOpenOfPeople(ByteReader& in);
  Status ReadOpenOfShop(ByteReader& in, std::vector<NamedOwner>& owners);
  Status ReadSealedChoices(ByteReader& in, Member& member);
  Status ReadSlot(Record record, MemberId id, ByteReader& in);
  Status ReadParts(Record record, const StoredParts& parts, std::vector<NamedOwner>& owners);
  void TakeRecord(Record record, Household read, std::vector<NamedOwner> owners);
  static Result<Household> FromOldSnapshot(std::span<const uint8_t> bytes, uint32_t version);
  Status ReadVersion1(std::span<const uint8_t> body);
  Status ReadVersion4(ByteReader& in);
  Status ReadMember(ByteReader& in, Time since);
  static Status ReadChoices(ByteReader& in, Choice choice, Member& member);
  Status ReadWithheld(ByteReader& in, Record record);
  static Result<std::span<const uint8_t>> ReadSection(ByteReader& in);
  Status ReadSealedEvents(ByteReader& in, MemberId owner);
  Status CheckEvents() const;

  std::vector<Member> members_;
  HouseholdSettings settings_;
  EventLog open_;
  std::map<MemberId, SealedEvents> sealed_;  // of those who have any
  bool paused_ = false;
  Sittings sittings_;
  std::vector<Withheld> withheld_;
  uint64_t revision_ = 0;
};

// The members who were not here from the first, ascending.
std::vector<NamedOwner> OwnersOf(std::span<const Member> members);

inline constexpr size_t kMaxSnapshotBytes = 256u << 20;

}  // namespace hearth
