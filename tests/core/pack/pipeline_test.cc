// From what a shop has to its pack, without files or a command line.
#include "pack/pipeline.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/sampling.h"
#include "catalog/catalog.h"
#include "pack/training/tree_fitting.h"

namespace hearth {
namespace {

constexpr Time kNoon = 1'300'000'000'000;

ShopFeed SmallFeed() {
  ShopFeed feed;
  feed.shop = "Corner Shop";
  feed.money = {"GBP", 2};
  feed.items_name = "feed.csv";
  for (const char* sku : {"A", "B"}) {
    FeedItem& item = feed.items.emplace_back();
    item.sku = sku;
    item.title = std::string("Lantern ") + sku;
    item.price_minor = 850;
  }
  return feed;
}

// Everybody buys both, and that week is over.
Orders OrdersOf(int customers) {
  Orders orders;
  for (int c = 0; c < customers; ++c) {
    for (const char* sku : {"A", "B"}) {
      orders.Add("c" + std::to_string(c), "o" + std::to_string(c), sku, kNoon, 1, 850);
    }
  }
  orders.Add("c0", "later", "A", kNoon + 7 * kMsPerDay, 1, 850);
  return orders;
}

Result<MadePack> Make(ShopLines lines, const PackOptions& options) {
  Result<ClassifiedShop> shop = ClassifyShop(SmallFeed());
  EXPECT_TRUE(shop.ok()) << shop.error().message;
  return MakePack(*std::move(shop), std::move(lines), options, {});
}

TEST(Pipeline, PutsGtinsIntoThePackInTheOrderOfItsItems) {
  ShopFeed feed = SmallFeed();
  feed.items[1].gtin = 4006381333931;
  const Result<ClassifiedShop> shop = ClassifyShop(std::move(feed));
  ASSERT_TRUE(shop.ok());
  const OwnedColumns& columns = *shop->columns;
  ASSERT_EQ(columns.gtin.size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(columns.gtin[i], columns.key[i] == KeyOf("B") ? 4006381333931u : 0u);
  }
  EXPECT_TRUE(ClassifyShop(SmallFeed())->columns->gtin.empty());
}

TEST(PackPipeline, SaysOfOrderLinesWhatThePackHolds) {
  ShopLines lines;
  lines.orders = OrdersOf(30);
  const Result<MadePack> made = Make(std::move(lines), {});
  ASSERT_TRUE(made.ok()) << made.error().message;
  const Result<Catalog> catalog = Catalog::FromPack(made->bytes);
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  const PackSummary& summary = made->summary;
  EXPECT_EQ(summary.bytes, made->bytes.size());
  EXPECT_EQ(summary.items, 2u);
  EXPECT_EQ(summary.items, catalog->item_count());
  EXPECT_EQ(summary.neighbours, catalog->NeighbourCount(0) + catalog->NeighbourCount(1));
  EXPECT_EQ(summary.neighbours, 2u);
  ASSERT_TRUE(summary.statistics.has_value());
  EXPECT_EQ(summary.statistics->customers, 30u);
  EXPECT_TRUE(summary.attribution.has_value());
  EXPECT_FALSE(summary.counts || summary.trained || summary.views);
}

TEST(PackPipeline, CountsWholeBatchesUnlessToldOtherwise) {
  for (const bool batches : {true, false}) {
    ShopLines lines;
    lines.orders = OrdersOf(30);
    for (const char* customer : {"c0", "c1"}) {
      lines.orders->Add(customer, "new", "A", kNoon + 8 * kMsPerDay, 1, 850);
    }
    lines.views.emplace();
    for (const char* visitor : {"v0", "v1"}) lines.views->Add(visitor, "A", kNoon);
    for (const char* visitor : {"v0", "v1", "v2"}) {
      lines.views->Add(visitor, "B", kNoon + 7 * kMsPerDay);
    }
    const Result<MadePack> made = Make(std::move(lines), {.k = 2, .batches = batches});
    ASSERT_TRUE(made.ok()) << made.error().message;
    const PackSummary& summary = made->summary;
    ASSERT_EQ(summary.orders_batches.has_value(), batches);
    EXPECT_EQ(summary.statistics->lines, batches ? 60u : 63u);
    EXPECT_EQ(summary.statistics->repeat_share.written, batches ? 0u : 1u);
    if (!batches) continue;
    EXPECT_EQ(summary.orders_batches->waiting, 3u);
    EXPECT_EQ(summary.views_batches->waiting, 3u);
    EXPECT_EQ(summary.views_batches->end, summary.orders_batches->end);
    const Result<Catalog> catalog = Catalog::FromPack(made->bytes);
    EXPECT_EQ(catalog->columns().as_of, summary.orders_batches->end);
    EXPECT_EQ(catalog->columns().viewers[catalog->FindSku("B")], 0u);
  }
}

// 200 customers with four trips each, of eight items; lines in the order of `seed`.
Orders ShuffledOrders(uint64_t seed) {
  struct Line {
    int customer, trip, item;
  };
  std::vector<Line> lines;
  Random random(1);
  for (int c = 0; c < 200; ++c) {
    for (int trip = 0; trip < 4; ++trip) {
      for (int i = 0; i < 3; ++i) {
        lines.push_back({c, trip, static_cast<int>(random.Below(8)) * (c % 2 + 1) % 8});
      }
    }
  }
  Random order(seed);
  if (seed > 0) Shuffle(order, &lines);
  Orders orders;
  for (const Line& line : lines) {
    const std::string c = std::to_string(line.customer);
    const Time time = kNoon + (line.customer % 5 + 20 * line.trip) * kMsPerDay;
    orders.Add("c" + c, "o" + c + "-" + std::to_string(line.trip),
               std::string(1, static_cast<char>('A' + line.item)), time, 1, 100);
  }
  return orders;
}

TEST(PackPipeline, MakesTheSameBytesOfLinesInAnyOrder) {
  for (const PackTraining train : {PackTraining::kNone, PackTraining::kTrees}) {
    if (train != PackTraining::kNone && !CanFitTrees()) continue;
    std::vector<uint8_t> first;
    for (const uint64_t seed : {0, 1, 2}) {
      ShopFeed feed = SmallFeed();
      for (char sku = 'C'; sku <= 'H'; ++sku) {
        feed.items.push_back(feed.items.front());
        feed.items.back().sku = sku;
      }
      ShopLines lines;
      lines.orders = ShuffledOrders(seed);
      const Result<MadePack> made =
          MakePack(*ClassifyShop(std::move(feed)), std::move(lines), {.k = 5, .train = train}, {});
      ASSERT_TRUE(made.ok()) << made.error().message;
      EXPECT_GT(made->summary.attribution->households, 0u) << "weights were fitted";
      if (seed == 0) first = made->bytes;
      EXPECT_EQ(made->bytes, first) << "seed " << seed;
    }
  }
}

// Of 12 items `known` have 25 customers each, the others one.
ShopLines LinesOfFew(int known) {
  ShopLines lines;
  lines.orders.emplace();
  for (int item = 0; item < 12; ++item) {
    const std::string sku(1, static_cast<char>('A' + item));
    for (int c = 0; c < (item < known ? 25 : 1); ++c) {
      const std::string customer = sku + std::to_string(c);
      lines.orders->Add(customer, customer, sku, kNoon, 1, 850);
    }
  }
  return lines;
}

ShopFeed TwelveItems() {
  ShopFeed feed = SmallFeed();
  for (char sku = 'C'; sku <= 'L'; ++sku) {
    feed.items.push_back(feed.items.front());
    feed.items.back().sku = sku;
  }
  return feed;
}

TEST(PackPipeline, IsAsWithoutOrdersWhereTheySayTooLittle) {
  const auto make = [](ShopLines lines, uint32_t k) {
    return *MakePack(*ClassifyShop(TwelveItems()), std::move(lines), {.k = k, .batches = false},
                     {});
  };
  const MadePack none = make({}, 20);
  const MadePack few = make(LinesOfFew(5), 20);
  EXPECT_TRUE(few.summary.orders_say_too_little);
  EXPECT_EQ(few.summary.statistics->item_customers.withheld, 7u);
  EXPECT_EQ(few.bytes, none.bytes) << "the feed's order, and nothing else";
  EXPECT_FALSE(make(LinesOfFew(6), 20).summary.orders_say_too_little) << "half of the items";
  const MadePack apart = make(LinesOfFew(5), 12);
  EXPECT_FALSE(apart.summary.orders_say_too_little) << "twice k customers";
  EXPECT_NE(apart.bytes, none.bytes);
}

TEST(PackPipeline, LeavesAttributionOutWhereItIsNotAskedFor) {
  ShopLines lines;
  lines.orders = OrdersOf(30);
  const Result<MadePack> made = Make(std::move(lines), {.attribution = false});
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_FALSE(made->summary.attribution.has_value());
  EXPECT_TRUE(made->summary.statistics.has_value());
}

TEST(PackPipeline, RefusesOrderLinesBesideCountsOfThem) {
  ShopLines lines;
  lines.orders = OrdersOf(30);
  lines.counts.emplace();
  const Result<MadePack> made = Make(std::move(lines), {});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument);
}

TEST(PackPipeline, RefusesToTrainOnNothing) {
  const Result<MadePack> made = Make({}, {.train = PackTraining::kTrees});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kInvalidArgument);
}

