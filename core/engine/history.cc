#include "engine/history.h"

#include <algorithm>
#include <utility>

namespace hearth {
namespace {

// The words of a search, as they are kept.
std::string WordsOf(std::string_view query) {
  const size_t first = query.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(query.substr(first, query.find_last_not_of(' ') + 1 - first));
}

// The text that goes with an item's event: told with it, or the catalog's. Of an item that is in
// neither (new on the page, not in the pack yet) it is the SKU alone.
ItemDescription DescriptionOf(const Catalog& catalog, const ToldEvent& told) {
  const CatalogColumns& columns = catalog.columns();
  const ItemMatch match = columns.MatchSku(told.sku);
  if (match.item == kNoItem) return {told.sku, "", "", ""};
  return {told.sku, std::string(columns.TextOf(match, VariantText::kTitle)),
          catalog.CategoryPath(columns.category[match.item]),
          std::string(columns.brand_name[columns.brand[match.item]])};
}

// Whether what the event is about is known by its SKU alone: nobody can say that it is harmless.
bool IsUnknown(const Catalog* catalog, const ToldEvent& told) {
  return told.type != EventType::kSearch && !told.item && catalog->FindSku(told.sku) == kNoItem;
}

int32_t PriceOf(const Catalog* catalog, const ToldEvent& told) {
  if (told.price_minor) return *told.price_minor;
  if (catalog == nullptr) return 0;
  const ItemMatch match = catalog->columns().MatchSku(told.sku);
  return match.item != kNoItem ? catalog->columns().PriceOf(match) : 0;
}

}  // namespace

Result<std::optional<NewEvent>> EventOf(const Catalog* catalog, const Viewer& viewer,
                                        const ToldEvent& told, Source source,
                                        const std::string& place) {
  const bool describes = told.item || told.type == EventType::kSearch;
  if (!describes && catalog == nullptr) {
    return Error{ErrorCode::kNotReady, place + ": load a catalog first, or describe the `item`"};
  }
  const bool is_unknown = IsUnknown(catalog, told);
  if (is_unknown && source == Source::kFile) return std::optional<NewEvent>();
  NewEvent read;
  read.gift = told.gift;
  Event& event = read.described.event;
  ItemDescription& text = read.described.description;
  event.type = told.type;
  event.label = told.label;
  event.owner = viewer.answered ? viewer.member : kNobody;
  event.time = told.time;
  event.session = told.session;
  if (IsSearch(event)) {
    text = DescriptionOfSearch(WordsOf(told.query));
    if (const Status s = Check(text); !s.ok()) {
      return InvalidArgument(place + "." + s.error().message);
    }
  } else {
    text = told.item ? *told.item : DescriptionOf(*catalog, told);
    event.quantity = told.quantity.value_or(1);
    event.price_minor = PriceOf(catalog, told);
  }
  event.item = text.Key();
  event.description = text.Hash();
  if ((told.gift_cue || is_unknown) && event.label == Label::kPersonal) {
    if (event.owner == kNobody) return std::optional<NewEvent>();
    event.label = told.gift_cue ? Label::kPrivate : Label::kSensitive;
  }
  return std::optional(std::move(read));
}

ItemKey ProductKey(const Catalog* catalog, ItemKey key) {
  return catalog != nullptr ? catalog->ProductKey(key) : key;
}

Status CheckCurrency(const Catalog* catalog, std::string_view currency) {
  if (catalog == nullptr || currency.empty()) return {};
  const std::string_view own = catalog->columns().currency;
  if (currency == own) return {};
  return InvalidArgument("currency: expected this shop's own, " + std::string(own));
}

Result<Decision<Erased>> Erase(Engine& engine, const Viewer& viewer, Time now,
                               const Erasure& erasure) {
  const Household& household = engine.HouseholdAt(now);
  const ItemKey key = erasure.sku ? ProductKey(engine.catalog(), KeyOf(*erasure.sku)) : 0;
  const auto matches = [&](const Event& each, const ItemDescription& text) {
    if (erasure.span) return each.time >= erasure.span->first && each.time < erasure.span->second;
    if (!erasure.events.empty()) return erasure.events.contains(each.Id());
    if (erasure.all) return true;
    if (IsSearch(each)) return false;
    if (!erasure.sku) return IsPathWithin(text.category, *erasure.category);
    return ProductKey(engine.catalog(), each.item) == key;
  };
  Decision<Erased> decision =
      DecideErase(household, viewer, EndOfMinute(now), matches, !erasure.events.empty());
  if (erasure.events.empty() || decision.answer.events > 0) return decision;
  const auto visible = household.VisibleTo(viewer, EndOfMinute(now));
  const bool is_shared = std::any_of(visible.begin(), visible.end(), [&](const auto& each) {
    return erasure.events.contains(each.event->Id());
  });
  if (is_shared) return InvalidArgument("events: shared, and this viewer cannot erase it");
  return NotFound("events: not in the history");
}

bool IsExported(const Event& event, const Viewer& viewer) {
  return event.owner == viewer.member && event.label != Label::kShared;
}

}  // namespace hearth
