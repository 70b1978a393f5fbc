#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "catalog/small_shop.h"
#include "fuzz/oracles.h"
#include "household/decisions.h"
#include "pack/writer/pack_writer.h"
#include "rank/scan.h"

namespace hearth::fuzz {
namespace {

using Json = nlohmann::json;

std::string HandleOk(Engine& engine, const Json& request) {
  const std::string text = request.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string answer = engine.Handle(text);
  if (!ReadEnvelope(answer).ok) {
    std::fprintf(stderr, "%s\n%s\n", text.c_str(), answer.c_str());
    Must(false, "a well-formed request is answered");
  }
  return answer;
}

// An ordinary event about an item of the catalog.
DescribedEvent EventAbout(const Catalog& catalog, ItemIndex item, EventType type, Time time) {
  const CatalogColumns& columns = catalog.columns();
  DescribedEvent described;
  described.event.time = time;
  described.event.type = type;
  described.event.session = static_cast<SessionId>(time / kMsPerHour);
  described.event.price_minor = columns.price_minor[item];
  described.description.sku = catalog.Sku(item);
  described.description.title = catalog.Title(item);
  described.description.category = catalog.CategoryPath(columns.category[item]);
  described.description.brand = columns.brand_name[columns.brand[item]];
  return described;
}

std::vector<DescribedEvent> EventsAbout(const Catalog& catalog) {
  constexpr EventType kTypes[] = {EventType::kView,       EventType::kBuy,  EventType::kWish,
                                  EventType::kImpression, EventType::kLike, EventType::kBasketAdd,
                                  EventType::kDismiss};
  std::vector<DescribedEvent> events;
  const size_t items = std::min<size_t>(catalog.item_count(), std::size(kTypes));
  for (ItemIndex i = 0; i < items; ++i) {
    events.push_back(EventAbout(catalog, i, kTypes[i], kNow - i * kMsPerMinute));
    events.push_back(EventAbout(catalog, i, EventType::kBuy, kNow - (i + 1) * 9 * kMsPerDay));
  }
  return events;
}

std::vector<ItemIndex> FirstItems(const Catalog& catalog, size_t most) {
  std::vector<ItemIndex> items;
  for (ItemIndex i = 0; i < std::min(catalog.item_count(), most); ++i) items.push_back(i);
  return items;
}

void CheckSlate(const RankRequest& request, const Slate& slate) {
  std::set<ItemIndex> seen;
  for (const Slot& slot : slate) {
    Must(seen.insert(slot.item).second, "no item is twice on a slate");
    const auto holds = [&](const std::vector<ItemIndex>& items) {
      return std::find(items.begin(), items.end(), slot.item) != items.end();
    };
    Must(!holds(request.exclude), "no excluded item is on a slate");
    if (request.surface != Surface::kListing) {
      Must(!holds(request.basket) && slot.item != request.anchor,
           "a slate does not offer what it is asked about");
    }
  }
  Must(slate.size() <= request.limit, "a slate is not longer than asked");
  if (request.surface != Surface::kListing) return;
  size_t kept = 0;
  for (ItemIndex item : request.candidates) {
    kept +=
        std::find(request.exclude.begin(), request.exclude.end(), item) == request.exclude.end();
  }
  Must(slate.size() == std::min(kept, request.limit), "a listing is complete");
}

// The scan leaves out what cannot be among the best; it must find them all the same.
void CheckScan(Engine& engine, const RankRequest& request, Time now) {
  const Catalog& catalog = *engine.catalog();
  if (catalog.item_count() > 100) return;  // a score of the reference is O(categories)
  const LinearModel& model = LinearModel::Default();
  const RankContext context =
      MakeContext(catalog, engine.publics(), engine.ProfileAt(now), request);
  std::vector<std::pair<int64_t, ItemIndex>> all;  // best first
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) {
    all.emplace_back(-int64_t{ScanScore(context, model, i)}, i);
  }
  std::sort(all.begin(), all.end());
  for (size_t limit : {1, 3, 20}) {
    const std::vector<ItemIndex> found = Scan(context, model, limit);
    Must(found.size() == std::min(limit, all.size()), "the scan finds as many as asked");
    for (size_t i = 0; i < found.size(); ++i) {
      Must(found[i] == all[i].second, "the scan finds the best");
    }
  }
}

void RankEverySurface(Engine& engine, Time now) {
  const Catalog& catalog = *engine.catalog();
  for (size_t surface = 0; surface < kSurfaceNames.size(); ++surface) {
    for (size_t limit : {1, 12}) {
      RankRequest request;
      request.surface = static_cast<Surface>(surface);
      request.limit = limit;
      if (request.surface == Surface::kSimilar) {
        if (catalog.item_count() == 0) continue;
        request.anchor = 0;
      }
      if (request.surface == Surface::kListing) request.candidates = FirstItems(catalog, 40);
      if (request.surface == Surface::kBasket) request.basket = FirstItems(catalog, 2);
      if (catalog.item_count() > 3) request.exclude = {3};
      CheckSlate(request, engine.RankAt(request, now));
      if (limit == 1) CheckScan(engine, request, now);
    }
  }
}

void AskEverySurface(Engine& engine, Time now) {
  const Catalog& catalog = *engine.catalog();
  HandleOk(engine, {{"op", "rank"}, {"now", now}, {"surface", "home"}});
  HandleOk(engine, {{"op", "rank"}, {"now", now}, {"surface", "buy_again"}});
  HandleOk(engine, {{"op", "rank"}, {"now", now}, {"surface", "listing"}, {"category", ""}});
  HandleOk(engine, {{"op", "catalog.list"}, {"limit", 10}});
  HandleOk(engine, {{"op", "catalog.categories"}});
  for (ItemIndex item : FirstItems(catalog, 3)) {
    const std::string sku(catalog.Sku(item));
    const std::string path = catalog.CategoryPath(catalog.columns().category[item]);
    HandleOk(engine, {{"op", "catalog.item"}, {"sku", sku}});
    HandleOk(engine, {{"op", "why"}, {"now", now}, {"sku", sku}});
    HandleOk(engine, {{"op", "rank"}, {"now", now}, {"surface", "similar"}, {"sku", sku}});
    HandleOk(engine, {{"op", "rank"}, {"now", now}, {"surface", "basket"}, {"basket", {sku}}});
    HandleOk(engine, {{"op", "catalog.list"}, {"category", path}});
    HandleOk(engine, {{"op", "catalog.search"}, {"query", catalog.Title(item)}});
  }
}

template <typename T>
std::vector<T> Copy(std::span<const T> column) {
  return {column.begin(), column.end()};
}

OwnedText Copy(const TextColumn& column) { return {Copy(column.bytes), Copy(column.end)}; }

OwnedColumns Copy(const CatalogColumns& c) {
  OwnedColumns copy;
  copy.shop = c.shop;
  copy.currency = c.currency;
  copy.minor_digits = c.minor_digits;
  copy.as_of = c.as_of;
  copy.k = c.k;
  copy.customers = c.customers;
  copy.key = Copy(c.key);
  copy.sku = Copy(c.sku);
  copy.title = Copy(c.title);
  copy.link = Copy(c.link);
  copy.image = Copy(c.image);
  copy.category = Copy(c.category);
  copy.brand = Copy(c.brand);
  copy.price_minor = Copy(c.price_minor);
  copy.price_band = Copy(c.price_band);
  copy.availability = Copy(c.availability);
  copy.since_day = Copy(c.since_day);
  copy.item_customers = Copy(c.item_customers);
  copy.recent_customers = Copy(c.recent_customers);
  copy.repeat_permille = Copy(c.repeat_permille);
  copy.gap_days = Copy(c.gap_days);
  copy.month_level = Copy(c.month_level);
  copy.neighbour_start = Copy(c.neighbour_start);
  copy.neighbour_item = Copy(c.neighbour_item);
  copy.neighbour_weight = Copy(c.neighbour_weight);
  copy.embedding = Copy(c.embedding);
  copy.category_parent = Copy(c.category_parent);
  copy.category_name = Copy(c.category_name);
  copy.brand_name = Copy(c.brand_name);
  copy.reveals = Copy(c.reveals);
  copy.reveals_topic = Copy(c.reveals_topic);
  copy.topic = Copy(c.topic);
  copy.topic_id = Copy(c.topic_id);
  copy.list_hash = c.list_hash;
  copy.variant_start = Copy(c.variant_start);
  copy.variant_by_key = Copy(c.variant_by_key);
  copy.variant_price_minor = Copy(c.variant_price_minor);
  copy.variant_availability = Copy(c.variant_availability);
  copy.variant_text = Copy(c.variant_text);
  copy.regular_price_minor = Copy(c.regular_price_minor);
  copy.viewers = Copy(c.viewers);
  copy.viewed_start = Copy(c.viewed_start);
  copy.viewed_item = Copy(c.viewed_item);
  copy.viewed_with = Copy(c.viewed_with);
  copy.viewed_after = Copy(c.viewed_after);
  copy.model_feature_name = Copy(c.model_feature_name);
  copy.model_feature = Copy(c.model_feature);
  copy.model_threshold = Copy(c.model_threshold);
  copy.model_child = Copy(c.model_child);
  copy.model_value = Copy(c.model_value);
  copy.model_root = Copy(c.model_root);
  copy.model_surfaces = Copy(c.model_surfaces);
  copy.model_base = c.model_base;
  copy.model_hand.assign(c.model_hand.begin(), c.model_hand.end());
  copy.google_category.assign(c.google_category.begin(), c.google_category.end());
  return copy;
}

}  // namespace

