#include "household/household.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/sort.h"

namespace hearth {
namespace {

// What goes to each log, in the order in which the logs first come up.
using Batches = std::vector<std::pair<EventLog*, std::vector<DescribedEvent>>>;

std::vector<DescribedEvent>& BatchFor(EventLog* log, Batches& batches) {
  const auto at = std::find_if(batches.begin(), batches.end(),
                               [log](const auto& each) { return each.first == log; });
  return at != batches.end() ? at->second
                             : batches.emplace_back(log, std::vector<DescribedEvent>()).second;
}

bool IsChild(const Member& member) { return member.kind == MemberKind::kChild; }

// Whether an event's owner, as those bytes named them, is nobody of this household's.
bool IsStranger(const Household& household, std::span<const NamedOwner> named, MemberId owner) {
  if (owner == kNobody) return false;
  const auto at = std::find_if(named.begin(), named.end(),
                               [owner](const NamedOwner& each) { return each.id == owner; });
  return !household.IsOwner(owner, at != named.end() ? at->since : 0);
}

}  // namespace

// ---- Rules of single events

bool MaySeal(const Event& event, const GiftTerms* terms) {
  return event.label == Label::kPersonal || (event.label == Label::kGift && terms == nullptr);
}

void Seal(Event& event) {
  event.label = event.label == Label::kGift ? Label::kPrivate : Label::kSensitive;
}

void Reveal(NewEvent& gift) {
  if (gift.gift->taste) gift.described.event.label = Label::kPersonal;
  gift.gift.reset();
}

const Topic* TopicOf(const Sensitivity& sensitivity, const Event& event,
                     const ItemDescription& text) {
  return IsSearch(event) ? sensitivity.TopicOfSearch(text.title)
                         : sensitivity.TopicOfItem(event.item, text.title, text.category);
}

bool Seals(const Sensitivity& sensitivity, const Event& event, const ItemDescription& text) {
  return IsSearch(event) ? sensitivity.SealsSearch(text.title)
                         : Sensitivity::IsSealing(TopicOf(sensitivity, event, text));
}

Audience AudienceOf(const Household& household, const Viewer& viewer) {
  const Member* member = viewer.answered ? household.Find(viewer.member) : nullptr;
  const auto members = household.members();
  Audience audience;
  audience.child =
      member != nullptr ? IsChild(*member) : std::any_of(members.begin(), members.end(), IsChild);
  if (member == nullptr) return audience;
  audience.known = true;
  audience.allowed_topics = member->chosen(Choice::kAllowedTopic);
  audience.muted_categories = member->chosen(Choice::kMutedCategory);
  return audience;
}

// ---- Members

void ApplyChoice(Member& member, const ChoiceMade& change) {
  std::vector<std::string>& list = member.choices[static_cast<size_t>(change.choice)];
  const auto at = std::lower_bound(list.begin(), list.end(), change.what);
  const bool there = at != list.end() && *at == change.what;
  if (change.chosen && !there && list.size() < kMaxChoices) list.insert(at, change.what);
  if (!change.chosen && there) list.erase(at);
}

Household::Household() : members_(1) {}

const Member* Household::Find(MemberId id) const {
  const auto at = std::find_if(members_.begin(), members_.end(),
                               [id](const Member& member) { return member.id == id; });
  return at == members_.end() ? nullptr : &*at;
}

Member* Household::FindMutable(MemberId id) { return const_cast<Member*>(Find(id)); }

bool Household::IsLocked(MemberId id) const {
  const Member* member = Find(id);
  return member != nullptr && member->locked;
}

bool Household::MaySet(const MemberSet& traits) const {
  if (Find(traits.id) == nullptr && members_.size() >= kMaxMembers) return false;
  return std::none_of(members_.begin(), members_.end(), [&](const Member& other) {
    return other.id != traits.id && other.name == traits.name;
  });
}

// ---- Logs

// A gift without terms is one whose date has come.
LogPart Household::PartFor(const NewEvent& each) const {
  const Event& event = each.described.event;
  const bool is_secret =
      event.label == Label::kPrivate || event.label == Label::kSensitive || each.gift.has_value();
  if (is_secret) return LogPart::kSecrets;
  return IsLocked(event.owner) ? LogPart::kLocked : LogPart::kOpen;
}

const EventLog& Household::LogOf(MemberId owner, LogPart part) const {
  if (part == LogPart::kOpen) return open_;
  const SealedEvents& own = SealedOf(owner);
  return part == LogPart::kSecrets ? own.secrets : own.locked;
}

EventLog& Household::MutableLogOf(MemberId owner, LogPart part) {
  if (part != LogPart::kOpen) sealed_.try_emplace(owner);
  return const_cast<EventLog&>(LogOf(owner, part));
}

const GiftTerms* Household::GiftOf(const Event& event) const {
  if (event.label != Label::kGift) return nullptr;
  const auto sealed = sealed_.find(event.owner);
  if (sealed == sealed_.end()) return nullptr;
  const auto found = sealed->second.gifts.find(event.Id());
  return found == sealed->second.gifts.end() ? nullptr : &found->second;
}

const SealedEvents& Household::SealedOf(MemberId member) const {
  static const SealedEvents kNothing;
  const auto found = sealed_.find(member);
  return found == sealed_.end() ? kNothing : found->second;
}

void Household::DropEmptySealed() {
  std::erase_if(sealed_, [](const auto& each) { return each.second.empty(); });
}

bool Household::IsOverfull(MemberId member) const {
  const SealedEvents& own = SealedOf(member);
  return own.secrets.IsOverfull() || own.locked.IsOverfull();
}

bool Household::IsShared(const Event& event, const ItemDescription& text) const {
  if (event.owner == kNobody) return event.label == Label::kShared;
  if (event.label != Label::kPersonal) return false;
  const Member* owner = Find(event.owner);
  if (owner == nullptr || owner->locked) return false;
  const std::vector<std::string>& shared = owner->chosen(Choice::kSharedCategory);
  return std::any_of(shared.begin(), shared.end(), [&](const std::string& category) {
    return IsPathWithin(text.category, category);
  });
}

void Household::ForEachEvent(EventVisitor visit) const {
  for (const Event& event : open_.events()) {
    visit({event.owner, LogPart::kOpen, event.Id()}, event, open_.Describe(event), nullptr);
  }
  for (const auto& [owner, own] : sealed_) {
    for (const Event& event : own.secrets.events()) {
      visit({owner, LogPart::kSecrets, event.Id()}, event, own.secrets.Describe(event),
            GiftOf(event));
    }
    for (const Event& event : own.locked.events()) {
      visit({owner, LogPart::kLocked, event.Id()}, event, own.locked.Describe(event), nullptr);
    }
  }
}

std::vector<NewEvent> Household::TakeOut(EventMatcher matches) {
  std::vector<NewEvent> taken;
  for (DescribedEvent& each : open_.Take(matches)) taken.push_back({std::move(each), std::nullopt});
  for (auto& [owner, own] : sealed_) {
    for (DescribedEvent& each : own.secrets.Take(matches)) {
      const auto gift = own.gifts.extract(each.event.Id());
      const auto terms = gift.empty() ? std::nullopt : std::optional(gift.mapped());
      taken.push_back({std::move(each), terms});
    }
    for (DescribedEvent& each : own.locked.Take(matches)) {
      taken.push_back({std::move(each), std::nullopt});
    }
  }
  DropEmptySealed();
  return taken;
}

// Which of the household's events are meant: each where it is said to be, else where it is.
std::vector<std::pair<EventRef, NewEvent>> Household::TakeOut(std::span<const EventRef> refs) {
  std::vector<std::pair<EventRef, NewEvent>> taken;
  if (refs.empty()) return taken;
  std::set<EventRef> meant(refs.begin(), refs.end()), found;
  ForEachEvent([&](const EventRef& ref, const Event&, const ItemDescription&, const GiftTerms*) {
    if (meant.contains(ref)) found.insert(ref);
  });
  std::map<EventRef, EventRef> as_named;  // by where it is
  for (const EventRef& ref : found) as_named.emplace(ref, ref);
  for (const EventRef& ref : meant) {
    if (found.contains(ref)) continue;
    for (const LogPart part : {LogPart::kOpen, LogPart::kSecrets, LogPart::kLocked}) {
      const EventRef there{ref.owner, part, ref.id};
      if (!meant.contains(there)) as_named.emplace(there, ref);
    }
  }
  const auto take = [&](EventLog& log, LogPart part, SealedEvents* own) {
    const auto ref_of = [&](const Event& event) { return EventRef{event.owner, part, event.Id()}; };
    const auto matches = [&](const Event& event, const ItemDescription&) {
      return as_named.contains(ref_of(event));
    };
    for (DescribedEvent& each : log.Take(matches)) {
      const EventRef& named = as_named.at(ref_of(each.event));
      std::optional<GiftTerms> terms;
      if (own != nullptr) {
        const auto gift = own->gifts.extract(each.event.Id());
        if (!gift.empty()) terms = gift.mapped();
      }
      taken.push_back({named, {std::move(each), terms}});
    }
  };
  take(open_, LogPart::kOpen, nullptr);
  for (auto& [owner, own] : sealed_) {
    take(own.secrets, LogPart::kSecrets, &own);
    take(own.locked, LogPart::kLocked, nullptr);
  }
  DropEmptySealed();
  return taken;
}

void Household::Place(std::vector<NewEvent> events) {
  Batches by_log;
  std::set<Event> secrets;
  std::vector<std::pair<Event, GiftTerms>> gifts;
  for (NewEvent& each : events) {
    const Event event = each.described.event;
    const LogPart part = PartFor(each);
    EventLog& log = MutableLogOf(event.owner, part);
    if (part == LogPart::kSecrets) {
      if (log.Contains(event) || !secrets.insert(WithoutLabel(event)).second) continue;
      // What is made a secret is nowhere else. The reverse does not hold: what is not secret is
      // placed whether or not its member keeps the same as a secret.
      const auto is_same = [&](const Event& other, const auto&) { return SameEvent(other, event); };
      SealedEvents& own = sealed_[event.owner];
      for (EventLog* other : {&open_, &own.locked}) {
        if (other->Contains(event)) other->EraseIf(is_same);
      }
      if (each.gift) gifts.emplace_back(event, *each.gift);
    }
    BatchFor(&log, by_log).push_back(std::move(each.described));
  }
  for (auto& [log, batch] : by_log) log->Merge(std::move(batch));
  for (const auto& [event, terms] : gifts) {
    SealedEvents& own = sealed_[event.owner];
    if (own.secrets.Contains(event)) own.gifts.emplace(event.Id(), terms);  // else it collides
  }
  DropEmptySealed();
}

// ---- Changes

// Whether an event can be of this household: also of a member who was removed and may come back,
// until Admit or DecideReconcile have their say. Forgets a recipient who is not here.
bool Household::Fits(NewEvent& each) const {
  const Event& event = each.described.event;
  const bool in_common = event.label == Label::kPersonal || event.label == Label::kShared;
  const bool known = Find(event.owner) != nullptr || IsOwner(event.owner, 0);
  if (event.owner == kNobody ? !in_common : !known || event.label == Label::kShared) return false;
  if (each.gift && event.label != Label::kGift) return false;
  if (each.gift && Find(each.gift->recipient) == nullptr) each.gift->recipient = kNobody;
  return true;
}

void Household::Relabel(std::span<const Relabelling> events) {
  std::map<EventRef, const Relabelling*> by_ref;
  std::vector<EventRef> refs;
  for (const Relabelling& each : events) {
    // What does not fit is left as it is.
    NewEvent as_told{{{}, {}}, each.gift};
    as_told.described.event.owner = each.owner;
    as_told.described.event.label = each.label;
    if (!Fits(as_told)) continue;
    by_ref.emplace(each.event, &each);
    refs.push_back(each.event);
  }
  std::vector<NewEvent> changed;
  for (auto& [ref, event] : TakeOut(refs)) {
    const Relabelling& how = *by_ref.at(ref);
    event.described.event.owner = how.owner;
    event.described.event.label = how.label;
    event.gift = how.gift;
    Fits(event);
    changed.push_back(std::move(event));
  }
  Place(std::move(changed));
}

void Household::Release(std::span<const Relabelling> gifts, bool for_good) {
  std::vector<Relabelling> revealed;
  std::vector<EventRef> forgotten;
  for (const Relabelling& each : gifts) {
    const auto own = sealed_.find(each.event.owner);
    if (own == sealed_.end()) continue;
    const auto terms = own->second.gifts.find(each.event.id);
    const bool due = terms != own->second.gifts.end() &&
                     (!for_good || sittings_.HavePassed(terms->second.until));
    if (!due) continue;
    if (terms->second.forget) {
      forgotten.push_back(each.event);
    } else {
      revealed.push_back(each);
    }
  }
  TakeOut(forgotten);
  Relabel(revealed);
}

struct Household::Applier {
  Household& household;

