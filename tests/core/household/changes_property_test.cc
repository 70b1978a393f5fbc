// The change is the unit: of random requests to random households, the changes that the engine
// hands out, applied to the household before, make the household after, in every byte of its
// snapshot and in what it ranks; cut into segments in any way, in parts or not; and twice as well
// as once. And operations that read change nothing, at whatever time they say it is.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "engine/engine.h"
#include "household/decisions.h"
#include "support/numbers.h"
#include "support/secret_worlds.h"

namespace hearth {
namespace {

const uint64_t kTraces = NumberOf("change_traces");
constexpr uint64_t kTracesOfWorld = 20;

const std::string kAsked = ",\"grownUp\":{\"asked\":true}";

// One engine a shop for each part: a pack takes longer to read than a trace to try.
Engine& EngineOf(size_t shop, int part) {
  static auto* const engines = new std::array<std::array<std::optional<Engine>, 3>, kSecretShops>;
  std::optional<Engine>& engine = (*engines)[shop][part];
  if (!engine) engine.emplace().LoadPack(SecretShopPack(shop));
  return *engine;
}

template <typename T>
const T& Pick(const std::vector<T>& choices, Random& random) {
  return choices[random.Below(choices.size())];
}

// Requests of all that a household and a host can ask, at times that jump.
class Asker {
 public:
  Asker(const World& world, Random& random) : world_(world), random_(random) {}

  std::string Next() {
    if (waiting_.empty()) Think();
    std::string next = waiting_.front();
    waiting_.erase(waiting_.begin());
    return next;
  }
  // Later requests may undo what this answer says can be undone.
  void Hear(const std::string& answer) {
    constexpr std::string_view kUndo = "\"undo\":\"";
    const size_t at = answer.find(kUndo);
    if (at != std::string::npos) undo_ = answer.substr(at + kUndo.size(), 16);
  }

 private:
  void Think() {
    const Time now = world_.now;
    const MemberId member = Pick(world_.people, random_).id;
    const Catalog& catalog = world_.catalog();
    const auto item = static_cast<ItemIndex>(random_.Below(catalog.item_count()));
    const std::string path = InQuotes(catalog.CategoryPath(catalog.columns().category[item]));
    switch (random_.Below(9)) {
      case 0:
        waiting_ = SecretsOf(world_, random_).requests;
        break;
      case 1:
      case 2:
      case 3:
        waiting_ = {DeedOf(world_, HappeningsOf(world_, random_), random_)};
        break;
      case 4:
        waiting_ = {Request("household.release", now + AnyTime(), kNobody, "")};
        break;
      case 5:
        if (!undo_.empty()) {
          waiting_ = {Request("household.undo", now + random_.Between(0, 9) * kMsPerMinute, kNobody,
                              ",\"undo\":" + InQuotes(undo_))};
        }
        break;
      case 6:
        waiting_ = {Request(
            "controls.mute", now, member,
            ",\"category\":" + path + ",\"muted\":" + (random_.Chance(70) ? "true" : "false"))};
        break;
      case 7:
        waiting_ = {Request("controls.surprise", now, member,
                            ",\"skus\":[" + InQuotes(catalog.Sku(item)) +
                                "],\"gift\":" + RandomGift(world_, random_))};
        break;
      default:
        waiting_ = {Request("household.change", now, member,
                            ",\"member\":" + std::to_string(member) + ",\"kind\":\"" +
                                (random_.Chance(50) ? "child" : "adult") + "\"" + kAsked)};
    }
    if (waiting_.empty()) waiting_ = {Pick(QuestionsOf(world_, {}, random_), random_)};
  }

  // Now, some days on, or a clock that is wrong by years.
  Time AnyTime() {
    if (random_.Chance(15)) return random_.Between(-3660, 3660) * kMsPerDay;
    return random_.Between(0, 60) * kMsPerDay / 2;
  }

