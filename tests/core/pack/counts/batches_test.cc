// That packs of following days do not tell what one customer did.
#include "pack/counts/batches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "catalog/builder.h"
#include "catalog/catalog.h"
#include "pack/pipeline.h"
#include "support/numbers.h"

namespace hearth {
namespace {

constexpr Time kMonday = 1'300'060'800'000;  // 2011-03-14, midnight
constexpr Time kWeek = 7 * kMsPerDay;

std::unique_ptr<OwnedColumns> OneItem() {
  CatalogBuilder builder("Corner Shop", {"GBP", 2});
  FeedItem item;
  item.sku = "A";
  item.title = "Lantern";
  item.price_minor = 850;
  EXPECT_TRUE(builder.Add(std::move(item)).ok());
  return *builder.Build();
}

class Lines {
 public:
  Lines& On(Time day, std::initializer_list<const char*> customers, const char* sku = "A") {
    for (const char* customer : customers) orders_.Add(customer, "1", sku, day, 1, 0);
    return *this;
  }
  Time End(uint32_t k, Time now = kMaxTime) const {
    return EndOfBatches(orders_, *OneItem(), k, now);
  }

 private:
  Orders orders_;
};

TEST(Batches, EndWhenAWeekIsOver) {
  EXPECT_EQ(Lines().End(1), 0);
  EXPECT_EQ(Lines().On(kMonday, {"a", "b"}).End(2), 0);
  EXPECT_EQ(Lines().On(kMonday, {"a", "b"}).On(kMonday + kWeek - 1, {"c"}).End(2), 0);
  EXPECT_EQ(Lines().On(kMonday, {"a", "b"}).On(kMonday + kWeek, {"a"}).End(2), kMonday + kWeek);
  EXPECT_EQ(Lines().On(kMonday + kWeek - 1, {"a", "b"}).On(kMonday + kWeek, {"a"}).End(2),
            kMonday + kWeek);
}

TEST(Batches, HoldKDistinctCustomers) {
  Lines lines;
  lines.On(kMonday, {"a"}).On(kMonday + kWeek, {"a"}).On(kMonday + 2 * kWeek, {"a", "b"});
  EXPECT_EQ(lines.End(2), 0);  // the third week is not over
  lines.On(kMonday + 3 * kWeek, {"c"});
  EXPECT_EQ(lines.End(2), kMonday + 3 * kWeek);
  EXPECT_EQ(lines.End(1), kMonday + 3 * kWeek);
  // The next batch begins anew: those before do not count for it.
  lines.On(kMonday + 4 * kWeek, {"c"});
  EXPECT_EQ(lines.End(2), kMonday + 3 * kWeek);
  lines.On(kMonday + 5 * kWeek, {"a"}).On(kMonday + 6 * kWeek, {"a"});
  EXPECT_EQ(lines.End(2), kMonday + 6 * kWeek);
}

TEST(Batches, CountNobodyForWhatTheCatalogDoesNotHave) {
  Lines lines;
  lines.On(kMonday, {"a"}).On(kMonday, {"b"}, "gone").On(kMonday + kWeek, {"c"});
  EXPECT_EQ(lines.End(2), 0);
  EXPECT_EQ(lines.On(kMonday, {"b"}).End(2), kMonday + kWeek);
}

TEST(Batches, DoNotEndInTheFuture) {
  Lines lines;
  lines.On(kMonday, {"a", "b"}).On(kMonday + kWeek, {"a", "b"}).On(kMonday + 50 * kWeek, {"a"});
  EXPECT_EQ(lines.End(2), kMonday + 2 * kWeek);
  EXPECT_EQ(lines.End(2, kMonday + 2 * kWeek - 1), kMonday + kWeek) << "an order is dated ahead";
}

TEST(Batches, KnowTheMondayOfADay) {
  const int32_t monday = DayOf(kMonday);
  for (int32_t day = 0; day < 7; ++day) EXPECT_EQ(MondayOf(monday + day), monday);
  EXPECT_EQ(MondayOf(monday - 1), monday - 7);
  EXPECT_EQ(MondayOf(DayOf(kMinTime)), DayOf(kMinTime)) << "a Saturday: the first day there is";
}

TEST(Batches, AreTheSameForAnyOrderOfTheLines) {
  Lines forwards, backwards;
  for (int day = 0; day < 40; ++day) {
    forwards.On(kMonday + day * kMsPerDay, {day % 3 == 0 ? "a" : "b"});
    backwards.On(kMonday + (39 - day) * kMsPerDay, {(39 - day) % 3 == 0 ? "a" : "b"});
  }
  EXPECT_EQ(forwards.End(2), kMonday + 5 * kWeek);
  EXPECT_EQ(backwards.End(2), forwards.End(2));
}

TEST(Batches, OfViewsGoByVisitors) {
  ViewLines views;
  views.Add("a", "A", kMonday);
  views.Add("b", "A", kMonday);
  EXPECT_EQ(EndOfBatches(views, *OneItem(), 2, kMaxTime), 0);
  views.Add("a", "A", kMonday + kWeek);
  EXPECT_EQ(EndOfBatches(views, *OneItem(), 2, kMaxTime), kMonday + kWeek);
  EXPECT_EQ(LinesBefore(views, kMonday + kWeek).lines.size(), 2u);
}

// ---- One customer more, in a thousand shops

constexpr uint32_t kShopsK = 5;
constexpr int kItems = 12;

ShopFeed FeedOfItems() {
  ShopFeed feed;
  feed.shop = "Corner Shop";
  feed.money = {"GBP", 2};
  feed.items_name = "feed.csv";
  for (int i = 0; i < kItems; ++i) {
    FeedItem& item = feed.items.emplace_back();
    item.sku = "S" + std::to_string(i);
    item.title = "Lantern " + std::to_string(i);
    item.price_minor = 850;
  }
  return feed;
}

void Buy(const std::string& customer, Time from, Time until, Random* random, Orders* orders) {
  const auto minutes = static_cast<size_t>((until - from) / kMsPerMinute);
  const Time at = from + static_cast<Time>(random->Below(minutes)) * kMsPerMinute;
  for (size_t n = 1 + random->Below(4); n > 0; --n) {
    // Some items are bought often and some seldom, and some are no longer in the feed.
    const size_t item = random->Below(1 + random->Below(kItems));
    const std::string sku = random->Chance(20) ? "gone" : "S" + std::to_string(item);
    orders->Add(customer, customer + std::to_string(at), sku, at, 1, 850);
  }
}

// Twenty to sixty customers in eight weeks and a half.
Orders OrdersOfShop(uint64_t seed) {
  Random random(seed);
  Orders orders;
  const size_t customers = 20 + random.Below(41);
  for (size_t c = 0; c < customers; ++c) {
    for (size_t trips = 1 + random.Below(4); trips > 0; --trips) {
      Buy("c" + std::to_string(c), kMonday, kMonday + 8 * kWeek + kWeek / 2, &random, &orders);
    }
  }
  // Whatever else there is, the ninth week has begun.
  orders.Add("c0", "last", "S0", kMonday + 8 * kWeek, 1, 850);
  return orders;
}

MadePack PackOf(Orders orders, bool batches) {
  Result<ClassifiedShop> shop = ClassifyShop(FeedOfItems());
  EXPECT_TRUE(shop.ok());
  ShopLines lines;
  lines.orders = std::move(orders);
  Result<MadePack> made =
      MakePack(*std::move(shop), std::move(lines), {.k = kShopsK, .batches = batches}, {});
  EXPECT_TRUE(made.ok()) << made.error().message;
  return *std::move(made);
}

// Somebody orders once more, from `from` to `until`: one who never did, or one of them.
Orders WithOneMore(uint64_t seed, Time from, Time until) {
  Orders orders = OrdersOfShop(seed);
  Random random(seed + 1'000'000);
  Buy(seed % 2 == 0 ? "newcomer" : "c1", from, until, &random, &orders);
  return orders;
}

// How many of `shops` packs differ when one customer orders once, and of how many numbers.
struct Told {
  int packs = 0;
  size_t numbers = 0;  // customers of an item
};
Told WhatOneTells(int shops, Time from, Time until, bool batches) {
  Told told;
  for (int seed = 1; seed <= shops; ++seed) {
    const MadePack before = PackOf(OrdersOfShop(seed), batches);
    const MadePack after = PackOf(WithOneMore(seed, from, until), batches);
    if (before.bytes == after.bytes) continue;
    ++told.packs;
    const Result<Catalog> one = Catalog::FromPack(before.bytes);
    const Result<Catalog> other = Catalog::FromPack(after.bytes);
    for (ItemIndex i = 0; i < kItems; ++i) {
      told.numbers += one->columns().item_customers[i] != other->columns().item_customers[i];
    }
  }
  return told;
}

// Whoever reads the packs of following days learns nothing of what somebody ordered in a week that
// has begun, until k customers have ordered and their week is over.
TEST(Batches, HideOneCustomerOfTheWeekThatGoesOnInAThousandShops) {
  const int shops = static_cast<int>(NumberOf("batch_shops"));
  const Time now = kMonday + 8 * kWeek;
  const Told hidden = WhatOneTells(shops, now, now + kWeek / 2, true);
  EXPECT_EQ(hidden.packs, 0);
  EXPECT_EQ(hidden.numbers, 0u);
  // The same without batches is told by most packs, so that the test can fail.
  const Told told = WhatOneTells(shops, now, now + kWeek / 2, false);
  EXPECT_GT(told.packs, shops / 2);
  std::printf(
      "one customer more, this week: %d of %d packs move; without batches %d, and %zu counts\n",
      hidden.packs, shops, told.packs, told.numbers);
}

// Of a week that was counted the pack does say something, as every count does: one customer in a
// batch of k or more.
TEST(Batches, ShowACustomerOfAWholeBatchAsOneOfK) {
  const int shops = static_cast<int>(NumberOf("batch_shops"));
  const Told told = WhatOneTells(shops, kMonday, kMonday + 8 * kWeek, true);
  std::printf("one customer more, of a counted week: %d of %d packs move, and %zu counts\n",
              told.packs, shops, told.numbers);
  EXPECT_GT(told.packs, 0);
  for (int seed = 1; seed <= shops; ++seed) {
    const Orders orders = OrdersOfShop(seed);
    const Result<ClassifiedShop> shop = ClassifyShop(FeedOfItems());
    const OwnedColumns& columns = *shop->columns;
    const Time end = EndOfBatches(orders, columns, kShopsK, kMaxTime);
    ASSERT_GT(end, kMonday);
    // Between this pack and the one before it there are k customers of what the catalog has.
    const Time before = EndOfBatches(LinesBefore(orders, end), columns, kShopsK, kMaxTime);
    std::vector<uint32_t> between;
    for (const OrderLine& line : orders.lines) {
      if (orders.skus[line.sku] == "gone") continue;
      if (line.time >= before && line.time < end) between.push_back(line.customer);
    }
    std::sort(between.begin(), between.end());
    between.erase(std::unique(between.begin(), between.end()), between.end());
    EXPECT_GE(between.size(), kShopsK);
  }
}

}  // namespace
}  // namespace hearth
