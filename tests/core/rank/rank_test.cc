#include "rank/rank.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/random.h"
#include "catalog/small_shop.h"
#include "pack/pack_writer.h"
#include "rank/candidates.h"
#include "rank/dot.h"
#include "rank/scan.h"
#include "rank/slate.h"
#include "support/synthetic_shop.h"

namespace hearth {
namespace {

constexpr Time kNow = 1'323'388'800'000;

// A shop, a history and requests on them.
class World {
 public:
  explicit World(std::vector<uint8_t> pack)
      : catalog_(*Catalog::FromPack(std::move(pack))), publics_(ComputePublicColumns(catalog_)) {}

  void Happen(EventType type, ItemIndex item, Time age, SessionId session = 1) {
    DescribedEvent event;
    event.event.type = type;
    event.event.time = kNow - age;
    event.event.session = session;
    event.description.sku = catalog_.Sku(item);
    ASSERT_TRUE(household_.Record({event}, kNow).ok());
  }
  Profile Folded() const { return Fold(household_.ViewOf(kFirstMember, kNow), catalog_, kNow); }
  Slate Ranked(const RankRequest& request) const {
    return Rank(catalog_, publics_, policy_, LinearModel::Default(), Folded(), request);
  }
  ItemIndex Item(const char* sku) const { return catalog_.FindSku(sku); }

  Catalog catalog_;
  PublicColumns publics_;
  Policy policy_;
  Household household_;
};

std::vector<ItemIndex> Items(const Slate& slate) {
  std::vector<ItemIndex> items;
  for (const Slot& slot : slate) items.push_back(slot.item);
  return items;
}

bool Holds(const std::vector<ItemIndex>& items, ItemIndex item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

RankRequest On(Surface surface, size_t limit = 12) {
  RankRequest request;
  request.surface = surface;
  request.limit = limit;
  return request;
}

void LiveALittle(World& world, uint64_t seed, int events) {
  Random random(seed);
  for (int i = 0; i < events; ++i) {
    constexpr EventType kTypes[] = {EventType::kView, EventType::kBuy,        EventType::kBasketAdd,
                                    EventType::kWish, EventType::kImpression, EventType::kDismiss};
    const auto item = static_cast<ItemIndex>(random.Below(world.catalog_.item_count()));
    world.Happen(kTypes[random.Below(i % 10 == 0 ? 6 : 5)], item,
                 random.Between(i == 0 ? 0 : 1000, 300 * kMsPerDay) / 7 * 7 + i,
                 static_cast<SessionId>(random.Below(20)));
  }
}

TEST(Query, GivesTheSameDotProductAsThePlainLoop) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    int8_t q[32], rows[128];
    for (int8_t& x : q) x = static_cast<int8_t>(random.Between(-127, 127));
    for (int8_t& x : rows) x = static_cast<int8_t>(random.Between(-127, 127));
    const Query query(q);
    int32_t four[4];
    query.Dot4(rows, four);
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(four[i], DotPlain(q, rows + 32 * i));
      EXPECT_EQ(query.Dot(rows + 32 * i), DotPlain(q, rows + 32 * i));
    }
  }
}

TEST(Scan, FindsExactlyTheBestItemsOfTheCatalog) {
  for (size_t count : {size_t{7}, size_t{500}, size_t{2001}}) {
    World world(SyntheticShopPack(count, count));
    LiveALittle(world, 5, 40);
    const Profile profile = world.Folded();
    for (Surface surface : {Surface::kHome, Surface::kSimilar}) {
      RankRequest request = On(surface);
      if (surface == Surface::kSimilar) request.anchor = 3;
      const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
      const LinearModel& model = LinearModel::Default();
      std::vector<std::pair<int64_t, ItemIndex>> all;
      for (ItemIndex i = 0; i < count; ++i) {
        all.emplace_back(-int64_t{ScanScore(context, model, i)}, i);
      }
      std::sort(all.begin(), all.end());
      const auto found = Scan(context, model, 100);
      ASSERT_EQ(found.size(), std::min<size_t>(100, count));
      for (size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], all[i].second) << i;
    }
  }
}

