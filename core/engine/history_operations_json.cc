// The history: recording, listing, erasing, exporting.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/answers_json.h"
#include "engine/history.h"
#include "engine/operations_json.h"

namespace hearth {
namespace {

// What a record request says of all its events.
struct Recording {
  Time now = 0;
  Viewer viewer;
  Source source = Source::kHost;
  std::optional<GiftTerms> gift;
};

Result<ItemDescription> ReadItem(const Json& json, const std::string& sku, std::string place) {
  Fields item(json, std::move(place));
  ItemDescription text;
  text.sku = sku;
  text.title = item.Text("title");
  text.category = item.TextOr("category", "");
  text.brand = item.TextOr("brand", "");
  if (Status status = item.Finish(); !status.ok()) return status.error();
  return text;
}

void ReadTerms(Fields& fields, ToldEvent& told) {
  told.sku = fields.Text("sku");
  if (fields.Has("quantity")) {
    told.quantity = static_cast<uint16_t>(fields.Integer("quantity", 1, 65535));
  }
  if (fields.Has("priceMinor")) {
    told.price_minor = static_cast<int32_t>(fields.Integer("priceMinor", 0, 0x7FFFFFFF));
  }
}

Result<ToldEvent> ReadEvent(const Json& json, const std::string& place,
                            const Recording& recording) {
  Fields fields(json, place);
  ToldEvent told;
  told.type =
      ByName<EventType>(kEventTypeNames, kRecordedTypes[fields.OneOf("type", kRecordedTypes)]);
  const size_t usual_label = recording.gift ? 2 : 0;  // of kRecordedLabels
  told.label = ByName<Label>(
      kLabelNames, kRecordedLabels[fields.OneOfOr("label", kRecordedLabels, usual_label)]);
  told.time = fields.IntegerOr("time", kMinTime, kMaxTime - 1, recording.now);
  if (told.time > recording.now && recording.source == Source::kHost) {
    fields.Fail("time", "later than now");
  }
  told.session = static_cast<SessionId>(fields.IntegerOr("session", 0, 0xFFFFFFFF, kNoSession));
  const bool searches = told.type == EventType::kSearch;
  const Json* item = nullptr;
  if (searches) {
    told.query = fields.Text("query");
  } else {
    ReadTerms(fields, told);
    item = fields.Object("item");
  }
  told.gift_cue = fields.Has("giftCue") && fields.Flag("giftCue");
  const Json* gift = fields.IsNull("gift") ? nullptr : fields.Object("gift");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (gift == nullptr && told.label == Label::kGift) told.gift = recording.gift;
  if (gift != nullptr) {
    Result<GiftTerms> read = ReadGift(*gift, place + ".gift");
    if (!read.ok()) return read.error();
    told.gift = *read;
  }
  if (item != nullptr) {
    Result<ItemDescription> text = ReadItem(*item, told.sku, place + ".item");
    if (!text.ok()) return text.error();
    told.item = *std::move(text);
  }
  return told;
}

Result<std::vector<NewEvent>> ReadEvents(const Engine& engine, const Json* one, const Json* many,
                                         const Recording& recording) {
  std::vector<NewEvent> events;
  const size_t count = one != nullptr ? 1 : many->size();
  for (size_t i = 0; i < count; ++i) {
    const std::string place = one != nullptr ? "event" : "events[" + std::to_string(i) + "]";
    const Result<ToldEvent> told = ReadEvent(one != nullptr ? *one : (*many)[i], place, recording);
    if (!told.ok()) return told.error();
    Result<std::optional<NewEvent>> event =
        EventOf(engine.catalog(), recording.viewer, *told, recording.source, place);
    if (!event.ok()) return event.error();
    if (event->has_value()) events.push_back(**std::move(event));
  }
  return events;
}

}  // namespace

OutcomeOrError DoRecord(Engine& engine, Fields& fields) {
  Recording recording;
  recording.now = ReadNow(fields);
  const Json* one = fields.Object("event");
  const Json* many = fields.Array("events");
  const bool is_file = fields.Has("skipKnown") && fields.Flag("skipKnown");
  recording.source = is_file ? Source::kFile : Source::kHost;
  const Json* gift_json = fields.Object("gift");
  const std::string currency = fields.TextOr("currency", "");
  const Result<Viewer> viewer = SignerOf(engine, ReadNamed(fields));
  const Result<GrownUp> proof = ReadGrownUp(fields);
  if ((one == nullptr) == (many == nullptr)) fields.Fail("event", "expected `event` or `events`");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!proof.ok()) return proof.error();
  recording.viewer = *viewer;
  if (RecordingIsGuarded(recording.source)) {
    const Status guard = CheckGrownUp(engine.household(), *viewer, *proof);
    if (!guard.ok()) return guard.error();
  }
  if (gift_json != nullptr) {
    Result<GiftTerms> gift = ReadGift(*gift_json, "gift");
    if (!gift.ok()) return gift.error();
    recording.gift = *gift;
  }
  if (Status status = CheckCurrency(engine.catalog(), currency); !status.ok()) {
    return status.error();
  }
  if (many != nullptr && many->size() > kMaxEvents) return TooLarge("events: at most 1000000");
  const size_t count = one != nullptr ? 1 : many->size();
  Result<std::vector<NewEvent>> events = ReadEvents(engine, one, many, recording);
  if (!events.ok()) return events.error();
  Result<Decision<Recorded>> decision =
      DecideRecord(engine.household(), engine.sensitivity(), *std::move(events), recording.now,
                   recording.source);
  if (!decision.ok()) return decision.error();
  Json ids = Json::array();
  for (const EventId id : decision->answer.ids) ids.push_back(Hex(id));
  const size_t recorded = decision->answer.ids.size();
  return Outcome{{{"recorded", recorded}, {"ids", std::move(ids)}, {"skipped", count - recorded}},
                 std::move(decision->changes),
                 is_file};
}