TEST(PackPipeline, SaysWhichItemOfWhichFeedIsWrong) {
  ShopFeed feed = SmallFeed();
  feed.items[1].title.clear();
  const Result<ClassifiedShop> shop = ClassifyShop(std::move(feed));
  ASSERT_FALSE(shop.ok());
  EXPECT_TRUE(shop.error().message.starts_with("feed.csv: item 2: ")) << shop.error().message;
}

FeedItem ItemOf(const char* sku, const char* title, const char* category, const char* google) {
  FeedItem item;
  item.sku = sku;
  item.title = title;
  item.category = category;
  item.google_path = google;
  item.price_minor = 100;
  return item;
}

ShopFeed SensitiveFeed() {
  ShopFeed feed = SmallFeed();
  feed.items = {ItemOf("1", "Condoms", "Shelf", ""),
                ItemOf("2", "Thing", "Shelf", "Health & Beauty > Health Care > Condoms"),
                ItemOf("3", "Thing", "Health & Beauty > Health Care > Condoms", ""),
                ItemOf("4", "Red Wine", "Shelf", ""),
                ItemOf("5", "Spade", "Shelf", ""),
                ItemOf("6", "Condoms", "Shelf", ""),
                ItemOf("7", "Condoms", "Shelf", ""),
                ItemOf("8", "Condoms", "Shelf", ""),
                ItemOf("9", "Box", "Shelf", "")};
  feed.items.back().further_categories = "Gifts\nHealth > Pregnancy Tests";
  return feed;
}