  void operator()(const EventsRecorded& change) const {
    std::vector<NewEvent> events;
    for (NewEvent each : change.events) {
      if (!household.Fits(each)) continue;
      const Event& event = each.described.event;
      ItemDescription& text = each.described.description;
      if (text == ItemDescription()) {
        const EventLog& log = household.LogOf(event.owner, household.PartFor(each));
        const ItemDescription* known = log.FindDescription(event);
        if (known == nullptr) continue;
        text = *known;
      }
      events.push_back(std::move(each));
    }
    household.Place(std::move(events));
  }
  void operator()(const EventsErased& change) const { household.TakeOut(change.events); }
  void operator()(const EventsRelabelled& change) const { household.Relabel(change.events); }
  void operator()(const GiftsReleased& change) const {
    household.Release(change.gifts, /*for_good=*/true);
  }

  void operator()(const MemberSet& change) const {
    if (!household.MaySet(change)) return;
    Member* member = household.FindMutable(change.id);
    if (member == nullptr) {
      auto& members = household.members_;
      const auto after = std::find_if(members.begin(), members.end(),
                                      [&](const Member& each) { return each.id > change.id; });
      member = &*members.insert(after, Member());
      member->id = change.id;
    }
    const bool moves = member->locked != change.locked;
    member->since = change.since;
    member->name = change.name;
    member->colour = change.colour;
    member->kind = change.kind;
    member->locked = change.locked;
    if (!moves) return;
    // Where the member's events belong has changed.
    household.Place(household.TakeOut(
        [&](const Event& event, const ItemDescription&) { return event.owner == change.id; }));
  }

