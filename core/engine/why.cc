#include "engine/why.h"

#include <algorithm>
#include <set>

#include "base/sort.h"
#include "catalog/search.h"
#include "engine/shown.h"
#include "policy/policy.h"
#include "rank/rank.h"
#include "rank/slate.h"

namespace hearth {
namespace {

// Own items whose neighbour `item` is, the strongest first.
std::vector<ItemIndex> CausesOf(const Catalog& catalog, const Profile& profile, ItemIndex item) {
  std::vector<std::pair<int64_t, ItemIndex>> causes;
  for (const OwnItem& own : profile.items) {
    const int64_t claim = int64_t{own.decayed_098_q16} + own.views_q16 + own.wishes_q16;
    for (size_t rank = 0; rank < catalog.NeighbourCount(own.item); ++rank) {
      const Neighbour neighbour = catalog.NeighbourAt(own.item, rank);
      if (neighbour.item == item) causes.emplace_back(-claim * neighbour.weight, own.item);
    }
  }
  Sort(causes);
  std::vector<ItemIndex> items;
  for (size_t i = 0; i < causes.size() && i < kMaxCausesNamed; ++i)
    items.push_back(causes[i].second);
  return items;
}

template <typename T>
bool Holds(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Whether a search of the running visit speaks for `item`.
bool SearchSpeaks(const Catalog& catalog, const Profile& profile, ItemIndex item,
                  const VisibleEvent& search) {
  return profile.searches.Find(item) != nullptr &&
         Holds(profile.searches.events, search.event->Id()) &&
         TextQuery(search.text->title).Finds(catalog, item);
}

// The latest events that speak for `item`: of it, of what it goes with, searches of the running
// visit that find it, and of its category where that is a reason. Only such as the viewer may read:
// a guessed viewer's slates depend on more than a guess may open.
std::vector<VisibleEvent> EventsBehind(Engine& engine, const Viewer& viewer, const Profile& profile,
                                       ItemIndex item, bool by_category, Time now) {
  const Catalog& catalog = *engine.catalog();
  std::vector<ItemIndex> causes = CausesOf(catalog, profile, item);
  causes.push_back(item);
  const CategoryId category = catalog.columns().category[item];
  const VisibleHistory history = engine.HistoryFor(viewer, now);
  std::set<EventId> used;
  for (const Event& event : history.events()) used.insert(event.Id());
  int from_category = by_category ? kMaxEventsOfCategory : 0;
  std::vector<VisibleEvent> events;
  const auto all = engine.HouseholdAt(now).VisibleTo(viewer, EndOfMinute(now));
  for (auto at = all.rbegin(); at != all.rend() && events.size() < kMaxEventsShown; ++at) {
    const Event& event = *at->event;
    if (event.type == EventType::kImpression || event.label == Label::kGift) continue;
    if (event.owner == viewer.member && !used.contains(event.Id())) continue;
    if (IsSearch(event)) {
      if (SearchSpeaks(catalog, profile, item, *at)) events.push_back(*at);
      continue;
    }
    const ItemIndex own = catalog.Find(event.item);
    if (own == kNoItem) continue;
    const bool is_of_category = catalog.columns().category[own] == category;
    if (Holds(causes, own) || (is_of_category && from_category-- > 0)) events.push_back(*at);
  }
  return events;
}

}  // namespace

bool AnchorIsShown(const ItemRules& rules, const RankRequest& request) {
  return request.anchor == kNoItem || IsShown(rules, request.anchor);
}

std::optional<Explanation> Explain(Engine& engine, const Viewer& viewer, RankRequest request,
                                   ItemIndex item, Time now) {
  const Catalog& catalog = *engine.catalog();
  request.rules = engine.RulesFor(viewer);
  if (!IsShown(request.rules, item) || !AnchorIsShown(request.rules, request)) return std::nullopt;
  const bool cold = RanksCold(request, item);
  request.guess = viewer.IsGuess();
  const Viewer told = request.guess ? Viewer() : viewer;
  const Profile profile =
      cold ? ColdProfile(catalog, EndOfMinute(now)) : engine.ProfileFor(told, now);
  const RankContext context = MakeContext(catalog, engine.publics(), profile, request);
  const FeatureVector features = ComputeFeatures(context, item);
  const auto codes = ReasonsFor(context, engine.model(), item, features);
  Explanation explanation;
  for (ReasonCode code : codes) {
    const uint16_t every_days = EveryDays(context, code, item, features);
    explanation.reasons.emplace_back(code, HowOften(viewer, every_days));
  }
  if (!cold) {
    const bool by_category = Holds(codes, ReasonCode::kYourCategory);
    explanation.events = EventsBehind(engine, told, profile, item, by_category, now);
  }
  return explanation;
}

uint16_t HowOften(const Viewer& viewer, uint16_t every_days) {
  return viewer.answered ? every_days : uint16_t{0};
}

}  // namespace hearth
