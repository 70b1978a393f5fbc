// The household: who lives here, what happened, and who may see what.
//
// The **open** log holds ordinary events, each its member's or nobody's yet; attribution learns
// from it and slates are made from it. What is **sealed** lies apart, by member: their secrets
// (private, a gift or sensitive) and, while they are locked, all the rest. It exists for its own
// member alone: no other viewer's view, list, count, id, size or error depends on it, because
// nothing but that member's own operations reads it. So a secret cannot leak through a counter that
// forgot to skip it; there is no counter it is in.
//
// One event of one member may be there twice, sealed and not: others, who can claim a visit for
// that member, must not tell from how it is taken that the member sealed the same.
//
// `ViewOf` is the only door from a history to a slate: Fold takes a View, and nobody else can make
// one. A gift whose date has come leaves the sealed log (`Settle`): it joins the giver's history,
// where label kGift says that it still does not count for taste, or is forgotten.
#pragma once

#include <cstdint>
#include <functional>
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
#include "household/member.h"

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
class View {
 public:
  std::span<const Event> events() const { return events_; }
  // Whether that event, one of events() and no copy, is only guessed to be the viewer's.
  bool IsGuess(const Event& event) const {
    return is_guess_[static_cast<size_t>(&event - events_.data())];
  }
  // The text of an event of this view. The view must not outlive its household's next change.
  const ItemDescription& Describe(const Event& event) const;

 private:
  friend class Household;
  View(const EventLog& open, const SealedEvents& sealed) : open_(&open), sealed_(&sealed) {}
  void Add(const Event& event, bool is_guess);
  void MergeIn(std::span<const Event> own);  // ascending

  const EventLog* open_;
  const SealedEvents* sealed_;
  std::vector<Event> events_;
  std::vector<bool> is_guess_;  // by event
};

struct NewEvent {
  DescribedEvent described;
  std::optional<GiftTerms> gift;  // with label kGift alone, until its date has come
};

// Its date has come: it joins the giver's history, and counts for taste where the giver said so.
void Reveal(NewEvent& gift);

// An event of a sensitive item is sealed unless it is already (`terms`: of a gift whose date is to
// come). A revealed gift becomes private: it teaches nothing, whatever its giver says yes to.
bool MaySeal(const Event& event, const GiftTerms* terms);
void Seal(Event& event);

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

using EventMatcher = std::function<bool(const Event&, const ItemDescription&)>;
using LabelChoice = std::function<Label(const Event&, const ItemDescription&)>;

class Household {
 public:
  Household();  // one member, without a name

  // ---- Members. Errors: not_found for an unknown member, invalid_argument for a bad name,
  // duplicate for a name that another member has, too_large beyond kMaxMembers.
  std::span<const Member> members() const { return members_; }  // ascending by id
  const Member* Find(MemberId id) const;
  Result<MemberId> Add(Member member);  // `id` is given out: the smallest free one
  Status Change(Member member);         // of the same id; locking seals, unlocking opens
  Status Decide(const Member& member);  // takes over its choices: shared categories and topics
  struct Removed {
    size_t erased = 0, handed_over = 0;
  };
  // Erases the member's events; with `hand_over` those they shared stay with the household. Sealed
  // ones are not counted. Other members' gifts for them lose the recipient. Errors:
  // invalid_argument for the last member.
  Result<Removed> Remove(MemberId id, bool hand_over);

  const HouseholdSettings& settings() const { return settings_; }
  Status Configure(HouseholdSettings settings);

  // ---- Events.

  // Adds all or, on error, none; adds nothing while paused and returns 0. Owners are members or
  // nobody; nobody's events cannot be sealed. A gift whose date has come, one without terms, is
  // taken with `revealed_gifts` alone. Errors as EventLog::Append, and invalid_argument for an
  // event later than `now`, a gift without a date to come, or an unknown owner or recipient.
  Result<size_t> Record(std::vector<NewEvent> events, Time now, bool revealed_gifts = false);
  Result<size_t> Record(std::vector<DescribedEvent> events, Time now);  // without gifts

  // What `viewer` may read, in canonical order: an answered viewer's own events and what others
  // share; for others the running visit and what is shared. O(events).
  std::vector<VisibleEvent> VisibleTo(const Viewer& viewer, Time now) const;

  // Removes for good what `viewer` may change and `matches`: own events, or for a viewer who has
  // not answered those of the running visit; with `in_common` also what the household was handed.
  // Afterwards the household equals one that never had them.
  size_t EraseIf(const Viewer& viewer, Time now, const EventMatcher& matches,
                 bool in_common = false);
  // Everybody's, whatever it is.
  size_t EraseIf(const EventMatcher& matches);
  // Members, settings, events: back to a new household.
  size_t EraseEverything();

  // Relabels the viewer's own events that match; events of the running visit become the viewer's.
  // `gift` exactly with label kGift. `label_of` may raise the label for an event (a sensitive item
  // stays sealed). Returns how many matched. Errors as Record.
  Result<size_t> SetLabel(const Viewer& viewer, Time now, const EventMatcher& matches,
                          const LabelChoice& label_of, const std::optional<GiftTerms>& gift);

  // The same for a whole visit: one that `viewer` could claim.
  Result<size_t> SetVisitLabel(EventId visit, const Viewer& viewer, Time now,
                               const LabelChoice& label_of, const std::optional<GiftTerms>& gift);

  // The visit's events become `owner`'s (kNobody: unsigned again), exactly as if they had always
  // been; returns how many. Only unsigned visits and the viewer's own. Errors: not_found.
  Result<size_t> Claim(EventId visit, const Viewer& viewer, MemberId owner, Time now);
  Result<size_t> Discard(EventId visit, const Viewer& viewer, Time now);

