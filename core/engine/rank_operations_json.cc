// Ranking, and saying why.
#include <optional>

#include "engine/answers_json.h"
#include "engine/operations_json.h"
#include "engine/shown.h"
#include "engine/why.h"
#include "rank/rank.h"

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

}  // namespace

OutcomeOrError DoRank(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  Json unknown = Json::array();
  Result<RankRequest> request = ReadRank(engine, fields, unknown);
  if (!request.ok()) return request.error();
  if (!viewer.ok()) return viewer.error();
  if (!AnchorIsShown(engine.RulesFor(*viewer), *request)) return NoSuchItem();
  Json items = Json::array();
  for (const Slot& slot : engine.RankFor(*viewer, *request, now)) {
    Json item = ItemJson(*engine.catalog(), slot.item, slot.variant);
    item["reason"] = ReasonJson(slot.reason, HowOften(*viewer, slot.every_days));
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
  const ItemMatch named = catalog.columns().MatchSku(sku);
  RankRequest request;
  if (shown_by != nullptr) {
    Fields rank_fields(*shown_by, "rank");
    Json unknown = Json::array();
    Result<RankRequest> read = ReadRank(engine, rank_fields, unknown);
    if (!read.ok()) return read.error();
    request = *std::move(read);
  }
  const std::optional<Explanation> explanation = Explain(engine, *viewer, request, named.item, now);
  if (!explanation) return NoSuchItem();
  Json reasons = Json::array(), events = Json::array();
  for (const auto& [code, every_days] : explanation->reasons) {
    reasons.push_back(ReasonJson(code, every_days));
  }
  for (const VisibleEvent& event : explanation->events) events.push_back(EventJson(engine, event));
  return Told({{"sku", sku},
               {"title", catalog.columns().TextOf(named, VariantText::kTitle)},
               {"reasons", std::move(reasons)},
               {"events", std::move(events)}});
}

}  // namespace hearth
