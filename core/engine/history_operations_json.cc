// The history: recording, listing, erasing, exporting.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/answers_json.h"
#include "engine/operations_json.h"

namespace hearth {
namespace {

// The words of a search, as they are kept.
std::string WordsOf(std::string_view query) {
  const size_t first = query.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(query.substr(first, query.find_last_not_of(' ') + 1 - first));
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

// The `gift` of an event, or the request's.
Result<std::optional<GiftTerms>> ReadGiftOf(Fields& fields, const std::string& place,
                                            const std::optional<GiftTerms>& usual) {
  const Json* given = fields.IsNull("gift") ? nullptr : fields.Object("gift");
  if (given == nullptr) return usual;
  Result<GiftTerms> gift = ReadGift(*given, place + ".gift");
  if (!gift.ok()) return gift.error();
  return std::optional(*gift);
}

// What a record request says of all its events.
struct Recording {
  Time now;
  Viewer viewer;
  bool skip_known;
  std::optional<GiftTerms> gift;
};

// How many, and at what price.
void ReadTerms(const Engine& engine, Fields& fields, const std::string& sku, Event& event) {
  event.quantity = static_cast<uint16_t>(fields.IntegerOr("quantity", 1, 65535, 1));
  const Catalog* catalog = engine.catalog();
  const ItemIndex item = catalog != nullptr ? catalog->FindSku(sku) : kNoItem;
  const int32_t price = item != kNoItem ? catalog->columns().price_minor[item] : 0;
  event.price_minor = static_cast<int32_t>(fields.IntegerOr("priceMinor", 0, 0x7FFFFFFF, price));
  fields.Object("item");  // read later
}

// nullopt for one that is not kept: a gift cue of somebody who is not known.
Result<std::optional<NewEvent>> ReadEvent(const Engine& engine, const Json& json,
                                          const std::string& place, const Recording& recording) {
  Fields fields(json, place);
  NewEvent read;
  Event& event = read.described.event;
  event.type =
      ByName<EventType>(kEventTypeNames, kRecordedTypes[fields.OneOf("type", kRecordedTypes)]);
  const size_t usual_label = recording.gift ? 2 : 0;  // of kRecordedLabels
  event.label = ByName<Label>(
      kLabelNames, kRecordedLabels[fields.OneOfOr("label", kRecordedLabels, usual_label)]);
  event.owner = recording.viewer.answered ? recording.viewer.member : kNobody;
  event.time = fields.IntegerOr("time", kMinTime, kMaxTime - 1, recording.now);
  if (event.time > recording.now && !recording.skip_known) fields.Fail("time", "later than now");
  event.session = static_cast<SessionId>(fields.IntegerOr("session", 0, 0xFFFFFFFF, kNoSession));
  ItemDescription& text = read.described.description;
  if (IsSearch(event)) {
    text = DescriptionOfSearch(WordsOf(fields.Text("query")));
  } else {
    text.sku = fields.Text("sku");
    ReadTerms(engine, fields, text.sku, event);
  }
  const bool gift_cue = fields.Has("giftCue") && fields.Flag("giftCue");
  fields.IsNull("gift");  // read below
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (IsSearch(event)) {
    if (const Status s = Check(text); !s.ok())
      return InvalidArgument(place + "." + s.error().message);
  }
  const bool says_gift = event.label == Label::kGift;
  Result<std::optional<GiftTerms>> gift =
      ReadGiftOf(fields, place, says_gift ? recording.gift : std::nullopt);
  if (!gift.ok()) return gift.error();
  read.gift = *gift;
  if (!IsSearch(event)) {
    Result<ItemDescription> of_item = ReadDescription(engine, fields, text.sku, place);
    if (!of_item.ok()) return of_item.error();
    text = *std::move(of_item);
  }
  event.item = text.Key();
  event.description = text.Hash();
  if (gift_cue && event.label == Label::kPersonal) {
    if (event.owner == kNobody) return std::optional<NewEvent>();
    event.label = Label::kPrivate;
  }
  return std::optional(std::move(read));
}

// Makes a file from another day or household fit this one: takes out what is here already, what has
// not happened yet and gifts to be forgotten whose date has come; reveals other gifts whose date
// has come, sealing what is sensitive, and forgets recipients who are not here.
void MakeFit(const Engine& engine, Time now, std::vector<NewEvent>& events) {
  const Household& household = engine.household();
  std::set<EventId> fresh;
  std::erase_if(events, [&](NewEvent& each) {
    const Event& event = each.described.event;
    if (event.time > now || household.Holds(event) || !fresh.insert(event.Id()).second) return true;
    if (!each.gift) return false;
    if (household.Find(each.gift->recipient) == nullptr) each.gift->recipient = kNobody;
    if (each.gift->until > now) return false;
    if (each.gift->forget) return true;
    Reveal(each);
    if (!engine.Seals(event, each.described.description)) return false;
    Seal(each.described.event);
    return event.owner == kNobody;
  });
}

// Sensitive items are sealed. Nobody's cannot be: nobody could see or erase them, so they go. What
// a search finds takes a look at every title: it is asked of searches of the last half hour alone,
// once for the same words. Older ones come from a file, whose labels say what was found then.
void SealSensitive(const Engine& engine, Time now, std::vector<NewEvent>& events) {
  std::vector<std::pair<std::string, bool>> looked_up;
  const auto is_sensitive = [&](const Event& event, const ItemDescription& text) {
    if (!IsSearch(event) || event.time <= now - kSessionGap) {
      return Engine::IsSealing(engine.TopicOf(event, text));
    }
    for (const auto& [words, seals] : looked_up) {
      if (words == text.title) return seals;
    }
    return looked_up.emplace_back(text.title, engine.Seals(event, text)).second;
  };
  std::erase_if(events, [&](NewEvent& each) {
    Event& event = each.described.event;
    const bool seals = MaySeal(event, each.gift ? &*each.gift : nullptr) &&
                       is_sensitive(event, each.described.description);
    if (seals) Seal(event);
    return seals && event.owner == kNobody;
  });
}

}  // namespace

Answer DoRecord(Engine& engine, Fields& fields) {
  Recording recording;
  recording.now = ReadNow(fields);
  const Json* one = fields.Object("event");
  const Json* many = fields.Array("events");
  recording.skip_known = fields.Has("skipKnown") && fields.Flag("skipKnown");
  const Json* gift_json = fields.Object("gift");
  const Result<Viewer> viewer = ReadViewer(engine, fields, recording.now);
  if ((one == nullptr) == (many == nullptr)) fields.Fail("event", "expected `event` or `events`");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  recording.viewer = *viewer;
  if (gift_json != nullptr) {
    Result<GiftTerms> gift = ReadGift(*gift_json, "gift");
    if (!gift.ok()) return gift.error();
    recording.gift = *gift;
  }
  if (many != nullptr && many->size() > kMaxEvents) return TooLarge("events: at most 1000000");
  std::vector<NewEvent> events;
  const size_t count = one != nullptr ? 1 : many->size();
  for (size_t i = 0; i < count; ++i) {
    const std::string place = one != nullptr ? "event" : "events[" + std::to_string(i) + "]";
    Result<std::optional<NewEvent>> event =
        ReadEvent(engine, one != nullptr ? *one : (*many)[i], place, recording);
    if (!event.ok()) return event.error();
    if (event->has_value()) events.push_back(**std::move(event));
  }
  if (recording.skip_known) MakeFit(engine, recording.now, events);
  SealSensitive(engine, recording.now, events);
  Json ids = Json::array();
  for (const NewEvent& each : events) ids.push_back(Hex(each.described.event.Id()));
  Result<size_t> recorded =
      engine.household().Record(std::move(events), recording.now, recording.skip_known);
  if (!recorded.ok()) return recorded.error();
  if (*recorded == 0) ids = Json::array();
  return Json{{"recorded", *recorded}, {"ids", std::move(ids)}, {"skipped", count - *recorded}};
}

Answer DoHistoryList(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 100));
  const auto offset = static_cast<size_t>(fields.IntegerOr("offset", 0, kMaxEvents, 0));
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const auto all = engine.household().VisibleTo(*viewer, EndOfMinute(now));
  Json events = Json::array();
  for (size_t i = offset; i < all.size() && i - offset < limit; ++i) {
    events.push_back(EventJson(engine, all[all.size() - 1 - i]));
  }
  return Json{{"total", all.size()}, {"events", std::move(events)}};
}

