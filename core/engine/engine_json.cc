// Requests in, envelopes out: engine/README.md. Every operation is a function of `Fields`; the
// table at the end names them.
#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string>

#include "engine/engine.h"
#include "engine/envelope_json.h"
#include "engine/fields_json.h"
#include "engine/search.h"
#include "rank/rank.h"
#include "rank/slate.h"

namespace hearth {
namespace {

constexpr size_t kMaxListed = 10'000;  // items named in one request
constexpr int64_t kMaxLimit = 10'000;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string Hex(uint64_t value) {
  std::string text(16, '0');
  for (size_t i = 0; i < 16; ++i) text[15 - i] = "0123456789abcdef"[value >> (4 * i) & 15];
  return text;
}

template <size_t n>
Json Names(const std::array<std::string_view, n>& names) {
  Json array = Json::array();
  for (std::string_view name : names) array.push_back(std::string(name));
  return array;
}

constexpr std::array<std::string_view, 4> kAvailabilityNames = {"out_of_stock", "in_stock",
                                                                "preorder", "backorder"};

// ---- Answers

Json CatalogJson(const Catalog& catalog) {
  const CatalogColumns& columns = catalog.columns();
  return {{"shop", std::string(columns.shop)},
          {"items", catalog.item_count()},
          {"asOf", columns.as_of},
          {"currency", std::string(columns.currency)},
          {"minorDigits", columns.minor_digits},
          {"hash", Hex(catalog.content_hash())},
          {"k", columns.k}};
}

// Without an initializer list, which would copy every text three times.
Json ItemJson(const Catalog& catalog, ItemIndex i) {
  const CatalogColumns& columns = catalog.columns();
  Json item = Json::object();
  auto& fields = item.get_ref<Json::object_t&>();
  fields.reserve(9);  // with a reason
  fields.emplace_back("sku", columns.sku[i]);
  fields.emplace_back("title", columns.title[i]);
  fields.emplace_back("priceMinor", columns.price_minor[i]);
  fields.emplace_back("category", catalog.CategoryPath(columns.category[i]));
  fields.emplace_back("brand", columns.brand_name[columns.brand[i]]);
  fields.emplace_back("availability", kAvailabilityNames[columns.availability[i]]);
  fields.emplace_back("link", columns.link[i]);
  fields.emplace_back("image", columns.image[i]);
  return item;
}

Json ReasonJson(ReasonCode code) {
  Json reason = Json::object();
  auto& fields = reason.get_ref<Json::object_t&>();
  fields.emplace_back("code", Name(code));
  fields.emplace_back("text", Text(code));
  return reason;
}

Json EventJson(const Engine& engine, const Event& event) {
  const ItemDescription& text = engine.household().log().Describe(event);
  const Catalog* catalog = engine.catalog();
  return {{"id", Hex(event.Id())},
          {"type", std::string(Name(event.type))},
          {"sku", text.sku},
          {"title", text.title},
          {"category", text.category},
          {"brand", text.brand},
          {"time", event.time},
          {"quantity", event.quantity},
          {"priceMinor", event.price_minor},
          {"session", event.session},
          {"label", std::string(Name(event.label))},
          {"inCatalog", catalog != nullptr && catalog->Find(event.item) != kNoItem}};
}

// ---- Reading what requests share

Time ReadNow(Fields& fields) { return fields.Integer("now", kMinTime, kMaxTime - 1); }

// Indexes of the named items, without repeats, in the order given; names the catalog does not hold
// go to `unknown`.
std::vector<ItemIndex> FindAll(const Catalog& catalog, const std::vector<std::string>& skus,
                               Json& unknown) {
  std::vector<ItemIndex> items;
  std::vector<bool> seen(catalog.item_count(), false);
  for (const std::string& sku : skus) {
    const ItemIndex item = catalog.FindSku(sku);
    if (item == kNoItem) {
      unknown.push_back(sku);
    } else if (!seen[item]) {
      seen[item] = true;
      items.push_back(item);
    }
  }
  return items;
}

std::vector<ItemIndex> ItemsWithin(Engine& engine, CategoryId category) {
  std::vector<ItemIndex> items;
  for (ItemIndex item : engine.ShopOrder()) {
    if (engine.catalog()->IsWithin(engine.catalog()->columns().category[item], category)) {
      items.push_back(item);
    }
  }
  return items;
}

Result<CategoryId> ReadCategory(const Catalog& catalog, const std::string& path) {
  if (path.empty()) return CategoryId{0};
  const CategoryId category = catalog.FindCategory(path);
  if (category == 0) return NotFound("category: the catalog has no such path");
  return category;
}

// ---- Operations

using Answer = Result<Json>;

Answer DoStatus(Engine& engine, Fields&) {
  const Household& household = engine.household();
  std::vector<ItemKey> items;
  for (const Event& event : household.log().events()) items.push_back(event.item);
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return Json{{"paused", household.paused()},
              {"events", household.log().events().size()},
              {"items", items.size()},
              {"catalog", engine.catalog() ? CatalogJson(*engine.catalog()) : Json()},
              {"version", 1}};
}

// Types that this version takes in; the others are reserved in the format (event.h).
constexpr std::array<std::string_view, 9> kRecordedTypes = {
    "impression", "view",   "basket_add", "basket_remove", "wish",
    "buy",        "return", "dismiss",    "like"};
constexpr std::array<std::string_view, 3> kRecordedLabels = {"personal", "private", "sensitive"};

template <typename Enum, size_t n>
Enum ByName(const std::array<std::string_view, n>& names, std::string_view name) {
  return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

Answer DoConstants(Engine&, Fields&) {
  return Json{{"errors", Names(kErrorCodeNames)},
              {"eventTypes", Names(kRecordedTypes)},
              {"labels", Names(kRecordedLabels)},
              {"surfaces", Names(kSurfaceNames)},
              {"reasons", Names(kReasonCodeNames)}};
}

// The text that goes with an event: given with it, or the catalog's.
Result<ItemDescription> ReadDescription(const Engine& engine, Fields& fields,
                                        const std::string& sku, const std::string& place) {
  ItemDescription text;
  text.sku = sku;
  if (const Json* given = fields.Object("item")) {
    Fields item(*given, place + ".item");
    text.title = item.Text("title");
    text.category = item.TextOr("category", "");
    text.brand = item.TextOr("brand", "");
    if (Status status = item.Finish(); !status.ok()) return status.error();
    return text;
  }
  const Catalog* catalog = engine.catalog();
  if (catalog == nullptr) {
    return Error{ErrorCode::kNotReady, place + ": load a catalog first, or describe the `item`"};
  }
  const ItemIndex i = catalog->FindSku(sku);
  if (i == kNoItem) return NotFound(place + ".sku: the catalog has no such item");
  text.title = catalog->Title(i);
  text.category = catalog->CategoryPath(catalog->columns().category[i]);
  text.brand = catalog->columns().brand_name[catalog->columns().brand[i]];
  return text;
}

Result<DescribedEvent> ReadEvent(const Engine& engine, const Json& json, const std::string& place,
                                 Time now, bool skip_known) {
  Fields fields(json, place);
  DescribedEvent read;
  Event& event = read.event;
  event.type =
      ByName<EventType>(kEventTypeNames, kRecordedTypes[fields.OneOf("type", kRecordedTypes)]);
  event.label =
      ByName<Label>(kLabelNames, kRecordedLabels[fields.OneOfOr("label", kRecordedLabels, 0)]);
  const std::string sku = fields.Text("sku");
  event.time = fields.IntegerOr("time", kMinTime, kMaxTime - 1, now);
  if (event.time > now && !skip_known) fields.Fail("time", "later than now");
  event.quantity = static_cast<uint16_t>(fields.IntegerOr("quantity", 1, 65535, 1));
  event.session = static_cast<SessionId>(fields.IntegerOr("session", 0, 0xFFFFFFFF, kNoSession));
  const Catalog* catalog = engine.catalog();
  const ItemIndex item = catalog != nullptr ? catalog->FindSku(sku) : kNoItem;
  const int32_t price = item != kNoItem ? catalog->columns().price_minor[item] : 0;
  event.price_minor = static_cast<int32_t>(fields.IntegerOr("priceMinor", 0, 0x7FFFFFFF, price));
  fields.Object("item");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  Result<ItemDescription> text = ReadDescription(engine, fields, sku, place);
  if (!text.ok()) return text.error();
  read.description = *std::move(text);
  event.item = KeyOf(sku);
  event.description = read.description.Hash();
  return read;
}

// Takes out what a second import of one file would bring again, and what has not happened yet.
void DropKnownAndFuture(const EventLog& log, Time now, std::vector<DescribedEvent>& events) {
  std::set<EventId> known;
  for (const Event& event : log.events()) known.insert(event.Id());
  std::erase_if(events, [&](const DescribedEvent& described) {
    return described.event.time > now || !known.insert(described.event.Id()).second;
  });
}

Answer DoRecord(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Json* one = fields.Object("event");
  const Json* many = fields.Array("events");
  const bool skip_known = fields.Has("skipKnown") && fields.Flag("skipKnown");
  if ((one == nullptr) == (many == nullptr)) fields.Fail("event", "expected `event` or `events`");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (many != nullptr && many->size() > kMaxEvents) return TooLarge("events: at most 1000000");
  std::vector<DescribedEvent> events;
  const size_t count = one != nullptr ? 1 : many->size();
  for (size_t i = 0; i < count; ++i) {
    const std::string place = one != nullptr ? "event" : "events[" + std::to_string(i) + "]";
    Result<DescribedEvent> event =
        ReadEvent(engine, one != nullptr ? *one : (*many)[i], place, now, skip_known);
    if (!event.ok()) return event.error();
    events.push_back(*std::move(event));
  }
  if (skip_known) DropKnownAndFuture(engine.household().log(), now, events);
  Json ids = Json::array();
  for (const DescribedEvent& event : events) ids.push_back(Hex(event.event.Id()));
  Result<size_t> recorded = engine.household().Record(std::move(events), now);
  if (!recorded.ok()) return recorded.error();
  if (*recorded == 0) ids = Json::array();
  return Json{{"recorded", *recorded}, {"ids", ids}, {"skipped", count - *recorded}};
}

// What a surface needs: `sku` for similar, `candidates` or `category` for a listing.
Status ReadSurface(Engine& engine, Fields& fields, RankRequest& request, Json& unknown) {
  const Catalog& catalog = *engine.catalog();
  if (request.surface == Surface::kSimilar) {
    const std::string sku = fields.Text("sku");
    if (Status status = fields.Finish(); !status.ok()) return status;
    request.anchor = catalog.FindSku(sku);
    if (request.anchor == kNoItem) return NotFound("sku: the catalog has no such item");
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

Answer DoRank(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  Json unknown = Json::array();
  Result<RankRequest> request = ReadRank(engine, fields, unknown);
  if (!request.ok()) return request.error();
  Json items = Json::array();
  for (const Slot& slot : engine.RankAt(*request, now)) {
    Json item = ItemJson(*engine.catalog(), slot.item);
    item["reason"] = ReasonJson(slot.reason);
    items.push_back(std::move(item));
  }
  return Json{{"surface", std::string(Name(request->surface))},
              {"items", std::move(items)},
              {"unknown", std::move(unknown)}};
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
  std::sort(causes.begin(), causes.end());
  constexpr size_t kMost = 3;
  std::vector<ItemIndex> items;
  for (size_t i = 0; i < causes.size() && i < kMost; ++i) items.push_back(causes[i].second);
  return items;
}

bool Holds(const std::vector<ReasonCode>& codes, ReasonCode code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Answer DoWhy(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const std::string sku = fields.Text("sku");
  const Json* shown_by = fields.Object("rank");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const Catalog& catalog = *engine.catalog();
  const ItemIndex item = catalog.FindSku(sku);
  if (item == kNoItem) return NotFound("sku: the catalog has no such item");
  RankRequest request;
  if (shown_by != nullptr) {
    Fields rank_fields(*shown_by, "rank");
    Json unknown = Json::array();
    Result<RankRequest> read = ReadRank(engine, rank_fields, unknown);
    if (!read.ok()) return read.error();
    request = *std::move(read);
  }
  const Profile& profile = engine.ProfileAt(now);
  const RankContext context = MakeContext(catalog, engine.publics(), profile, request);
  const auto codes = ReasonsFor(context, LinearModel::Default(), ComputeFeatures(context, item));
  Json reasons = Json::array();
  for (ReasonCode code : codes) reasons.push_back(ReasonJson(code));

  std::vector<ItemIndex> causes = CausesOf(catalog, profile, item);
  causes.push_back(item);
  const CategoryId category = catalog.columns().category[item];
  int from_category = Holds(codes, ReasonCode::kYourCategory) ? 5 : 0;
  constexpr size_t kMostEvents = 20;
  Json events = Json::array();
  const View view = engine.household().ViewOf(kFirstMember, EndOfMinute(now));
  const auto all = view.events();
  for (auto event = all.rbegin(); event != all.rend() && events.size() < kMostEvents; ++event) {
    if (event->type == EventType::kImpression) continue;
    const ItemIndex own = catalog.Find(event->item);
    if (own == kNoItem) continue;
    const bool is_cause = std::find(causes.begin(), causes.end(), own) != causes.end();
    if (is_cause || (catalog.columns().category[own] == category && from_category-- > 0)) {
      events.push_back(EventJson(engine, *event));
    }
  }
  return Json{{"sku", sku},
              {"title", std::string(catalog.Title(item))},
              {"reasons", std::move(reasons)},
              {"events", std::move(events)}};
}

Answer DoHistoryList(Engine& engine, Fields& fields) {
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 100));
  const auto offset = static_cast<size_t>(fields.IntegerOr("offset", 0, kMaxEvents, 0));
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const auto all = engine.household().log().events();
  Json events = Json::array();
  for (size_t i = offset; i < all.size() && i - offset < limit; ++i) {
    events.push_back(EventJson(engine, all[all.size() - 1 - i]));
  }
  return Json{{"total", all.size()}, {"events", std::move(events)}};
}

Answer EraseMatching(Engine& engine,
                     const std::function<bool(const Event&, const ItemDescription&)>& matches) {
  return Json{{"erased", engine.household().EraseIf(matches)}};
}

// Sixteen hexadecimal digits, or nothing.
std::optional<EventId> ParseHex(const std::string& text) {
  EventId id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
  if (text.size() != 16 || error != std::errc{} || end != text.data() + 16) return std::nullopt;
  return id;
}

bool IsPathWithin(std::string_view path, std::string_view ancestor) {
  return path == ancestor || (path.size() > ancestor.size() && path.starts_with(ancestor) &&
                              path.substr(ancestor.size()).starts_with(" > "));
}

Answer DoHistoryErase(Engine& engine, Fields& fields) {
  const std::string event = fields.TextOr("event", "");
  const std::string sku = fields.TextOr("sku", "");
  const std::string category = fields.TextOr("category", "");
  const bool by_range = fields.Has("from") || fields.Has("to");
  const Time from = by_range ? fields.Integer("from", 0, kMaxTime) : 0;
  const Time to = by_range ? fields.Integer("to", 0, kMaxTime) : 0;
  const bool all = fields.Has("all") && fields.Flag("all");
  const int named = fields.Has("event") + fields.Has("sku") + fields.Has("category") + by_range +
                    fields.Has("all");
  if (named != 1 || (fields.Has("all") && !all)) {
    fields.Fail("event",
                "expected one of `event`, `sku`, `category`, `from` and `to`, `all: true`");
  }
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (all) return EraseMatching(engine, [](const auto&, const auto&) { return true; });
  if (by_range) {
    return EraseMatching(engine, [from, to](const Event& each, const auto&) {
      return each.time >= from && each.time < to;
    });
  }
  if (fields.Has("event")) {
    const std::optional<EventId> id = ParseHex(event);
    if (!id) return InvalidArgument("event: expected 16 hexadecimal digits");
    Answer answer =
        EraseMatching(engine, [id](const Event& each, const auto&) { return each.Id() == *id; });
    if ((*answer)["erased"] == 0) return NotFound("event: not in the history");
    return answer;
  }
  if (fields.Has("sku")) {
    const ItemKey key = KeyOf(sku);
    return EraseMatching(engine,
                         [key](const Event& each, const auto&) { return each.item == key; });
  }
  return EraseMatching(engine, [&category](const Event&, const ItemDescription& text) {
    return IsPathWithin(text.category, category);
  });
}

Answer DoHistoryExport(Engine& engine, Fields&) {
  const EventLog& log = engine.household().log();
  Json events = Json::array();
  for (const Event& event : log.events()) {
    const ItemDescription& text = log.Describe(event);
    events.push_back(
        {{"type", std::string(Name(event.type))},
         {"sku", text.sku},
         {"time", event.time},
         {"quantity", event.quantity},
         {"priceMinor", event.price_minor},
         {"session", event.session},
         {"label", std::string(Name(event.label))},
         {"item", {{"title", text.title}, {"category", text.category}, {"brand", text.brand}}}});
  }
  return Json{{"format", "hearth-history"}, {"version", 1}, {"events", std::move(events)}};
}

Answer DoPause(Engine& engine, Fields& fields) {
  const bool paused = fields.Flag("paused");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  engine.household().Pause(paused);
  return Json{{"paused", paused}};
}

Answer DoCatalogItem(Engine& engine, Fields& fields) {
  const std::string sku = fields.Text("sku");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  const ItemIndex item = engine.catalog()->FindSku(sku);
  if (item == kNoItem) return NotFound("sku: the catalog has no such item");
  return ItemJson(*engine.catalog(), item);
}

Answer DoCatalogCategories(Engine& engine, Fields&) {
  const Catalog& catalog = *engine.catalog();
  const CatalogColumns& columns = catalog.columns();
  std::vector<size_t> items(catalog.category_count(), 0);
  for (CategoryId category : columns.category) ++items[category];
  for (size_t node = items.size() - 1; node > 0; --node) {
    items[columns.category_parent[node]] += items[node];
  }
  Json categories = Json::array();
  for (size_t node = 1; node < items.size(); ++node) {
    const auto id = static_cast<CategoryId>(node);
    categories.push_back({{"path", catalog.CategoryPath(id)},
                          {"name", std::string(columns.category_name[node])},
                          {"depth", catalog.CategoryDepth(id)},
                          {"items", items[node]}});
  }
  return Json{{"categories", std::move(categories)}};
}

Json PageOfItems(const Catalog& catalog, std::span<const ItemIndex> items, size_t offset,
                 size_t limit) {
  Json page = Json::array();
  for (size_t i = offset; i < items.size() && i - offset < limit; ++i) {
    page.push_back(ItemJson(catalog, items[i]));
  }
  return {{"total", items.size()}, {"items", std::move(page)}};
}

Answer DoCatalogList(Engine& engine, Fields& fields) {
  const std::string path = fields.TextOr("category", "");
  const auto offset = static_cast<size_t>(fields.IntegerOr("offset", 0, kMaxItems, 0));
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 48));
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  Result<CategoryId> category = ReadCategory(*engine.catalog(), path);
  if (!category.ok()) return category.error();
  return PageOfItems(*engine.catalog(), ItemsWithin(engine, *category), offset, limit);
}

Answer DoCatalogSearch(Engine& engine, Fields& fields) {
  const std::string query = fields.Text("query");
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 48));
  if (query.size() > kMaxTitleBytes) fields.Fail("query", "expected at most 512 bytes");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  std::vector<bool> found(engine.catalog()->item_count(), false);
  for (ItemIndex item : Search(*engine.catalog(), query)) found[item] = true;
  std::vector<ItemIndex> items;
  for (ItemIndex item : engine.ShopOrder()) {
    if (found[item]) items.push_back(item);
  }
  return PageOfItems(*engine.catalog(), items, 0, limit);
}