  void operator()(const MemberRemoved& change) const {
    if (household.members_.size() == 1 || household.Find(change.id) == nullptr) return;
    household.TakeOut(
        [&](const Event& event, const ItemDescription&) { return event.owner == change.id; });
    std::erase_if(household.members_, [&](const Member& member) { return member.id == change.id; });
    for (auto& [giver, sealed] : household.sealed_) {
      for (auto& [event, gift] : sealed.gifts) {
        if (gift.recipient == change.id) gift.recipient = kNobody;
      }
    }
  }

  void operator()(const ChoiceMade& change) const {
    Member* member = household.FindMutable(change.member);
    if (member != nullptr) ApplyChoice(*member, change);
  }
  void operator()(const SettingsChanged& change) const { household.settings_ = change.settings; }
  void operator()(const PauseSet& change) const { household.paused_ = change.paused; }
  void operator()(const SittingNoted& change) const {
    if (IsPlausible(change.time)) household.sittings_.Note(change.time);
  }

  void operator()(const WithheldAdded& change) const { household.AddWithheld(change.withheld); }
  void operator()(const WithheldEnded& change) const { household.EndWithheld(change); }
  void operator()(const EverythingErased& change) const {
    const uint64_t revision = household.revision_;
    household = Household();
    household.members_.front().since = change.since;
    household.revision_ = revision;
  }
};

bool Household::AddWithheld(Withheld withheld) {
  const auto place = [](const Withheld& each) { return std::pair(each.id, each.kind); };
  const auto at = std::find_if(withheld_.begin(), withheld_.end(), [&](const Withheld& each) {
    return place(each) >= place(withheld);
  });
  if (at != withheld_.end() && place(*at) == place(withheld)) return false;
  withheld_.insert(at, std::move(withheld));
  return true;
}

// People come back before their events: so their kinds are ordered.
void Household::EndWithheld(const WithheldEnded& change) {
  std::vector<Withheld> ended;
  for (const Withheld& each : withheld_) {
    if (each.id == change.id) ended.push_back(each);
  }
  std::erase_if(withheld_, [&](const Withheld& each) { return each.id == change.id; });
  if (!change.undone) return;
  for (const Withheld& each : ended) {
    Result<Segment> undo = DecodeSegment(each.undo);
    if (!undo.ok()) continue;
    // What undoes a deed ends and withholds nothing of that deed: bytes that say so are no deed's.
    Segment steps{std::move(undo->owners), {}};
    for (Change& step : undo->changes) {
      const auto* added = std::get_if<WithheldAdded>(&step);
      const bool loops = std::holds_alternative<WithheldEnded>(step) ||
                         (added != nullptr && added->withheld.id == change.id);
      if (!loops) steps.changes.push_back(std::move(step));
    }
    Apply(RecordOf(each.kind), steps);  // an id may be somebody else's by now
  }
}

void Household::TakeWithheldFrom(Household& other, Record record) {
  std::erase_if(withheld_, [&](const Withheld& each) { return RecordOf(each.kind) == record; });
  for (Withheld& each : other.withheld_) AddWithheld(std::move(each));
  ++revision_;
}

void Household::Apply(const Change& change) {
  ++revision_;
  std::visit(Applier{*this}, change);
}

void Household::Apply(const Changes& changes) {
  for (const Change& change : changes) Apply(change);
}

void Household::Apply(Record record, const Segment& segment) {
  const auto is_stranger = [&](MemberId owner) { return IsStranger(*this, segment.owners, owner); };
  for (Change change : segment.changes) {
    if (!IsKeptIn(record, change)) continue;
    if (auto* recorded = std::get_if<EventsRecorded>(&change)) {
      std::erase_if(recorded->events,
                    [&](const NewEvent& each) { return is_stranger(each.described.event.owner); });
    }
    if (auto* relabelled = std::get_if<EventsRelabelled>(&change)) {
      std::erase_if(relabelled->events,
                    [&](const Relabelling& each) { return is_stranger(each.owner); });
    }
    Apply(change);
  }
}

std::vector<NamedOwner> OwnersOf(std::span<const Member> members) {
  std::vector<NamedOwner> owners;
  for (const Member& member : members) {
    if (member.since != 0) owners.push_back({member.id, member.since});
  }
  return owners;
}

std::vector<NamedOwner> Household::OwnersIn(const Changes& changes) const {
  std::vector<NamedOwner> owners = OwnersOf(members_);
  std::erase_if(owners, [&](const NamedOwner& named) {
    return std::none_of(changes.begin(), changes.end(), [&](const Change& change) {
      if (const auto* recorded = std::get_if<EventsRecorded>(&change)) {
        return std::any_of(
            recorded->events.begin(), recorded->events.end(),
            [&](const NewEvent& each) { return each.described.event.owner == named.id; });
      }
      const auto* relabelled = std::get_if<EventsRelabelled>(&change);
      return relabelled != nullptr &&
             std::any_of(relabelled->events.begin(), relabelled->events.end(),
                         [&](const Relabelling& each) { return each.owner == named.id; });
    });
  });
  return owners;
}

bool Household::IsOwner(MemberId id, Time since) const {
  if (const Member* member = Find(id)) return member->since == since;
  return std::any_of(withheld_.begin(), withheld_.end(), [&](const Withheld& each) {
    const bool is_theirs = each.kind == WithheldKind::kHousehold ||
                           (each.kind == WithheldKind::kMember && each.member == id);
    return is_theirs && since <= each.at;
  });
}

MemberId Household::FreeId() const {
  const auto is_taken = [&](MemberId id) {
    return Find(id) != nullptr ||
           std::any_of(withheld_.begin(), withheld_.end(), [id](const Withheld& each) {
             return each.kind == WithheldKind::kMember && each.member == id;
           });
  };
  MemberId id = 0;
  while (is_taken(id)) ++id;
  return id;
}

size_t Household::Admit(std::span<const NamedOwner> owners) {
  const auto is_stranger = [&](MemberId owner) { return IsStranger(*this, owners, owner); };
  size_t misplaced = 0;
  ForEachEvent(
      [&](const EventRef& ref, const Event& event, const ItemDescription&, const GiftTerms* terms) {
        const NewEvent each{{event, {}}, terms != nullptr ? std::optional(*terms) : std::nullopt};
        const bool lost =
            terms != nullptr && terms->recipient != kNobody && Find(terms->recipient) == nullptr;
        misplaced += is_stranger(event.owner) || PartFor(each) != ref.part || lost;
      });
  if (misplaced == 0) return 0;
  std::vector<NewEvent> events = TakeOut([](const Event&, const ItemDescription&) { return true; });
  std::erase_if(events, [&](NewEvent& each) {
    return is_stranger(each.described.event.owner) || !Fits(each);
  });
  Place(std::move(events));
  return misplaced;
}

Effect Household::EffectOf(const Change& change, Record record) const {
  if (!IsKeptIn(record, change)) {
    // Where a member's events lie is told by the people's record.
    const auto* traits = std::get_if<MemberSet>(&change);
    const Member* member = traits != nullptr ? Find(traits->id) : nullptr;
    if (member != nullptr && member->locked != traits->locked) return Effect::kRewritten;
    const bool removes = std::holds_alternative<MemberRemoved>(change);
    return removes ? Effect::kErased : Effect::kNone;
  }
  if (const auto* ended = std::get_if<WithheldEnded>(&change)) {
    const bool holds = std::any_of(withheld_.begin(), withheld_.end(), [&](const Withheld& each) {
      return each.id == ended->id && RecordOf(each.kind) == record;
    });
    return holds ? Effect::kErased : Effect::kNone;
  }
  if (std::holds_alternative<EventsRelabelled>(change)) return Effect::kRewritten;
  if (std::holds_alternative<EverythingErased>(change)) return Effect::kEverything;
  const bool erases = std::holds_alternative<EventsErased>(change) ||
                      std::holds_alternative<GiftsReleased>(change) ||
                      std::holds_alternative<MemberRemoved>(change);
  return erases ? Effect::kErased : Effect::kAppended;
}

// ---- Gifts whose date has come

size_t Household::CountDueGifts(Time now) const {
  size_t due = 0;
  for (const auto& [owner, own] : sealed_) {
    due += static_cast<size_t>(
        std::count_if(own.gifts.begin(), own.gifts.end(),
                      [now](const auto& gift) { return gift.second.until <= now; }));
  }
  return due;
}

std::vector<Relabelling> Household::DueGifts(Time now, const Sensitivity& sensitivity) const {
  std::vector<Relabelling> due;
  for (const auto& [owner, own] : sealed_) {
    for (const Event& event : own.secrets.events()) {
      const GiftTerms* terms = GiftOf(event);
      if (terms == nullptr || terms->until > now) continue;
      const ItemDescription& text = own.secrets.Describe(event);
      NewEvent revealed{{event, text}, *terms};
      Reveal(revealed);
      Event& after = revealed.described.event;
      if (!terms->forget && Seals(sensitivity, after, text)) Seal(after);
      due.push_back({{owner, LogPart::kSecrets, event.Id()}, owner, after.label, std::nullopt});
    }
  }
  return due;
}

Household Household::AsOf(Time now, const Sensitivity& sensitivity) const {
  Household then = *this;
  then.Release(DueGifts(now, sensitivity), /*for_good=*/false);
  return then;
}

}  // namespace hearth
