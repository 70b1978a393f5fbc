#include "eval/household_device.h"

#include <algorithm>
#include <numeric>

#include "eval/household_population.h"

namespace hearth {
namespace {

constexpr double kCertain = 32768;

// The visits of one world as attribution sees them, and who they are taken to be of.
class Past {
 public:
  explicit Past(const std::vector<std::string>& members) : names_(members) {
    for (size_t m = 0; m < members.size(); ++m) {
      open_.candidates.push_back(static_cast<MemberId>(m));
    }
  }

  MemberId IdOf(const std::string& name) const {
    const auto found = std::find(names_.begin(), names_.end(), name);
    return found == names_.end() ? kNobody : static_cast<MemberId>(found - names_.begin());
  }

  void Add(const WorldVisit& visit, MemberId owner) {
    OpenVisit open;
    open.id = static_cast<EventId>(visit.number) + 1;
    open.start = TimeOfItem(visit, 0);
    open.end = TimeOfItem(visit, visit.items.size() - 1);
    open.owner = owner;
    open.first_item = static_cast<uint32_t>(open_.items.size());
    open.item_count = static_cast<uint32_t>(visit.items.size());
    for (ItemNumber item : visit.items) open_.items.push_back(KeyOf(SkuOf(item)));
    open_.visits.push_back(open);
  }

  const OpenVisits& open() const { return open_; }

  Posterior PosteriorOf(const Belief& belief) const {
    Posterior posterior;
    for (size_t m = 0; m < names_.size(); ++m) posterior[names_[m]] = belief.p_q15[m] / kCertain;
    posterior[kSomebodyNew] = belief.p_q15[names_.size()] / kCertain;
    return posterior;
  }

 private:
  std::vector<std::string> names_;
  OpenVisits open_;
};

Posterior ScoreStart(const Past& past, const Attributor& attributor, const WorldVisit& visit,
                     size_t count) {
  std::vector<ItemKey> items;
  for (size_t i = 0; i < std::min(count, visit.items.size()); ++i) {
    items.push_back(KeyOf(SkuOf(visit.items[i])));
  }
  return past.PosteriorOf(attributor.Score(items, TimeOfItem(visit, 0)));
}

// Counts what may be asked: private visits are in no count.
class Asking {
 public:
  explicit Asking(const std::optional<AskRule>& rule) : rule_(rule) {}

