#include "rank/rank.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.h"
#include "catalog/small_shop.h"
#include "pack/writer/pack_writer.h"
#include "rank/candidates.h"
#include "rank/dot.h"
#include "rank/scan.h"
#include "rank/slate.h"
#include "support/edited_household.h"
#include "support/random_trees.h"
#include "support/synthetic_shop.h"

namespace hearth {
namespace {

constexpr Time kNow = 1'323'388'800'000;

// A shop, a history and requests on them.
class World {
 public:
  explicit World(std::vector<uint8_t> pack)
      : catalog_(*Catalog::FromPack(std::move(pack))),
        publics_(ComputePublicColumns(catalog_)),
        model_(*Model::FromCatalog(catalog_)) {}

  void Happen(EventType type, ItemIndex item, Time age, SessionId session = 1) {
    DescribedEvent event;
    event.event.type = type;
    event.event.time = kNow - age;
    event.event.session = session;
    event.description.sku = catalog_.Sku(item);
    ASSERT_TRUE(household_.Record({event}, kNow).ok());
  }
  void SearchFor(const std::string& words, Time age, SessionId session = 1) {
    DescribedEvent event;
    event.event.type = EventType::kSearch;
    event.event.time = kNow - age;
    event.event.session = session;
    event.description = DescriptionOfSearch(words);
    ASSERT_TRUE(household_.Record({event}, kNow).ok());
  }
  Profile Folded() const { return Fold(household_.HistoryFor(kFirstMember, kNow), catalog_, kNow); }
  Slate Ranked(const RankRequest& request) const {
    return Rank(catalog_, publics_, policy_, model_, Folded(), request);
  }
  ItemIndex Item(const char* sku) const { return catalog_.FindSku(sku); }