struct Operation {
  std::string_view name;
  bool needs_catalog;
  Answer (*run)(Engine&, Fields&);
};

constexpr std::array kOperations = {
    Operation{"status", false, DoStatus},
    Operation{"constants", false, DoConstants},
    Operation{"record", false, DoRecord},
    Operation{"rank", true, DoRank},
    Operation{"why", true, DoWhy},
    Operation{"history.list", false, DoHistoryList},
    Operation{"history.erase", false, DoHistoryErase},
    Operation{"history.export", false, DoHistoryExport},
    Operation{"controls.pause", false, DoPause},
    Operation{"catalog.item", true, DoCatalogItem},
    Operation{"catalog.categories", true, DoCatalogCategories},
    Operation{"catalog.list", true, DoCatalogList},
    Operation{"catalog.search", true, DoCatalogSearch},
};

Answer Run(Engine& engine, std::string_view request_json) {
  if (request_json.size() > kMaxRequestBytes) return TooLarge("request: over 64 MiB");
  const Result<Json> request = ParseBoundedJson(request_json);
  if (!request.ok()) return Malformed("request: " + request.error().message);
  Fields fields(*request, "");
  const std::string name = fields.Text("op");
  fields.IntegerOr("now", kMinTime, kMaxTime - 1, kMinTime);  // welcome everywhere
  if (!fields.HasText("op")) return fields.Finish().error();
  const auto operation = std::find_if(kOperations.begin(), kOperations.end(),
                                      [&](const Operation& each) { return each.name == name; });
  if (operation == kOperations.end()) return NotFound("op: there is no such operation");
  if (operation->needs_catalog && engine.catalog() == nullptr) {
    return Error{ErrorCode::kNotReady, "load a catalog first"};
  }
  Answer answer = operation->run(engine, fields);
  // Operations without fields of their own leave the check for left-over fields to here.
  if (Status status = fields.Finish(); answer.ok() && !status.ok()) return status.error();
  return answer;
}

}  // namespace

std::string ErrorEnvelope(const Error& error) {
  return Dump({{"error", {{"code", std::string(Name(error.code))}, {"message", error.message}}}});
}

std::string CatalogEnvelope(const Catalog& catalog) { return Dump({{"ok", CatalogJson(catalog)}}); }

std::string RestoredEnvelope(const Household& household) {
  return Dump(
      {{"ok", {{"events", household.log().events().size()}, {"paused", household.paused()}}}});
}

std::string Engine::Handle(std::string_view request_json) {
  Answer answer = Run(*this, request_json);
  if (!answer.ok()) return ErrorEnvelope(answer.error());
  Json envelope = Json::object();
  envelope["ok"] = *std::move(answer);
  return Dump(envelope);
}

}  // namespace hearth