TEST(Scan, ScoresAnItemAsTheModelDoesWithoutHistoryAndNeighbours) {
  World world(SyntheticShopPack(300, 4));
  world.Happen(EventType::kBuy, 10, kMsPerDay);
  const Profile profile = world.Folded();
  const RankRequest request = On(Surface::kHome);
  const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
  const LinearModel& model = LinearModel::Default();
  for (ItemIndex i = 0; i < 300; ++i) {
    const FeatureVector features = ComputeFeatures(context, i);
    if (i == 10 || FindScore(profile.co_bought_all, i) != nullptr) continue;
    const int64_t others = model.Contribution(Surface::kHome, features, Feature::kRepeatRate);
    EXPECT_EQ(ScanScore(context, model, i), model.Score(Surface::kHome, features) - others) << i;
  }
}

TEST(Rank, NeverRepeatsAnItemAndFillsTheSlate) {
  World world(SyntheticShopPack(400, 6));
  LiveALittle(world, 7, 60);
  for (Surface surface :
       {Surface::kHome, Surface::kSimilar, Surface::kBasket, Surface::kBuyAgain}) {
    RankRequest request = On(surface, 24);
    request.anchor = surface == Surface::kSimilar ? 5 : kNoItem;
    if (surface == Surface::kBasket) request.basket = {1, 2};
    const auto items = Items(world.Ranked(request));
    EXPECT_EQ(std::set<ItemIndex>(items.begin(), items.end()).size(), items.size());
    if (surface != Surface::kBuyAgain) {
      EXPECT_EQ(items.size(), 24u) << Name(surface);
    }
    EXPECT_FALSE(items.empty()) << Name(surface);
  }
}

TEST(Rank, AnswersTheSameTwice) {
  World world(SyntheticShopPack(400, 8));
  LiveALittle(world, 9, 60);
  const auto once = Items(world.Ranked(On(Surface::kHome)));
  EXPECT_EQ(Items(world.Ranked(On(Surface::kHome))), once);
}

TEST(Rank, LeavesOutWhatWasDismissedExcludedOrIsInTheBasket) {
  World world(SyntheticShopPack(300, 10));
  const auto before = Items(world.Ranked(On(Surface::kHome)));
  world.Happen(EventType::kDismiss, before[0], 1000);
  RankRequest request = On(Surface::kHome);
  request.exclude = {before[1]};
  request.basket = {before[2]};
  const auto after = Items(world.Ranked(request));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(Holds(after, before[static_cast<size_t>(i)])) << i;
}

TEST(Rank, LeavesOutWhatIsSoldOut) {
  auto columns = SmallShopColumns();
  for (size_t i = 0; i < columns->item_count(); ++i) {
    if (columns->sku.View()[i] == "M1") columns->availability[i] = 0;
  }
  World world(*EncodePack(*columns));
  EXPECT_FALSE(Holds(Items(world.Ranked(On(Surface::kHome))), world.Item("M1")));
  EXPECT_EQ(world.Ranked(On(Surface::kHome)).size(), 5u);
}

TEST(Rank, KeepsAListingCompleteAndPutsTheDismissedLast) {
  World world(SyntheticShopPack(200, 11));
  LiveALittle(world, 12, 30);
  world.Happen(EventType::kDismiss, 42, 500);
  RankRequest request = On(Surface::kListing, 1000);
  for (ItemIndex i = 20; i < 80; ++i) request.candidates.push_back(i);
  std::vector<ItemIndex> items = Items(world.Ranked(request));
  const auto place = std::find(items.begin(), items.end(), 42u) - items.begin();
  EXPECT_GT(place, 50) << "with those that came first dismissed, too";
  std::sort(items.begin(), items.end());
  EXPECT_EQ(items, request.candidates);
}

TEST(Rank, OffersNothingToBuyAgainWithoutPurchases) {
  World world(SyntheticShopPack(200, 13));
  world.Happen(EventType::kView, 1, 1000);
  EXPECT_TRUE(world.Ranked(On(Surface::kBuyAgain)).empty());
}

TEST(Rank, OffersAnItemAgainWhenItIsDueAndNotBefore) {
  World world(SmallShopPack());
  const ItemIndex clock = world.Item("C1");
  world.Happen(EventType::kBuy, clock, 30 * kMsPerHour, 1);
  EXPECT_FALSE(Holds(Items(world.Ranked(On(Surface::kBuyAgain))), clock)) << "just bought";
  world.Happen(EventType::kBuy, clock, 66 * kMsPerHour, 2);
  EXPECT_TRUE(Holds(Items(world.Ranked(On(Surface::kBuyAgain))), clock))
      << "bought every 36 hours, the last time 30 hours ago";
}