  const World& world_;
  Random& random_;
  std::vector<std::string> waiting_;
  std::string undo_;
};

class Traces {
 public:
  void Run(uint64_t traces) {
    for (uint64_t seed = 0; done_ < traces && !testing::Test::HasFatalFailure(); ++seed) {
      const World world = MakeWorld(seed);
      Random random(seed ^ 0x7ACE);
      Engine& engine = EngineOf(world.shop, 0);
      engine.Become(Household());
      for (const std::string& request : world.requests) engine.Handle(request);
      for (const Record record : kRecords) engine.TakeChanges(record);
      const Household start = engine.household();
      for (uint64_t t = 0; t < kTracesOfWorld && done_ < traces; ++t, ++done_) {
        Try(world, start, random, "world " + std::to_string(seed) + ", trace " + std::to_string(t));
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
  uint64_t changes() const { return changes_; }
  uint64_t undone() const { return undone_; }

 private:
  void Try(const World& world, const Household& start, Random& random, const std::string& what) {
    Engine& engine = EngineOf(world.shop, 0);
    Engine& follower = EngineOf(world.shop, 1);
    engine.Become(start);
    follower.Become(start);
    Asker asker(world, random);
    Changes all;
    std::string story = what;
    for (size_t steps = 3 + random.Below(4); steps > 0; --steps) {
      const std::string request = asker.Next();
      const std::string answer = engine.Handle(request);
      asker.Hear(answer);
      story += "\n" + request;
      undone_ += answer.find("\"restored\":true") != std::string::npos;
      const auto done = engine.untaken();
      all.insert(all.end(), done.begin(), done.end());
      for (const Record record : kRecords) {
        const Effect effect = engine.effect(record);
        const bool parted = random.Chance(50);
        const std::vector<uint8_t> segment =
            parted ? engine.TakeChangesInParts(record) : engine.TakeChanges(record);
        ASSERT_FALSE(effect == Effect::kNone && !segment.empty()) << story;
        for (int times = random.Chance(30) ? 2 : 1; times > 0; --times) {
          // As a host: what is only added is applied, else there is a new base.
          if (effect <= Effect::kAppended) {
            follower.Apply(record, segment);
          } else {
            follower.Restore(record,
                             parted ? engine.SnapshotInParts(record) : engine.Snapshot(record));
          }
        }
      }
      follower.Reconcile();
      ASSERT_EQ(follower.Snapshot(), engine.Snapshot()) << story << "\n" << answer;
    }
    changes_ += all.size();
    const std::string question = Pick(QuestionsOf(world, {}, random), random);
    ASSERT_EQ(follower.Handle(question), engine.Handle(question)) << story << "\n" << question;
    ExpectSameInAnySplit(world, start, all, random, story);
  }

  void ExpectSameInAnySplit(const World& world, const Household& start, const Changes& all,
                            Random& random, const std::string& story) {
    const std::vector<uint8_t> expected = EngineOf(world.shop, 0).Snapshot();
    Engine& split = EngineOf(world.shop, 2);
    split.Become(start);
    for (size_t begin = 0; begin < all.size();) {
      const size_t end = begin + 1 + random.Below(all.size() - begin);
      const Changes part(all.begin() + static_cast<std::ptrdiff_t>(begin),
                         all.begin() + static_cast<std::ptrdiff_t>(end));
      const Result<Segment> read = DecodeSegment(Encode(part));
      ASSERT_TRUE(read.ok()) << story;
      Household after = split.household();
      after.Apply(read->changes);
      split.Become(std::move(after));
      begin = end;
    }
    ASSERT_EQ(split.Snapshot(), expected) << story;
  }

  uint64_t done_ = 0, changes_ = 0, undone_ = 0;
};

TEST(Changes, MakeTheHouseholdAfterOfTheOneBefore) {
  Traces run;
  run.Run(kTraces);
  EXPECT_GT(run.changes(), kTraces) << "the test must be able to see a change";
  EXPECT_GT(run.undone(), kTraces / 100) << "and some are undone";
}

TEST(Reads, ChangeNothingAtWhateverTime) {
  uint64_t asked = 0;
  for (uint64_t seed = 0; seed < kTraces / 200; ++seed) {
    World world = MakeWorld(seed);
    Random random(seed ^ 0x4EAD);
    Engine& engine = EngineOf(world.shop, 0);
    engine.Become(Household());
    const Secrets secrets = SecretsOf(world, random);
    for (const std::string& request : world.requests) engine.Handle(request);
    for (const std::string& request : secrets.requests) engine.Handle(request);
    engine.Handle(Request("household.release", world.now, kNobody, ""));
    for (const Record record : kRecords) engine.TakeChanges(record);
    const std::vector<uint8_t> before = engine.Snapshot();
    for (const Time jump : {Time{0}, 30 * kMsPerDay, 3660 * kMsPerDay, -3660 * kMsPerDay}) {
      World then = world;
      then.now += jump;
      std::vector<std::string> questions = QuestionsOf(then, secrets, random);
      for (std::string& each : KeepersSlates(then, random)) questions.push_back(std::move(each));
      for (const char* op : {"history.list", "history.export", "household.withheld"}) {
        questions.push_back(Request(op, then.now, world.keeper, ""));
      }
      for (const std::string& question : questions) {
        engine.Handle(question);
        ++asked;
        for (const Record record : kRecords) {
          ASSERT_EQ(engine.effect(record), Effect::kNone) << question;
        }
      }
      ASSERT_EQ(engine.Snapshot(), before) << "world " << seed << ", " << jump;
    }
  }
  EXPECT_GT(asked, kTraces / 10);
}

}  // namespace
}  // namespace hearth
