#include "household/household.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/sort.h"

namespace hearth {
namespace {

constexpr Time kMaxGiftSpan = 5 * 366 * kMsPerDay;

Error At(size_t index, size_t count, Error error) {
  if (count > 1) error.message = "events[" + std::to_string(index) + "]: " + error.message;
  return error;
}

Error NoSuchMember(std::string_view field) {
  return NotFound(std::string(field) + ": the household has no such member");
}

Error SayWho() { return {ErrorCode::kNotReady, "say who is shopping first"}; }

bool IsAscending(const std::vector<std::string>& texts) {
  return std::adjacent_find(texts.begin(), texts.end(), std::greater_equal<>()) == texts.end();
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
      [](NewEvent&) {});
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

// Where an event belongs. A gift without terms is one whose date has come.
bool Household::IsSealed(const NewEvent& each) const {
  const Event& event = each.described.event;
  if (event.label == Label::kPrivate || event.label == Label::kSensitive) return true;
  return each.gift.has_value() || IsLocked(event.owner);
}

const GiftTerms* Household::GiftOf(const Event& event) const {
  if (event.label != Label::kGift) return nullptr;
  const auto sealed = sealed_.find(event.owner);
  if (sealed == sealed_.end()) return nullptr;
  const auto found = sealed->second.gifts.find(event.Id());
  return found == sealed->second.gifts.end() ? nullptr : &found->second;
}

const EventLog& Household::SealedLogOf(MemberId member) const {
  static const EventLog kNothing;
  const auto found = sealed_.find(member);
  return found == sealed_.end() ? kNothing : found->second.log;
}

void Household::DropEmptySealed() {
  std::erase_if(sealed_, [](const auto& each) { return each.second.log.events().empty(); });
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
  for (size_t i = 0; i < count; ++i) {
    DescribedEvent& described = events[i].described;
    if (Status s = CheckNew(events[i], now, revealed_gifts); !s.ok())
      return At(i, count, s.error());
    described.event.item = KeyOf(described.description.sku);
    described.event.description = described.description.Hash();
    // One member's events are told apart, whichever log they are in.
    const EventLog& other = IsSealed(events[i]) ? open_ : SealedLogOf(described.event.owner);
    if (described.event.owner != kNobody && other.Contains(described.event)) {
      return At(i, count, {ErrorCode::kDuplicate, "this event is in the history already"});
    }
  }
  if (paused_ || count == 0) return size_t{0};
  std::vector<DescribedEvent> open;
  std::map<MemberId, std::vector<DescribedEvent>> sealed;
  std::map<MemberId, SealedEvents> after;  // of those who seal anything
  for (NewEvent& each : events) {
    const Event event = each.described.event;
    if (!IsSealed(each)) {
      open.push_back(std::move(each.described));
      continue;
    }
    const auto before = sealed_.find(event.owner);
    SealedEvents& own =
        after.try_emplace(event.owner, before != sealed_.end() ? before->second : SealedEvents())
            .first->second;
    if (each.gift) own.gifts.emplace(event.Id(), *each.gift);
    sealed[event.owner].push_back(std::move(each.described));
  }
  for (auto& [owner, batch] : sealed) {
    if (Status s = after[owner].log.Append(std::move(batch)); !s.ok()) return s.error();
  }
  if (Status s = open_.Append(std::move(open)); !s.ok()) return s.error();
  for (auto& [owner, own] : after) sealed_[owner] = std::move(own);
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
  for (auto& [owner, sealed] : sealed_) {
    for (DescribedEvent& each : sealed.log.Take(matches)) {
      const auto gift = sealed.gifts.extract(each.event.Id());
      const auto terms = gift.empty() ? std::nullopt : std::optional(gift.mapped());
      taken.push_back({std::move(each), terms});
    }
  }
  DropEmptySealed();
  return taken;
}

Status Household::Place(std::vector<NewEvent> events) {
  std::vector<DescribedEvent> open;
  std::map<MemberId, std::vector<DescribedEvent>> sealed;
  for (NewEvent& each : events) {
    const Event event = each.described.event;
    if (!IsSealed(each)) {
      // Whether or not its member has sealed the same: others, who may claim it for that member,
      // are not to tell.
      open.push_back(std::move(each.described));
      continue;
    }
    if (open_.Contains(event)) {
      open_.EraseIf([&](const Event& other, const auto&) { return SameEvent(other, event); });
    }
    SealedEvents& own = sealed_[event.owner];
    if (each.gift && !own.log.Contains(event)) own.gifts[event.Id()] = *each.gift;
    sealed[event.owner].push_back(std::move(each.described));
  }
  for (auto& [owner, batch] : sealed) {
    if (Status s = sealed_[owner].log.Merge(std::move(batch)); !s.ok()) return s;
  }
  return open_.Merge(std::move(open));
}

Result<size_t> Household::Rewrite(const EventMatcher& matches,
                                  const std::function<void(NewEvent&)>& change) {
  Household after = *this;
  std::vector<NewEvent> events = after.TakeOut(matches);
  const size_t count = events.size();
  if (count == 0) return count;
  for (NewEvent& each : events) change(each);
  if (Status status = after.Place(std::move(events)); !status.ok()) return status.error();
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
  for (const auto& [owner, sealed] : sealed_) erased += sealed.log.events().size();
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
  return Rewrite(matches, [&](NewEvent& each) {
    Event& event = each.described.event;
    event.owner = viewer.member;
    event.label = label_of(event, each.described.description);
    each.gift = event.label == Label::kGift ? gift : std::nullopt;
  });
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

namespace {

// How the open log's own sensitive events are kept: a revealed gift teaches nothing, whatever its
// giver says yes to.
void Seal(Event& event) {
  event.label = event.label == Label::kGift ? Label::kPrivate : Label::kSensitive;
}

bool MaySeal(const Event& event) {
  return event.label == Label::kPersonal || event.label == Label::kGift;
}

}  // namespace

Status Household::SealSensitive(const EventMatcher& is_sensitive) {
  const auto matches = [&](const Event& event, const ItemDescription& text) {
    return MaySeal(event) && GiftOf(event) == nullptr && is_sensitive(event, text);
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
                if (each.gift->taste) event.label = Label::kPersonal;
                each.gift.reset();
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
