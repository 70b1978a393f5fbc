// A member's controls: pause, labels, sharing, sensitive topics, gifts.
#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>

#include "engine/answers_json.h"
#include "engine/operations_json.h"

namespace hearth {
namespace {

using std::chrono::days, std::chrono::sys_days, std::chrono::year_month_day;

constexpr days kDateHorizon{60};  // how far ahead a surprise is hidden until a date
constexpr days kNearDate{21};     // how far ahead a date makes a surprise likely
constexpr days kUsualGift{15};

// Which of the viewer's events a label is for.
struct Selection {
  std::set<EventId> events;
  std::set<ItemKey> items;
  Time from = kMinTime;
  std::optional<EventId> visit;

  bool Matches(const Event& event) const {
    if (!events.empty()) return events.contains(event.Id());
    return !IsSearch(event) && items.contains(event.item) && event.time >= from;
  }
};

Result<Selection> ReadSelection(Fields& fields) {
  Selection selection;
  const std::vector<std::string> events = fields.TextsOr("events", kMaxListed);
  const std::vector<std::string> skus = fields.TextsOr("skus", kMaxListed);
  const std::string visit = fields.TextOr("visit", "");
  selection.from = fields.IntegerOr("from", kMinTime, kMaxTime - 1, kMinTime);
  const bool from_alone = fields.Has("from") && !fields.Has("skus");
  if (fields.Has("events") + fields.Has("skus") + fields.Has("visit") != 1 || from_alone) {
    fields.Fail("events", "expected one of `events`, `skus` (with `from`), `visit`");
  }
  for (const std::string& text : events) {
    const auto id = ParseHex(text);
    if (!id) return InvalidArgument("events: expected 16 hexadecimal digits each");
    selection.events.insert(*id);
  }
  for (const std::string& sku : skus) selection.items.insert(KeyOf(sku));
  if (fields.Has("visit")) {
    selection.visit = ParseHex(visit);
    if (!selection.visit) return InvalidArgument("visit: expected 16 hexadecimal digits");
  }
  return selection;
}

Json SharingJson(const Policy& policy, const Member& member) {
  std::set<std::string> categories(policy.shareable_categories.begin(),
                                   policy.shareable_categories.end());
  categories.insert(member.shared_categories.begin(), member.shared_categories.end());
  Json listed = Json::array();
  for (const std::string& category : categories) {
    const bool shared = std::binary_search(member.shared_categories.begin(),
                                           member.shared_categories.end(), category);
    listed.push_back({{"category", category}, {"shared", shared}});
  }
  return {{"categories", std::move(listed)}};
}

Json TopicsJson(const Engine& engine, const Member& member) {
  Json topics = Json::array();
  for (const Topic& topic : engine.sensitive().topics().subspan(1)) {
    if (topic.adults_only && member.kind == MemberKind::kChild) continue;
    const bool allowed =
        std::binary_search(member.allowed_topics.begin(), member.allowed_topics.end(), topic.id);
    topics.push_back({{"id", topic.id},
                      {"name", topic.name},
                      {"tier", Name(topic.tier)},
                      {"adultsOnly", topic.adults_only},
                      {"allowed", allowed}});
  }
  return {{"topics", std::move(topics)}};
}

// Puts `text` into an ascending list, or takes it out.
void Choose(std::vector<std::string>& choices, const std::string& text, bool chosen) {
  const auto at = std::lower_bound(choices.begin(), choices.end(), text);
  const bool there = at != choices.end() && *at == text;
  if (chosen && !there) choices.insert(at, text);
  if (!chosen && there) choices.erase(at);
}

// Not checked yet.
year_month_day DateOf(int64_t year, int64_t month, int64_t day) {
  return {std::chrono::year{static_cast<int>(year)},
          std::chrono::month{static_cast<unsigned>(month)},
          std::chrono::day{static_cast<unsigned>(day)}};
}

// That day of a year, `today` or the next one after it.
sys_days NextDate(int month, int day, sys_days today) {
  for (int year = static_cast<int>(year_month_day{today}.year());; ++year) {
    const year_month_day date = DateOf(year, month, day);
    if (date.ok() && sys_days{date} >= today) return date;
  }
}

// The day it is where the shopper is, which the host knows; else that of `now` in UTC.
Result<sys_days> ReadToday(Fields& fields, Time now) {
  const sys_days in_utc{days{DayOf(now)}};
  const Json* given = fields.Object("today");
  if (given == nullptr) return in_utc;
  Fields today(*given, "today");
  const int64_t year = today.Integer("year", 1999, 2200);
  const int64_t month = today.Integer("month", 1, 12);
  const int64_t day = today.Integer("day", 1, 31);
  if (Status status = today.Finish(); !status.ok()) return status.error();
  const year_month_day date = DateOf(year, month, day);
  if (!date.ok() || sys_days{date} > in_utc + days{1} || sys_days{date} < in_utc - days{1}) {
    return InvalidArgument("today: nowhere the day of `now`");
  }
  return sys_days{date};
}

Json DateJson(year_month_day date) {
  return {{"year", int{date.year()}},
          {"month", int64_t{unsigned{date.month()}}},
          {"day", int64_t{unsigned{date.day()}}}};
}

}  // namespace

Answer DoPause(Engine& engine, Fields& fields) {
  const bool paused = fields.Flag("paused");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  engine.household().Pause(paused);
  return Json{{"paused", paused}};
}

Answer DoLabel(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const Result<Viewer> viewer = ReadAnswered(engine, fields, now);
  const Result<Selection> selection = ReadSelection(fields);
  const auto label =
      ByName<Label>(kLabelNames, kRecordedLabels[fields.OneOf("label", kRecordedLabels)]);
  const Json* gift_json = fields.Object("gift");
  if ((label == Label::kGift) != (gift_json != nullptr)) {
    fields.Fail("gift", "goes with label gift, and label gift with it");
  }
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!selection.ok()) return selection.error();
  std::optional<GiftTerms> gift;
  if (gift_json != nullptr) {
    const Result<GiftTerms> read = ReadGift(*gift_json, "gift");
    if (!read.ok()) return read.error();
    gift = *read;
  }
  const auto label_of = [&](const Event& event, const ItemDescription& text) {
    const bool seals = label == Label::kPersonal && engine.Seals(event, text);
    return seals ? Label::kSensitive : label;
  };
  Household& household = engine.household();
  const Result<size_t> changed =
      selection->visit
          ? household.SetVisitLabel(*selection->visit, *viewer, EndOfMinute(now), label_of, gift)
          : household.SetLabel(
                *viewer, EndOfMinute(now),
                [&](const Event& event, const ItemDescription&) {
                  return selection->Matches(event);
                },
                label_of, gift);
  if (!changed.ok()) return changed.error();
  if (*changed == 0 && !selection->events.empty()) return NotFound("events: not in the history");
  return Json{{"changed", *changed}};
}