Answer DoHistoryErase(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
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
  if (!viewer.ok()) return viewer.error();
  const bool by_event = fields.Has("event"), by_item = fields.Has("sku");
  const std::optional<EventId> id = ParseHex(event);
  if (by_event && !id) return InvalidArgument("event: expected 16 hexadecimal digits");
  const auto matches = [&, key = KeyOf(sku)](const Event& each, const ItemDescription& text) {
    if (by_range) return each.time >= from && each.time < to;
    if (by_event) return each.Id() == *id;
    if (all) return true;
    if (IsSearch(each)) return false;
    return by_item ? each.item == key : IsPathWithin(text.category, category);
  };
  // What the household was handed goes piece by piece only: it is not one member's to clear.
  const size_t erased = engine.household().EraseIf(*viewer, EndOfMinute(now), matches, by_event);
  if (by_event && erased == 0) {
    const auto visible = engine.household().VisibleTo(*viewer, EndOfMinute(now));
    const bool is_shared = std::any_of(visible.begin(), visible.end(),
                                       [&](const auto& each) { return each.event->Id() == *id; });
    if (is_shared) return InvalidArgument("event: shared, and not the viewer's to erase");
    return NotFound("event: not in the history");
  }
  return Json{{"erased", erased}};
}

Answer DoHistoryExport(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  Json events = Json::array();
  for (const VisibleEvent& visible : engine.household().VisibleTo(*viewer, EndOfMinute(now))) {
    const Event& event = *visible.event;
    // What others share is theirs to export, and what the household was handed nobody's.
    if (event.owner != kNobody && event.owner != viewer->member) continue;
    if (event.label == Label::kShared) continue;
    const ItemDescription& text = *visible.text;
    Json json = {{"type", Name(event.type)},
                 {"time", event.time},
                 {"session", event.session},
                 {"label", Name(event.label)}};
    if (IsSearch(event)) {
      json["query"] = text.title;
    } else {
      json["sku"] = text.sku;
      json["quantity"] = event.quantity;
      json["priceMinor"] = event.price_minor;
      json["item"] = {{"title", text.title}, {"category", text.category}, {"brand", text.brand}};
    }
    if (visible.gift != nullptr) json["gift"] = GiftJson(*visible.gift);
    events.push_back(std::move(json));
  }
  return Json{{"format", "hearth-history"}, {"version", 1}, {"events", std::move(events)}};
}

}  // namespace hearth
