// A record in parts: what each part holds, that the parts make the record again, and that neither
// their number nor their lengths tell who has secrets.
#include "household/parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "engine/engine.h"
#include "support/numbers.h"
#include "support/secret_worlds.h"

namespace hearth {
namespace {

using Bytes = std::vector<uint8_t>;

const uint64_t kPairs = NumberOf("part_pairs");
constexpr Time kNoon = 1'732'276'800'000;  // 22 Nov 2024
constexpr MemberId kAnna = 0, kBen = 1;

bool Holds(const Bytes& bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

std::string Event(std::string_view title, std::string_view more = "") {
  return R"({"type":"buy","sku":")" + std::string(title) + R"(","item":{"title":")" +
         std::string(title) + R"(","category":"Things","brand":""})" + std::string(more) + "}";
}

class PartedHousehold : public testing::Test {
 protected:
  PartedHousehold() {
    engine_.LoadPack(SecretShopPack(0));
    Do("household.add", kAnna, R"(,"name":"Ben")");
    Take();
  }

  std::string Do(std::string_view op, MemberId viewer, const std::string& fields) {
    now_ += kMsPerMinute;
    const std::string answer = engine_.Handle(Request(op, now_, viewer, fields));
    EXPECT_EQ(answer.rfind(R"({"ok")", 0), 0u) << answer;
    return answer;
  }
  void RecordEvent(MemberId who, const std::string& event) {
    Do("record", who, ",\"event\":" + event);
  }
  std::array<Bytes, 2> Take() {
    return {engine_.TakeChangesInParts(Record::kPeople), engine_.TakeChangesInParts(Record::kShop)};
  }

  Engine engine_;
  Time now_ = kNoon;
};

TEST_F(PartedHousehold, KeepsInEachSlotWhatIsThatMembersAlone) {
  RecordEvent(kAnna, Event("Open Lamp"));
  RecordEvent(kAnna, Event("Secret Ring", R"(,"label":"private")"));
  const Bytes segment = Take()[1];
  RecordEvent(kBen, Event("Quiet Truss", R"(,"label":"private")"));
  const std::string muted(SecretShop(0).CategoryPath(SecretShop(0).columns().category[0]));
  Do("controls.mute", kBen, ",\"category\":" + InQuotes(muted) + ",\"muted\":true");
  Take();

  const StoredParts shop = engine_.household().PartsOf(Record::kShop);
  EXPECT_TRUE(Holds(shop.open, "Open Lamp"));
  EXPECT_FALSE(Holds(shop.open, "Secret Ring") || Holds(shop.open, "Quiet Truss"));
  EXPECT_TRUE(Holds(shop.slots[kAnna], "Secret Ring"));
  EXPECT_FALSE(Holds(shop.slots[kAnna], "Quiet Truss"));
  EXPECT_TRUE(Holds(shop.slots[kBen], "Quiet Truss"));
  const StoredParts people = engine_.household().PartsOf(Record::kPeople);
  EXPECT_TRUE(Holds(people.open, "Ben"));
  EXPECT_FALSE(Holds(people.open, muted));
  EXPECT_TRUE(Holds(people.slots[kBen], muted));
  for (MemberId id = 2; id < kMaxMembers; ++id) {
    EXPECT_TRUE(shop.slots[id].empty() && people.slots[id].empty());
  }

  const Result<std::vector<Segment>> parts = DecodeSegments(segment);
  ASSERT_TRUE(parts.ok());
  ASSERT_EQ(parts->size(), 2u) << "the open part's and Anna's";
  EXPECT_TRUE(Holds(Encode(parts->front()), "Open Lamp"));
  EXPECT_FALSE(Holds(Encode(parts->front()), "Secret Ring"));
  EXPECT_TRUE(Holds(Encode(parts->back()), "Secret Ring"));
}

TEST_F(PartedHousehold, IsWithoutASlotAsIfItsMemberHadNoSecrets) {
  RecordEvent(kAnna, Event("Open Lamp"));
  Take();
  const Bytes without = engine_.Snapshot(Record::kShop);
  RecordEvent(kAnna, Event("Secret Ring", R"(,"label":"private")"));
  StoredParts parts = engine_.household().PartsOf(Record::kShop);
  parts.slots[kAnna].clear();
  Engine other;
  other.LoadPack(SecretShopPack(0));
  other.Restore(Record::kPeople, engine_.SnapshotInParts(Record::kPeople));
  other.Restore(Record::kShop, EncodeRecord(Record::kShop, parts));
  EXPECT_EQ(other.Snapshot(Record::kShop), without);
  EXPECT_EQ(other.effect(Record::kShop), Effect::kNone);
}