  Catalog catalog_;
  PublicColumns publics_;
  Model model_;
  Policy policy_;
  EditedHousehold household_;
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
  const auto item = static_cast<ItemIndex>(random.Below(world.catalog_.item_count()));
  const std::string title(world.catalog_.Title(item));
  if (seed % 3 == 0) world.SearchFor(title.substr(0, title.find(' ')), 0, 99);
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
    if (columns->sku.Column()[i] == "M1") columns->availability[i] = 0;
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

TEST(Rank, LetsOneSearchClaimOnlyItsShareOfAHomeSlate) {
  World world(SyntheticShopPack(3000, 15));
  world.policy_.max_share_per_category_percent = 100;
  world.SearchFor("clock", kMsPerMinute);
  const Profile profile = world.Folded();
  ASSERT_GT(profile.searches.items.size(), 12u);
  const auto sought = [&] {
    const auto items = Items(world.Ranked(On(Surface::kHome, 12)));
    return std::count_if(items.begin(), items.end(),
                         [&](ItemIndex item) { return profile.searches.Find(item) != nullptr; });
  };
  EXPECT_EQ(sought(), 3);
  world.policy_.max_share_per_cause_percent = 100;
  EXPECT_GT(sought(), 3) << "it is the cap that holds them back";
}

TEST(Rank, ShowsNoLessOfWhatASearchFindsThanWithoutIt) {
  const std::vector<uint8_t> pack = SyntheticShopPack(3000, 15);
  const std::vector<ItemIndex> before = Items(World(pack).Ranked(On(Surface::kHome, 12)));
  int several = 0;
  for (const ItemIndex item : before) {
    World world(pack);
    world.policy_.max_share_per_cause_percent = 8;  // one slot
    const std::string_view title = world.catalog_.Title(item);
    world.SearchFor(std::string(title.substr(0, title.find(' '))), kMsPerMinute);
    const Searches searches = world.Folded().searches;
    const auto found = [&](const std::vector<ItemIndex>& items) {
      return std::count_if(items.begin(), items.end(),
                           [&](ItemIndex each) { return searches.Find(each) != nullptr; });
    };
    several += found(before) > 1;
    EXPECT_GE(found(Items(world.Ranked(On(Surface::kHome, 12)))), found(before)) << title;
  }
  EXPECT_GT(several, 0);
}

TEST(Rank, GivesTheReasonThatASearchMatches) {
  World world(SyntheticShopPack(1000, 24));
  world.SearchFor("lantern", kMsPerMinute);
  const Searches searches = world.Folded().searches;
  size_t matching = 0;
  for (const Slot& slot : world.Ranked(On(Surface::kHome))) {
    const bool found = searches.Find(slot.item) != nullptr;
    EXPECT_EQ(slot.reason == ReasonCode::kMatchesSearch, found) << Name(slot.reason);
    matching += found;
  }
  EXPECT_GT(matching, 0u);
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

// ---- A guess

// What anybody at the browser may see, and the same with a member's history.
struct GuessedWorld {
  GuessedWorld(size_t items, uint64_t seed)
      : common(SyntheticShopPack(items, seed)), guessed(SyntheticShopPack(items, seed)) {
    LiveALittle(guessed, seed, 200);
    Random random(seed);
    for (int i = 0; i < 3; ++i) {  // the running visit; of an item that may be known, too
      const auto item = static_cast<ItemIndex>(random.Below(items));
      common.Happen(EventType::kView, item, i, 99);
      guessed.Happen(EventType::kView, item, i, 99);
    }
  }
  Slate Guessed(const RankRequest& request) const {
    return RankForGuess(common.catalog_, common.publics_, common.policy_, common.model_,
                        common.Folded(), guessed.Folded(), request);
  }

  World common, guessed;
};

RankRequest OnSurfaceOf(const Catalog& catalog, Surface surface) {
  RankRequest request = On(surface);
  if (surface == Surface::kSimilar) request.anchor = 7;
  if (surface == Surface::kBasket) request.basket = {3, 11};
  if (surface != Surface::kListing) return request;
  request.limit = catalog.item_count();
  for (ItemIndex i = 0; i < catalog.item_count(); i += 2) request.candidates.push_back(i);
  return request;
}

TEST(RankForGuess, ShowsNothingThatWouldNotBeThereWithoutTheHistory) {
  constexpr size_t kItems = 300;
  size_t moved = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const GuessedWorld world(kItems, seed);
    const Profile history = world.guessed.Folded();
    for (const Surface surface :
         {Surface::kHome, Surface::kListing, Surface::kSimilar, Surface::kBasket}) {
      const RankRequest request = OnSurfaceOf(world.common.catalog_, surface);
      RankRequest of_nobody = request;
      of_nobody.guess = true;
      const Slate common = world.common.Ranked(of_nobody), guessed = world.Guessed(request);
      ASSERT_EQ(guessed.size(), common.size());
      std::map<ItemIndex, size_t> place;
      for (size_t i = 0; i < common.size(); ++i) place[common[i].item] = i;
      for (size_t i = 0; i < guessed.size(); ++i) {
        ASSERT_TRUE(place.contains(guessed[i].item)) << "only a history brings it";
        const size_t before = place[guessed[i].item];
        place.erase(guessed[i].item);
        ASSERT_LE(before / 4, i) << "it rises from place " << before;
        if (history.Find(guessed[i].item) != nullptr) {
          ASSERT_LE(before, i) << "the history holds it: it does not rise";
        }
        ASSERT_EQ(guessed[i].reason, common[before].reason) << "no reason of the history's";
        ASSERT_NE(guessed[i].reason, ReasonCode::kBuyAgain);
        moved += before != i;
      }
    }
  }
  EXPECT_GT(moved, 2'000u) << "a guess reorders";
}

TEST(RankForGuess, OffersNothingToBuyAgainAndNamesNoPurchase) {
  World world(SyntheticShopPack(300, 4));
  for (ItemIndex item = 0; item < 12; ++item) {
    world.Happen(EventType::kBuy, item, 90 * kMsPerDay + item, 1);
    world.Happen(EventType::kBuy, item, 60 * kMsPerDay + item, 2);
  }
  EXPECT_FALSE(world.Ranked(On(Surface::kBuyAgain)).empty());
  const auto guessed = [&](Surface surface) {  // also where the household shares all of it
    return RankForGuess(world.catalog_, world.publics_, world.policy_, world.model_, world.Folded(),
                        world.Folded(), On(surface));
  };
  EXPECT_TRUE(guessed(Surface::kBuyAgain).empty());
  const auto names_a_purchase = [](const Slate& slate) {
    return std::any_of(slate.begin(), slate.end(),
                       [](const Slot& slot) { return slot.reason == ReasonCode::kBuyAgain; });
  };
  EXPECT_TRUE(names_a_purchase(world.Ranked(On(Surface::kHome))));
  EXPECT_FALSE(names_a_purchase(guessed(Surface::kHome)));
}

TEST(RankForGuess, PutsWhatTheMemberDismissedLast) {
  World common(SyntheticShopPack(300, 5)), guessed(SyntheticShopPack(300, 5));
  const ItemIndex first = common.Ranked(On(Surface::kHome))[0].item;
  guessed.Happen(EventType::kDismiss, first, kMsPerDay);
  const Slate slate = RankForGuess(common.catalog_, common.publics_, common.policy_, common.model_,
                                   common.Folded(), guessed.Folded(), On(Surface::kHome));
  EXPECT_EQ(slate.back().item, first);
}

// ---- With trees

// An item that a shopper who bought it three days ago or later does not need yet, by the words of
// slate.h.
bool IsJustBoughtAndNotDue(const World& world, const Profile& profile, ItemIndex item) {
  const OwnItem* own = profile.Find(item);
  if (own == nullptr || own->trips == 0) return false;
  const int64_t since = profile.now - own->last_bought;
  if (since >= world.policy_.just_bought_days * kMsPerDay) return false;
  if (own->trips > 1) {
    const int64_t gap = (own->last_bought - own->first_bought) / (own->trips - 1);
    return since * 256 / std::max(gap, kMsPerHour) < 192;
  }
  const int64_t days = world.catalog_.columns().gap_days[item];
  return days == 0 || since / kMsPerDay * 4 < days * 3;
}

TEST(RankWithTrees, NeverShowsWhatMustNotBeShownWithWhateverTreesOrNone) {
  Random random(40);
  int shown = 0, just_bought = 0;
  for (int round = 0; round < 60; ++round) {
    World world(SyntheticShopPack(20 + random.Below(400), random.Next()));
    const size_t count = world.catalog_.item_count();
    const auto any = [&] { return static_cast<ItemIndex>(random.Below(count)); };
    LiveALittle(world, random.Next(), 60);
    for (int i = 0; i < 15; ++i) {
      world.Happen(EventType::kBuy, any(), random.Between(0, 6 * kMsPerDay), 100 + i % 4);
    }
    if (round % 3 != 0) {
      world.model_ = Model(*TreeModel::Make(RandomTrees(random, 1 + random.Below(40), 5)));
    }
    const Profile profile = world.Folded();
    for (const OwnItem& own : profile.items) {
      just_bought += IsJustBoughtAndNotDue(world, profile, own.item);
    }
    for (Surface surface :
         {Surface::kHome, Surface::kSimilar, Surface::kBasket, Surface::kBuyAgain}) {
      RankRequest request = On(surface, 1 + random.Below(60));
      if (surface == Surface::kSimilar) request.anchor = any();
      for (int i = 0; i < 3; ++i) request.basket.push_back(any());
      for (int i = 0; i < 10; ++i) request.exclude.push_back(any());
      const auto items = Items(world.Ranked(request));
      ASSERT_EQ(items, Items(world.Ranked(request)));
      ASSERT_LE(items.size(), request.limit);
      ASSERT_EQ(std::set<ItemIndex>(items.begin(), items.end()).size(), items.size());
      for (ItemIndex item : items) {
        ++shown;
        const OwnItem* own = profile.Find(item);
        ASSERT_FALSE(Holds(request.exclude, item) || Holds(request.basket, item));
        ASSERT_NE(item, request.anchor);
        ASSERT_FALSE(own != nullptr && own->dismissed);
        ASSERT_NE(world.catalog_.columns().availability[item], 0);
        ASSERT_FALSE(IsJustBoughtAndNotDue(world, profile, item)) << Name(surface);
      }
    }
  }
  EXPECT_GT(shown, 2000);
  EXPECT_GT(just_bought, 300);
}

// A shop whose statistics say that nobody, or too few to tell, buys anything twice.
std::unique_ptr<OwnedColumns> ShopOfOneOffs() {
  std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  columns->repeat_permille.assign(columns->item_count(), 0);
  return columns;
}

bool SaysBuyItAgain(const Slate& slate, ItemIndex item) {
  return std::any_of(slate.begin(), slate.end(), [item](const Slot& slot) {
    return slot.item == item && slot.reason == ReasonCode::kBuyAgain;
  });
}

TEST(BuyAgain, OffersNoSecondOfWhatNothingSaysThatAnybodyBuysTwice) {
  World world(*EncodePack(*ShopOfOneOffs()));
  const ItemIndex clock = world.Item("C1");
  world.Happen(EventType::kBuy, clock, 200 * kMsPerDay, 1);
  world.Happen(EventType::kBuy, clock, 200 * kMsPerDay - kMsPerHour, 2);
  world.Happen(EventType::kBuy, world.Item("C2"), 100 * kMsPerDay, 3);  // another clock
  for (const Surface surface : {Surface::kHome, Surface::kSimilar}) {
    RankRequest request = On(surface);
    if (surface == Surface::kSimilar) request.anchor = world.Item("C3");
    EXPECT_FALSE(Holds(Items(world.Ranked(request)), clock)) << Name(surface);
  }
  RankRequest basket = On(Surface::kBasket);
  basket.basket = {world.Item("M1")};
  EXPECT_FALSE(SaysBuyItAgain(world.Ranked(basket), clock)) << "it may go with a mug";
  RankRequest listing = On(Surface::kListing);
  listing.candidates = {clock, world.Item("M1")};
  EXPECT_TRUE(Holds(Items(world.Ranked(listing)), clock)) << "a listing loses nothing";
  EXPECT_FALSE(SaysBuyItAgain(world.Ranked(listing), clock));
}

TEST(BuyAgain, TakesASecondDayOfTheViewersOwnForAHabit) {
  World world(*EncodePack(*ShopOfOneOffs()));
  const ItemIndex clock = world.Item("C1");
  world.Happen(EventType::kBuy, clock, 200 * kMsPerDay, 1);
  world.Happen(EventType::kBuy, clock, 100 * kMsPerDay, 2);
  EXPECT_TRUE(SaysBuyItAgain(world.Ranked(On(Surface::kHome)), clock));
}

TEST(BuyAgain, TakesOthersRepeatsInTheItemsOwnCategoryForAHabit) {
  const auto offers = [](const char* rebought, const char* bought) {
    std::unique_ptr<OwnedColumns> columns = ShopOfOneOffs();
    const Catalog catalog = *Catalog::FromPack(*EncodePack(*columns));
    columns->repeat_permille[catalog.FindSku(rebought)] = 100;
    World world(*EncodePack(*columns));
    const ItemIndex item = world.Item(bought);
    world.Happen(EventType::kBuy, item, 200 * kMsPerDay, 1);
    return Holds(Items(world.Ranked(On(Surface::kHome))), item);
  };
  EXPECT_TRUE(offers("C1", "C1"));
  EXPECT_TRUE(offers("C2", "C1")) << "another clock";
  EXPECT_FALSE(offers("L1", "C1")) << "a candle, also decoration";
}

TEST(BuyAgain, ListsWhatWasBoughtOnceLastAndOnlyOnAPageOpenedForIt) {
  World world(*EncodePack(*ShopOfOneOffs()));
  const ItemIndex clock = world.Item("C1"), mug = world.Item("M1"), candle = world.Item("L1");
  world.Happen(EventType::kBuy, clock, 10 * kMsPerDay, 3);
  world.Happen(EventType::kBuy, candle, 9 * kMsPerDay, 4);
  world.Happen(EventType::kBuy, mug, 400 * kMsPerDay, 1);
  world.Happen(EventType::kBuy, mug, 300 * kMsPerDay, 2);
  const ItemIndex often = world.Item("L2");
  for (int trip = 0; trip < 20; ++trip) {
    world.Happen(EventType::kBuy, often, (20 + trip) * kMsPerDay, static_cast<SessionId>(5 + trip));
  }
  RankRequest request = On(Surface::kBuyAgain);
  EXPECT_EQ(Items(world.Ranked(request)), (std::vector<ItemIndex>{often, mug, candle, clock}));
  request.subtle = true;
  EXPECT_EQ(Items(world.Ranked(request)), (std::vector<ItemIndex>{often, mug})) << "a shelf";
}

TEST(BuyAgain, GivesAnIntervalOnlyFromTwoOwnGapsOn) {
  World world(SmallShopPack());
  const ItemIndex clock = world.Item("C1"), mug = world.Item("M1");
  for (int trip = 1; trip <= 3; ++trip) {
    world.Happen(EventType::kBuy, clock, trip * 21 * kMsPerDay, trip);
    if (trip < 3) world.Happen(EventType::kBuy, mug, trip * 21 * kMsPerDay, trip);
  }
  const auto every_days = [&](Surface surface, ItemIndex item) {
    for (const Slot& slot : world.Ranked(On(surface))) {
      if (slot.item == item) return int{slot.every_days};
    }
    return -1;
  };
  EXPECT_EQ(every_days(Surface::kBuyAgain, clock), 21);
  EXPECT_EQ(every_days(Surface::kBuyAgain, mug), 0) << "one gap is no habit";
  EXPECT_EQ(every_days(Surface::kHome, clock), 0) << "elsewhere the shop does not tell";
}

TEST(BuyAgain, GivesNoIntervalWithoutAPresentHabit) {
  World world(SmallShopPack());
  const ItemIndex clock = world.Item("C1"), mug = world.Item("M1"), candle = world.Item("L1");
  for (int trip = 0; trip < 3; ++trip) {
    const auto session = static_cast<SessionId>(trip + 1);
    world.Happen(EventType::kBuy, candle, (3 + trip) * kMsPerDay, session);
    world.Happen(EventType::kBuy, clock, (61 + 20 * trip) * kMsPerDay, session + 3);
    world.Happen(EventType::kBuy, mug, (60 + 20 * trip) * kMsPerDay, session + 6);
  }
  const std::vector<Slot> slate = world.Ranked(On(Surface::kBuyAgain));
  std::map<ItemIndex, int> every_days;
  for (const Slot& slot : slate) {
    EXPECT_EQ(slot.reason, ReasonCode::kBuyAgain);
    every_days[slot.item] = slot.every_days;
  }
  const std::map<ItemIndex, int> expected = {{candle, 0}, {clock, 0}, {mug, 20}};
  EXPECT_EQ(every_days, expected)
      << "three days in a row are one tour; after more than three gaps a habit is over";
}

TEST(BuyAgain, GivesNoIntervalForGuessedPurchases) {
  World world(SmallShopPack());
  Member ben;
  ben.name = "Ben";
  ASSERT_TRUE(world.household_.Add(ben).ok());
  const ItemIndex clock = world.Item("C1"), mug = world.Item("M1"), candle = world.Item("L1");
  for (int trip = 1; trip <= 4; ++trip) {
    for (const ItemIndex item : {clock, mug, candle}) {
      const bool is_signed = item == clock || (item == mug && trip != 4);
      DescribedEvent bought;
      bought.event.type = EventType::kBuy;
      bought.event.time = kNow - trip * 21 * kMsPerDay - (is_signed ? 0 : kMsPerHour);
      bought.event.owner = is_signed ? kFirstMember : kNobody;
      bought.description.sku = world.catalog_.Sku(item);
      ASSERT_TRUE(world.household_.Record({bought}, kNow).ok());
    }
  }
  const Visits visits = world.household_.VisitsAt(kNow);
  const std::vector<MemberId> likely(visits.open.visits.size(), kFirstMember);
  const VisibleHistory history =
      world.household_.HistoryFor({kFirstMember, true}, kNow, visits, likely, Sensitivity());
  const Profile profile = Fold(history, world.catalog_, kNow);
  for (const ItemIndex item : {clock, mug, candle}) {
    ASSERT_EQ(profile.Find(item)->gaps(), 3u) << "guesses count as purchases";
  }
  const Slate slate = Rank(world.catalog_, world.publics_, world.policy_, world.model_, profile,
                           On(Surface::kBuyAgain));
  ASSERT_EQ(slate.size(), 3u);
  for (const Slot& slot : slate) {
    EXPECT_EQ(slot.reason, ReasonCode::kBuyAgain);
    EXPECT_EQ(slot.every_days, slot.item == clock ? 21 : 0)
        << "one guess among three sure purchases is a guess, too";
  }
}

TEST(BuyAgain, PutsAHabitOfTodayBeforeOneOfLongAgo) {
  World world(SmallShopPack());
  const ItemIndex clock = world.Item("C1"), mug = world.Item("M1"), candle = world.Item("L1");
  for (int trip = 1; trip <= 30; ++trip) {
    const auto session = static_cast<SessionId>(trip);
    world.Happen(EventType::kBuy, candle, trip * 7 * kMsPerDay, session);
    if (trip > 20) world.Happen(EventType::kBuy, clock, trip * 7 * kMsPerDay, session);
    if (trip <= 5) world.Happen(EventType::kBuy, mug, trip * 7 * kMsPerDay, session);
  }
  EXPECT_EQ(Items(world.Ranked(On(Surface::kBuyAgain))),
            (std::vector<ItemIndex>{candle, mug, clock}))
      << "ten times long ago, and long overdue, is not five times lately";
}

TEST(EveryText, CountsInDaysWeeksAndMonths) {
  EXPECT_EQ(EveryText(0), "About every day");
  EXPECT_EQ(EveryText(1), "About every day");
  EXPECT_EQ(EveryText(5), "About every 5 days");
  EXPECT_EQ(EveryText(7), "About every week");
  EXPECT_EQ(EveryText(13), "About every 13 days");
  EXPECT_EQ(EveryText(14), "About every 2 weeks");
  EXPECT_EQ(EveryText(20), "About every 3 weeks");
  EXPECT_EQ(EveryText(59), "About every 8 weeks");
  EXPECT_EQ(EveryText(60), "About every 2 months");
  EXPECT_EQ(EveryText(365), "About every 12 months");
}

TEST(RankWithTrees, KeepsAListingCompleteWhateverTheTrees) {
  Random random(41);
  for (int round = 0; round < 20; ++round) {
    World world(SyntheticShopPack(200, random.Next()));
    LiveALittle(world, random.Next(), 40);
    world.model_ = Model(*TreeModel::Make(RandomTrees(random, 20, 5)));
    RankRequest request = On(Surface::kListing, 1000);
    for (ItemIndex i = 20; i < 80; ++i) request.candidates.push_back(i);
    std::vector<ItemIndex> items = Items(world.Ranked(request));
    std::sort(items.begin(), items.end());
    EXPECT_EQ(items, request.candidates);
  }
}

TEST(RankWithTrees, MovesNoScoreByMoreThanTheBoundForOneMoreEvent) {
  Random random(42);
  int64_t moved_by_bound = 0, moved = 0;
  for (int round = 0; round < 400; ++round) {
    World world(SyntheticShopPack(40, random.Next()));
    LiveALittle(world, random.Next(), 1 + static_cast<int>(random.Below(30)));
    const size_t count = 1 + random.Below(2), depth = 1 + random.Below(3);
    const auto trees = TreeModel::Make(RandomTrees(random, count, depth));
    const auto scores = [&](const Profile& profile) {
      const RankRequest request = On(Surface::kHome);
      const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
      std::vector<int64_t> all;
      for (ItemIndex i = 0; i < 40; ++i)
        all.push_back(trees->Score(Surface::kHome, ComputeFeatures(context, i)));
      return all;
    };
    const auto before = scores(world.Folded());
    constexpr EventType kTypes[] = {EventType::kView, EventType::kBuy, EventType::kLike,
                                    EventType::kReturn, EventType::kDismiss};
    const uint64_t type = random.Below(6);
    const auto item = static_cast<ItemIndex>(random.Below(40));
    if (type < 5) world.Happen(kTypes[type], item, 999, 200);
    if (type == 5) world.SearchFor(std::string(world.catalog_.Title(item)), 999, 200);
    const auto after = scores(world.Folded());
    for (size_t i = 0; i < 40; ++i) {
      const int64_t step = std::abs(after[i] - before[i]);
      ASSERT_LE(step, trees->Bound(Surface::kHome)) << round;
      moved += step > 0;
      moved_by_bound += step > 0 && step == trees->Bound(Surface::kHome);
    }
  }
  EXPECT_GT(moved, 100);
  EXPECT_GT(moved_by_bound, 0) << "no smaller bound would do";
}

// One tree for each feature, which adds its value where the feature is 1 or more.
Model ValueOf(std::initializer_list<std::pair<Feature, int32_t>> values) {
  TreeArrays arrays;
  for (const auto& [feature, value] : values) {
    const size_t root = arrays.feature.size();
    arrays.feature_names.emplace_back(kFeatures[static_cast<size_t>(feature)].name);
    arrays.feature.insert(arrays.feature.end(),
                          {static_cast<uint8_t>(arrays.root.size()), kLeafFeature, kLeafFeature});
    arrays.threshold.insert(arrays.threshold.end(), {1, 0, 0});
    arrays.child.insert(arrays.child.end(), {static_cast<uint16_t>(root + 1), 0,
                                             static_cast<uint16_t>(arrays.root.size() + 1)});
    arrays.root.push_back(static_cast<uint16_t>(root));
  }
  arrays.value.push_back(0);
  for (const auto& [feature, value] : values) arrays.value.push_back(value);
  return Model(*TreeModel::Make(arrays));
}

// A row in which the given features are 1 and nothing else is known.
FeatureVector Knowing(std::initializer_list<Feature> known) {
  FeatureVector row;
  for (const FeatureEntry& entry : kFeatures) {
    row[static_cast<size_t>(entry.feature)] = Unknown(entry.feature);
  }
  for (Feature feature : known) row[static_cast<size_t>(feature)] = 1;
  return row;
}

TEST(RankWithTrees, NamesFirstWhatTheScoreWouldLoseMostWithout) {
  World world(SmallShopPack());
  const Profile profile = world.Folded();
  const RankRequest home = On(Surface::kHome);
  RankRequest similar = On(Surface::kSimilar);
  similar.anchor = world.Item("C1");
  const auto reasons = [&](const RankRequest& request, const Model& model,
                           const FeatureVector& row) {
    return ReasonsFor(MakeContext(world.catalog_, world.publics_, profile, request), model,
                      world.Item("C1"), row);
  };
  using Codes = std::vector<ReasonCode>;
  const Model model = ValueOf({{Feature::kTimesBought, 300},
                               {Feature::kBoughtBefore, 300},
                               {Feature::kCoBoughtSession, 500},
                               {Feature::kLeafCategoryShare, 200},
                               {Feature::kViews, -400},
                               {Feature::kLogPopularity, 9000},
                               {Feature::kContextDot, 400},
                               {Feature::kCoBoughtContext, 350}});
  EXPECT_EQ(reasons(home, model,
                    Knowing({Feature::kTimesBought, Feature::kBoughtBefore, Feature::kViews,
                             Feature::kCoBoughtSession, Feature::kLeafCategoryShare,
                             Feature::kLogPopularity})),
            (Codes{ReasonCode::kBuyAgain, ReasonCode::kGoesWithViewed, ReasonCode::kYourCategory,
                   ReasonCode::kPopular}))
      << "a view that lowers the score is no reason";
  EXPECT_EQ(reasons(home, model, Knowing({Feature::kTimesBought, Feature::kCoBoughtSession})),
            (Codes{ReasonCode::kGoesWithViewed, ReasonCode::kBuyAgain, ReasonCode::kPopular}));
  EXPECT_EQ(reasons(home, model, Knowing({})), Codes{ReasonCode::kPopular});
  const FeatureVector in_context = Knowing({Feature::kContextDot, Feature::kCoBoughtContext});
  EXPECT_EQ(reasons(home, model, in_context),
            (Codes{ReasonCode::kGoesWithBasket, ReasonCode::kPopular}));
  EXPECT_EQ(reasons(similar, model, in_context),
            (Codes{ReasonCode::kOftenBoughtWith, ReasonCode::kPopular}))
      << "a cup is bought with a cake stand, and no more like one than the same people like both";
  EXPECT_EQ(reasons(similar, model, Knowing({Feature::kContextDot})),
            (Codes{ReasonCode::kSimilarItem, ReasonCode::kPopular}));
  FeatureVector of_one_kind = in_context;
  of_one_kind[static_cast<size_t>(Feature::kContextCategory)] = 2;
  EXPECT_EQ(reasons(similar, model, of_one_kind),
            (Codes{ReasonCode::kSimilarItem, ReasonCode::kOftenBoughtWith, ReasonCode::kPopular}));
  EXPECT_EQ(reasons(On(Surface::kBuyAgain), model,
                    Knowing({Feature::kTimesBought, Feature::kCoBoughtSession})),
            (Codes{ReasonCode::kBuyAgain, ReasonCode::kGoesWithViewed, ReasonCode::kPopular}))
      << "the page is of what was bought before, whatever else speaks for it";
  EXPECT_EQ(reasons(home, ValueOf({{Feature::kViews, 100}, {Feature::kTrips, 9900}}),
                    Knowing({Feature::kViews})),
            Codes{ReasonCode::kPopular})
      << "a hundredth of what the trees can say is a whisper";
}

// Whatever ranks: weights by hand, or trees that were fitted to order lines.
TEST(RankWithTrees, RaisesWhatTheRunningVisitSearchedFor) {
  for (const bool with_trees : {false, true}) {
    World world(SyntheticShopPack(1000, 24));
    if (with_trees) world.model_ = ValueOf({{Feature::kLogPopularity, 1 << 20}});
    world.Happen(EventType::kView, 3, 2 * kMsPerMinute, 5);
    RankRequest listing = On(Surface::kListing, 1000), similar = On(Surface::kSimilar, 40);
    for (ItemIndex item = 0; item < 1000; ++item) listing.candidates.push_back(item);
    similar.anchor = 11;
    const RankRequest requests[] = {On(Surface::kHome), listing, similar};
    std::vector<std::vector<ItemIndex>> before;
    for (const RankRequest& request : requests) before.push_back(Items(world.Ranked(request)));
    world.SearchFor("lantern", kMsPerMinute, 5);
    const Searches searches = world.Folded().searches;
    ASSERT_FALSE(searches.items.empty());
    const auto height = [&](const std::vector<ItemIndex>& items) {
      size_t sum = 0;
      for (size_t i = 0; i < items.size(); ++i) {
        if (searches.Find(items[i]) != nullptr) sum += items.size() - i;
      }
      return sum;
    };
    for (size_t i = 0; i < std::size(requests); ++i) {
      EXPECT_GT(height(Items(world.Ranked(requests[i]))), height(before[i]))
          << Name(requests[i].surface) << with_trees;
    }
    world.household_.EraseIf(
        {kFirstMember, true}, kNow,
        [](const Event& event, const ItemDescription&) { return IsSearch(event); });
    for (size_t i = 0; i < std::size(requests); ++i) {
      EXPECT_EQ(Items(world.Ranked(requests[i])), before[i]);
    }
  }
}

TEST(RankWithTrees, AreNotSteeredByViewsWhereABasketSaysWhatItIsAbout) {
  const Model model = ValueOf({{Feature::kTimesBought, 100}});
  const FeatureVector looked_at = Knowing({Feature::kViews}), unknown = Knowing({});
  EXPECT_GT(model.Score(Surface::kHome, looked_at), model.Score(Surface::kHome, unknown));
  EXPECT_EQ(model.Score(Surface::kBasket, looked_at), model.Score(Surface::kBasket, unknown));
}

// A reason is never claimed on evidence that is not there.
TEST(RankWithTrees, ClaimsNothingThatTheHistoryDoesNotHold) {
  Random random(43);
  std::set<ReasonCode> claimed;
  for (int round = 0; round < 40; ++round) {
    World world(SyntheticShopPack(300, random.Next()));
    LiveALittle(world, random.Next(), round % 4 == 0 ? 0 : 60);
    world.model_ = Model(*TreeModel::Make(RandomTrees(random, 30, 4)));
    const Profile profile = world.Folded();
    for (Surface surface : {Surface::kHome, Surface::kSimilar, Surface::kBasket}) {
      RankRequest request = On(surface, 40);
      if (surface == Surface::kSimilar) request.anchor = 5;
      if (surface == Surface::kBasket) request.basket = {1, 2};
      const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
      for (const Slot& slot : world.Ranked(request)) {
        const FeatureVector row = ComputeFeatures(context, slot.item);
        const bool in_context = Get(row, Feature::kCoBoughtContext) != 0 ||
                                Get(row, Feature::kContextDot) != 0 ||
                                Get(row, Feature::kContextCategory) != 0;
        claimed.insert(slot.reason);
        switch (slot.reason) {
          case ReasonCode::kBuyAgain:
            EXPECT_EQ(Get(row, Feature::kBoughtBefore), 1);
            break;
          case ReasonCode::kGoesWithViewed:
            EXPECT_GT(Get(row, Feature::kCoBoughtSession), 0);
            break;
          case ReasonCode::kMatchesSearch:
            EXPECT_GT(Get(row, Feature::kSearched), 0);
            break;
          case ReasonCode::kYourStyle:
          case ReasonCode::kYourCategory:
            EXPECT_FALSE(profile.IsEmpty());
            break;
          case ReasonCode::kGoesWithBasket:
            EXPECT_TRUE(surface == Surface::kBasket && in_context);
            break;
          case ReasonCode::kSimilarItem:
          case ReasonCode::kOftenBoughtWith:
            EXPECT_TRUE(surface == Surface::kSimilar && in_context);
            break;
          default:
            break;
        }
      }
    }
  }
  EXPECT_GE(claimed.size(), 8u) << "and all the same they claim something";
}

TEST(Features, HaveTheirUnknownValueWhenNothingIsKnown) {
  World world(SyntheticShopPack(100, 44));
  const Profile nobody = world.Folded();
  const RankRequest home = On(Surface::kHome);
  const RankContext context = MakeContext(world.catalog_, world.publics_, nobody, home);
  for (ItemIndex item = 0; item < 100; ++item) {
    const FeatureVector row = ComputeFeatures(context, item);
    for (const FeatureEntry& entry : kFeatures) {
      if (entry.group == FeatureGroup::kPublic) continue;
      if (entry.group == FeatureGroup::kContext && entry.feature != Feature::kBoughtBefore)
        continue;
      EXPECT_EQ(Get(row, entry.feature), Unknown(entry.feature)) << entry.name;
    }
  }
}

TEST(Sources, ProposeWhatTheyAreFor) {
  World world(SyntheticShopPack(1000, 18));
  world.Happen(EventType::kBuy, 7, kMsPerDay, 1);
  world.Happen(EventType::kView, 9, kMsPerMinute, 2);
  world.SearchFor("lantern", kMsPerMinute, 2);
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
  const auto sought = ProposeSought(context, 5);
  ASSERT_EQ(sought.size(), 5u);
  for (const SoughtItem& each : profile.searches.items) {
    EXPECT_TRUE(Holds(sought, each.item) || world.publics_.log_popularity[each.item] <=
                                                world.publics_.log_popularity[sought.back()]);
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

TEST(Sources, ProposeWhatSellsLatelyInTheCategoriesThatTheViewerLikes) {
  constexpr ItemIndex kItems = 4000;
  World world(SyntheticShopPack(kItems, 19));
  const auto category = world.catalog_.columns().category;
  const auto propose = [&](bool all) {
    const Profile profile = world.Folded();
    const RankRequest request = On(Surface::kHome);
    const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
    return all ? Propose(context, LinearModel::Default()) : ProposePopularOfCategories(context);
  };
  EXPECT_TRUE(propose(false).empty()) << "nothing is known";
  const ItemIndex much = 40, little = 3000;
  ASSERT_NE(category[much], category[little]);
  for (int trip = 1; trip <= 3; ++trip) {
    world.Happen(EventType::kBuy, much, trip * kMsPerDay, static_cast<SessionId>(trip));
  }
  world.Happen(EventType::kView, little, kMsPerDay - 1, 1);
  const auto lately = [&](CategoryId node) {
    std::vector<std::pair<int, ItemIndex>> items;
    for (ItemIndex i = 0; i < kItems; ++i) {
      const int recent = world.publics_.log_recent_popularity[i];
      if (category[i] == node && recent > 0) {
        items.emplace_back(-recent - world.publics_.log_popularity[i], i);
      }
    }
    std::sort(items.begin(), items.end());
    if (items.size() > kMaxOfCategory) items.resize(kMaxOfCategory);
    return items;
  };
  const auto of_much = lately(category[much]), of_little = lately(category[little]);
  ASSERT_GT(of_much.size(), 3u);
  ASSERT_GT(of_little.size(), 3u);
  std::vector<ItemIndex> in_turn;
  for (size_t turn = 0; turn < kMaxOfCategory; ++turn) {
    if (turn < of_much.size()) in_turn.push_back(of_much[turn].second);
    if (turn < of_little.size()) in_turn.push_back(of_little[turn].second);
  }
  EXPECT_EQ(propose(false), in_turn);
  const std::vector<ItemIndex> candidates = propose(true);
  for (const ItemIndex item : in_turn) EXPECT_TRUE(Holds(candidates, item)) << item;
}

// What a scan of the whole catalog would put among the first 20, the candidates hold.
TEST(Sources, MissNothingThatAFullRankingWouldPutOnTop) {
  constexpr ItemIndex kItems = 3000;
  for (Surface surface : {Surface::kHome, Surface::kSimilar, Surface::kBasket}) {
    size_t best = 0, held = 0;
    for (uint64_t seed = 20; seed < 30; ++seed) {
      World world(SyntheticShopPack(kItems, seed));
      LiveALittle(world, seed, seed % 3 == 0 ? 600 : 80);
      const Profile profile = world.Folded();
      RankRequest request = On(surface);
      if (surface == Surface::kSimilar) request.anchor = static_cast<ItemIndex>(seed);
      if (surface == Surface::kBasket) request.basket = {static_cast<ItemIndex>(seed), 700, 1800};
      const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
      const auto candidates = Propose(context, LinearModel::Default());
      ASSERT_LE(candidates.size(), kMaxCandidates);
      std::vector<std::pair<int64_t, ItemIndex>> all;
      for (ItemIndex i = 0; i < kItems; ++i) {
        all.emplace_back(-int64_t{world.model_.Score(surface, ComputeFeatures(context, i))}, i);
      }
      std::partial_sort(all.begin(), all.begin() + 20, all.end());
      for (size_t i = 0; i < 20; ++i) {
        ++best;
        held += Holds(candidates, all[i].second);
      }
    }
    EXPECT_GE(held * 100, best * 95) << Name(surface) << ": " << held << " of " << best;
  }
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
  world.SearchFor("clock", kMsPerMinute, 4);
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
  EXPECT_EQ(Get(row, Feature::kWeekdayShare), 0) << "10 and 30 days ago are other weekdays";
  EXPECT_EQ(Get(row, Feature::kDaysSinceTrip), 10);
  EXPECT_EQ(Get(row, Feature::kBoughtBefore), 1);
  EXPECT_EQ(Get(row, Feature::kContextCategory), 3) << "Home, Decor and Clocks are shared";
  EXPECT_EQ(Get(row, Feature::kTrips), 3);
  EXPECT_GT(Get(row, Feature::kLeafCategoryShare), 0);
  EXPECT_EQ(Get(row, Feature::kOwnWithContext), 0) << "no own trip held the item looked at";
  RankRequest basket = On(Surface::kBasket);
  basket.basket = {world.Item("M1"), world.Item("C2")};
  const RankContext with_basket = MakeContext(world.catalog_, world.publics_, profile, basket);
  EXPECT_EQ(Get(ComputeFeatures(with_basket, world.Item("M1")), Feature::kOwnWithContext), 181)
      << "one trip of one item, which is half of the basket: 256 / sqrt(2)";
  const FeatureVector candle = ComputeFeatures(context, world.Item("L1"));
  EXPECT_EQ(Get(candle, Feature::kViews), 256);
  EXPECT_EQ(Get(row, Feature::kSearched), 256 * 7 / 10)
      << "half of the shop, and a view of something else since";
  EXPECT_EQ(Get(candle, Feature::kSearched), 0);
  EXPECT_EQ(Get(candle, Feature::kDaysSinceLast), kNever);
  EXPECT_EQ(Get(candle, Feature::kContextCategory), 2);
}

TEST(Features, CountTheWeekdayOfToday) {
  World world(SmallShopPack());
  const ItemIndex clock = world.Item("C1");
  for (const int age : {7, 8, 14, 21}) {
    world.Happen(EventType::kBuy, clock, age * kMsPerDay, static_cast<SessionId>(age));
  }
  const Profile profile = world.Folded();
  const RankRequest request = On(Surface::kHome);
  const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
  EXPECT_EQ(Get(ComputeFeatures(context, clock), Feature::kWeekdayShare), 1024 * 3 / 4);
  EXPECT_EQ(Get(ComputeFeatures(context, world.Item("L1")), Feature::kWeekdayShare), 0);
}

TEST(Features, KnowNoTripOfWhoNeverBought) {
  World world(SmallShopPack());
  const Profile profile = world.Folded();
  const RankRequest request = On(Surface::kHome);
  const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
  const FeatureVector row = ComputeFeatures(context, world.Item("C1"));
  EXPECT_EQ(Get(row, Feature::kDaysSinceTrip), kNever);
  EXPECT_EQ(Get(row, Feature::kMonthPopularity), 0) << "a pack without months";
  EXPECT_EQ(Get(row, Feature::kTasteVectorDot), 0) << "... and without taste vectors";
}

// kNow is in December 2011. 16 log2: 96 stands for 64 customers.
TEST(Features, ReadTheMonthAndTheTasteVectorsOfThePack) {
  std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  const size_t n = columns->item_count();
  columns->month_level.assign(n * 12, 0);
  columns->taste_vector.assign(n * kEmbeddingDims, 0);
  size_t clock = n, candle = n;
  for (size_t i = 0; i < n; ++i) {
    if (columns->sku.Column()[i] == "C1") clock = i;
    if (columns->sku.Column()[i] == "L1") candle = i;
  }
  ASSERT_LT(clock, n);
  ASSERT_LT(candle, n);
  columns->month_level[clock * 12 + 11] = 96;
  columns->month_level[candle * 12 + 0] = 96;
  columns->item_customers[clock] = 128;
  for (const size_t item : {clock, candle}) columns->taste_vector[item * kEmbeddingDims] = 127;
  World world(*EncodePack(*columns));
  world.Happen(EventType::kBuy, world.Item("C1"), kMsPerDay);
  const Profile profile = world.Folded();
  const RankRequest request = On(Surface::kHome);
  const RankContext context = MakeContext(world.catalog_, world.publics_, profile, request);
  const FeatureVector own = ComputeFeatures(context, world.Item("C1"));
  EXPECT_EQ(Get(own, Feature::kMonthPopularity), 6 * 256);
  EXPECT_EQ(Get(own, Feature::kMonthDrift), -256);
  const FeatureVector like_it = ComputeFeatures(context, world.Item("L1"));
  EXPECT_EQ(Get(like_it, Feature::kMonthPopularity), 0) << "January's alone";
  EXPECT_EQ(Get(like_it, Feature::kMonthDrift), 0);
  EXPECT_EQ(Get(like_it, Feature::kTasteVectorDot), 1008);
  EXPECT_EQ(Get(ComputeFeatures(context, world.Item("M1")), Feature::kTasteVectorDot), 0);
}

}  // namespace
}  // namespace hearth
