// Small worlds whose answer anybody can see, then what must always hold.
#include "attribution/attribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

#include "attribution/tables.h"
#include "base/random.h"
#include "catalog/small_shop.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

constexpr Time kMonday = 1'700'438'400'000;  // 2023-11-20, midnight
constexpr size_t kItems = 60;                // "0" ... "59": tens of them are a category

Catalog MakeShop(bool with_taste) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (size_t i = 0; i < kItems; ++i) {
    const std::string category = "Category " + std::to_string(i / 10);
    const auto price = static_cast<int32_t>(100 + i);
    EXPECT_TRUE(builder.Add(MakeItem(std::to_string(i), "Item", price, category)).ok());
  }
  auto columns = *builder.Build();
  columns->item_customers.assign(kItems, 50);
  if (with_taste) {
    columns->taste_vector.assign(kItems * kEmbeddingDims, 0);
    columns->taste_group.assign(kItems, 0);
    for (size_t i = 0; i < kItems; ++i) {
      const ItemIndex item = [&] {
        const auto found =
            std::lower_bound(columns->key.begin(), columns->key.end(), KeyOf(std::to_string(i)));
        return static_cast<ItemIndex>(found - columns->key.begin());
      }();
      columns->taste_vector[item * kEmbeddingDims + i / 10] = 127;
      columns->taste_group[item] = static_cast<uint8_t>(1 + i / 10);
    }
  }
  return *Catalog::FromPack(*EncodePack(*columns));
}

ItemKey Sku(size_t i) { return KeyOf(std::to_string(i)); }

// A log of visits, a day apart, at ten in the morning.
class Log {
 public:
  explicit Log(size_t members) {
    open_.candidates.resize(members);
    std::iota(open_.candidates.begin(), open_.candidates.end(), MemberId{0});
  }
  Log& Add(MemberId owner, const std::vector<size_t>& items, std::optional<Time> start = {}) {
    OpenVisit visit;
    visit.id = open_.visits.size() + 1;
    visit.start = start.value_or(Now());
    visit.end = visit.start;
    visit.owner = owner;
    visit.first_item = static_cast<uint32_t>(open_.items.size());
    visit.item_count = static_cast<uint32_t>(items.size());
    for (const size_t i : items) open_.items.push_back(Sku(i));
    open_.visits.push_back(visit);
    return *this;
  }
  Time Now() const {
    return kMonday + static_cast<Time>(open_.visits.size()) * kMsPerDay + 10 * kMsPerHour;
  }
  OpenVisits& open() { return open_; }
  const OpenVisits& open() const { return open_; }

 private:
  OpenVisits open_;
};

// Anna buys of the first category, Ben of the fourth; both signed two visits.
Log AnnaAndBen() {
  Log log(2);
  log.Add(0, {0, 1, 2}).Add(1, {30, 31, 32}).Add(0, {1, 2, 3}).Add(1, {31, 32, 33});
  return log;
}

uint32_t Sum(const Belief& belief) {
  return std::accumulate(belief.p_q15.begin(), belief.p_q15.end(), 0u);
}

std::vector<ItemKey> Keys(const std::vector<size_t>& items) {
  std::vector<ItemKey> keys;
  for (const size_t i : items) keys.push_back(Sku(i));
  return keys;
}

class AttributionTest : public ::testing::Test {
 protected:
  const Catalog catalog_ = MakeShop(true);
  const AttributionModel model_{catalog_};

  Belief Score(const Log& log, const std::vector<size_t>& items) const {
    return Attributor(log.open(), model_).Score(Keys(items), log.Now());
  }
};

TEST_F(AttributionTest, KnowsPeopleByWhatTheyBoughtBefore) {
  const Log log = AnnaAndBen();
  EXPECT_GT(Score(log, {0, 1}).p_q15[0], 30000);
  EXPECT_GT(Score(log, {31, 33}).p_q15[1], 30000);
}

TEST_F(AttributionTest, KnowsPeopleByLikeThingsTheyNeverBought) {
  const Log log = AnnaAndBen();
  EXPECT_GT(Score(log, {8, 9}).p_q15[0], 24000);
  EXPECT_GT(Score(log, {38, 39}).p_q15[1], 24000);
}

TEST_F(AttributionTest, IsUndecidedBetweenEquals) {
  Log log(2);
  log.Add(0, {0, 1}).Add(1, {0, 1}).Add(0, {2, 3}).Add(1, {2, 3});
  const Belief belief = Score(log, {50});
  EXPECT_NEAR(belief.p_q15[0], belief.p_q15[1], 1);
}

