#include "household/decisions.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/sort.h"

namespace hearth {
namespace {

Error NoSuchMember(std::string_view field) {
  return NotFound(std::string(field) + ": the household has no such member");
}

Error SayWho() { return {ErrorCode::kNotReady, "say who is shopping first"}; }

Household After(const Household& household, const Changes& changes) {
  Household after = household;
  after.Apply(changes);
  return after;
}

std::vector<EventRef> RefsOf(const Household& household, EventMatcher matches) {
  std::vector<EventRef> refs;
  household.ForEachEvent(
      [&](const EventRef& ref, const Event& event, const ItemDescription& text, const GiftTerms*) {
        if (matches(event, text)) refs.push_back(ref);
      });
  return refs;
}

Changes EraseAll(std::vector<EventRef> refs) {
  if (refs.empty()) return {};
  return {EventsErased{std::move(refs)}};
}

// ---- Members

Status CheckMember(const Household& household, const Member& member) {
  const Member* old = household.Find(member.id);
  const bool stays_unnamed = old != nullptr && old->name.empty() && member.name.empty();
  if (Status status = CheckName(member.name); !status.ok() && !stays_unnamed) return status;
  for (const Member& other : household.members()) {
    if (other.id != member.id && other.name == member.name) {
      return Error{ErrorCode::kDuplicate, "name: already used by another member"};
    }
  }
  return {};
}

// Of what the member did alone: what others do is taken however full it is.
Status CheckRoom(const Household& after, MemberId member) {
  return after.IsOverfull(member) ? TooLarge("a member's sealed history holds at most 8 MiB")
                                  : Status();
}

Status CheckRoomToWithhold(const Household& household) {
  return household.withheld().size() < kMaxWithheld
             ? Status()
             : TooLarge("too much can still be undone: wait ten minutes");
}

Changes KeptIn(Record record, const Changes& changes) {
  Changes kept;
  std::copy_if(changes.begin(), changes.end(), std::back_inserter(kept),
               [record](const Change& change) { return IsKeptIn(record, change); });
  return kept;
}

// Adds to `changes` what they take from somebody else, kept for its undoing, in each record that
// they take it from. Answers its id.
uint64_t Withhold(const Household& household, Withheld what, Changes& changes) {
  const Changes undo = Difference(After(household, changes), household);
  ByteWriter name;
  name.Put(what.at);
  name.Put(what.kind);
  name.Put(static_cast<uint64_t>(household.withheld().size()));
  what.id = Hash64(name.bytes());
  Withheld events = what;
  if (RecordOf(what.kind) == Record::kPeople) {
    what.undo = Encode(KeptIn(Record::kPeople, undo));
    changes.push_back(WithheldAdded{what});
    events.kind = WithheldKind::kEvents;
    events.name.clear();
  }
  Changes kept = KeptIn(Record::kShop, undo);
  events.undo = Encode(Segment{household.OwnersIn(kept), std::move(kept)});
  changes.push_back(WithheldAdded{std::move(events)});
  return what.id;
}

// The members that undoing a deed brings back, by when they joined.
std::vector<NamedOwner> OwnersBroughtBack(const Withheld& deed) {
  std::vector<NamedOwner> owners;
  const Result<Segment> undo = DecodeSegment(deed.undo);
  if (!undo.ok()) return owners;
  for (const Change& change : undo->changes) {
    const auto* traits = std::get_if<MemberSet>(&change);
    if (traits != nullptr && traits->since != 0) owners.push_back({traits->id, traits->since});
  }
  return owners;
}

// ---- Recording

Status CheckGift(const Household& household, const GiftTerms& gift, Time now) {
  if (gift.until <= now) return InvalidArgument("gift.until: expected a time after now");
  if (gift.until > now + kMaxGiftSpan || !IsPlausible(gift.until)) {
    return InvalidArgument("gift.until: expected a time within five years");
  }
  if (gift.recipient != kNobody && household.Find(gift.recipient) == nullptr) {
    return NoSuchMember("gift.for");
  }
  return {};
}

Status CheckNew(const Household& household, const NewEvent& each, Time now, Source source) {
  const Event& event = each.described.event;
  if (event.time > now) return InvalidArgument("time: later than now");
  if (event.owner != kNobody && household.Find(event.owner) == nullptr) {
    return NoSuchMember("viewer");
  }
  if (event.label == Label::kShared) {
    return InvalidArgument("label: sharing is a member's choice of categories");
  }
  if (event.owner == kNobody && event.label != Label::kPersonal) return SayWho();
  const bool revealed = source == Source::kFile && event.label == Label::kGift && !each.gift;
  if (!revealed && (event.label == Label::kGift) != each.gift.has_value()) {
    return InvalidArgument("gift: required with label gift, and allowed only with it");
  }
  return each.gift ? CheckGift(household, *each.gift, now) : Status();
}

// Makes a file from another day or household fit this one.
void MakeFit(const Household& household, const Sensitivity& sensitivity, Time now,
             std::vector<NewEvent>& events) {
  std::set<EventId> fresh;
  std::erase_if(events, [&](NewEvent& each) {
    const Event& event = each.described.event;
    if (event.time > now || household.Holds(event) || !fresh.insert(event.Id()).second) return true;
    if (!each.gift) return false;
    if (household.Find(each.gift->recipient) == nullptr) each.gift->recipient = kNobody;
    if (each.gift->until > now) return false;
    if (each.gift->forget) return true;
    Reveal(each);
    if (!Seals(sensitivity, event, each.described.description)) return false;
    Seal(each.described.event);
    return event.owner == kNobody;
  });
}

// Seals sensitive events and leaves out nobody's. What a search finds reads every title:
// it is asked of searches of the last half hour alone, once for the same words. Older ones come
// from a file, whose labels say what was found then.
void SealSensitive(const Sensitivity& sensitivity, Time now, std::vector<NewEvent>& events) {
  std::vector<std::pair<std::string, bool>> looked_up;
  const auto is_sensitive = [&](const Event& event, const ItemDescription& text) {
    if (!IsSearch(event) || event.time <= now - kSessionGap) {
      return Sensitivity::IsSealing(TopicOf(sensitivity, event, text));
    }
    for (const auto& [words, seals] : looked_up) {
      if (words == text.title) return seals;
    }
    return looked_up.emplace_back(text.title, sensitivity.SealsSearch(text.title)).second;
  };
  std::erase_if(events, [&](NewEvent& each) {
    Event& event = each.described.event;
    const bool seals = MaySeal(event, each.gift ? &*each.gift : nullptr) &&
                       is_sensitive(event, each.described.description);
    if (seals) Seal(event);
    return seals && event.owner == kNobody;
  });
}

// One member's events are told apart, sealed or not; each log has its limits.
Status CheckRoomFor(const Household& household, const std::vector<NewEvent>& events) {
  std::set<Event> fresh;
  std::map<const EventLog*, std::vector<DescribedEvent>> by_log;
  for (size_t i = 0; i < events.size(); ++i) {
    const DescribedEvent& each = events[i].described;
    if (household.Holds(each.event) || !fresh.insert(WithoutLabel(each.event)).second) {
      return AtEvent(i, events.size(),
                     {ErrorCode::kDuplicate, "this event is in the history already"});
    }
    const LogPart part = household.PartFor(events[i]);
    by_log[&household.LogOf(each.event.owner, part)].push_back(each);
  }
  for (const auto& [log, batch] : by_log) {
    if (Status status = log->CheckAppend(batch); !status.ok()) return status;
  }
  return {};
}

// ---- Labelling

Relabelling LabelledAs(const EventRef& ref, MemberId owner, Label label,
                       const std::optional<GiftTerms>& gift) {
  return {ref, owner, label, label == Label::kGift ? gift : std::nullopt};
}

Result<Decision<size_t>> LabelMatching(const Household& household, const Sensitivity& sensitivity,
                                       const Viewer& viewer, Time now, EventMatcher matches,
                                       const Labelling& labelling) {
  if (labelling.gift) {
    if (Status status = CheckGift(household, *labelling.gift, now); !status.ok()) {
      return status.error();
    }
  }
  EventsRelabelled relabelled;
  household.ForEachEvent(
      [&](const EventRef& ref, const Event& event, const ItemDescription& text, const GiftTerms*) {
        if (!matches(event, text)) return;
        const bool seals = labelling.label == Label::kPersonal && Seals(sensitivity, event, text);
        relabelled.events.push_back(LabelledAs(
            ref, viewer.member, seals ? Label::kSensitive : labelling.label, labelling.gift));
      });
  Decision<size_t> decision{relabelled.events.size(), {}};
  if (relabelled.events.empty()) return decision;
  decision.changes.push_back(std::move(relabelled));
  const Status room = CheckRoom(After(household, decision.changes), viewer.member);
  if (!room.ok()) return room.error();
  return decision;
}

}  // namespace

// ---- Members

Result<Decision<MemberId>> DecideAddMember(const Household& household, Member member, Time now) {
  if (household.members().size() >= kMaxMembers) {
    return TooLarge("a household has at most 16 members");
  }
  member.id = household.FreeId();
  member.since = now;
  if (member.id >= kMaxMembers) return TooLarge("a household has at most 16 members");
  if (Status status = CheckMember(household, member); !status.ok()) return status.error();
  return Decision<MemberId>{member.id, {TraitsOf(member)}};
}

Result<Decision<Nothing>> DecideChangeMember(const Household& household, const Member& member) {
  const Member* old = household.Find(member.id);
  if (old == nullptr) return NoSuchMember("member");
  if (Status status = CheckMember(household, member); !status.ok()) return status.error();
  Decision<Nothing> decision;
  if (TraitsOf(*old) == TraitsOf(member)) return decision;
  decision.changes.push_back(TraitsOf(member));
  if (member.locked && !old->locked) {
    const Status room = CheckRoom(After(household, decision.changes), member.id);
    if (!room.ok()) return room.error();
  }
  return decision;
}

Result<Decision<Nothing>> DecideChoice(const Household& household, MemberId id, Choice choice,
                                       const std::string& what, bool chosen) {
  const Member* member = household.Find(id);
  if (member == nullptr) return NoSuchMember("viewer");
  if (Status status = CheckChoice(what); !status.ok()) return status.error();
  Decision<Nothing> decision;
  if (member->Chose(choice, what) == chosen) return decision;
  if (chosen && member->chosen(choice).size() >= kMaxChoices) {
    return TooLarge("a member has at most 256 choices");
  }
  decision.changes.push_back(ChoiceMade{id, choice, what, chosen});
  return decision;
}

Result<Decision<Nothing>> DecideSettings(const Household& household, HouseholdSettings settings) {
  if (Status status = CheckSettings(settings); !status.ok()) return status.error();
  Sort(settings.dates);
  settings.dates.erase(std::unique(settings.dates.begin(), settings.dates.end()),
                       settings.dates.end());
  Decision<Nothing> decision;
  if (settings != household.settings()) {
    decision.changes.push_back(SettingsChanged{std::move(settings)});
  }
  return decision;
}

Decision<Nothing> DecidePause(const Household& household, bool paused) {
  if (household.paused() == paused) return {};
  return {{}, {PauseSet{paused}}};
}

Result<Decision<Removed>> DecideRemoveMember(const Household& household, MemberId id,
                                             bool hand_over, Time now) {
  const Member* member = household.Find(id);
  if (member == nullptr) return NoSuchMember("member");
  if (household.members().size() == 1) {
    return InvalidArgument("member: the last member cannot be removed");
  }
  if (Status status = CheckRoomToWithhold(household); !status.ok()) return status.error();
  Decision<Removed> decision;
  EventsRelabelled handed_over;
  const EventLog& open = household.open_log();
  for (const Event& event : open.events()) {
    if (event.owner != id) continue;
    if (!hand_over || !household.IsShared(event, open.Describe(event))) {
      ++decision.answer.erased;
      continue;
    }
    handed_over.events.push_back(
        {{id, LogPart::kOpen, event.Id()}, kNobody, Label::kShared, std::nullopt});
  }
  decision.answer.handed_over = handed_over.events.size();
  if (!handed_over.events.empty()) decision.changes.push_back(std::move(handed_over));
  decision.changes.push_back(MemberRemoved{id});
  decision.answer.undo =
      Withhold(household, {0, now, WithheldKind::kMember, id, member->name, {}}, decision.changes);
  return decision;
}

Decision<Erased> DecideEraseEverything(const Household& household, Time now) {
  Decision<Erased> decision{{0, {}}, {}};
  household.ForEachEvent([&](const EventRef&, const Event&, const ItemDescription&,
                             const GiftTerms*) { ++decision.answer.events; });
  // What is withheld already is another's: it is in nobody's memory, and names no deed.
  const bool alone = household.members().size() == 1 && household.withheld().empty();
  // Who can come back is told from whoever is here next by the time.
  decision.changes.push_back(EverythingErased{alone ? 0 : std::min(now + 1, kMaxTime - 1)});
  if (alone) return decision;
  decision.answer.undo =
      Withhold(household, {0, now, WithheldKind::kHousehold, kNobody, "", {}}, decision.changes);
  return decision;
}

// ---- Events

Result<Decision<Recorded>> DecideRecord(const Household& household, const Sensitivity& sensitivity,
                                        std::vector<NewEvent> events, Time now, Source source) {
  for (size_t i = 0; i < events.size(); ++i) {
    auto& [event, text] = events[i].described;
    event.item = text.Key();
    event.description = text.Hash();
    if (Status s = Check(event, text); !s.ok()) return AtEvent(i, events.size(), s.error());
  }
  if (source == Source::kFile) MakeFit(household, sensitivity, now, events);
  SealSensitive(sensitivity, now, events);
  for (size_t i = 0; i < events.size(); ++i) {
    const Status status = CheckNew(household, events[i], now, source);
    if (!status.ok()) return AtEvent(i, events.size(), status.error());
  }
  if (Status status = CheckRoomFor(household, events); !status.ok()) return status.error();
  Decision<Recorded> decision;
  if (household.paused() || events.empty()) return decision;
  // What is recorded openly by a clock that is in doubt is marked as such. A secret leaves no mark:
  // sittings are everybody's.
  const bool shows = std::any_of(events.begin(), events.end(), [&](const NewEvent& each) {
    return household.PartFor(each) == LogPart::kOpen;
  });
  if (shows && household.sittings().IsInDoubt(now) && household.sittings().IsNews(now)) {
    decision.changes.push_back(SittingNoted{now});
  }
  for (NewEvent& each : events) {
    decision.answer.ids.push_back(each.described.event.Id());
    const MemberId owner = each.described.event.owner;
    const EventLog& log = household.LogOf(owner, household.PartFor(each));
    if (log.FindDescription(each.described.event) != nullptr) each.described.description = {};
  }
  decision.changes.push_back(EventsRecorded{std::move(events)});
  return decision;
}

std::vector<NewEvent> WithoutGifts(std::vector<DescribedEvent> events) {
  std::vector<NewEvent> fresh;
  fresh.reserve(events.size());
  for (DescribedEvent& each : events) fresh.push_back({std::move(each), std::nullopt});
  return fresh;
}

Result<Household> HouseholdOf(std::vector<DescribedEvent> events, Time now) {
  Household household;
  const Result<Recorded> recorded = Carry(
      household, DecideRecord(household, Sensitivity(), WithoutGifts(std::move(events)), now));
  if (!recorded.ok()) return recorded.error();
  return household;
}

Decision<Erased> DecideErase(const Household& household, const Viewer& viewer, Time now,
                             EventMatcher matches, bool in_common) {
  const EventsOfVisit running =
      viewer.answered ? EventsOfVisit() : household.EventsOfRunningVisit(now);
  std::vector<EventRef> refs =
      RefsOf(household, [&](const Event& event, const ItemDescription& text) {
        if (!viewer.answered) return running(event, text) && matches(event, text);
        const bool handed = event.owner == kNobody && event.label == Label::kShared;
        return (event.owner == viewer.member || (handed && in_common)) && matches(event, text);
      });
  const size_t count = refs.size();
  return {{count, {}}, EraseAll(std::move(refs))};
}

Result<Decision<size_t>> DecideLabel(const Household& household, const Sensitivity& sensitivity,
                                     const Viewer& viewer, Time now, EventMatcher matches,
                                     const Labelling& labelling) {
  if (!viewer.answered) return SayWho();
  const EventsOfVisit running = household.EventsOfRunningVisit(now);
  const auto is_own = [&](const Event& event, const ItemDescription& text) {
    return (event.owner == viewer.member || running(event, text)) && matches(event, text);
  };
  return LabelMatching(household, sensitivity, viewer, now, is_own, labelling);
}

Result<Decision<size_t>> DecideVisitLabel(const Household& household,
                                          const Sensitivity& sensitivity, EventId visit,
                                          const Viewer& viewer, Time now,
                                          const Labelling& labelling) {
  if (!viewer.answered) return SayWho();
  const Result<EventsOfVisit> events = household.EventsOf(visit, viewer, now);
  if (!events.ok()) return events.error();
  return LabelMatching(household, sensitivity, viewer, now, *events, labelling);
}

Result<Decision<size_t>> DecideClaim(const Household& household, EventId visit,
                                     const Viewer& viewer, MemberId owner, Time now) {
  if (owner != kNobody && household.Find(owner) == nullptr) return NoSuchMember("member");
  const Result<EventsOfVisit> events = household.EventsOf(visit, viewer, now);
  if (!events.ok()) return events.error();
  EventsRelabelled claimed;
  for (const EventRef& ref : RefsOf(household, *events)) {
    claimed.events.push_back({ref, owner, Label::kPersonal, std::nullopt});
  }
  const size_t count = claimed.events.size();
  return Decision<size_t>{count, {std::move(claimed)}};
}

bool IsOfAnother(const Household& household, EventId id, const Viewer& viewer, Time now) {
  const Visits visits = household.VisitsAt(now);
  for (uint32_t v = 0; v < visits.open.visits.size(); ++v) {
    const OpenVisit& visit = visits.open.visits[v];
    if (visit.id != id) continue;
    const bool own = viewer.answered && visit.owner == viewer.member;
    if (own || (visit.owner == kNobody && v == visits.running)) return false;
  }
  return true;
}

Result<Decision<Erased>> DecideDiscard(const Household& household, EventId visit,
                                       const Viewer& viewer, Time now) {
  const Result<EventsOfVisit> events = household.EventsOf(visit, viewer, now);
  if (!events.ok()) return events.error();
  std::vector<EventRef> refs = RefsOf(household, *events);
  const size_t count = refs.size();
  Decision<Erased> decision{{count, {}}, EraseAll(std::move(refs))};
  if (IsOfAnother(household, visit, viewer, now)) {
    if (Status status = CheckRoomToWithhold(household); !status.ok()) return status.error();
    decision.answer.undo =
        Withhold(household, {0, now, WithheldKind::kVisit, kNobody, "", {}}, decision.changes);
  }
  return decision;
}

// ---- What the host asks for

Decision<bool> DecideRelease(const Household& household, const Sensitivity& sensitivity, Time now) {
  Decision<bool> release{false, {}};
  Changes& changes = release.changes;
  Sittings sittings = household.sittings();
  sittings.Note(now);
  if (sittings != household.sittings()) changes.push_back(SittingNoted{now});
  if (sittings.IsInDoubt(now)) return release;
  GiftsReleased released;
  for (const Relabelling& each : household.DueGifts(now, sensitivity)) {
    const auto& gifts = household.SealedOf(each.owner).gifts;
    if (sittings.HavePassed(gifts.at(each.event.id).until)) {
      released.gifts.push_back(each);
    }
  }
  if (!released.gifts.empty()) changes.push_back(std::move(released));
  std::optional<uint64_t> last;  // people and events of one deed stand side by side
  for (const Withheld& each : household.withheld()) {
    if (!IsUndoOver(each.at, now)) continue;
    if (each.kind == WithheldKind::kHousehold) release.answer = true;
    if (each.id != last) changes.push_back(WithheldEnded{each.id, false});
    last = each.id;
  }
  return release;
}

// Other shops' workers change the people too; this shop's events follow.
Changes DecideReconcile(const Household& household) {
  Changes changes;
  const auto withheld = household.withheld();
  const auto is_listed = [&](uint64_t id, Record record) {
    return std::any_of(withheld.begin(), withheld.end(), [&](const Withheld& each) {
      return each.id == id && RecordOf(each.kind) == record;
    });
  };
  for (const Withheld& deed : withheld) {
    if (RecordOf(deed.kind) != Record::kPeople || is_listed(deed.id, Record::kShop)) continue;
    EventsErased erased;
    EventsRecorded recorded;
    household.ForEachEvent([&](const EventRef& ref, const Event& event, const ItemDescription& text,
                               const GiftTerms* terms) {
      const bool is_theirs =
          deed.kind == WithheldKind::kMember ? event.owner == deed.member : event.time <= deed.at;
      if (!is_theirs) return;
      erased.events.push_back(ref);
      const auto gift = terms != nullptr ? std::optional(*terms) : std::nullopt;
      recorded.events.push_back({{event, text}, gift});
    });
    Withheld events{deed.id, deed.at, WithheldKind::kEvents, deed.member, "", {}};
    if (!recorded.events.empty()) {
      events.undo = Encode(Segment{OwnersBroughtBack(deed), {std::move(recorded)}});
    }
    changes.push_back(WithheldAdded{std::move(events)});
    if (!erased.events.empty()) changes.push_back(std::move(erased));
  }
  for (const Withheld& events : withheld) {
    if (events.kind != WithheldKind::kEvents || is_listed(events.id, Record::kPeople)) continue;
    const auto members = household.members();
    const bool undone = std::any_of(members.begin(), members.end(), [&](const Member& each) {
      return each.since <= events.at && (events.member == kNobody || events.member == each.id);
    });
    changes.push_back(WithheldEnded{events.id, undone});
  }
  return changes;
}

Changes DecideSealing(const Household& household, const Sensitivity& sensitivity) {
  EventsRelabelled sealed;
  EventsErased erased;
  household.ForEachEvent([&](const EventRef& ref, const Event& event, const ItemDescription& text,
                             const GiftTerms* terms) {
    if (!MaySeal(event, terms)) return;
    const Topic* topic = TopicOf(sensitivity, event, text);
    // What nobody can judge today was judged when it was recorded.
    if (!Sensitivity::IsSealing(topic) || Sensitivity::IsUnjudged(topic)) return;
    if (event.owner == kNobody) {
      erased.events.push_back(ref);
      return;
    }
    Event after = event;
    Seal(after);
    sealed.events.push_back({ref, event.owner, after.label, std::nullopt});
  });
  Changes changes;
  if (!sealed.events.empty()) changes.push_back(std::move(sealed));
  if (!erased.events.empty()) changes.push_back(std::move(erased));
  return changes;
}

Result<Decision<Nothing>> DecideUndo(const Household& household, uint64_t id, Time now) {
  const auto all = household.withheld();
  const auto found =
      std::find_if(all.begin(), all.end(), [id](const Withheld& each) { return each.id == id; });
  if (found == all.end() || IsUndoOver(found->at, now)) {
    return NotFound("undo: no longer possible");
  }
  const Result<Segment> undo = DecodeSegment(found->undo);
  if (!undo.ok()) return undo.error();
  for (const Change& change : undo->changes) {
    const auto* traits = std::get_if<MemberSet>(&change);
    if (traits == nullptr) continue;
    Member member;
    member.id = traits->id;
    member.name = traits->name;
    Status status = member.name.empty() ? Status() : CheckMember(household, member);
    if (!status.ok()) return status.error();
  }
  return Decision<Nothing>{{}, {WithheldEnded{id, true}}};
}

// ---- Differences

namespace {

void DifferByMembers(const Household& from, const Household& to, Changes& changes) {
  const auto is_gone = [&](const Member& member) { return to.Find(member.id) == nullptr; };
  const auto remove = [&] {
    for (const Member& member : from.members()) {
      if (is_gone(member)) changes.push_back(MemberRemoved{member.id});
    }
  };
  // A household keeps its last member: where nobody stays, the others come first.
  const bool nobody_stays = std::all_of(from.members().begin(), from.members().end(), is_gone);
  if (!nobody_stays) remove();
  for (const Member& member : to.members()) {
    const Member* old = from.Find(member.id);
    if (old == nullptr || TraitsOf(*old) != TraitsOf(member)) changes.push_back(TraitsOf(member));
    for (size_t c = 0; c < kChoices; ++c) {
      const auto choice = static_cast<Choice>(c);
      for (const std::string& what : member.chosen(choice)) {
        if (old == nullptr || !old->Chose(choice, what)) {
          changes.push_back(ChoiceMade{member.id, choice, what, true});
        }
      }
      if (old == nullptr) continue;
      for (const std::string& what : old->chosen(choice)) {
        if (!member.Chose(choice, what)) {
          changes.push_back(ChoiceMade{member.id, choice, what, false});
        }
      }
    }
  }
  if (nobody_stays) remove();
}

// An event as one log holds it.
struct Kept {
  EventRef ref;
  NewEvent event;