TEST(Rank, ShowsASeenAndUntakenItemLessAndThenNoMore) {
  World world(SyntheticShopPack(300, 14));
  const ItemIndex first = Items(world.Ranked(On(Surface::kHome)))[0];
  for (int i = 0; i < world.policy_.max_impressions_per_week; ++i) {
    world.Happen(EventType::kImpression, first, 1000 + i);
  }
  EXPECT_FALSE(Holds(Items(world.Ranked(On(Surface::kHome))), first));
}

TEST(Rank, LetsOneOwnItemClaimOnlyItsShareOfAHomeSlate) {
  auto columns = SyntheticShopColumns(3000, 15);
  std::fill(columns->item_customers.begin(), columns->item_customers.end(), 50u);
  std::fill(columns->recent_customers.begin(), columns->recent_customers.end(), 20u);
  World world(*EncodePack(*columns));
  world.policy_.max_share_per_category_percent = 100;  // neighbours are mostly of one category
  for (EventType type : {EventType::kView, EventType::kLike, EventType::kWish}) {
    world.Happen(type, 100, kMsPerMinute);
  }
  const Profile profile = world.Folded();
  const auto owed = [&] {
    const auto items = Items(world.Ranked(On(Surface::kHome, 12)));
    return std::count_if(items.begin(), items.end(), [&](ItemIndex item) {
      return item != 100 && FindScore(profile.co_bought_session, item) != nullptr;
    });
  };
  EXPECT_LE(owed(), 3);
  world.policy_.max_share_per_cause_percent = 100;
  EXPECT_GT(owed(), 3) << "it is the cap that holds them back";
}

TEST(Rank, KeepsHalfOfAHomeSlateForWhatWasNotBoughtBefore) {
  World world(SyntheticShopPack(1000, 19));
  for (ItemIndex item = 0; item < 40; ++item) {
    world.Happen(EventType::kBuy, item, 20 * kMsPerDay + item, 1);
    world.Happen(EventType::kBuy, item, 40 * kMsPerDay + item, 2);
  }
  const auto repeats = [&] {
    const auto items = Items(world.Ranked(On(Surface::kHome, 12)));
    return std::count_if(items.begin(), items.end(), [](ItemIndex item) { return item < 40; });
  };
  EXPECT_EQ(repeats(), 6);
  world.policy_.max_share_repeats_percent = 100;
  EXPECT_GT(repeats(), 6) << "it is the cap that holds them back";
}

TEST(Rank, KeepsOneSlotForTheNew) {
  World world(SyntheticShopPack(2000, 16));
  LiveALittle(world, 17, 50);
  const auto items = Items(world.Ranked(On(Surface::kHome, 12)));
  const auto fresh = std::count_if(items.begin(), items.end(), [&](ItemIndex item) {
    return world.publics_.freshness[item] > 0;
  });
  EXPECT_GE(fresh, 1);
}

TEST(Rank, SaysWhyInTheShopsWords) {
  World world(SmallShopPack());
  RankRequest similar = On(Surface::kSimilar);
  similar.anchor = world.Item("C1");
  for (const Slot& slot : world.Ranked(similar)) {
    EXPECT_TRUE(slot.reason == ReasonCode::kSimilarItem ||
                slot.reason == ReasonCode::kOftenBoughtWith)
        << Name(slot.reason);
  }
  RankRequest basket = On(Surface::kBasket);
  basket.basket = {world.Item("M1")};
  EXPECT_EQ(world.Ranked(basket)[0].reason, ReasonCode::kGoesWithBasket);
  for (const Slot& slot : world.Ranked(On(Surface::kHome))) {
    EXPECT_TRUE(slot.reason == ReasonCode::kPopular || slot.reason == ReasonCode::kPopularNow ||
                slot.reason == ReasonCode::kNewHere)
        << "nothing is known, so nothing personal is claimed: " << Name(slot.reason);
  }
}

