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
  if (Status status = CheckName(member.name); !status.ok()) return status;
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
  for (auto& [key, gift] : after.gifts_) {
    if (gift.recipient == id) gift.recipient = kNobody;
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
  const auto found = gifts_.find({event.Id(), event.owner});
  return found == gifts_.end() ? nullptr : &found->second;
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

Status Household::CheckNew(const NewEvent& each, Time now) const {
  const Event& event = each.described.event;
  if (event.time > now) return InvalidArgument("time: later than now");
  if (event.owner != kNobody && Find(event.owner) == nullptr) return NoSuchMember("viewer");
  if (event.label == Label::kShared) {
    return InvalidArgument("label: sharing is a member's choice of categories");
  }
  if (event.owner == kNobody && event.label != Label::kPersonal) {
    return SayWho();
  }
  if ((event.label == Label::kGift) != each.gift.has_value()) {
    return InvalidArgument("gift: goes with label gift, and label gift with it");
  }
  return each.gift ? CheckGift(*each.gift, now) : Status();
}

Result<size_t> Household::Record(std::vector<NewEvent> events, Time now) {
  const size_t count = events.size();
  for (size_t i = 0; i < count; ++i) {
    DescribedEvent& described = events[i].described;
    if (Status s = CheckNew(events[i], now); !s.ok()) return At(i, count, s.error());
    described.event.item = KeyOf(described.description.sku);
    described.event.description = described.description.Hash();
    // One member's events are told apart, whichever log they are in.
    const EventLog& other = IsSealed(events[i]) ? open_ : sealed_;
    if (described.event.owner != kNobody && other.Contains(described.event)) {
      return At(i, count, {ErrorCode::kDuplicate, "this event is in the history already"});
    }
  }
  if (paused_ || count == 0) return size_t{0};
  std::vector<DescribedEvent> open, sealed;
  std::map<GiftKey, GiftTerms> gifts;
  for (NewEvent& each : events) {
    const Event& event = each.described.event;
    if (each.gift) gifts.emplace(GiftKey{event.Id(), event.owner}, *each.gift);
    (IsSealed(each) ? sealed : open).push_back(std::move(each.described));
  }
  const EventLog sealed_before = sealed.empty() ? EventLog() : sealed_;
  const bool seals = !sealed.empty();
  if (Status s = sealed_.Append(std::move(sealed)); !s.ok()) return s.error();
  if (Status s = open_.Append(std::move(open)); !s.ok()) {
    if (seals) sealed_ = sealed_before;
    return s.error();
  }
  gifts_.merge(gifts);
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
  for (EventLog* log : {&open_, &sealed_}) {
    for (DescribedEvent& each : log->Take(matches)) {
      const auto gift = gifts_.find({each.event.Id(), each.event.owner});
      // Only a gift in the sealed log has terms; an open event may share its id.
      const bool has_terms = log == &sealed_ && gift != gifts_.end();
      taken.push_back({std::move(each), has_terms ? std::optional(gift->second) : std::nullopt});
      if (has_terms) gifts_.erase(gift);
    }
  }
  return taken;
}

Status Household::Place(std::vector<NewEvent> events) {
  std::vector<DescribedEvent> open, sealed;
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
    if (each.gift && !sealed_.Contains(event)) gifts_[{event.Id(), event.owner}] = *each.gift;
    sealed.push_back(std::move(each.described));
  }
  if (Status status = sealed_.Merge(std::move(sealed)); !status.ok()) return status;
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

size_t Household::EraseIf(const Viewer& viewer, Time now, const EventMatcher& matches) {
  if (viewer.answered) {
    return EraseIf([&](const Event& event, const ItemDescription& text) {
      const bool in_common = event.owner == kNobody && event.label == Label::kShared;
      return (event.owner == viewer.member || in_common) && matches(event, text);
    });
  }
  const std::set<EventId> running = RunningIds(VisitsAt(now));
  return EraseIf([&](const Event& event, const ItemDescription& text) {
    return event.owner == kNobody && running.contains(event.Id()) && matches(event, text);
  });
}

size_t Household::EraseEverything() {
  const size_t erased = open_.events().size() + sealed_.events().size();
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

size_t Household::SealSensitive(const EventMatcher& is_sensitive) {
  const auto matches = [&](const Event& event, const ItemDescription& text) {
    return event.label == Label::kPersonal && is_sensitive(event, text);
  };
  const size_t gone = EraseIf([&](const Event& event, const ItemDescription& text) {
    return event.owner == kNobody && matches(event, text);
  });
  const Result<size_t> sealed =
      Rewrite(matches, [](NewEvent& each) { each.described.event.label = Label::kSensitive; });
  return gone + (sealed.ok() ? *sealed : 0);
}

Household::Settled Household::Settle(Time now) {
  Settled settled;
  const auto is_due = [now](const auto& gift) { return gift.second.until <= now; };
  if (std::none_of(gifts_.begin(), gifts_.end(), is_due)) return settled;
  const auto terms_of = [this](const Event& event) { return GiftOf(event); };
  settled.forgotten = EraseIf([&](const Event& event, const ItemDescription&) {
    const GiftTerms* gift = terms_of(event);
    return gift != nullptr && gift->until <= now && gift->forget;
  });
  const Result<size_t> revealed = Rewrite(
      [&](const Event& event, const ItemDescription&) {
        const GiftTerms* gift = terms_of(event);
        return gift != nullptr && gift->until <= now;
      },
      [](NewEvent& each) {
        if (each.gift->taste) each.described.event.label = Label::kPersonal;
        each.gift.reset();
      });
  settled.revealed = revealed.ok() ? *revealed : 0;
  return settled;
}

void Household::Pause(bool paused) {
  if (paused != paused_) ++revision_;
  paused_ = paused;
}

}  // namespace hearth
