#include "household/household.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/sort.h"

namespace hearth {
namespace {

constexpr Time kMaxGiftSpan = 5 * 366 * kMsPerDay;

Error NoSuchMember(std::string_view field) {
  return NotFound(std::string(field) + ": the household has no such member");
}

Error SayWho() { return {ErrorCode::kNotReady, "say who is shopping first"}; }

bool IsAscending(const std::vector<std::string>& texts) {
  return std::adjacent_find(texts.begin(), texts.end(), std::greater_equal<>()) == texts.end();
}

// What goes to each log, in the order in which the logs first come up.
using Batches = std::vector<std::pair<EventLog*, std::vector<DescribedEvent>>>;

std::vector<DescribedEvent>& BatchFor(EventLog* log, Batches& batches) {
  const auto at = std::find_if(batches.begin(), batches.end(),
                               [log](const auto& each) { return each.first == log; });
  return at != batches.end() ? at->second
                             : batches.emplace_back(log, std::vector<DescribedEvent>()).second;
}

}  // namespace

Household::Household() : members_(1) {}

// ---- Members

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

Status Household::CheckMember(const Member& member) const {
  const Member* old = Find(member.id);
  const bool stays_unnamed = old != nullptr && old->name.empty() && member.name.empty();
  if (Status status = CheckName(member.name); !status.ok() && !stays_unnamed) return status;
  for (const Member& other : members_) {
    if (other.id != member.id && other.name == member.name) {
      return Error{ErrorCode::kDuplicate, "name: another member has it"};
    }
  }
  return CheckChoices(member);
}

Status Household::CheckChoices(const Member& member) {
  for (const auto* choices : {&member.shared_categories, &member.allowed_topics}) {
    if (choices->size() > kMaxChoices) return TooLarge("at most 256 choices a member");
    const bool fit = std::all_of(choices->begin(), choices->end(), [](const std::string& text) {
      return !text.empty() && text.size() <= kMaxCategoryPathBytes;
    });
    if (!fit || !IsAscending(*choices)) return InvalidArgument("choices: empty, long or unordered");
  }
  return {};
}

Result<MemberId> Household::Add(Member member) {
  if (members_.size() >= kMaxMembers) return TooLarge("a household has at most 16 members");
  member.id = 0;  // the smallest that is free: an id tells nothing of members who left
  while (Find(member.id) != nullptr) ++member.id;
  if (Status status = CheckMember(member); !status.ok()) return status.error();
  const MemberId id = member.id;
  const auto after = std::find_if(members_.begin(), members_.end(),
                                  [id](const Member& other) { return other.id > id; });
  members_.insert(after, std::move(member));
  ++revision_;
  return id;
}

Status Household::Change(Member member) {
  Member* old = FindMutable(member.id);
  if (old == nullptr) return NoSuchMember("member");
  if (Status status = CheckMember(member); !status.ok()) return status;
  if (*old == member) return {};
  const Member before = std::exchange(*old, std::move(member));
  ++revision_;
  if (before.locked == old->locked) return {};
  // Where its events belong has changed.
  const Result<size_t> moved = Rewrite(
      [id = before.id](const Event& event, const ItemDescription&) { return event.owner == id; },
      [](NewEvent&) {}, before.locked ? kNobody : before.id);
  if (!moved.ok()) {
    *old = before;
    return moved.error();
  }
  return {};
}

Status Household::Decide(const Member& member) {
  Member* known = FindMutable(member.id);
  if (known == nullptr) return NoSuchMember("member");
  if (Status status = CheckChoices(member); !status.ok()) return status;
  known->shared_categories = member.shared_categories;
  known->allowed_topics = member.allowed_topics;
  ++revision_;
  return {};
}

Result<Household::Removed> Household::Remove(MemberId id, bool hand_over) {
  if (Find(id) == nullptr) return NoSuchMember("member");
  if (members_.size() == 1) return InvalidArgument("member: a household keeps its last member");
  Household after = *this;
  std::vector<NewEvent> taken =
      after.TakeOut([id](const Event& event, const ItemDescription&) { return event.owner == id; });
  Removed removed;  // counts nothing sealed: whoever asks may be anybody
  removed.erased = static_cast<size_t>(
      std::count_if(taken.begin(), taken.end(), [&](const auto& each) { return !IsSealed(each); }));
  std::erase_if(taken, [&](const NewEvent& each) {
    return !hand_over || IsSealed(each) ||
           !IsShared(each.described.event, each.described.description);
  });
  removed.handed_over = taken.size();
  removed.erased -= taken.size();
  for (NewEvent& each : taken) {
    each.described.event.owner = kNobody;
    each.described.event.label = Label::kShared;
  }
  std::erase_if(after.members_, [id](const Member& member) { return member.id == id; });
  for (auto& [giver, sealed] : after.sealed_) {
    for (auto& [event, gift] : sealed.gifts) {
      if (gift.recipient == id) gift.recipient = kNobody;
    }
  }
  if (Status status = after.Place(std::move(taken)); !status.ok()) return status.error();
  ++after.revision_;
  *this = std::move(after);
  return removed;
}

Status Household::Configure(HouseholdSettings settings) {
  if (settings.threshold_percent < 50 || settings.threshold_percent > 99) {
    return InvalidArgument("threshold: expected 50 to 99");
  }
  if (settings.margin_percent > 50) return InvalidArgument("margin: expected 0 to 50");
  if (settings.dates.size() > kMaxDates) return TooLarge("dates: at most 64");
  for (const NotableDate& date : settings.dates) {
    if (Status status = CheckDate(date); !status.ok()) return status;
  }
  Sort(settings.dates);
  settings.dates.erase(std::unique(settings.dates.begin(), settings.dates.end()),
                       settings.dates.end());
  if (settings == settings_) return {};
  settings_ = std::move(settings);
  ++revision_;
  return {};
}

// ---- Events

// A gift without terms is one whose date has come.
const EventLog* Household::LogFor(const NewEvent& each) const {
  const Event& event = each.described.event;
  const bool is_secret =
      event.label == Label::kPrivate || event.label == Label::kSensitive || each.gift.has_value();
  if (is_secret) return &SealedOf(event.owner).secrets;
  return IsLocked(event.owner) ? &SealedOf(event.owner).locked : &open_;
}

EventLog& Household::MutableLogFor(const NewEvent& each) {
  if (IsSealed(each)) sealed_.try_emplace(each.described.event.owner);
  return const_cast<EventLog&>(*LogFor(each));
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

// Of what the member did alone: what others do is taken however full it is.
Status Household::CheckRoom(MemberId member) const {
  const SealedEvents& own = SealedOf(member);
  return own.secrets.IsOverfull() || own.locked.IsOverfull()
             ? TooLarge("a member's sealed history holds at most 8 MiB")
             : Status();
}

bool Household::IsShared(const Event& event, const ItemDescription& text) const {
  if (event.owner == kNobody) return event.label == Label::kShared;
  if (event.label != Label::kPersonal) return false;
  const Member* owner = Find(event.owner);
  if (owner == nullptr || owner->locked) return false;
  return std::any_of(
      owner->shared_categories.begin(), owner->shared_categories.end(),
      [&](const std::string& category) { return IsPathWithin(text.category, category); });
}

Status Household::CheckGift(const GiftTerms& gift, Time now) const {
  if (gift.until <= now) return InvalidArgument("gift.until: expected a time after now");
  if (gift.until > now + kMaxGiftSpan || !IsPlausible(gift.until)) {
    return InvalidArgument("gift.until: expected a time within five years");
  }
  if (gift.recipient != kNobody && Find(gift.recipient) == nullptr) return NoSuchMember("gift.for");
  return {};
}

Status Household::CheckNew(const NewEvent& each, Time now, bool revealed_gifts) const {
  const Event& event = each.described.event;
  if (event.time > now) return InvalidArgument("time: later than now");
  if (event.owner != kNobody && Find(event.owner) == nullptr) return NoSuchMember("viewer");
  if (event.label == Label::kShared) {
    return InvalidArgument("label: sharing is a member's choice of categories");
  }
  if (event.owner == kNobody && event.label != Label::kPersonal) {
    return SayWho();
  }
  const bool revealed = revealed_gifts && event.label == Label::kGift && !each.gift;
  if (!revealed && (event.label == Label::kGift) != each.gift.has_value()) {
    return InvalidArgument("gift: goes with label gift, and label gift with it");
  }
  return each.gift ? CheckGift(*each.gift, now) : Status();
}

Result<size_t> Household::Record(std::vector<NewEvent> events, Time now, bool revealed_gifts) {
  const size_t count = events.size();
  std::set<Event> fresh;
  for (size_t i = 0; i < count; ++i) {
    DescribedEvent& described = events[i].described;
    if (Status s = CheckNew(events[i], now, revealed_gifts); !s.ok()) {
      return AtEvent(i, count, s.error());
    }
    described.event.item = described.description.Key();
    described.event.description = described.description.Hash();
    // One member's events are told apart, sealed or not.
    const Event bare = WithoutLabel(described.event);
    if (Holds(bare) || !fresh.insert(bare).second) {
      return AtEvent(i, count, {ErrorCode::kDuplicate, "this event is in the history already"});
    }
  }
  if (paused_ || count == 0) return size_t{0};
  Batches by_log;
  std::vector<std::pair<MemberId, std::pair<EventId, GiftTerms>>> gifts;
  for (NewEvent& each : events) {
    const Event& event = each.described.event;
    if (each.gift) gifts.push_back({event.owner, {event.Id(), *each.gift}});
    BatchFor(&MutableLogFor(each), by_log).push_back(std::move(each.described));
  }
  Status status;
  std::vector<EventLog*> done;
  for (auto& [log, batch] : by_log) {
    status = log->Append(std::move(batch));
    if (!status.ok()) break;
    done.push_back(log);
  }
  if (!status.ok()) {
    for (EventLog* log : done) {
      log->EraseIf([&](const Event& event, const ItemDescription&) {
        return fresh.contains(WithoutLabel(event));
      });
    }
    DropEmptySealed();
    return status.error();
  }
  for (auto& [owner, gift] : gifts) sealed_[owner].gifts.insert(gift);
  ++revision_;
  return count;
}

Result<size_t> Household::Record(std::vector<DescribedEvent> events, Time now) {
  std::vector<NewEvent> fresh;
  fresh.reserve(events.size());
  for (DescribedEvent& each : events) fresh.push_back({std::move(each), std::nullopt});
  return Record(std::move(fresh), now);
}

std::vector<NewEvent> Household::TakeOut(const EventMatcher& matches) {
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

Status Household::Place(std::vector<NewEvent> events) {
  Batches by_log;
  std::set<Event> secrets;
  std::vector<std::pair<Event, GiftTerms>> gifts;
  for (NewEvent& each : events) {
    const Event event = each.described.event;
    EventLog& log = MutableLogFor(each);
    if (IsSealed(each) && &log == &SealedOf(event.owner).secrets) {
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
  for (auto& [log, batch] : by_log) {
    if (Status s = log->Merge(std::move(batch)); !s.ok()) return s;
  }
  for (const auto& [event, terms] : gifts) {
    SealedEvents& own = sealed_[event.owner];
    if (own.secrets.Contains(event)) own.gifts.emplace(event.Id(), terms);  // else it collides
  }
  DropEmptySealed();
  return {};
}

Result<size_t> Household::Rewrite(const EventMatcher& matches,
                                  const std::function<void(NewEvent&)>& change, MemberId room_of) {
  Household after = *this;
  std::vector<NewEvent> events = after.TakeOut(matches);
  const size_t count = events.size();
  if (count == 0) return count;
  for (NewEvent& each : events) change(each);
  if (Status status = after.Place(std::move(events)); !status.ok()) return status.error();
  if (room_of != kNobody) {
    if (Status status = after.CheckRoom(room_of); !status.ok()) return status.error();
  }
  ++after.revision_;
  *this = std::move(after);
  return count;
}

size_t Household::EraseIf(const EventMatcher& matches) {
  const size_t erased = TakeOut(matches).size();
  if (erased > 0) ++revision_;
  return erased;
}

size_t Household::EraseIf(const Viewer& viewer, Time now, const EventMatcher& matches,
                          bool in_common) {
  if (viewer.answered) {
    return EraseIf([&](const Event& event, const ItemDescription& text) {
      const bool handed = event.owner == kNobody && event.label == Label::kShared;
      return (event.owner == viewer.member || (handed && in_common)) && matches(event, text);
    });
  }
  const std::set<EventId> running = RunningIds(VisitsAt(now));
  return EraseIf([&](const Event& event, const ItemDescription& text) {
    return event.owner == kNobody && running.contains(event.Id()) && matches(event, text);
  });
}

size_t Household::EraseEverything() {
  size_t erased = open_.events().size();
  for (const auto& [owner, own] : sealed_) {
    erased += own.secrets.events().size() + own.locked.events().size();
  }
  const uint64_t revision = revision_ + 1;
  *this = Household();
  revision_ = revision;
  return erased;
}

Result<size_t> Household::Relabel(const Viewer& viewer, Time now, const EventMatcher& matches,
                                  const LabelChoice& label_of,
                                  const std::optional<GiftTerms>& gift) {
  if (gift) {
    if (Status status = CheckGift(*gift, now); !status.ok()) return status.error();
  }
  return Rewrite(
      matches,
      [&](NewEvent& each) {
        Event& event = each.described.event;
        event.owner = viewer.member;
        event.label = label_of(event, each.described.description);
        each.gift = event.label == Label::kGift ? gift : std::nullopt;
      },
      viewer.member);
}

Result<size_t> Household::SetLabel(const Viewer& viewer, Time now, const EventMatcher& matches,
                                   const LabelChoice& label_of,
                                   const std::optional<GiftTerms>& gift) {
  if (!viewer.answered) return SayWho();
  const std::set<EventId> running = RunningIds(VisitsAt(now));
  const auto is_own = [&](const Event& event, const ItemDescription& text) {
    const bool of_running =
        event.owner == kNobody && event.label == Label::kPersonal && running.contains(event.Id());
    return (event.owner == viewer.member || of_running) && matches(event, text);
  };
  return Relabel(viewer, now, is_own, label_of, gift);
}

Result<size_t> Household::SetVisitLabel(EventId visit, const Viewer& viewer, Time now,
                                        const LabelChoice& label_of,
                                        const std::optional<GiftTerms>& gift) {
  if (!viewer.answered) return SayWho();
  const Result<EventMatcher> events = EventsOf(visit, viewer, now);
  if (!events.ok()) return events.error();
  return Relabel(viewer, now, *events, label_of, gift);
}

Result<size_t> Household::Claim(EventId visit, const Viewer& viewer, MemberId owner, Time now) {
  if (owner != kNobody && Find(owner) == nullptr) return NoSuchMember("member");
  const Result<EventMatcher> events = EventsOf(visit, viewer, now);
  if (!events.ok()) return events.error();
  return Rewrite(*events, [owner](NewEvent& each) { each.described.event.owner = owner; });
}

Result<size_t> Household::Discard(EventId visit, const Viewer& viewer, Time now) {
  const Result<EventMatcher> events = EventsOf(visit, viewer, now);
  if (!events.ok()) return events.error();
  return EraseIf(*events);
}

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

Status Household::SealSensitive(const EventMatcher& is_sensitive) {
  const auto matches = [&](const Event& event, const ItemDescription& text) {
    return MaySeal(event, GiftOf(event)) && is_sensitive(event, text);
  };
  const Result<size_t> sealed = Rewrite(
      [&](const Event& event, const ItemDescription& text) {
        return event.owner != kNobody && matches(event, text);
      },
      [](NewEvent& each) { Seal(each.described.event); });
  if (!sealed.ok()) return sealed.error();
  EraseIf([&](const Event& event, const ItemDescription& text) {
    return event.owner == kNobody && matches(event, text);
  });
  return {};
}

Status Household::Settle(Time now, const EventMatcher& is_sensitive) {
  const auto is_due = [&](const Event& event) {
    const GiftTerms* gift = GiftOf(event);
    return gift != nullptr && gift->until <= now;
  };
  const bool none = std::all_of(sealed_.begin(), sealed_.end(), [&](const auto& own) {
    return std::all_of(own.second.gifts.begin(), own.second.gifts.end(),
                       [&](const auto& gift) { return gift.second.until > now; });
  });
  if (none) return {};
  const Result<size_t> revealed =
      Rewrite([&](const Event& event,
                  const ItemDescription&) { return is_due(event) && !GiftOf(event)->forget; },
              [&](NewEvent& each) {
                Event& event = each.described.event;
                Reveal(each);
                if (is_sensitive(event, each.described.description)) Seal(event);
              });
  if (!revealed.ok()) return revealed.error();
  EraseIf([&](const Event& event, const ItemDescription&) { return is_due(event); });
  return {};
}

void Household::Pause(bool paused) {
  if (paused != paused_) ++revision_;
  paused_ = paused;
}

}  // namespace hearth