TEST_F(AttributionTest, BelievesThoseWhoSigned) {
  Log log = AnnaAndBen();
  log.Add(1, {0, 1, 2});  // Ben says so, whatever it looks like
  const Attributor attributor(log.open(), model_);
  EXPECT_EQ(attributor.Of(4).p_q15[1], 32768);
  EXPECT_EQ(attributor.Of(0).p_q15[0], 32768);
}

TEST_F(AttributionTest, LearnsFromVisitsThatNobodySigned) {
  Log log = AnnaAndBen();
  const uint16_t before = Score(log, {22}).p_q15[0];
  for (int i = 0; i < 4; ++i) log.Add(kNobody, {0, 1, 20, 21});  // Anna, by 0 and 1
  EXPECT_GT(Score(log, {22}).p_q15[0], before + 3000);
}

TEST_F(AttributionTest, SettlesPastBeliefsByWhatCameLater) {
  Log log = AnnaAndBen();
  log.Add(kNobody, {20, 21});  // who likes this?
  const uint16_t before = Attributor(log.open(), model_).Of(4).p_q15[1];
  for (int i = 0; i < 3; ++i) log.Add(1, {20, 21, 22});
  EXPECT_GT(Attributor(log.open(), model_).Of(4).p_q15[1], before + 3000);
}

TEST_F(AttributionTest, ExpectsSomebodyNewOnlyWhereNobodyFits) {
  const Log log = AnnaAndBen();
  const uint16_t at_home = Score(log, {0, 1}).p_q15[2];
  const uint16_t strange = Score(log, {50, 51, 52, 53, 54}).p_q15[2];
  EXPECT_LT(at_home, 100);
  EXPECT_GT(strange, at_home);
}

TEST_F(AttributionTest, DoubtsWhoNeverSigned) {
  Log log(3);
  log.Add(0, {0, 1}).Add(1, {30, 31}).Add(0, {0, 2}).Add(1, {30, 32});
  const Belief belief = Score(log, {50});
  EXPECT_LT(belief.p_q15[2] * 8, belief.p_q15[0]);
  EXPECT_GT(belief.p_q15[2], 0) << "but may be there";
}

TEST_F(AttributionTest, IsCertainOfOneWhoLivesAlone) {
  Log log(1);
  log.Add(0, {0, 1}).Add(0, {2});
  EXPECT_GT(Score(log, {1, 3}).p_q15[0], 32000);
}

TEST_F(AttributionTest, HasNobodyButSomebodyNewInAnEmptyHouse) {
  const Log log(0);
  EXPECT_EQ(Score(log, {1}).p_q15[0], 32768);
}

TEST_F(AttributionTest, TakesVisitsOfThingsTheShopNoLongerCarries) {
  Log log = AnnaAndBen();
  log.Add(0, {1000, 1001}).Add(1, {2000, 2001});
  EXPECT_GT(Score(log, {1000, 1001}).p_q15[0], 30000);
  EXPECT_GT(Score(log, {2000, 2001}).p_q15[1], 30000);
}

TEST_F(AttributionTest, WorksWithoutTasteVectorsAndForVisitsWithoutItems) {
  const Catalog plain = MakeShop(false);
  const AttributionModel model(plain);
  Log log = AnnaAndBen();
  log.Add(kNobody, {});
  const Attributor attributor(log.open(), model);
  EXPECT_EQ(Sum(attributor.Of(4)), 32768u);
  EXPECT_EQ(Sum(attributor.Score({}, log.Now())), 32768u);
  EXPECT_GT(attributor.Score(Keys({0, 1}), log.Now()).p_q15[0], 30000);
}

TEST_F(AttributionTest, GivesTheSameBeliefItemByItemAsAtOnce) {
  Log log = AnnaAndBen();
  log.Add(kNobody, {4, 31}).Add(kNobody, {3, 30, 50});
  const Attributor attributor(log.open(), model_);
  RunningVisit running = attributor.Begin(log.Now());
  std::vector<ItemKey> so_far;
  for (const size_t item : {3, 40, 1000, 30}) {
    running.Add(Sku(item));
    so_far.push_back(Sku(item));
    EXPECT_EQ(running.Current(), attributor.ScoreRunning(so_far, log.Now()));
  }
}