TEST_F(PartedHousehold, RefusesEveryBytesThatAreCutOrWronglyFilled) {
  RecordEvent(kAnna, Event("Secret Ring", R"(,"label":"private")"));
  const Bytes segment = Take()[1];
  const Bytes before = engine_.Snapshot();
  for (const Record record : kRecords) {
    const Bytes whole = engine_.SnapshotInParts(record);
    for (size_t length = 0; length < whole.size(); length += length < 400 ? 1 : 401) {
      const std::string answer = engine_.Restore(record, std::span(whole).first(length));
      EXPECT_NE(answer.find("\"malformed\""), std::string::npos) << length;
    }
    uint32_t open;
    std::memcpy(&open, whole.data() + 12, sizeof(open));
    for (size_t end = 20 + open; end <= whole.size(); end += 8192) {  // of a part: zeros fill it up
      Bytes filled = whole;
      filled[end - 1] = 1;
      EXPECT_FALSE(DecodeRecord(record, filled).ok()) << end;
    }
    Bytes newer = whole;
    newer[8] = 2;
    EXPECT_EQ(DecodeRecord(record, newer).error().code, ErrorCode::kUnsupportedVersion);
    const Record other = record == Record::kPeople ? Record::kShop : Record::kPeople;
    EXPECT_EQ(DecodeRecord(other, whole).error().code, ErrorCode::kMalformed);
  }
  for (size_t length = 1; length < segment.size(); ++length) {
    EXPECT_FALSE(DecodeSegments(std::span(segment).first(length)).ok()) << length;
  }
  EXPECT_EQ(engine_.Snapshot(), before);
}

// ---- Lengths

// What one or another household does, one step after the other.
struct Story {
  uint64_t seed;
  bool has_secrets;
  bool leaves_them_out = false;  // they never happened
};

struct Lengths {
  std::vector<std::array<size_t, 2>> segments;  // of people, of the shop
  std::array<size_t, 2> bases{};
};

std::string RandomEvent(Random& random, const World& world, bool in_catalog) {
  const auto item = static_cast<ItemIndex>(random.Below(world.catalog().item_count()));
  if (in_catalog) {
    return EventJson(world.catalog(), {random.Chance(50) ? "view" : "buy", item, 0, 1, 0});
  }
  return Event("Thing " + std::to_string(random.Below(1000)));
}

Lengths LengthsOf(const Story& story) {
  static Engine& engine = *[] {
    auto* made = new Engine();
    made->LoadPack(SecretShopPack(0));
    return made;
  }();
  engine.Become(Household());
  Random random(story.seed), secrets(story.seed ^ 0x5EC2E7);
  Time now = kNoon;
  engine.Handle(Request("household.add", now, kNobody, R"(,"name":"Ben")"));
  const auto take = [&] {
    return std::array<size_t, 2>{engine.TakeChangesInParts(Record::kPeople).size(),
                                 engine.TakeChangesInParts(Record::kShop).size()};
  };
  take();
  Lengths lengths;
  World world;  // of shop 0
  const size_t steps = 1 + random.Below(12);
  for (size_t step = 0; step < steps; ++step) {
    now += kMsPerMinute * static_cast<Time>(1 + random.Below(90));
    // Secrets are about what others do not view or buy at that moment: equal events are one.
    std::string events;
    const size_t count = random.Chance(70) ? 1 : 1 + random.Below(12);
    const MemberId who = kAnna;
    const uint64_t kind = secrets.Below(5);
    const bool is_secret = kind < 4;
    for (size_t i = 0; i < count; ++i) {
      std::string event = RandomEvent(random, world, random.Chance(70));
      event.pop_back();
      event += ",\"time\":" + std::to_string(now - static_cast<Time>(i) - 1);
      if (story.has_secrets && kind == 0) event += R"(,"label":"private")";
      if (story.has_secrets && kind == 1) {
        event += R"(,"label":"gift","gift":{"until":)" + std::to_string(now + 30 * kMsPerDay) +
                 R"(,"for":1,"then":"forget"})";
      }
      events += (i > 0 ? "," : "") + event + "}";
    }
    const MemberId viewer = story.has_secrets && kind == 2 ? kBen : who;
    if (story.leaves_them_out && is_secret) continue;
    const std::string answer =
        engine.Handle(Request("record", now, viewer, ",\"events\":[" + events + "]"));
    EXPECT_EQ(answer.rfind(R"({"ok")", 0), 0u) << answer;
    lengths.segments.push_back(take());
  }
  for (const Record record : kRecords) {
    lengths.bases[static_cast<size_t>(record)] = engine.SnapshotInParts(record).size();
  }
  return lengths;
}

TEST(PartsOfPairs, AreAsLongWhoeverKeepsWhatAsASecret) {
  for (uint64_t seed = 0; seed < kPairs; ++seed) {
    const Lengths plain = LengthsOf({seed, false}), secret = LengthsOf({seed, true});
    ASSERT_EQ(plain.segments, secret.segments) << seed;
    ASSERT_EQ(plain.bases, secret.bases) << seed;
    // Within a step (4 KiB of the open part) also if the secrets had never happened.
    const Lengths never = LengthsOf({seed, true, true});
    ASSERT_EQ(never.bases[0], secret.bases[0]) << seed;
    ASSERT_LE(secret.bases[1] - never.bases[1], 4u << 10) << seed;
  }
}

TEST(PartsOfPairs, HaveSegmentsThatGrowWithWhatTheyHold) {
  EXPECT_EQ(LengthsOf({1, false}).segments.front()[0], 0u) << "nothing happened to the people";
  size_t shortest = SIZE_MAX, longest = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    for (const auto& each : LengthsOf({seed, true}).segments) {
      shortest = std::min(shortest, each[1]);
      longest = std::max(longest, each[1]);
    }
  }
  EXPECT_EQ(shortest, 20u + 17 * 128);
  EXPECT_GT(longest, 20u + 17 * 512);
}

}  // namespace
}  // namespace hearth