  // Events of the open log that are `is_sensitive`: a member's are sealed, unsigned ones, which
  // nobody could see or erase, go. Revealed gifts become private, so that they do not come to count
  // for taste. All or nothing.
  Status SealSensitive(const EventMatcher& is_sensitive);

  // Reveals or forgets the gifts whose date has come, whoever's they are; of revealed ones those
  // that are `is_sensitive` stay sealed, as SealSensitive would have it. Idempotent; all or
  // nothing.
  Status Settle(Time now, const EventMatcher& is_sensitive);

  // While paused nothing is recorded and every view is empty.
  void Pause(bool paused);
  bool paused() const { return paused_; }

  // ---- What slates and attribution see.

  // Visits of the open log up to `now`: runs of one owner's events, ended by 30 minutes without one
  // or told apart by the host's sessions. Events that the household holds in common and revealed
  // gifts are in no visit. O(events).
  Visits VisitsAt(Time now) const;

  // The events that slates of `viewer` at `now` may depend on: own open ones, except gifts, which
  // stay out of taste; visits that `likely` (by visit) gives to the viewer, an item of them only
  // where a second visit of the viewer holds it; what others share; the running visit where the
  // viewer is not answered or guessed; of the sealed ones of an answered viewer those that
  // `is_allowed` says they said yes to, and a locked member's ordinary ones. Nothing while paused.
  View ViewOf(const Viewer& viewer, Time now, const Visits& visits,
              std::span<const MemberId> likely, const EventMatcher& is_allowed) const;
  // For a household whose only member is looking.
  View ViewOf(MemberId viewer, Time now) const;

  const EventLog& open_log() const { return open_; }
  const SealedEvents& SealedOf(MemberId member) const;  // empty for one who sealed nothing
  const GiftTerms* GiftOf(const Event& event) const;
  // Whether this event of this owner is here already, open or sealed, under whatever label.
  bool Holds(const Event& event) const {
    const SealedEvents& own = SealedOf(event.owner);
    return open_.Contains(event) || own.secrets.Contains(event) || own.locked.Contains(event);
  }

  // Grows with every change; equal revisions of one object mean equal content.
  uint64_t revision() const { return revision_; }

  // The bytes, little-endian (snapshot.cc draws them). Equal households have equal bytes, however
  // they came to be. What is sealed, and what members said yes to, fills a section of 16 KiB,
  // doubled only when full, so that the length tells nothing of smaller secrets.
  std::vector<uint8_t> Snapshot() const;
  // Reads versions 1 (one member, one log) and 3 (no searches) too. Errors: malformed,
  // unsupported_version, too_large.
  static Result<Household> FromSnapshot(std::span<const uint8_t> bytes);

  friend bool operator==(const Household& a, const Household& b) {
    return a.members_ == b.members_ && a.settings_ == b.settings_ && a.open_ == b.open_ &&
           a.sealed_ == b.sealed_ && a.paused_ == b.paused_;
  }

 private:
  Member* FindMutable(MemberId id);
  bool IsLocked(MemberId id) const;
  Status CheckMember(const Member& member) const;
  static Status CheckChoices(const Member& member);
  bool IsSealed(const NewEvent& event) const { return LogFor(event) != &open_; }
  // Where an event belongs.
  const EventLog* LogFor(const NewEvent& event) const;
  EventLog& MutableLogFor(const NewEvent& event);
  bool IsShared(const Event& event, const ItemDescription& text) const;
  Status CheckNew(const NewEvent& event, Time now, bool revealed_gifts) const;
  Status CheckGift(const GiftTerms& gift, Time now) const;
  // Matches the events of a visit that `viewer` may claim or discard. Errors: not_found.
  Result<EventMatcher> EventsOf(EventId visit, const Viewer& viewer, Time now) const;
  std::set<EventId> RunningIds(const Visits& visits) const;
  Status ReadVersion1(std::span<const uint8_t> body);
  Status ReadVersion4(std::span<const uint8_t> body);
  Status ReadMembers(ByteReader& in);
  std::vector<uint8_t> SealedSection() const;
  Status ReadSealed(std::span<const uint8_t> section);
  Status ReadGifts(ByteReader& in, std::map<EventId, GiftTerms>* gifts) const;
  Status CheckWhole() const;
  void DropEmptySealed();
  Status CheckRoom(MemberId member) const;
  // Adds events to whichever log they belong to; a union. May fail halfway: for copies.
  Status Place(std::vector<NewEvent> events);
  // Takes out of all logs what matches, with its gift terms.
  std::vector<NewEvent> TakeOut(const EventMatcher& matches);
  // Takes out what matches, changes it and places it again. All or nothing.
  Result<size_t> Relabel(const Viewer& viewer, Time now, const EventMatcher& matches,
                         const LabelChoice& label_of, const std::optional<GiftTerms>& gift);
  // `room_of`: whose sealed events must not come to be too many, kNobody where it may be.
  Result<size_t> Rewrite(const EventMatcher& matches, const std::function<void(NewEvent&)>& change,
                         MemberId room_of = kNobody);

  std::vector<Member> members_;
  HouseholdSettings settings_;
  EventLog open_;
  std::map<MemberId, SealedEvents> sealed_;  // of those who have any
  bool paused_ = false;
  uint64_t revision_ = 0;
};

inline constexpr size_t kMaxSnapshotBytes = 256u << 20;

}  // namespace hearth