  friend bool operator==(const Kept&, const Kept&) = default;
};

std::vector<Kept> KeptBy(const Household& household) {
  std::vector<Kept> kept;
  household.ForEachEvent([&](const EventRef& ref, const Event& event, const ItemDescription& text,
                             const GiftTerms* gift) {
    const auto terms = gift != nullptr ? std::optional(*gift) : std::nullopt;
    kept.push_back({ref, {{event, text}, terms}});
  });
  Sort(kept, [](const Kept& a, const Kept& b) { return a.ref < b.ref; });
  return kept;
}

void DifferByEvents(const Household& from, const Household& to, Changes& changes) {
  const std::vector<Kept> before = KeptBy(from), after = KeptBy(to);
  EventsErased erased;
  EventsRecorded recorded;
  EventsRelabelled relabelled;
  size_t b = 0;
  for (const Kept& kept : after) {
    while (b < before.size() && before[b].ref < kept.ref) erased.events.push_back(before[b++].ref);
    if (b == before.size() || before[b].ref != kept.ref) {
      recorded.events.push_back(kept.event);
      continue;
    }
    if (before[b] != kept) {
      const Event& event = kept.event.described.event;
      relabelled.events.push_back({kept.ref, event.owner, event.label, kept.event.gift});
    }
    ++b;
  }
  for (; b < before.size(); ++b) erased.events.push_back(before[b].ref);
  // What goes to a secret takes the same out of the open log: secrets first.
  const auto is_later = [&](const NewEvent& each) { return to.PartFor(each) != LogPart::kSecrets; };
  Sort(recorded.events,
       [&](const NewEvent& a, const NewEvent& b) { return is_later(a) < is_later(b); });
  if (!erased.events.empty()) changes.push_back(std::move(erased));
  if (!recorded.events.empty()) changes.push_back(std::move(recorded));
  if (!relabelled.events.empty()) changes.push_back(std::move(relabelled));
}

}  // namespace

Changes Difference(const Household& from, const Household& to) {
  Changes changes;
  if (from.settings() != to.settings()) changes.push_back(SettingsChanged{to.settings()});
  if (from.paused() != to.paused()) changes.push_back(PauseSet{to.paused()});
  DifferByMembers(from, to, changes);
  DifferByEvents(from, to, changes);
  for (const Withheld& each : to.withheld()) {
    const auto kept = from.withheld();
    if (std::find(kept.begin(), kept.end(), each) == kept.end()) {
      changes.push_back(WithheldAdded{each});
    }
  }
  return changes;
}

}  // namespace hearth
