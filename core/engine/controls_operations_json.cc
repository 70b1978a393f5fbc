// A member's controls: pause, labels, surprises, sharing, sensitive topics, muting.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/answers_json.h"
#include "engine/controls.h"
#include "engine/gift_dates.h"
#include "engine/history.h"
#include "engine/operations_json.h"

namespace hearth {
namespace {

using std::chrono::days, std::chrono::sys_days, std::chrono::year_month_day;

Result<Selection> ReadSelection(Fields& fields) {
  Selection selection;
  selection.events = ReadEventIds(fields);
  const std::vector<std::string> skus = fields.TextsOr("skus", kMaxListed);
  const std::string visit = fields.TextOr("visit", "");
  selection.from = fields.IntegerOr("from", kMinTime, kMaxTime - 1, kMinTime);
  const bool from_alone = fields.Has("from") && !fields.Has("skus");
  if (fields.Has("events") + fields.Has("skus") + fields.Has("visit") != 1 || from_alone) {
    fields.Fail("events", "expected one of `events`, `skus` (with `from`), `visit`");
  }
  for (const std::string& sku : skus) selection.items.insert(KeyOf(sku));
  if (fields.Has("visit")) {
    selection.visit = ParseHex(visit);
    if (!selection.visit) return InvalidArgument("visit: expected 16 hexadecimal digits");
  }
  return selection;
}

Json SharingJson(const Policy& policy, const Member& member) {
  Json listed = Json::array();
  for (const std::string& category : Shareable(policy, member)) {
    listed.push_back(
        {{"category", category}, {"shared", member.Chose(Choice::kSharedCategory, category)}});
  }
  return {{"categories", std::move(listed)}};
}

Json TopicsJson(const Engine& engine, const Member& member) {
  Json topics = Json::array();
  for (const Topic& topic : engine.sensitivity().topics().subspan(1)) {
    if (!IsListed(topic, member)) continue;
    topics.push_back({{"id", topic.id},
                      {"name", topic.name},
                      {"tier", Name(topic.tier)},
                      {"adultsOnly", topic.adults_only},
                      {"allowed", member.Chose(Choice::kAllowedTopic, topic.id)}});
  }
  return {{"topics", std::move(topics)}};
}

Json MutedJson(const Member& member) {
  Json categories = Json::array();
  for (const std::string& path : member.chosen(Choice::kMutedCategory)) categories.push_back(path);
  return {{"categories", std::move(categories)}};
}

Json JoinedJson(const Engine& engine, const Member& member) {
  Json shops = Json::array();
  for (const std::string& name : member.chosen(Choice::kJoinedShop)) shops.push_back(name);
  const JoinedShops& joined = engine.joined();
  return {{"shop", joined.name}, {"shops", std::move(shops)}, {"gpc", joined.gpc}};
}

// The member as they are once a decision's changes are made.
template <typename ToJson>
OutcomeOrError ToldOfMember(const Engine& engine, MemberId id, Result<Decision<Nothing>> decision,
                            const ToJson& to_json) {
  if (!decision.ok()) return decision.error();
  Member member = *engine.household().Find(id);
  for (const Change& change : decision->changes) {
    ApplyChoice(member, std::get<ChoiceMade>(change));
  }
  return Outcome{to_json(member), std::move(decision->changes)};
}

// The day it is where the shopper is, which the host knows; else that of `now` in UTC.
Result<sys_days> ReadToday(Fields& fields, Time now) {
  const Json* given = fields.Object("today");
  if (given == nullptr) return sys_days{days{DayOf(now)}};
  Fields today(*given, "today");
  const int64_t year = today.Integer("year", 1999, 2200);
  const int64_t month = today.Integer("month", 1, 12);
  const int64_t day = today.Integer("day", 1, 31);
  if (Status status = today.Finish(); !status.ok()) return status.error();
  return CheckToday(
      {std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(month)},
       std::chrono::day{static_cast<unsigned>(day)}},
      now);
}

Json DateJson(year_month_day date) {
  return {{"year", int{date.year()}},
          {"month", int64_t{unsigned{date.month()}}},
          {"day", int64_t{unsigned{date.day()}}}};
}

}  // namespace

OutcomeOrError DoPause(Engine& engine, Fields& fields) {
  const bool paused = fields.Flag("paused");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  return Told(Result(DecidePause(engine.household(), paused)), [paused](Nothing) {
    return Json{{"paused", paused}};
  });
}

