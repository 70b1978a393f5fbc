// Ranking, and saying why.
#include <algorithm>
#include <set>

#include "base/sort.h"
#include "catalog/search.h"
#include "engine/answers_json.h"
#include "engine/operations_json.h"
#include "rank/rank.h"
#include "rank/slate.h"

namespace hearth {
namespace {

// What a surface takes: `sku` for similar, `candidates` or `category` for a listing, `subtle` for
// buy_again.
Status ReadSurface(Engine& engine, Fields& fields, RankRequest& request, Json& unknown) {
  const Catalog& catalog = *engine.catalog();
  if (request.surface == Surface::kSimilar) {
    const std::string sku = fields.Text("sku");
    if (Status status = fields.Finish(); !status.ok()) return status;
    request.anchor = catalog.FindSku(sku);
    if (request.anchor == kNoItem) return NoSuchItem();
  }
  if (request.surface == Surface::kListing) {
    if (fields.Has("candidates") == fields.Has("category")) {
      fields.Fail("candidates", "a listing takes `candidates` or `category`");
    }
    const std::vector<std::string> skus = fields.TextsOr("candidates", kMaxListed);
    const bool by_category = fields.Has("category");
    const std::string path = fields.TextOr("category", "");
    if (Status status = fields.Finish(); !status.ok()) return status;
    if (by_category) {
      Result<CategoryId> category = ReadCategory(catalog, path);
      if (!category.ok()) return category.error();
      request.candidates = ItemsWithin(engine, *category);
    } else {
      request.candidates = FindAll(catalog, skus, unknown);
    }
  }
  if (request.surface == Surface::kBuyAgain && fields.Has("subtle")) {
    request.subtle = fields.Flag("subtle");
  }
  return fields.Finish();
}

// The fields of a rank request; names that the catalog does not hold go to `unknown`.
Result<RankRequest> ReadRank(Engine& engine, Fields& fields, Json& unknown) {
  RankRequest request;
  request.surface = static_cast<Surface>(fields.OneOf("surface", kSurfaceNames));
  const int64_t usual = request.surface == Surface::kListing ? kMaxLimit : 12;
  request.limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, usual));
  const std::vector<std::string> basket = fields.TextsOr("basket", kMaxListed);
  const std::vector<std::string> exclude = fields.TextsOr("exclude", kMaxListed);
  request.basket = FindAll(*engine.catalog(), basket, unknown);
  request.exclude = FindAll(*engine.catalog(), exclude, unknown);
  if (Status status = ReadSurface(engine, fields, request, unknown); !status.ok()) {
    return status.error();
  }
  return request;
}

// Whether the item is not for this viewer's eyes at all.
bool IsKeptFrom(const RankRequest& request, ItemIndex item) {
  return item != kNoItem && request.rules.Of(item) == ItemRule::kAbsent;
}

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
  constexpr size_t kMost = 3;
  std::vector<ItemIndex> items;
  for (size_t i = 0; i < causes.size() && i < kMost; ++i) items.push_back(causes[i].second);
  return items;
}