TEST_F(AttributionTest, DoesNotCountTheSizeOfAVisitThatStillRuns) {
  Log log(2);
  log.Add(0, {0}).Add(1, {30, 31, 32, 33, 34, 35}).Add(0, {1}).Add(1, {36, 37, 38, 39, 30, 31});
  const Attributor attributor(log.open(), model_);
  const std::vector<ItemKey> one = Keys({55});
  EXPECT_GT(attributor.Score(one, log.Now()).p_q15[0],
            attributor.ScoreRunning(one, log.Now()).p_q15[0]);
}

// A household of `members` that lived for a while, at random.
Log RandomLog(Random& random, size_t members, size_t visits) {
  Log log(members);
  for (size_t v = 0; v < visits; ++v) {
    std::vector<size_t> items;
    const size_t count = random.Below(6);
    for (size_t i = 0; i < count; ++i) {
      const size_t item = random.Below(kItems + 10);
      if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
    }
    const bool is_signed = random.Chance(30);
    log.Add(is_signed ? static_cast<MemberId>(random.Below(members + 1)) : kNobody, items);
  }
  return log;
}

std::vector<Belief> BeliefsOf(const OpenVisits& open, const AttributionModel& model) {
  const Attributor attributor(open, model);
  std::vector<Belief> beliefs;
  for (size_t v = 0; v < open.visits.size(); ++v) beliefs.push_back(attributor.Of(v));
  return beliefs;
}

TEST_F(AttributionTest, SumsToCertaintyWhateverHappened) {
  Random random(1);
  for (int round = 0; round < 200; ++round) {
    const size_t members = 1 + random.Below(kMaxMembers);
    const Log log = RandomLog(random, members, random.Below(40));
    for (const Belief& belief : BeliefsOf(log.open(), model_)) {
      EXPECT_EQ(Sum(belief), 32768u);
      for (size_t c = members + 1; c <= kMaxMembers; ++c) EXPECT_EQ(belief.p_q15[c], 0);
    }
  }
}

// What is laid out otherwise in memory, named otherwise or comes from an edited log is the same
// household.
TEST_F(AttributionTest, DependsOnNothingButTheVisitsThemselves) {
  Random random(2);
  for (int round = 0; round < 100; ++round) {
    const Log log = RandomLog(random, 3, 30);
    OpenVisits other;
    other.candidates = log.open().candidates;
    other.visits = log.open().visits;
    // Items of later visits first, with gaps that no visit owns.
    for (size_t v = other.visits.size(); v-- > 0;) {
      OpenVisit& visit = other.visits[v];
      const uint32_t from = visit.first_item;
      other.items.push_back(log.open().items.empty() ? 0 : log.open().items.front());
      visit.first_item = static_cast<uint32_t>(other.items.size());
      for (uint32_t i = 0; i < visit.item_count; ++i) {
        other.items.push_back(log.open().items[from + i]);
      }
      visit.id += 1000;
    }
    if (log.open().items.empty()) continue;
    EXPECT_EQ(BeliefsOf(other, model_), BeliefsOf(log.open(), model_));
  }
}

TEST_F(AttributionTest, DoesNotDependOnTheOrderOfItemsInAVisit) {
  Random random(3);
  for (int round = 0; round < 100; ++round) {
    const Log log = RandomLog(random, 4, 25);
    OpenVisits turned = log.open();
    for (const OpenVisit& visit : turned.visits) {
      const auto begin = turned.items.begin() + visit.first_item;
      std::reverse(begin, begin + visit.item_count);
    }
    EXPECT_EQ(BeliefsOf(turned, model_), BeliefsOf(log.open(), model_));
  }
}

TEST_F(AttributionTest, TreatsMembersAlikeWhateverTheirNumber) {
  Random random(4);
  for (int round = 0; round < 100; ++round) {
    const Log log = RandomLog(random, 3, 25);
    OpenVisits turned = log.open();
    for (OpenVisit& visit : turned.visits) {
      if (visit.owner < 3) visit.owner = static_cast<MemberId>(2 - visit.owner);
    }
    const std::vector<Belief> beliefs = BeliefsOf(log.open(), model_);
    const std::vector<Belief> swapped = BeliefsOf(turned, model_);
    // Only what rounding left over, which goes to the first of equals, may go to another; and then
    // teach a little otherwise.
    for (size_t v = 0; v < beliefs.size(); ++v) {
      for (size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(beliefs[v].p_q15[c], swapped[v].p_q15[2 - c], 200);
      }
    }
  }
}