  bool Ask(const Posterior& posterior) {
    if (!rule_) return false;
    ++visits_;
    const auto likeliest =
        std::max_element(posterior.begin(), posterior.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (likeliest->second >= rule_->below) return false;
    if ((asked_ + 1) * 100 > visits_ * rule_->most_percent) return false;
    ++asked_;
    return true;
  }

 private:
  std::optional<AskRule> rule_;
  int64_t visits_ = 0, asked_ = 0;
};

std::vector<DescribedEvent> EventsOf(const Catalog& catalog, const WorldVisit& visit) {
  std::vector<DescribedEvent> events;
  for (size_t i = 0; i < visit.items.size(); ++i) {
    const ItemIndex item = catalog.FindSku(SkuOf(visit.items[i]));
    if (item == kNoItem) continue;
    DescribedEvent event;
    event.event.time = TimeOfItem(visit, i);
    event.event.type = EventType::kBuy;
    event.event.session = static_cast<SessionId>(visit.number) + 1;
    event.event.price_minor = catalog.columns().price_minor[item];
    event.description.sku = catalog.Sku(item);
    event.description.title = catalog.Title(item);
    event.description.category = catalog.CategoryPath(catalog.columns().category[item]);
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<ItemNumber> NumbersOf(const Catalog& catalog, const Slate& slate) {
  std::vector<ItemNumber> items;
  for (const Slot& slot : slate) items.push_back(std::stoll(std::string(catalog.Sku(slot.item))));
  return items;
}

std::string TruthOf(const WorldVisit& visit, const HouseholdTruth* truth) {
  return truth == nullptr ? "" : truth->truth[static_cast<size_t>(visit.number)];
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
  const std::string envelope = devices->engine_.LoadPack(std::move(pack));
  if (!envelope.starts_with("{\"ok\"")) return Malformed(envelope);
  devices->model_.emplace(*devices->engine_.catalog());
  devices->everything_.resize(devices->catalog().item_count());
  std::iota(devices->everything_.begin(), devices->everything_.end(), 0);
  return devices;
}

Result<HouseholdAnswer> HouseholdDevices::Answer(const HouseholdWorld& world,
                                                 const HouseholdTruth* truth, Time now,
                                                 const DeviceOptions& options) {
  HouseholdAnswer answer;
  answer.hh = world.hh;
  answer.world = world.world;
  Past past(world.members);
  Asking asking(options.ask);
  std::vector<size_t> open_of(world.visits.size(), SIZE_MAX);
  for (size_t v = 0; v < world.visits.size(); ++v) {
    const WorldVisit& visit = world.visits[v];
    answer.post.emplace_back();
    answer.first_item.emplace_back();
    answer.first_three.emplace_back();
    if (visit.items.empty() || visit.is_private) continue;
    MemberId owner = kNobody;
    if (visit.label) {
      owner = past.IdOf(*visit.label);
      if (owner == kNobody) continue;
    } else {
      const Attributor attributor(past.open(), *model_);
      answer.post.back() = ScoreStart(past, attributor, visit, SIZE_MAX);
      if (options.beliefs_early) {
        answer.first_item.back() = ScoreStart(past, attributor, visit, 1);
        answer.first_three.back() = ScoreStart(past, attributor, visit, 3);
      }
      if (asking.Ask(answer.post.back())) {
        answer.asked.push_back(visit.number);
        owner = past.IdOf(TruthOf(visit, truth));
      }
    }
    open_of[v] = past.open().visits.size();
    past.Add(visit, owner);
  }
  const Attributor attributor(past.open(), *model_);
  for (size_t v = 0; v < world.visits.size(); ++v) {
    answer.last.emplace_back();
    if (world.visits[v].label || open_of[v] == SIZE_MAX) continue;
    answer.last.back() = past.PosteriorOf(attributor.Of(open_of[v]));
  }
  for (const std::string& member : world.members) {
    const auto is_theirs = [&](size_t v) {
      if (world.visits[v].label) return *world.visits[v].label == member;
      return !answer.last[v].empty() && answer.last[v].at(member) >= 0.8;
    };
    Status status = LiveAlone(world, is_theirs, now);
    if (!status.ok()) return status.error();
    ShowTo(member, world, now, options, &answer);
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
    Status status = LiveAlone(world, is_theirs, now);
    if (!status.ok()) return status.error();
    ShowTo(member, world, now, options, &answer);
  }
  return answer;
}

Status HouseholdDevices::LiveAlone(const HouseholdWorld& world,
                                   const std::function<bool(size_t)>& is_theirs, Time now) {
  engine_.Restore(Household().Snapshot());
  std::vector<DescribedEvent> events;
  for (size_t v = 0; v < world.visits.size(); ++v) {
    if (!is_theirs(v)) continue;
    for (DescribedEvent& event : EventsOf(catalog(), world.visits[v])) {
      events.push_back(std::move(event));
    }
  }
  Result<size_t> recorded = engine_.household().Record(std::move(events), now);
  return recorded.ok() ? Status() : recorded.error();
}

void HouseholdDevices::ShowTo(const std::string& member, const HouseholdWorld& world, Time now,
                              const DeviceOptions& options, HouseholdAnswer* answer) {
  RankRequest list;
  list.surface = options.surface;
  list.limit = options.list_length;
  if (options.surface == Surface::kListing) list.candidates = everything_;
  answer->lists[member] = NumbersOf(catalog(), engine_.RankAt(list, now));
  std::vector<std::vector<ItemNumber>>& pages = answer->pages[member];
  for (const std::vector<ItemNumber>& page : world.pages) {
    RankRequest request;
    request.surface = Surface::kListing;
    for (ItemNumber item : page) request.candidates.push_back(catalog().FindSku(SkuOf(item)));
    request.limit = page.size();
    pages.push_back(NumbersOf(catalog(), engine_.RankAt(request, now)));
  }
}

}  // namespace hearth