bool Holds(const std::vector<ReasonCode>& codes, ReasonCode code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The latest events that speak for `item`, newest first: of it, of what it goes with, searches of
// the running visit that find it, and of its category where that is a reason. Only such as the
// viewer may read: a guessed viewer's slates depend on more than a guess may open.
Json EventsBehind(Engine& engine, const Viewer& viewer, const Profile& profile, ItemIndex item,
                  bool by_category, Time now) {
  const Catalog& catalog = *engine.catalog();
  std::vector<ItemIndex> causes = CausesOf(catalog, profile, item);
  causes.push_back(item);
  const CategoryId category = catalog.columns().category[item];
  const VisibleHistory history = engine.HistoryFor(viewer, now);
  std::set<EventId> used;
  for (const Event& event : history.events()) used.insert(event.Id());
  int from_category = by_category ? 5 : 0;
  constexpr size_t kMaxEventsShown = 20;
  Json events = Json::array();
  const auto all = engine.HouseholdAt(now).VisibleTo(viewer, EndOfMinute(now));
  for (auto at = all.rbegin(); at != all.rend() && events.size() < kMaxEventsShown; ++at) {
    const Event& event = *at->event;
    if (event.type == EventType::kImpression || event.label == Label::kGift) continue;
    if (event.owner == viewer.member && !used.contains(event.Id())) continue;
    if (IsSearch(event)) {
      const auto& made = profile.searches.events;
      const bool speaks = profile.searches.Find(item) != nullptr &&
                          std::find(made.begin(), made.end(), event.Id()) != made.end() &&
                          TextQuery(at->text->title).Finds(catalog, item);
      if (speaks) events.push_back(EventJson(engine, *at));
      continue;
    }
    const ItemIndex own = catalog.Find(event.item);
    if (own == kNoItem) continue;
    const bool is_cause = std::find(causes.begin(), causes.end(), own) != causes.end();
    if (is_cause || (catalog.columns().category[own] == category && from_category-- > 0)) {
      events.push_back(EventJson(engine, *at));
    }
  }
  return events;
}

}  // namespace

OutcomeOrError DoRank(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  Json unknown = Json::array();
  Result<RankRequest> request = ReadRank(engine, fields, unknown);
  if (!request.ok()) return request.error();
  if (!viewer.ok()) return viewer.error();
  request->rules = engine.RulesFor(*viewer);
  if (IsKeptFrom(*request, request->anchor)) return NoSuchItem();
  Json items = Json::array();
  for (const Slot& slot : engine.RankFor(*viewer, *request, now)) {
    Json item = ItemJson(*engine.catalog(), slot.item);
    // How often is for who said that they are this member, as the events themselves are.
    item["reason"] = ReasonJson(slot.reason, viewer->answered ? slot.every_days : uint16_t{0});
    items.push_back(std::move(item));
  }
  return Told({{"surface", Name(request->surface)},
               {"items", std::move(items)},
               {"unknown", std::move(unknown)}});
}

OutcomeOrError DoWhy(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const std::string sku = fields.Text("sku");
  const Json* shown_by = fields.Object("rank");
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const Catalog& catalog = *engine.catalog();
  const ItemIndex item = catalog.FindSku(sku);
  if (item == kNoItem) return NoSuchItem();
  RankRequest request;
  if (shown_by != nullptr) {
    Fields rank_fields(*shown_by, "rank");
    Json unknown = Json::array();
    Result<RankRequest> read = ReadRank(engine, rank_fields, unknown);
    if (!read.ok()) return read.error();
    request = *std::move(read);
  }
  request.rules = engine.RulesFor(*viewer);
  if (IsKeptFrom(request, item) || IsKeptFrom(request, request.anchor)) return NoSuchItem();
  const bool cold = RanksCold(request, item);
  request.guess = viewer->IsGuess();
  // A guess explains by what anybody at this browser may see, as its slate does.
  const Viewer told = request.guess ? Viewer() : *viewer;
  const Profile profile =
      cold ? ColdProfile(catalog, EndOfMinute(now)) : engine.ProfileFor(told, now);
  const RankContext context = MakeContext(catalog, engine.publics(), profile, request);
  const FeatureVector features = ComputeFeatures(context, item);
  const auto codes = ReasonsFor(context, engine.model(), features);
  Json reasons = Json::array();
  for (ReasonCode code : codes) {
    const uint16_t every_days = EveryDays(context, code, item, features);
    reasons.push_back(ReasonJson(code, viewer->answered ? every_days : uint16_t{0}));
  }
  return Told({{"sku", sku},
               {"title", catalog.Title(item)},
               {"reasons", std::move(reasons)},
               {"events", cold ? Json::array()
                               : EventsBehind(engine, told, profile, item,
                                              Holds(codes, ReasonCode::kYourCategory), now)}});
}

}  // namespace hearth
