// Erase is exact (promise P4): over random histories, erasing equals never having had, in the bytes
// of the snapshot and of every answer; also after a restart. And sealed events are as good as
// erased (P5): no slate and no reason tells a history with them from one without.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"
#include "catalog/small_shop.h"
#include "engine/engine.h"
#include "support/numbers.h"

namespace hearth {
namespace {

constexpr Time kNow = 1'323'388'800'000;
const int kHistories = static_cast<int>(NumberOf("erased_histories"));

const char* const kSkus[] = {"C1", "C2", "C3", "L1", "L2", "M1"};
const char* const kTypes[] = {"impression", "view",   "basket_add", "basket_remove", "wish",
                              "buy",        "return", "dismiss",    "like"};
const char* const kLabels[] = {"personal", "private", "sensitive"};

std::string Quoted(const std::string& text) { return '"' + text + '"'; }

std::string Event(Random& random, Time time, const std::string& label) {
  std::string json = "{\"type\":" + Quoted(kTypes[random.Below(9)]);
  json += ",\"sku\":" + Quoted(kSkus[random.Below(6)]);
  json += ",\"time\":" + std::to_string(time);
  json += ",\"quantity\":" + std::to_string(random.Between(1, 3));
  if (random.Chance(30)) json += ",\"session\":" + std::to_string(random.Below(4));
  return json + ",\"label\":" + Quoted(label) + "}";
}

// A time in one of a few visits: gaps of about half an hour are common, where one event more or
// less joins or splits visits.
Time RandomTime(Random& random) {
  return kNow - random.Between(0, 3) * 40 * kMsPerDay - random.Between(0, 8) * 14 * kMsPerMinute -
         random.Between(0, 999);
}

std::string RandomEvent(Random& random) {
  return Event(random, RandomTime(random), kLabels[random.Below(8) < 6 ? 0 : random.Below(3)]);
}

std::string RecordRequest(const std::vector<std::string>& events) {
  std::string json = "{\"op\":\"record\",\"now\":" + std::to_string(kNow) + ",\"events\":[";
  for (size_t i = 0; i < events.size(); ++i) json += (i > 0 ? "," : "") + events[i];
  return json + "]}";
}

// Everything that can be asked, in one string.
std::string Answers(Engine& engine) {
  const std::string now = ",\"now\":" + std::to_string(kNow) + "}";
  std::string all;
  for (const char* request :
       {"{\"op\":\"rank\",\"surface\":\"home\"", "{\"op\":\"rank\",\"surface\":\"buy_again\"",
        "{\"op\":\"rank\",\"surface\":\"listing\",\"category\":\"Home\"",
        "{\"op\":\"rank\",\"surface\":\"similar\",\"sku\":\"C1\"",
        "{\"op\":\"rank\",\"surface\":\"basket\",\"basket\":[\"M1\"]",
        "{\"op\":\"why\",\"sku\":\"C2\"", "{\"op\":\"status\"", "{\"op\":\"history.list\"",
        "{\"op\":\"history.export\""}) {
    all += engine.Handle(request + now) + "\n";
  }
  return all;
}

struct Erasure {
  std::string request;                                    // the fields of history.erase
  std::function<bool(size_t, const std::string&)> takes;  // which of the recorded events
};

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Erasure RandomErasure(Random& random, const std::vector<std::string>& ids) {
  switch (random.Below(5)) {
    case 0: {
      const std::string sku = Quoted(kSkus[random.Below(6)]);
      return {"\"sku\":" + sku, [sku](size_t, const std::string& event) {
                return Contains(event, "\"sku\":" + sku);
              }};
    }
    case 1:
      return {"\"category\":\"Home > Decor\"",
              [](size_t, const std::string& event) { return !Contains(event, "\"M1\""); }};
    case 2: {
      const Time from = RandomTime(random), to = from + 60 * kMsPerMinute;
      return {"\"from\":" + std::to_string(from) + ",\"to\":" + std::to_string(to),
              [from, to](size_t, const std::string& event) {
                const Time time = std::stoll(event.substr(event.find("\"time\":") + 7));
                return time >= from && time < to;
              }};
    }
    case 3:
      return {"\"all\":true", [](size_t, const std::string&) { return true; }};
    default: {
      const size_t chosen = random.Below(ids.size());
      return {"\"events\":[" + Quoted(ids[chosen]) + "]",
              [chosen](size_t i, const std::string&) { return i == chosen; }};
    }
  }
}

// The ids in an answer to `record`; none when it is an error.
std::vector<std::string> IdsIn(const std::string& envelope) {
  std::vector<std::string> ids;
  const size_t begin = envelope.find("\"ids\":[");
  if (begin == std::string::npos) return ids;
  const size_t end = envelope.find(']', begin);
  for (size_t at = begin + 7; (at = envelope.find('"', at)) < end; at += 18) {
    ids.push_back(envelope.substr(at + 1, 16));
  }
  return ids;
}

TEST(Erase, EqualsNeverHavingHad) {
  const std::vector<uint8_t> pack = SmallShopPack();
  Engine with, without;
  with.LoadPack(pack);
  without.LoadPack(pack);
  const std::vector<uint8_t> nothing = Engine().Snapshot();
  int erasures_that_mattered = 0;
  for (int round = 0; round < kHistories; ++round) {
    Random random(static_cast<uint64_t>(round));
    with.Restore(nothing);
    without.Restore(nothing);
    std::vector<std::string> events;
    const size_t count = 1 + random.Below(16);
    while (events.size() < count) {
      std::string event = RandomEvent(random);
      if (std::find(events.begin(), events.end(), event) == events.end()) events.push_back(event);
    }
    const std::string recorded = with.Handle(RecordRequest(events));
    const std::vector<std::string> ids = IdsIn(recorded);
    if (ids.size() != events.size()) continue;  // two random events were one: refused whole
    const std::string before = round % 10 == 0 ? Answers(with) : "";  // warms every cache, too
    const Erasure erasure = RandomErasure(random, ids);
    with.Handle("{\"op\":\"history.erase\"," + erasure.request + "}");

    std::vector<std::string> kept;
    for (size_t i = 0; i < events.size(); ++i) {
      if (!erasure.takes(i, events[i])) kept.push_back(events[i]);
    }
    if (!kept.empty()) without.Handle(RecordRequest(kept));
    ASSERT_EQ(with.Snapshot(), without.Snapshot()) << "history " << round;
    const std::string answers = Answers(with);
    ASSERT_EQ(answers, Answers(without)) << "history " << round;
    erasures_that_mattered += round % 10 == 0 && answers != before;
    if (round % 10 == 0) {
      Engine restarted;
      restarted.LoadPack(pack);
      restarted.Restore(with.Snapshot());
      ASSERT_EQ(Answers(restarted), answers) << "history " << round << " after a restart";
    }
  }
  EXPECT_GT(erasures_that_mattered, kHistories / 10 / 2) << "the test must be able to see a change";
}

// Everything that a sealed event must not move.
std::string Slates(Engine& engine) {
  const std::string all = Answers(engine);
  return all.substr(0, all.find("{\"ok\":{\"paused\""));
}

TEST(SealedEvents, MoveNoSlate) {
  const std::vector<uint8_t> pack = SmallShopPack();
  const std::vector<uint8_t> nothing = Engine().Snapshot();
  Engine with, without;
  with.LoadPack(pack);
  without.LoadPack(pack);
  for (int round = 0; round < kHistories / 5; ++round) {
    Random random(static_cast<uint64_t>(round) + 1'000'000);
    with.Restore(nothing);
    without.Restore(nothing);
    std::vector<std::string> open, sealed;
    for (size_t i = 0, count = 1 + random.Below(8); i < count; ++i) {
      open.push_back(Event(random, RandomTime(random), "personal"));
      sealed.push_back(
          Event(random, RandomTime(random), random.Chance(50) ? "sensitive" : "private"));
    }
    if (IdsIn(without.Handle(RecordRequest(open))).empty()) continue;
    with.Handle(RecordRequest(open));
    if (IdsIn(with.Handle(RecordRequest(sealed))).empty()) continue;
    ASSERT_NE(with.Snapshot(), without.Snapshot());
    ASSERT_EQ(Slates(with), Slates(without)) << "history " << round;
    ASSERT_FALSE(Slates(with).empty());
  }
}

}  // namespace
}  // namespace hearth