TEST(PackPipeline, SaysWhatWasFlaggedByWhichRule) {
  const Result<ClassifiedShop> shop = ClassifyShop(SensitiveFeed());
  ASSERT_TRUE(shop.ok()) << shop.error().message;
  std::string told;
  for (const FlaggedItems& each : shop->report.flagged) {
    told += SensitiveList::Default().topics()[each.topic].id + " " +
            std::to_string(static_cast<int>(each.by)) + " " + std::to_string(each.items);
    for (const std::string& title : each.examples) told += ", " + title;
    told += "\n";
  }
  EXPECT_EQ(told,
            "sexual_health 1 1, Thing\n"
            "sexual_health 2 1, Thing\n"
            "sexual_health 3 4, Condoms, Condoms, Condoms\n"
            "pregnancy_fertility 2 1, Box\n"
            "alcohol 3 1, Red Wine\n");
}

// Sizes that one of them is on sale, or whose categories stand in another order, are one product.
TEST(PackPipeline, JudgesAProductByTheFurtherCategoriesOfAllItsSizes) {
  ShopFeed feed = SmallFeed();
  feed.items.clear();
  for (const auto& [sku, further] : std::vector<std::pair<const char*, const char*>>{
           {"S", "New\nMen"}, {"M", "Men\nNew"}, {"L", "Health > Pregnancy Tests\nSale"}}) {
    feed.items.push_back(ItemOf(sku, "Shirt", "Clothes", ""));
    feed.items.back().group = "SHIRT";
    feed.items.back().further_categories = further;
  }
  const Result<ClassifiedShop> shop = ClassifyShop(std::move(feed));
  ASSERT_TRUE(shop.ok()) << shop.error().message;
  ASSERT_EQ(shop->columns->item_count(), 1u);
  EXPECT_EQ(shop->topics[0], SensitiveList::Default().Find("pregnancy_fertility"));
}

TEST(PackPipeline, WritesWhatTheListSaysOfEachItem) {
  Result<ClassifiedShop> shop = ClassifyShop(SensitiveFeed());
  ASSERT_TRUE(shop.ok());
  const Result<MadePack> made = MakePack(*std::move(shop), {}, {}, {});
  ASSERT_TRUE(made.ok()) << made.error().message;
  const Result<Catalog> catalog = Catalog::FromPack(made->bytes);
  ASSERT_TRUE(catalog.ok());
  const CatalogColumns& columns = catalog->columns();
  EXPECT_EQ(columns.list_hash, SensitiveList::Default().hash());
  ASSERT_EQ(columns.topic.size(), 9u);
  const auto said = [&](const char* sku) -> std::string {
    const uint8_t mark = columns.topic[catalog->FindSku(sku)];
    const size_t entry = mark & ~kForAdults;
    return (entry == 0 ? "" : std::string(columns.topic_id[entry - 1])) +
           ((mark & kForAdults) != 0 ? "!" : "");
  };
  for (const char* sku : {"1", "2", "3", "6"}) EXPECT_EQ(said(sku), "sexual_health") << sku;
  EXPECT_EQ(said("4"), "alcohol!");
  EXPECT_EQ(said("5"), "");
  EXPECT_EQ(said("9"), "pregnancy_fertility");
  // What else it is filed under is not in the pack: without the words its topic still is.
  EXPECT_EQ(catalog->CategoryPath(columns.category[catalog->FindSku("2")]), "Shelf");
}

}  // namespace
}  // namespace hearth