TEST_F(AttributionTest, TakesBackExactlyWhatItTaught) {
  Random random(5);
  for (int round = 0; round < 50; ++round) {
    const Log log = RandomLog(random, 3, 20);
    AttributionTables tables(log.open(), model_);
    std::vector<AttributionFeaturesQ10> before;
    for (size_t v = 0; v < 20; ++v) {
      Belief belief;
      belief.p_q15[0] = static_cast<uint16_t>(random.Below(20'000));
      belief.p_q15[2] = static_cast<uint16_t>(32768 - belief.p_q15[0]);
      const std::vector<AttributionFeaturesQ10> without = tables.FeaturesFor(v);
      tables.Teach(v, belief, 1);
      tables.Teach(v, belief, -1);
      EXPECT_EQ(tables.FeaturesFor(v), without);
      tables.Teach(v, belief, 1);
    }
  }
}

TEST_F(AttributionTest, StaysInRangeWithTheLargestNumbers) {
  // A shop where one item is nearly all that is bought, the heaviest weights, long visits.
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(builder.Add(MakeItem(std::to_string(i), "Item", 1, "A")).ok());
  }
  auto columns = *builder.Build();
  columns->item_customers = {0xFFFFFFFF, 0, 0};
  columns->taste_vector.assign(3 * kEmbeddingDims, 127);
  columns->taste_group = {255, 1, 0};
  columns->attribution_weights.assign(kAttributionFeatures + 1, 0x7FFFFFFF);
  const Catalog catalog = *Catalog::FromPack(*EncodePack(*columns));
  const AttributionModel model(catalog);
  Log log(kMaxMembers);
  for (size_t v = 0; v < 3000; ++v) {
    std::vector<size_t> items(300);
    std::iota(items.begin(), items.end(), v % 7 * 100);
    log.Add(v % 3 == 0 ? static_cast<MemberId>(v % kMaxMembers) : kNobody, items);
  }
  for (const Belief& belief : BeliefsOf(log.open(), model)) EXPECT_EQ(Sum(belief), 32768u);
}

TEST_F(AttributionTest, ReplaysTenThousandVisits) {
  Random random(6);
  Log log = RandomLog(random, 4, 10'000);
  const Attributor attributor(log.open(), model_);
  EXPECT_EQ(Sum(attributor.Of(9'999)), 32768u);
  EXPECT_EQ(Sum(attributor.Score(Keys({1, 2}), log.Now())), 32768u);
}

TEST_F(AttributionTest, KeepsUnderOneKilobyteAMemberAndHundredItems) {
  for (const size_t members : {2u, 4u, 8u}) {
    Log log(members);
    for (size_t item = 0; item < 800; ++item) {
      log.Add(static_cast<MemberId>(item % members), {item % kItems + item * 100});
    }
    const Attributor attributor(log.open(), model_);
    const size_t beliefs = log.open().visits.size() * sizeof(Belief);  // of events
    EXPECT_LT(attributor.MemoryBytes() - beliefs, members * 8 * 1024);
  }
}

TEST(AttributionWeights, GoThroughAPack) {
  AttributionWeights weights = AttributionWeights::Default();
  weights.weight_q10[3] = 77;
  weights.somebody_new_q10 = -1234;
  EXPECT_EQ(AttributionWeights::FromPack(weights.ForPack()), weights);
}

TEST(AttributionWeights, OfAnotherLengthAreNotUnderstood) {
  const std::vector<int32_t> numbers(kAttributionFeatures, 5);
  EXPECT_EQ(AttributionWeights::FromPack(numbers), AttributionWeights::Default());
  EXPECT_EQ(AttributionWeights::FromPack({}), AttributionWeights::Default());
}

TEST(AttributionTables, TellPartsOfTheWeekApart) {
  const auto part = [](int day, int hour) {
    return AttributionTables::PartOfWeek(kMonday + day * kMsPerDay + hour * kMsPerHour);
  };
  EXPECT_EQ(part(0, 0), 0u);
  EXPECT_EQ(part(0, 7), 0u);
  EXPECT_EQ(part(0, 8), 1u);
  EXPECT_EQ(part(4, 19), 6u);
  EXPECT_EQ(part(4, 23), 6u);
  EXPECT_EQ(part(5, 9), 8u);
  EXPECT_EQ(part(6, 23), 13u);
  EXPECT_EQ(part(7, 9), 1u);
}

}  // namespace
}  // namespace hearth