OutcomeOrError DoLabel(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Result<Viewer> viewer = ReadAnswered(engine, fields, now);
  const Result<Selection> selection = ReadSelection(fields);
  Labelling labelling;
  labelling.label =
      ByName<hearth::Label>(kLabelNames, kRecordedLabels[fields.OneOf("label", kRecordedLabels)]);
  const Json* gift_json = fields.Object("gift");
  if ((labelling.label == Label::kGift) != (gift_json != nullptr)) {
    fields.Fail("gift", "required with label gift, and allowed only with it");
  }
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!selection.ok()) return selection.error();
  if (gift_json != nullptr) {
    const Result<GiftTerms> read = ReadGift(*gift_json, "gift");
    if (!read.ok()) return read.error();
    labelling.gift = *read;
  }
  return Told(LabelEvents(engine, *viewer, now, *selection, labelling), [](size_t changed) {
    return Json{{"changed", changed}};
  });
}

OutcomeOrError DoSurprise(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Result<Viewer> viewer = ReadAnswered(engine, fields, now);
  Selection selection;
  for (const std::string& sku : fields.TextsOr("skus", kMaxListed)) {
    selection.items.insert(KeyOf(sku));
  }
  const std::string visit = fields.TextOr("visit", "");
  if (fields.Has("skus") == fields.Has("visit")) {
    fields.Fail("skus", "expected one of `skus`, `visit`");
  }
  const Json* gift_json = fields.Object("gift");
  if (gift_json == nullptr) fields.Fail("gift", "expected an object");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (fields.Has("visit")) {
    selection.visit = ParseHex(visit);
    if (!selection.visit) return InvalidArgument("visit: expected 16 hexadecimal digits");
  }
  const Result<GiftTerms> gift = ReadGift(*gift_json, "gift");
  if (!gift.ok()) return gift.error();
  return Told(Surprise(engine, *viewer, now, selection, *gift), [](size_t changed) {
    return Json{{"changed", changed}};
  });
}

OutcomeOrError DoShare(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  const std::string category = fields.Text("category");
  const bool shared = fields.Flag("shared");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return ToldOfMember(engine, viewer->member, Share(engine, viewer->member, category, shared),
                      [&](const Member& member) { return SharingJson(engine.policy(), member); });
}

OutcomeOrError DoSharing(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return Told(SharingJson(engine.policy(), *engine.household().Find(viewer->member)));
}

OutcomeOrError DoSensitive(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  const std::string topic = fields.Text("topic");
  const bool allowed = fields.Flag("allowed");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return ToldOfMember(engine, viewer->member, AllowTopic(engine, viewer->member, topic, allowed),
                      [&](const Member& member) { return TopicsJson(engine, member); });
}

OutcomeOrError DoTopics(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return Told(TopicsJson(engine, *engine.household().Find(viewer->member)));
}

OutcomeOrError DoMute(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  const std::string category = fields.Text("category");
  const bool muted = fields.Flag("muted");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return ToldOfMember(engine, viewer->member, Mute(engine, viewer->member, category, muted),
                      MutedJson);
}

OutcomeOrError DoMuted(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return Told(MutedJson(*engine.household().Find(viewer->member)));
}

OutcomeOrError DoJoin(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  const std::string shop = fields.Text("shop");
  const bool joined = fields.Flag("joined");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return ToldOfMember(engine, viewer->member, Join(engine, viewer->member, shop, joined),
                      [&](const Member& member) { return JoinedJson(engine, member); });
}

OutcomeOrError DoJoined(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return Told(JoinedJson(engine, *engine.household().Find(viewer->member)));
}

OutcomeOrError DoGiftSuggest(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const std::vector<std::string> basket = fields.TextsOr("basket", kMaxListed);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  const Result<sys_days> today = ReadToday(fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!today.ok()) return today.error();
  Json unknown = Json::array();
  const std::vector<ItemIndex> items = FindAll(*engine.catalog(), basket, unknown);
  const GiftSuggestion suggestion =
      SuggestGift(items, engine.sensitivity(), engine.household().settings().dates, *today);
  using Because = GiftSuggestion::Because;
  return Told({{"suggest", suggestion.suggest},
               {"because", suggestion.because == Because::kQuietItem ? Json("quiet_item")
                           : suggestion.because == Because::kDate    ? Json("date")
                                                                     : Json()},
               {"date", DateJson(suggestion.date)}});
}

}  // namespace hearth
