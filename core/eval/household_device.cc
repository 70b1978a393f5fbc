#include "eval/household_device.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <utility>

#include "eval/household_population.h"
#include "eval/household_requests_json.h"
#include "eval/household_score.h"

namespace hearth {
namespace {

constexpr double kCertain = 32768;

std::optional<MemberId> IdOf(const std::vector<std::string>& members, const std::string& name) {
  const auto found = std::find(members.begin(), members.end(), name);
  if (found == members.end()) return std::nullopt;
  return static_cast<MemberId>(found - members.begin());
}

std::string TruthOf(const WorldVisit& visit, const HouseholdTruth* truth) {
  return truth == nullptr ? "" : truth->truth[static_cast<size_t>(visit.number)];
}

// What is believed of one visit, by name. Members' ids are their places in `members`.
Posterior PosteriorOf(const std::vector<std::string>& members, const AttributionState& state,
                      size_t visit) {
  Posterior posterior;
  if (members.size() == 1) {
    posterior[members.front()] = 1;  // nothing to guess
    return posterior;
  }
  const std::vector<MemberId>& candidates = state.visits.open.candidates;
  const Belief& belief = state.beliefs[visit];
  for (size_t c = 0; c < candidates.size(); ++c) {
    posterior[members[candidates[c]]] = belief.p_q15[c] / kCertain;
  }
  posterior[kSomebodyNew] = belief.p_q15[candidates.size()] / kCertain;
  return posterior;
}

// Whether the product would ask who is shopping, at the end of the visit that runs.
bool WouldAsk(const AttributionState& state, const std::optional<AskRule>& rule) {
  const uint32_t running = state.visits.running;
  return rule && running != Visits::kNoVisit &&
         ShouldAsk(state.visits.open, &state.beliefs[running], *rule);
}

std::vector<ItemNumber> NumbersOf(const Catalog& catalog, const Slate& slate) {
  std::vector<ItemNumber> items;
  for (const Slot& slot : slate) {
    const std::string_view sku = catalog.Sku(slot.item);
    ItemNumber& item = items.emplace_back(0);
    std::from_chars(sku.data(), sku.data() + sku.size(), item);
  }
  return items;
}

}  // namespace

Time TimeOfItem(const WorldVisit& visit, size_t i) {
  // Visits of one minute begin in different seconds.
  const Time start = visit.minute ? TimeOfMinute(*visit.minute) + visit.number % 60 * 1000
                                  : kMinuteZero + visit.number * kMsPerDay + 12 * kMsPerHour;
  return start + static_cast<Time>(i);
}

Result<std::unique_ptr<HouseholdDevices>> HouseholdDevices::Make(std::vector<uint8_t> pack) {
  std::unique_ptr<HouseholdDevices> devices(new HouseholdDevices());
  const Status status = StatusOf(devices->engine_.LoadPack(std::move(pack)));
  if (!status.ok()) return status.error();
  devices->everything_.resize(devices->catalog().item_count());
  std::iota(devices->everything_.begin(), devices->everything_.end(), 0);
  return devices;
}

void HouseholdDevices::StartAnew() { engine_.Restore(Household().Snapshot()); }

Status HouseholdDevices::Send(const std::string& request) {
  return StatusOf(engine_.Handle(request));
}

Status HouseholdDevices::MoveIn(const std::vector<std::string>& members,
                                const DeviceOptions& options) {
  Status status = Send(RenameRequest(kFirstMember, members.front()));
  for (size_t m = 1; m < members.size() && status.ok(); ++m) {
    status = Send(AddMemberRequest(members[m]));
  }
  if (!status.ok()) return status;
  return Send(SettingsRequest(options.threshold_percent, options.margin_percent));
}

Status HouseholdDevices::Watch(const HouseholdWorld& world, const WorldVisit& visit,
                               const DeviceOptions& options, HouseholdAnswer* answer,
                               WatchedVisit* watched) {
  // The visit at `now`, among those that the household knows of.
  const auto believe = [&](Time now) {
    const AttributionState& state = engine_.AttributionAt(now);
    const std::vector<OpenVisit>& visits = state.visits.open.visits;
    const auto found = std::find_if(visits.begin(), visits.end(), [&](const OpenVisit& open) {
      return open.owner == kNobody && open.start >= TimeOfItem(visit, 0) &&
             open.start < TimeOfItem(visit, visit.items.size());
    });
    if (found == visits.end()) return Posterior();
    watched->id = found->id;
    return PosteriorOf(world.members, state, static_cast<size_t>(found - visits.begin()));
  };
  const size_t count = visit.items.size();
  std::vector<std::pair<size_t, Posterior*>> stops;
  if (options.beliefs_early) {
    stops.emplace_back(std::min<size_t>(count, 1), &answer->first_item.back());
    stops.emplace_back(std::min<size_t>(count, 3), &answer->first_three.back());
  }
  stops.emplace_back(count, nullptr);
  size_t seen = 0;
  for (const auto& [stop, early] : stops) {
    if (stop > seen) {
      Status status = Send(RecordRequest(visit, seen, stop, std::nullopt));
      if (!status.ok()) return status;
      seen = stop;
    }
    if (early != nullptr) *early = believe(TimeOfItem(visit, seen));
  }
  watched->asks = WouldAsk(engine_.AttributionAt(TimeOfItem(visit, count)), options.ask);
  answer->post.back() = believe(TimeOfItem(visit, count) + kSessionGap);
  return {};
}

Result<HouseholdAnswer> HouseholdDevices::Answer(const HouseholdWorld& world,
                                                 const HouseholdTruth* truth, Time now,
                                                 const DeviceOptions& options) {
  StartAnew();
  Status status = MoveIn(world.members, options);
  HouseholdAnswer answer;
  answer.hh = world.hh;
  answer.world = world.world;
  std::vector<std::optional<EventId>> ids(world.visits.size());
  for (size_t v = 0; v < world.visits.size() && status.ok(); ++v) {
    const WorldVisit& visit = world.visits[v];
    for (auto* posteriors : {&answer.post, &answer.first_item, &answer.first_three}) {
      posteriors->emplace_back();
    }
    if (visit.label) {
      const std::optional<MemberId> owner = IdOf(world.members, *visit.label);
      if (owner) status = Send(RecordRequest(visit, 0, visit.items.size(), owner));
      continue;
    }
    if (visit.is_private || visit.items.empty()) continue;
    WatchedVisit watched;
    status = Watch(world, visit, options, &answer, &watched);
    ids[v] = watched.id;
    if (!status.ok() || !ids[v] || !watched.asks) continue;
    answer.asked.push_back(visit.number);
    const std::optional<MemberId> owner = IdOf(world.members, TruthOf(visit, truth));
    const Time then = TimeOfItem(visit, visit.items.size());
    status = Send(owner ? ClaimRequest(*ids[v], *owner, then) : DiscardRequest(*ids[v], then));
  }
  if (!status.ok()) return status.error();
  if (!options.beliefs_early) {
    answer.first_item.clear();
    answer.first_three.clear();
  }
  const AttributionState& state = engine_.AttributionAt(now);
  std::map<EventId, size_t> place_of_id;
  for (size_t i = 0; i < state.visits.open.visits.size(); ++i) {
    place_of_id[state.visits.open.visits[i].id] = i;
  }
  for (const std::optional<EventId>& id : ids) {
    answer.last.emplace_back();
    const auto found = id ? place_of_id.find(*id) : place_of_id.end();
    if (found == place_of_id.end()) continue;
    answer.last.back() = PosteriorOf(world.members, state, found->second);
  }
  for (size_t m = 0; m < world.members.size(); ++m) {
    ShowTo(static_cast<MemberId>(m), world.members[m], world, now, options, &answer);
  }
  return answer;
}

Result<HouseholdAnswer> HouseholdDevices::Show(const HouseholdWorld& world,
                                               const HouseholdTruth* truth, Time now,
                                               ShownAs shown_as, const DeviceOptions& options) {
  HouseholdAnswer answer;
  answer.hh = world.hh;
  answer.world = world.world;
  for (const std::string& member : world.members) {
    const auto is_theirs = [&](size_t v) {
      const WorldVisit& visit = world.visits[v];
      if (shown_as == ShownAs::kOracle) return TruthOf(visit, truth) == member;
      return shown_as == ShownAs::kMerged || visit.label == member;
    };
    const Status status = LiveAlone(world, is_theirs);
    if (!status.ok()) return status.error();
    ShowTo(kFirstMember, member, world, now, options, &answer);
  }
  return answer;
}

Status HouseholdDevices::LiveAlone(const HouseholdWorld& world,
                                   const std::function<bool(size_t)>& is_theirs) {
  StartAnew();
  for (size_t v = 0; v < world.visits.size(); ++v) {
    WorldVisit visit = world.visits[v];
    if (!is_theirs(v) || visit.items.empty()) continue;
    visit.is_private = false;
    const Status status = Send(RecordRequest(visit, 0, visit.items.size(), kFirstMember));
    if (!status.ok()) return status;
  }
  return {};
}

void HouseholdDevices::ShowTo(MemberId member, const std::string& name, const HouseholdWorld& world,
                              Time now, const DeviceOptions& options, HouseholdAnswer* answer) {
  const Viewer viewer{member, /*answered=*/true};
  RankRequest list;
  list.surface = options.surface;
  list.limit = options.list_length;
  if (options.surface == Surface::kListing) list.candidates = everything_;
  answer->lists[name] = NumbersOf(catalog(), engine_.RankFor(viewer, list, now));
  std::vector<std::vector<ItemNumber>>& pages = answer->pages[name];
  for (const std::vector<ItemNumber>& page : world.pages) {
    RankRequest request;
    request.surface = Surface::kListing;
    for (ItemNumber item : page) request.candidates.push_back(catalog().FindSku(SkuOf(item)));
    request.limit = page.size();
    pages.push_back(NumbersOf(catalog(), engine_.RankFor(viewer, request, now)));
  }
}

}  // namespace hearth