OutcomeOrError DoHistoryList(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 100));
  const auto offset = static_cast<size_t>(fields.IntegerOr("offset", 0, kMaxEvents, 0));
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const auto all = engine.HouseholdAt(now).VisibleTo(*viewer, EndOfMinute(now));
  Json events = Json::array();
  for (size_t i = offset; i < all.size() && i - offset < limit; ++i) {
    events.push_back(EventJson(engine, all[all.size() - 1 - i]));
  }
  return Told({{"total", all.size()}, {"events", std::move(events)}});
}

OutcomeOrError DoHistoryErase(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  Erasure erasure;
  erasure.events = ReadEventIds(fields);
  if (fields.Has("sku")) erasure.sku = fields.Text("sku");
  if (fields.Has("category")) erasure.category = fields.Text("category");
  const bool by_span = fields.Has("from") || fields.Has("to");
  if (by_span)
    erasure.span = {fields.Integer("from", 0, kMaxTime), fields.Integer("to", 0, kMaxTime)};
  erasure.all = fields.Has("all") && fields.Flag("all");
  const int named = !erasure.events.empty() + fields.Has("sku") + fields.Has("category") + by_span +
                    fields.Has("all");
  if (named != 1 || (fields.Has("all") && !erasure.all)) {
    fields.Fail("events",
                "expected one of `events`, `sku`, `category`, `from` and `to`, `all: true`");
  }
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  Result<Decision<Erased>> decision = Erase(engine, *viewer, now, erasure);
  if (!decision.ok()) return decision.error();
  return Outcome{{{"erased", decision->answer.events}}, std::move(decision->changes), true};
}

OutcomeOrError DoHistoryExport(Engine& engine, Fields& fields) {
  const Time now = ReadNowOr(fields, kMinTime);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  Json events = Json::array();
  for (const VisibleEvent& visible : engine.HouseholdAt(now).VisibleTo(*viewer, EndOfMinute(now))) {
    const Event& event = *visible.event;
    if (!IsExported(event, *viewer)) continue;
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
  const Catalog* catalog = engine.catalog();
  return Told({{"format", "hearth-history"},
               {"version", 1},
               {"currency", catalog != nullptr ? Json(catalog->columns().currency) : Json()},
               {"events", std::move(events)}});
}

}  // namespace hearth