TEST(Sources, ProposeWhatTheyAreFor) {
  World world(SyntheticShopPack(1000, 18));
  world.Happen(EventType::kBuy, 7, kMsPerDay, 1);
  world.Happen(EventType::kView, 9, kMsPerMinute, 2);
  const Profile profile = world.Folded();
  const RankRequest request = On(Surface::kHome);
  const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
  EXPECT_EQ(ProposeRepeat(context, 10), (std::vector<ItemIndex>{7, 9}));
  const auto co_bought = ProposeCoBought(context, 96);
  for (ItemIndex own : {ItemIndex{7}, ItemIndex{9}}) {
    for (size_t rank = 0; rank < world.catalog_.NeighbourCount(own); ++rank) {
      EXPECT_TRUE(Holds(co_bought, world.catalog_.NeighbourAt(own, rank).item));
    }
  }
  for (ItemIndex item : ProposeFresh(context)) EXPECT_GT(world.publics_.freshness[item], 0);
  const auto popular = ProposePopular(context);
  ASSERT_EQ(popular.size(), kMaxPopular);
  const auto candidates = Propose(context, LinearModel::Default());
  EXPECT_TRUE(std::is_sorted(candidates.begin(), candidates.end()));
  for (ItemIndex item : popular) EXPECT_TRUE(Holds(candidates, item));
  ASSERT_FALSE(ProposeFresh(context).empty());
  for (ItemIndex item : ProposeFresh(context)) EXPECT_TRUE(Holds(candidates, item));
}

// What a full ranking of the whole catalog would show, the candidates hold.
TEST(Sources, MissNothingThatAFullRankingWouldPutOnTop) {
  int shown = 0, held = 0;
  for (uint64_t seed = 20; seed < 30; ++seed) {
    World world(SyntheticShopPack(3000, seed));
    LiveALittle(world, seed, 80);
    const Profile profile = world.Folded();
    RankRequest whole = On(Surface::kListing, 20);
    for (ItemIndex i = 0; i < 3000; ++i) whole.candidates.push_back(i);
    const RankRequest home = On(Surface::kHome);
    const RankContext context = MakeContext(world.catalog_, world.publics_, profile, home);
    const auto candidates = Propose(context, LinearModel::Default());
    for (ItemIndex item : Items(world.Ranked(whole))) {
      ++shown;
      held += Holds(candidates, item);
    }
  }
  EXPECT_GE(held * 100, shown * 95) << held << " of " << shown;
}

TEST(Features, AreListedInTheOrderOfTheEnumeration) {
  for (size_t f = 0; f < kFeatureCount; ++f) {
    EXPECT_EQ(static_cast<size_t>(kFeatures[f].feature), f) << kFeatures[f].name;
  }
}

TEST(Features, SayWhatTheirTableSays) {
  World world(SmallShopPack());
  const ItemIndex clock = world.Item("C1");
  world.Happen(EventType::kBuy, clock, 30 * kMsPerDay, 1);
  world.Happen(EventType::kBuy, world.Item("M1"), 20 * kMsPerDay, 2);
  world.Happen(EventType::kBuy, clock, 10 * kMsPerDay, 3);
  world.Happen(EventType::kView, world.Item("L1"), 0, 4);
  const Profile profile = world.Folded();
  RankRequest request = On(Surface::kSimilar);
  request.anchor = world.Item("C2");
  const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
  const FeatureVector row = ComputeFeatures(context, clock);
  EXPECT_EQ(Get(row, Feature::kTimesBought), 2);
  EXPECT_EQ(Get(row, Feature::kShareOfTrips), 1024 * 2 / 3);
  EXPECT_EQ(Get(row, Feature::kTripsSinceLast), 0);
  EXPECT_EQ(Get(row, Feature::kDaysSinceLast), 10);
  EXPECT_EQ(Get(row, Feature::kMeanGapTrips), 32);
  EXPECT_EQ(Get(row, Feature::kMeanGapDays), 20);
  EXPECT_EQ(Get(row, Feature::kDueRatio), 128);
  EXPECT_EQ(Get(row, Feature::kBuysPerTrip), 1024 * 2 / 3);
  EXPECT_EQ(Get(row, Feature::kInLastTrip), 1);
  EXPECT_EQ(Get(row, Feature::kBoughtBefore), 1);
  EXPECT_EQ(Get(row, Feature::kContextCategory), 3) << "Home, Decor and Clocks are shared";
  EXPECT_EQ(Get(row, Feature::kTrips), 3);
  EXPECT_GT(Get(row, Feature::kLeafCategoryShare), 0);
  const FeatureVector candle = ComputeFeatures(context, world.Item("L1"));
  EXPECT_EQ(Get(candle, Feature::kViews), 256);
  EXPECT_EQ(Get(candle, Feature::kDaysSinceLast), kNever);
  EXPECT_EQ(Get(candle, Feature::kContextCategory), 2);
}

}  // namespace
}  // namespace hearth
