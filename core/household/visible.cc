// Who sees what: visits of the open log, histories for slates, lists for a viewer's own eyes.
#include <algorithm>

#include "base/hash.h"
#include "base/sort.h"
#include "history/visits.h"
#include "household/household.h"

namespace hearth {
namespace {

// Events that tell what somebody was after.
bool ShowsInterest(EventType type) {
  return type == EventType::kView || type == EventType::kBasketAdd || type == EventType::kWish ||
         type == EventType::kBuy || type == EventType::kLike;
}

// Notes an event of the open log in its visit; answers which.
uint32_t NoteIn(Visits& visits, VisitCounter& counter, const Event& event) {
  const uint32_t visit = counter.VisitOf(event.owner, event.session, event.time);
  std::vector<OpenVisit>& all = visits.open.visits;
  if (visit == all.size()) all.push_back({event.Id(), event.time, event.time, event.owner, 0, 0});
  all[visit].end = event.time;
  all[visit].searches += IsSearch(event);
  return visit;
}

// Lays the distinct items of each visit side by side, in the order first seen.
void GatherItems(std::span<const Event> events, Visits& visits) {
  std::vector<std::vector<ItemKey>> items_by_visit(visits.open.visits.size());
  for (size_t i = 0; i < visits.visit_of_event.size(); ++i) {
    const uint32_t visit = visits.visit_of_event[i];
    if (visit == Visits::kNoVisit || !ShowsInterest(events[i].type)) continue;
    items_by_visit[visit].push_back(events[i].item);
  }
  std::vector<ItemKey> seen;
  for (size_t v = 0; v < items_by_visit.size(); ++v) {
    OpenVisit& visit = visits.open.visits[v];
    visit.first_item = static_cast<uint32_t>(visits.open.items.size());
    seen.clear();
    for (ItemKey item : items_by_visit[v]) {
      const auto at = std::lower_bound(seen.begin(), seen.end(), item);
      if (at != seen.end() && *at == item) continue;
      seen.insert(at, item);
      visits.open.items.push_back(item);
    }
    visit.item_count = static_cast<uint32_t>(visits.open.items.size()) - visit.first_item;
  }
}

// The items that at least two visits of `member` hold, own or likely; ascending.
std::vector<ItemKey> HeldTwice(const OpenVisits& open, std::span<const MemberId> likely,
                               MemberId member) {
  std::vector<ItemKey> held;
  for (size_t v = 0; v < open.visits.size(); ++v) {
    const OpenVisit& visit = open.visits[v];
    if ((visit.owner == kNobody ? likely[v] : visit.owner) != member) continue;
    const auto items = std::span(open.items).subspan(visit.first_item, visit.item_count);
    held.insert(held.end(), items.begin(), items.end());
  }
  SortInlined(held);
  std::vector<ItemKey> twice;
  for (size_t i = 1; i < held.size(); ++i) {
    if (held[i] == held[i - 1] && (twice.empty() || twice.back() != held[i])) {
      twice.push_back(held[i]);
    }
  }
  return twice;
}

// Sessions are numbered by each member's host alone: 1 of one is not 1 of another.
SessionId SessionOfOther(const Event& event) {
  if (event.session == kNoSession) return kNoSession;
  const uint64_t mixed = Mix64((uint64_t{event.owner} + 1) << 32 | event.session);
  return std::max<SessionId>(static_cast<SessionId>(mixed), 1);
}

}  // namespace

void VisibleHistory::Add(const Event& event, bool is_guess) {
  events_.push_back(event);
  is_guess_.push_back(is_guess);
}

void VisibleHistory::MergeIn(std::span<const Event> own) {
  if (own.empty()) return;
  VisibleHistory merged(*open_, *sealed_);
  size_t next = 0;
  for (const Event& event : own) {
    for (; next < events_.size() && events_[next] < event; ++next) {
      merged.Add(events_[next], is_guess_[next]);
    }
    merged.Add(event, false);
  }
  for (; next < events_.size(); ++next) merged.Add(events_[next], is_guess_[next]);
  *this = std::move(merged);
}

const ItemDescription& VisibleHistory::Describe(const Event& event) const {
  const ItemDescription* text = open_->FindDescription(event);
  if (text == nullptr) text = sealed_->secrets.FindDescription(event);
  return text != nullptr ? *text : sealed_->locked.Describe(event);
}

Visits Household::VisitsAt(Time now) const {
  Visits visits;
  for (const Member& member : members_) {
    if (!member.locked) visits.open.candidates.push_back(member.id);
  }
  VisitCounter counter;
  const auto events = open_.events();
  for (const Event& event : events) {
    if (event.time > now) break;
    const bool counts = event.label == Label::kPersonal && !sittings_.WasInDoubt(event.time);
    visits.visit_of_event.push_back(counts ? NoteIn(visits, counter, event) : Visits::kNoVisit);
  }
  GatherItems(events, visits);
  for (uint32_t v = 0; v < visits.open.visits.size(); ++v) {
    const OpenVisit& visit = visits.open.visits[v];
    if (visit.owner != kNobody || !VisitCounter::Continues(visit.end, now)) continue;
    if (visits.running == Visits::kNoVisit || visit.end >= visits.open.visits[visits.running].end) {
      visits.running = v;
    }
  }
  return visits;
}

bool EventsOfVisit::operator()(const Event& event, const ItemDescription&) const {
  return event.owner == owner && event.label == Label::kPersonal && ids.contains(event.Id());
}

std::set<EventId> Household::IdsOf(const Visits& visits, uint32_t visit) const {
  std::set<EventId> ids;
  if (visit == Visits::kNoVisit) return ids;
  for (size_t i = 0; i < visits.visit_of_event.size(); ++i) {
    if (visits.visit_of_event[i] == visit) ids.insert(open_.events()[i].Id());
  }
  return ids;
}

EventsOfVisit Household::EventsOfRunningVisit(Time now) const {
  const Visits visits = VisitsAt(now);
  return {kNobody, IdsOf(visits, visits.running)};
}

Result<EventsOfVisit> Household::EventsOf(EventId id, const Viewer& viewer, Time now) const {
  const Visits visits = VisitsAt(now);
  const auto& all = visits.open.visits;
  for (uint32_t v = 0; v < all.size(); ++v) {
    const bool own = viewer.answered && all[v].owner == viewer.member;
    if (all[v].id != id || (all[v].owner != kNobody && !own)) continue;
    return EventsOfVisit{all[v].owner, IdsOf(visits, v)};
  }
  return NotFound("visit: there is no such visit to claim or discard");
}

VisibleHistory Household::HistoryFor(const Viewer& viewer, Time now, const Visits& visits,
                                     std::span<const MemberId> likely,
                                     const Sensitivity& sensitivity,
                                     const JoinedShops* joined) const {
  const SealedEvents& sealed = SealedOf(viewer.answered ? viewer.member : kNobody);
  VisibleHistory history(open_, sealed);
  if (paused_) return history;
  const std::vector<ItemKey> twice = viewer.member == kNobody
                                         ? std::vector<ItemKey>()
                                         : HeldTwice(visits.open, likely, viewer.member);
  const auto open = open_.events();
  history.events_.reserve(open.size());
  for (size_t i = 0; i < visits.visit_of_event.size(); ++i) {
    Event event = open[i];
    if (event.label == Label::kGift) continue;  // its date has come; it is still not taste
    if (sittings_.WasInDoubt(event.time)) continue;
    if (event.owner != kNobody && event.owner == viewer.member) {
      history.Add(event, false);
      continue;
    }
    const uint32_t visit = visits.visit_of_event[i];
    const bool running = visit != Visits::kNoVisit && visit == visits.running && !viewer.answered;
    const bool guessed = visit != Visits::kNoVisit && viewer.member != kNobody &&
                         event.owner == kNobody && likely[visit] == viewer.member &&
                         std::binary_search(twice.begin(), twice.end(), event.item);
    if (!running && !guessed && !IsShared(event, open_.Describe(event))) continue;
    event.session = SessionOfOther(event);
    history.Add(event, guessed && !running);
  }
  std::vector<Event> own;
  for (const Event& event : sealed.locked.events()) {
    if (event.label == Label::kPersonal && event.time <= now) own.push_back(event);
  }
  const Audience audience = AudienceOf(*this, viewer);
  for (const Event& event : sealed.secrets.events()) {
    if (event.label != Label::kSensitive || event.time > now) continue;
    const Topic* topic = TopicOf(sensitivity, event, sealed.secrets.Describe(event));
    if (Sensitivity::OptedIn(audience, topic)) own.push_back(event);
  }
  std::erase_if(own, [&](const Event& event) { return sittings_.WasInDoubt(event.time); });
  Sort(own);
  history.MergeIn(own);
  if (joined != nullptr && viewer.answered) AddDigests(viewer.member, *joined, history.digests_);
  return history;
}

bool Household::MayJoin(const Member& member, const JoinedShops& joined) const {
  return !joined.gpc && !paused_ && member.Chose(Choice::kJoinedShop, joined.name);
}

void Household::AddDigests(MemberId viewer, const JoinedShops& joined,
                           std::vector<const Digest*>& digests) const {
  const Member* member = Find(viewer);
  if (member == nullptr || !MayJoin(*member, joined)) return;
  for (const auto& [shop, others] : joined.others) {
    if (shop == joined.name || !member->Chose(Choice::kJoinedShop, shop)) continue;
    for (const Digests::OfMember& each : others.members) {
      if (each.member == viewer && each.since == member->since) digests.push_back(&each.digest);
    }
  }
}

std::optional<VisibleHistory> Household::HistoryForDigest(MemberId id,
                                                          const JoinedShops& joined) const {
  const Member* member = Find(id);
  const bool hands_over = member != nullptr && !member->locked && MayJoin(*member, joined) &&
                          member->chosen(Choice::kJoinedShop).size() > 1;
  if (!hands_over) return std::nullopt;
  const SealedEvents& sealed = SealedOf(id);
  VisibleHistory history(open_, sealed);
  for (const Event& event : open_.events()) {
    const bool counts = event.owner == id && event.label == Label::kPersonal &&
                        !sealed.secrets.Contains(event) && !sittings_.WasInDoubt(event.time);
    if (counts) history.Add(event, false);
  }
  return history;
}

VisibleHistory Household::HistoryFor(MemberId viewer, Time now) const {
  const Visits visits = VisitsAt(now);
  const std::vector<MemberId> likely(visits.open.visits.size(), kNobody);
  return HistoryFor({viewer, true}, now, visits, likely, Sensitivity());
}

std::vector<VisibleEvent> Household::VisibleTo(const Viewer& viewer, Time now) const {
  std::vector<VisibleEvent> visible;
  const SealedEvents& sealed = SealedOf(viewer.answered ? viewer.member : kNobody);
  const std::set<EventId> running =
      viewer.answered ? std::set<EventId>() : EventsOfRunningVisit(now).ids;
  for (const Event& event : open_.events()) {
    const bool own = viewer.answered && event.owner == viewer.member;
    if (own && sealed.secrets.Contains(event)) continue;  // once is enough for their own eyes
    const bool of_running =
        event.owner == kNobody && event.label == Label::kPersonal && running.contains(event.Id());
    const ItemDescription& text = open_.Describe(event);
    const bool shared = IsShared(event, text);
    if (!own && !of_running && !shared) continue;
    const bool in_common = event.owner == kNobody && shared;
    const bool erasable = own || of_running || (viewer.answered && in_common);
    visible.push_back({&event, &text, nullptr, erasable});
  }
  for (const Event& event : sealed.locked.events()) {
    if (sealed.secrets.Contains(event)) continue;
    visible.push_back({&event, &sealed.locked.Describe(event), nullptr, true});
  }
  for (const Event& event : sealed.secrets.events()) {
    visible.push_back({&event, &sealed.secrets.Describe(event), GiftOf(event), true});
  }
  Sort(visible, [](const VisibleEvent& a, const VisibleEvent& b) { return *a.event < *b.event; });
  return visible;
}

}  // namespace hearth
