// Decisions: what operations do to a household, as the changes that do it. They read and check;
// `Household::Apply` makes the changes. So a host can store exactly what happened, and a request
// that fails has changed nothing.
//
//   Result<Decision<size_t>> erased = DecideErase(household, viewer, now, matches);
//   if (!erased.ok()) return erased.error();
//   household.Apply(erased->changes);
//
// `now` is the host's clock. Where a decision takes a household "as of now", give it
// `household.AsOf(now, sensitivity)` if a gift's date has come: its changes fit the household
// itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "household/change.h"
#include "household/household.h"
#include "policy/policy.h"
#include "policy/sensitivity.h"

namespace hearth {

template <typename T>
struct Decision {
  T answer;
  Changes changes;
};
struct Nothing {};

// Makes a decision's changes at once, for callers that store nothing: training, measurement, tests.
template <typename T>
Result<T> Carry(Household& household, Result<Decision<T>> decision) {
  if (!decision.ok()) return decision.error();
  household.Apply(decision->changes);
  return std::move(decision->answer);
}

// Whether what was done at `at` can no longer be undone: also by a clock that was set back since.
constexpr bool IsUndoOver(Time at, Time now) {
  return now - at >= kUndoSpan || at - now > kUndoSpan;
}

// ---- Members. Errors: not_found for an unknown member, invalid_argument for a bad name,
// duplicate for a name that another member has, too_large beyond kMaxMembers and kMaxChoices.

// Is here from `now` on.
Result<Decision<MemberId>> DecideAddMember(const Household& household, Member member, Time now);
// Name, colour, kind and lock of one who is here. Locking seals, unlocking opens.
Result<Decision<Nothing>> DecideChangeMember(const Household& household, const Member& member);
Result<Decision<Nothing>> DecideChoice(const Household& household, MemberId member, Choice choice,
                                       const std::string& what, bool chosen);
// Dates are put in order. Errors: invalid_argument, too_large.
Result<Decision<Nothing>> DecideSettings(const Household& household, HouseholdSettings settings);
Decision<Nothing> DecidePause(const Household& household, bool paused);

struct Removed {
  size_t erased = 0, handed_over = 0;  // what was open: whoever asks may be anybody
  uint64_t undo = 0;                   // names what is withheld
};
// Takes the member and their events out of sight at once, and keeps them for kUndoSpan. With
// `hand_over` what they shared stays with the household. Other members' gifts for them lose the
// recipient. Errors: invalid_argument for the last member; too_large while kMaxWithheld are
// withheld.
Result<Decision<Removed>> DecideRemoveMember(const Household& household, MemberId id,
                                             bool hand_over, Time now);

struct Erased {
  size_t events = 0;
  std::optional<uint64_t> undo;  // names what is withheld, of things that are not one's own
};
// Members, settings, events: a new household. Of several members, or of one while another's things
// are withheld, it is withheld for kUndoSpan.
Decision<Erased> DecideEraseEverything(const Household& household, Time now);

// ---- Events

struct Recorded {
  std::vector<EventId> ids;  // in the order given, of those that are recorded
};
enum class Source : uint8_t {
  kHost,  // what just happened
  kFile,  // from another day or household: what does not fit is left out, not refused
};
// Records all or, on error, none; nothing while paused. Sensitive events are sealed; nobody's are
// not kept, because nobody could see or erase them. What a search finds is looked up for those of
// the last half hour alone. Of a file: events that are here already or not yet due are left out,
// gifts whose date has come are revealed or, where so chosen, left out, and recipients who are not
// here are forgotten.
// Errors: duplicate; too_large; not_found for an unknown owner or recipient; invalid_argument for
// an event later than `now` or a gift without a date to come; not_ready for a secret of nobody. The
// message begins with "events[i]" where there is more than one.
Result<Decision<Recorded>> DecideRecord(const Household& household, const Sensitivity& sensitivity,
                                        std::vector<NewEvent> events, Time now,
                                        Source source = Source::kHost);
std::vector<NewEvent> WithoutGifts(std::vector<DescribedEvent> events);

// A household of one member with these events, none of them sensitive: for training and
// measurement. Errors as DecideRecord.
Result<Household> HouseholdOf(std::vector<DescribedEvent> events, Time now);

// Erases for good what `viewer` may change and `matches`: own events, or for a viewer who has not
// answered those of the running visit; with `in_common` also what the household was handed.
// Afterwards the household equals one that never had them. Takes a household as of now.
Decision<Erased> DecideErase(const Household& household, const Viewer& viewer, Time now,
                             EventMatcher matches, bool in_common = false);

// A label for events, and `gift` exactly with label kGift.
struct Labelling {
  Label label = Label::kPersonal;
  std::optional<GiftTerms> gift;
};
// Labels the viewer's own events that match; events of the running visit become the viewer's. What
// is sensitive stays sealed, whatever the label. Answers how many matched. Takes a household as of
// now. Errors: not_ready without an answered viewer; of a gift as DecideRecord; too_large.
Result<Decision<size_t>> DecideLabel(const Household& household, const Sensitivity& sensitivity,
                                     const Viewer& viewer, Time now, EventMatcher matches,
                                     const Labelling& labelling);
// The same for a whole visit: one that `viewer` could claim.
Result<Decision<size_t>> DecideVisitLabel(const Household& household,
                                          const Sensitivity& sensitivity, EventId visit,
                                          const Viewer& viewer, Time now,
                                          const Labelling& labelling);

// The visit's events become `owner`'s (kNobody: unsigned again), exactly as if they had always
// been; answers how many. Only unsigned visits and the viewer's own. Takes a household as of now.
// Errors: not_found.
Result<Decision<size_t>> DecideClaim(const Household& household, EventId visit,
                                     const Viewer& viewer, MemberId owner, Time now);
// Erases a visit; one that ended and is nobody's is withheld for kUndoSpan. Errors: not_found;
// too_large while kMaxWithheld are withheld.
Result<Decision<Erased>> DecideDiscard(const Household& household, EventId visit,
                                       const Viewer& viewer, Time now);
// Whether DecideDiscard would erase what may be somebody else's.
bool IsOfAnother(const Household& household, EventId visit, const Viewer& viewer, Time now);

// ---- What the host asks for

// Somebody sits there at `now`: notes it, releases gifts whose date has passed for good, and erases
// what was withheld for kUndoSpan. Nothing final while the clock is in doubt (sittings.h). Answers
// whether a household that was erased can no longer come back.
Decision<bool> DecideRelease(const Household& household, const Sensitivity& sensitivity, Time now);
// What the people's record says of this shop's events, after both were read or applied: the events
// of who was removed are withheld or, once that is final, gone; those of who is back come back.
Changes DecideReconcile(const Household& household);
// What the sensitive list says of events that were recorded under another list or catalog: a
// member's are sealed, unsigned ones go; revealed gifts become private.
Changes DecideSealing(const Household& household, const Sensitivity& sensitivity);
// Puts back what is withheld. Errors: not_found; duplicate where a name is another member's now.
Result<Decision<Nothing>> DecideUndo(const Household& household, uint64_t id, Time now);

// The changes that make `from` into `to` where they differ by members, choices, settings, withheld
// things and whole events. What undoes a decision is the difference from after it to before it.
Changes Difference(const Household& from, const Household& to);

}  // namespace hearth