void Must(bool holds, std::string_view claim) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(claim.size()), claim.data());
  std::abort();
}

std::vector<std::string_view> LinesOf(std::string_view text, size_t most) {
  std::vector<std::string_view> lines;
  while (!text.empty() && lines.size() < most) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

Envelope ReadEnvelope(const std::string& answer) {
  const Json json = Json::parse(answer, nullptr, false);
  Must(json.is_object() && json.size() == 1, "an answer is an object of one entry");
  Envelope envelope;
  envelope.ok = json.contains("ok");
  if (envelope.ok) {
    const Json& ok = json["ok"];
    if (ok.is_object() && ok.contains("ids")) {
      envelope.ids = ok["ids"].get<std::vector<std::string>>();
    }
    return envelope;
  }
  Must(json.contains("error") && json["error"].is_object() && json["error"].size() == 2,
       "an answer that is not ok is an error of two entries");
  const std::string code = json["error"].value("code", "");
  Must(std::find(kErrorCodeNames.begin(), kErrorCodeNames.end(), code) != kErrorCodeNames.end(),
       "the code of an error is one of the API");
  Must(code != Name(ErrorCode::kInternal), "no input makes the engine own a mistake");
  Must(!json["error"].value("message", "").empty(), "an error has a message");
  return envelope;
}

Engine EngineWithShop() {
  static const std::vector<uint8_t> pack = SmallShopPack();
  Engine engine;
  Must(ReadEnvelope(engine.LoadPack(pack)).ok, "the small shop loads");
  return engine;
}

Engine EngineWithHistory() {
  Engine engine = EngineWithShop();
  Result<Household> household = HouseholdOf(EventsAbout(*engine.catalog()), kNow);
  Must(household.ok(), "events are taken");
  engine.Become(*std::move(household));
  return engine;
}

void UseEverything(Engine& engine, Time now) {
  HandleOk(engine, {{"op", "status"}});
  HandleOk(engine, {{"op", "history.list"}, {"now", now}});
  HandleOk(engine, {{"op", "history.export"}});
  if (engine.catalog() == nullptr) return;
  RankEverySurface(engine, now);
  AskEverySurface(engine, now);
}

void UseWithheld(Engine& engine, Time now) {
  HandleOk(engine, {{"op", "household.members"}});
  const Json withheld =
      Json::parse(HandleOk(engine, {{"op", "household.withheld"}, {"now", now}}))["ok"];
  for (const Json& each : withheld["withheld"]) {
    ReadEnvelope(
        engine.Handle(Json{{"op", "household.undo"}, {"now", now}, {"undo", each["undo"]}}.dump()));
  }
}

void UseCatalog(Engine& engine) {
  const Catalog& catalog = *engine.catalog();
  for (ItemIndex item : FirstItems(catalog, 50)) {
    Must(catalog.FindSku(catalog.Sku(item)) == item, "an item is found by its SKU");
    const CatalogColumns& columns = catalog.columns();
    const auto [first, last] = columns.VariantsOf(item);
    for (VariantIndex variant = first; variant < last; ++variant) {
      const ItemMatch match = columns.MatchSku(columns.Text(variant, VariantText::kSku));
      Must(match.item == item && match.variant == variant, "a variant is found by its SKU");
    }
  }
  Result<Household> household = HouseholdOf(EventsAbout(catalog), kNow);
  Must(household.ok(), "events about items of a catalog can be recorded");
  engine.Become(*std::move(household));
  UseEverything(engine, kNow);
}

void MustBeAPack(const Catalog& catalog) {
  const auto bytes = EncodePack(Copy(catalog.columns()));
  if (!bytes.ok()) std::fprintf(stderr, "%s\n", bytes.error().message.c_str());
  Must(bytes.ok(), "what one reader accepts the other accepts");
  const auto again = Catalog::FromPack(*bytes);
  Must(again.ok(), "a written pack loads");
  const auto bytes_again = EncodePack(Copy(again->columns()));
  Must(bytes_again.ok() && *bytes_again == *bytes, "the same columns make the same pack");
}

void MustRestoreToItself(const Engine& engine) {
  const std::vector<uint8_t> bytes = engine.Snapshot();
  Engine other;
  Must(ReadEnvelope(other.Restore(bytes)).ok, "a snapshot restores");
  Must(other.Snapshot() == bytes, "what was restored has the same snapshot");
}

void MustForget(const Engine& engine, const std::vector<std::string>& ids,
                std::span<const uint8_t> before) {
  Engine other;
  Must(ReadEnvelope(other.Restore(engine.Snapshot())).ok, "a snapshot restores");
  for (const std::string& id : ids) HandleOk(other, {{"op", "history.erase"}, {"events", {id}}});
  const std::vector<uint8_t> after = other.Snapshot();
  Must(std::equal(after.begin(), after.end(), before.begin(), before.end()),
       "erased events leave no trace");
}

void MustExportWhole(Engine& engine) {
  const std::string answer = HandleOk(engine, {{"op", "history.export"}});
  Json exported = Json::parse(answer, nullptr, false);
  Engine other;
  HandleOk(
      other,
      {{"op", "record"}, {"now", kLastMoment}, {"events", std::move(exported["ok"]["events"])}});
  Must(other.Snapshot() == engine.Snapshot(), "an export holds the whole history");
}

}  // namespace hearth::fuzz