Answer DoShare(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  const std::string category = fields.Text("category");
  const bool shared = fields.Flag("shared");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const auto& offered = engine.policy().shareable_categories;
  const bool is_offered = std::any_of(offered.begin(), offered.end(), [&](std::string_view each) {
    return IsPathWithin(category, each);
  });
  if (shared && !is_offered) return InvalidArgument("category: the shop offers no sharing of it");
  Member member = *engine.household().Find(viewer->member);
  Choose(member.shared_categories, category, shared);
  if (Status status = engine.household().Decide(member); !status.ok()) return status.error();
  return SharingJson(engine.policy(), member);
}

Answer DoSharing(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return SharingJson(engine.policy(), *engine.household().Find(viewer->member));
}

Answer DoSensitive(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  const std::string id = fields.Text("topic");
  const bool allowed = fields.Flag("allowed");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  const auto topics = engine.sensitive().topics().subspan(1);
  const auto topic =
      std::find_if(topics.begin(), topics.end(), [&](const Topic& each) { return each.id == id; });
  if (topic == topics.end()) return NotFound("topic: there is no such topic");
  if (topic->tier != Tier::kOwnScreen) {
    return InvalidArgument("topic: no yes is asked for it: it is not of tier own_screen");
  }
  Member member = *engine.household().Find(viewer->member);
  if (allowed && topic->adults_only && member.kind == MemberKind::kChild) {
    return InvalidArgument("topic: for adults only");
  }
  Choose(member.allowed_topics, id, allowed);
  if (Status status = engine.household().Decide(member); !status.ok()) return status.error();
  return TopicsJson(engine, member);
}

Answer DoTopics(Engine& engine, Fields& fields) {
  const Result<Viewer> viewer = ReadAnswered(engine, fields, kMinTime);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  return TopicsJson(engine, *engine.household().Find(viewer->member));
}

Answer DoGiftSuggest(Engine& engine, Fields& fields) {
  const Time now = ReadNow(fields);
  const std::vector<std::string> basket = fields.TextsOr("basket", kMaxListed);
  const Result<Viewer> viewer = ReadViewer(engine, fields, now);
  const Result<sys_days> today = ReadToday(fields, now);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!viewer.ok()) return viewer.error();
  if (!today.ok()) return today.error();
  bool quiet = false;
  for (const std::string& sku : basket) {
    const ItemIndex item = engine.catalog()->FindSku(sku);
    const Topic* topic = item == kNoItem ? nullptr : engine.TopicOf(item);
    quiet |= topic != nullptr && topic->tier == Tier::kQuiet;
  }
  // The nearest of the household's dates, else Christmas Eve, else in two weeks. Today hides
  // nothing any more: what is for today is hidden until tomorrow.
  sys_days date = sys_days::max();
  for (const NotableDate& each : engine.household().settings().dates) {
    date = std::min(date, NextDate(each.month, each.day, *today));
  }
  const bool near = date <= *today + kNearDate;
  date = std::min(date, NextDate(12, 24, *today));
  if (date > *today + kDateHorizon) date = *today + kUsualGift;
  return Json{{"suggest", !basket.empty() && (quiet || near)},
              {"because", basket.empty() ? Json()
                          : quiet        ? Json("quiet_item")
                          : near         ? Json("date")
                                         : Json()},
              {"date", DateJson(std::max(date, *today + days{1}))}};
}

}  // namespace hearth
