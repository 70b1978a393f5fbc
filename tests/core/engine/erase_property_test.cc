// Erase is exact (promise P4): over random histories, erasing equals never having had, in the bytes
// of the snapshot and of every answer; also after a restart.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"
#include "catalog/small_shop.h"
#include "engine/engine.h"

namespace hearth {
namespace {

constexpr Time kNow = 1'323'388'800'000;
#ifdef __EMSCRIPTEN__
constexpr int kHistories = 1'000;  // the same property, fewer of them: Node runs after native
#else
constexpr int kHistories = 10'000;
#endif

const char* const kSkus[] = {"C1", "C2", "C3", "L1", "L2", "M1"};
const char* const kTypes[] = {"impression", "view",   "basket_add", "basket_remove", "wish",
                              "buy",        "return", "dismiss",    "like"};
const char* const kLabels[] = {"personal", "private", "sensitive"};

std::string Quoted(const std::string& text) { return '"' + text + '"'; }

// One event as JSON; always with its own session, so that it says the same in any history.
std::string RandomEvent(Random& random) {
  std::string json = "{\"type\":" + Quoted(kTypes[random.Below(9)]);
  json += ",\"sku\":" + Quoted(kSkus[random.Below(6)]);
  json += ",\"time\":" + std::to_string(kNow - random.Between(0, 200 * kMsPerDay));
  json += ",\"quantity\":" + std::to_string(random.Between(1, 3));
  json += ",\"session\":" + std::to_string(random.Below(6));
  json += ",\"label\":" + Quoted(kLabels[random.Below(8) < 6 ? 0 : random.Below(3)]);
  return json + "}";
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
        "{\"op\":\"rank\",\"surface\":\"basket\",\"basket\":[\"M1\"]", "{\"op\":\"status\"",
        "{\"op\":\"why\",\"sku\":\"C2\"", "{\"op\":\"history.list\"",
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
  switch (random.Below(4)) {
    case 0: {
      const std::string sku = Quoted(kSkus[random.Below(6)]);
      return {"\"sku\":" + sku, [sku](size_t, const std::string& event) {
                return Contains(event, "\"sku\":" + sku);
              }};
    }
    case 1:
      return {"\"category\":\"Home > Decor\"",
              [](size_t, const std::string& event) { return !Contains(event, "\"M1\""); }};
    case 2:
      return {"\"all\":true", [](size_t, const std::string&) { return true; }};
    default: {
      const size_t chosen = random.Below(ids.size());
      return {"\"event\":" + Quoted(ids[chosen]),
              [chosen](size_t i, const std::string&) { return i == chosen; }};
    }
  }
}

std::vector<std::string> IdsIn(const std::string& envelope) {
  std::vector<std::string> ids;
  size_t at = envelope.find("\"ids\":[");
  while (at != std::string::npos && (at = envelope.find('"', at + 7)) != std::string::npos) {
    ids.push_back(envelope.substr(at + 1, 16));
    at = at + 18 - 7;
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

}  // namespace
}  // namespace hearth
