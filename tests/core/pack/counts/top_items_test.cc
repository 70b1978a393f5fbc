// hearth pack --top: which items stay, and what is said of them.
#include "pack/counts/top_items.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "pack/pipeline.h"

namespace hearth {
namespace {

constexpr Time kNoon = 1'300'000'000'000;

FeedItem ItemOf(const std::string& sku, Availability availability = Availability::kInStock) {
  FeedItem item;
  item.sku = sku;
  item.title = "Lantern " + sku;
  item.category = "Lanterns > " + sku.substr(0, 1);
  item.price_minor = 850;
  item.availability = availability;
  return item;
}

// Six items, A to F in the feed's order.
std::vector<FeedItem> SixItems() {
  std::vector<FeedItem> items;
  for (const char* sku : {"A", "B", "C", "D", "E", "F"}) items.push_back(ItemOf(sku));
  return items;
}

MadePack Pack(std::vector<FeedItem> items, ShopLines lines, PackOptions options) {
  ShopFeed feed;
  feed.shop = "Corner Shop";
  feed.money = {"GBP", 2};
  feed.items_name = "feed.csv";
  feed.items = std::move(items);
  options.batches = false;
  Result<MadePack> made =
      MakePack(*ClassifyShop(std::move(feed)), std::move(lines), options, Progress());
  EXPECT_TRUE(made.ok()) << made.error().message;
  return *std::move(made);
}

Catalog Read(const MadePack& made) {
  Result<Catalog> catalog = Catalog::FromPack(made.bytes);
  EXPECT_TRUE(catalog.ok()) << catalog.error().message;
  return *std::move(catalog);
}

std::string SkusOf(const Catalog& catalog) {
  std::vector<std::string> skus;
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) skus.emplace_back(catalog.Sku(i));
  std::sort(skus.begin(), skus.end());
  std::string text;
  for (const std::string& sku : skus) text += sku + " ";
  return text;
}

using Counts = std::vector<std::pair<std::string, int>>;

// So many customers of each SKU: the first buy all.
ShopLines LinesOf(const Counts& counts) {
  ShopLines lines;
  lines.orders.emplace();
  for (const auto& [sku, customers] : counts) {
    for (int c = 0; c < customers; ++c) {
      const std::string name = "c" + std::to_string(c);
      lines.orders->Add(name, name, sku, kNoon, 1, 850);
    }
  }
  return lines;
}

std::string KeptOf(const std::vector<FeedItem>& items, const Counts& counts, size_t top) {
  return SkusOf(Read(Pack(items, LinesOf(counts), {.top = top})));
}

TEST(TopItems, AreThoseWithMostCustomers) {
  const Counts counts = {{"A", 20}, {"B", 90}, {"D", 40}, {"E", 30}};
  EXPECT_EQ(KeptOf(SixItems(), counts, 1), "B ");
  EXPECT_EQ(KeptOf(SixItems(), counts, 3), "B D E ");
  EXPECT_EQ(KeptOf(SixItems(), counts, 5), "A B C D E ");
}

TEST(TopItems, AreNotChosenByWhatThePackDoesNotSay) {
  // 60 and 63 are written as 60, 40 and 44 as 40; 19 and 1 are not written.
  const Counts here = {{"A", 60}, {"B", 63}, {"C", 40}, {"D", 44}, {"E", 1}, {"F", 19}};
  const Counts there = {{"A", 63}, {"B", 60}, {"C", 44}, {"D", 40}, {"E", 19}, {"F", 1}};
  const Counts level = {{"A", 60}, {"B", 60}, {"C", 40}, {"D", 40}};
  for (size_t top = 1; top < 6; ++top) {
    const std::string kept = KeptOf(SixItems(), level, top);
    EXPECT_EQ(KeptOf(SixItems(), here, top), kept) << top;
    EXPECT_EQ(KeptOf(SixItems(), there, top), kept) << top;
  }
  EXPECT_EQ(KeptOf(SixItems(), here, 1), "A ");
  EXPECT_EQ(KeptOf(SixItems(), here, 5), "A B C D E ");
}

TEST(TopItems, AreInStockWhereCustomersAreEqual) {
  std::vector<FeedItem> items = SixItems();
  items[0].availability = items[2].availability = Availability::kOutOfStock;
  items[1].availability = Availability::kPreorder;
  const Counts counts = {{"A", 40}, {"B", 40}, {"E", 40}};
  EXPECT_EQ(KeptOf(items, counts, 2), "B E ");
  EXPECT_EQ(KeptOf(items, counts, 3), "A B E ") << "customers count more";
  EXPECT_EQ(KeptOf(items, counts, 5), "A B D E F ");
}

TEST(TopItems, AreInStockAndThenInTheFeedsOrderWithoutOrders) {
  std::vector<FeedItem> items = SixItems();
  items[1].availability = Availability::kOutOfStock;
  const MadePack made = Pack(items, {}, {.top = 2});
  EXPECT_EQ(SkusOf(Read(made)), "A C ");
  EXPECT_FALSE(made.summary.top->by_customers);
  EXPECT_EQ(SkusOf(Read(Pack(items, {}, {.top = 5}))), "A C D E F ");
  // Too few to be said: the pack is as without orders, and so is what stays.
  const MadePack few = Pack(items, LinesOf({{"F", 25}}), {.top = 2});
  ASSERT_TRUE(few.summary.orders_say_too_little);
  EXPECT_EQ(few.bytes, made.bytes);
}

TEST(TopItems, AreThoseMostViewedWhereNothingIsKnownOfCustomers) {
  ShopLines lines;
  lines.views.emplace();
  for (int v = 0; v < 40; ++v) {
    const std::string visitor = "v" + std::to_string(v);
    if (v < 19) lines.views->Add(visitor, "F", kNoon);  // too few to be written
    if (v < 20) lines.views->Add(visitor, "C", kNoon + 1);
    lines.views->Add(visitor, "E", kNoon + 2);
  }
  EXPECT_EQ(SkusOf(Read(Pack(SixItems(), std::move(lines), {.top = 3}))), "A C E ");
}

TEST(TopItems, ThatAreLeftOutAreSaidAndTheirOrdersCountAsEver) {
  const Counts counts = {{"A", 20}, {"B", 90}, {"D", 40}, {"E", 3}};
  const MadePack made = Pack(SixItems(), LinesOf(counts), {.top = 2});
  const PackSummary& summary = made.summary;
  ASSERT_TRUE(summary.top.has_value());
  EXPECT_EQ(summary.top->items, 4u);
  EXPECT_EQ(summary.top->of, 6u);
  EXPECT_EQ(summary.top->with_customers, 1u) << "A; what E has is not said";
  EXPECT_EQ(summary.items, 2u);
  EXPECT_EQ(summary.statistics->lines, 153u);
  EXPECT_EQ(summary.statistics->unknown_lines, 0u);
  EXPECT_EQ(summary.statistics->item_customers.written, 3u);
  EXPECT_EQ(Read(made).columns().left_out_rows, 4u);
}

// Only the pack knows what Google's number says of it: a page that describes it could not.
TEST(TopItems, AlwaysAreWhatIsSensitive) {
  std::vector<FeedItem> items = SixItems();
  items[4].google_category = 775;  // condoms
  items[5].further_categories = "Health > Pregnancy Tests";
  PackOptions options;
  options.top = 3;
  EXPECT_EQ(SkusOf(Read(Pack(items, {}, options))), "A E F ");
  options.top = 1;
  const MadePack made = Pack(items, {}, options);
  EXPECT_EQ(SkusOf(Read(made)), "E F ");
  EXPECT_EQ(made.summary.top->items, 4u);
}

TEST(TopItems, AreAllWhereThereAreNoMore) {
  const Counts counts = {{"A", 20}, {"B", 90}, {"D", 40}};
  const MadePack all = Pack(SixItems(), LinesOf(counts), {});
  for (const size_t top : {6, 7, 4'000'000}) {
    const MadePack made = Pack(SixItems(), LinesOf(counts), {.top = top});
    EXPECT_EQ(made.bytes, all.bytes) << top;
    EXPECT_FALSE(made.summary.top.has_value());
  }
}

// A shop with everything that a pack may say of an item: A comes in two sizes, B in three.
MadePack FullShop(size_t top) {
  std::vector<FeedItem> items;
  for (const char* sku : {"A1", "B1", "C", "A2", "B2", "D", "B3", "E", "Test", "F"}) {
    FeedItem item = ItemOf(sku);
    item.gtin = 4006381333931 + items.size();
    item.price_minor = 100 * static_cast<int32_t>(items.size() + 1);
    item.regular_minor = item.price_minor + static_cast<int32_t>(items.size() % 3);
    item.image = std::string("/") + sku + ".jpg";
    if (sku[1] != 0 && sku[2] == 0) item.group = std::string("group-") + sku[0];
    items.push_back(item);
  }
  items[8].title = "Pregnancy Test";
  ShopLines lines;
  lines.orders.emplace();
  lines.views.emplace();
  for (int c = 0; c < 90; ++c) {
    const std::string name = "c" + std::to_string(c);
    for (size_t i = 0; i < items.size(); ++i) {
      if (c % static_cast<int>(i + 1) > 1) continue;
      const Time time = kNoon + c * kMsPerDay + static_cast<Time>(i);
      for (int trip = 0; trip < 2; ++trip) {
        lines.orders->Add(name, name + "-" + std::to_string(trip), items[i].sku,
                          time + trip * 9 * kMsPerDay, 1, 850);
      }
      lines.views->Add(name, items[i].sku, time);
    }
  }
  return Pack(std::move(items), std::move(lines), {.k = 5, .top = top});
}

// All that a pack says of one item, with other items by their SKUs.
std::string Said(const Catalog& catalog, ItemIndex i, const std::string& skus) {
  const CatalogColumns& c = catalog.columns();
  std::string text;
  const auto add = [&](const auto&... values) { ((text += std::to_string(values) + " "), ...); };
  const auto add_texts = [&](const auto&... texts) { ((text += std::string(texts) + " "), ...); };
  const auto in_both = [&](ItemIndex other) {
    return (" " + skus).find(" " + std::string(catalog.Sku(other)) + " ") != std::string::npos;
  };
  add_texts(c.sku[i], c.title[i], c.link[i], c.image[i], catalog.CategoryPath(c.category[i]));
  add(c.key[i], c.brand[i], c.price_minor[i], c.price_band[i], c.availability[i], c.since_day[i],
      c.item_customers[i], c.recent_customers[i], c.repeat_permille[i], c.gap_days[i], c.topic[i],
      c.viewers[i], c.regular_price_minor[i], c.taste_group.empty() ? 0 : c.taste_group[i]);
  for (size_t n = 0; n < catalog.NeighbourCount(i); ++n) {
    const Neighbour neighbour = catalog.NeighbourAt(i, n);
    if (!in_both(neighbour.item)) continue;
    add_texts("next to", catalog.Sku(neighbour.item));
    add(neighbour.weight);
  }
  for (size_t n = 0; n < catalog.CoViewedCount(i); ++n) {
    const CoViewed viewed = catalog.CoViewedAt(i, n);
    if (!in_both(viewed.item)) continue;
    add_texts("viewed with", catalog.Sku(viewed.item));
    add(viewed.with, viewed.after);
  }
  for (const int8_t value : catalog.Embedding(i)) add(value);
  if (!c.taste_vector.empty()) {
    for (const int8_t value : c.taste_vector.subspan(i * kEmbeddingDims, kEmbeddingDims)) {
      add(value);
    }
  }
  const auto [first, last] = c.VariantsOf(i);
  for (VariantIndex v = first; v < last; ++v) {
    add_texts(c.Text(v, VariantText::kSku), c.Text(v, VariantText::kTitle),
              c.Text(v, VariantText::kImage));
    add(c.variant_price_minor[v], c.variant_availability[v],
        c.regular_price_minor[c.key.size() + v],
        c.MatchSku(c.Text(v, VariantText::kSku)).variant == v);
  }
  return text;
}

TEST(TopItems, SayOfThemselvesWhatThePackOfAllSays) {
  const Catalog all = Read(FullShop(0));
  ASSERT_EQ(all.item_count(), 7u);
  ASSERT_TRUE(all.HasEmbeddings() && all.HasViews());
  for (size_t top = 1; top < 7; ++top) {
    const Catalog some = Read(FullShop(top));
    ASSERT_EQ(some.item_count(), top);
    const std::string skus = SkusOf(some);
    size_t rows = some.columns().left_out_rows;
    for (ItemIndex i = 0; i < top; ++i) {
      EXPECT_EQ(Said(some, i, skus), Said(all, all.FindSku(some.Sku(i)), skus)) << top;
      rows += some.columns().RowsOf(i);
    }
    EXPECT_EQ(rows, 10u) << "of the feed";
    EXPECT_EQ(some.category_count(), all.category_count());
    EXPECT_EQ(some.columns().customers, all.columns().customers);
    EXPECT_EQ(some.columns().as_of, all.columns().as_of);
  }
  EXPECT_EQ(SkusOf(Read(FullShop(3))), "Test group-A group-B ") << "a product is one item";
  EXPECT_TRUE(Read(FullShop(3)).columns().MatchSku("B3").variant != kNoVariant);
}

TEST(TopItems, KeepTheirGtins) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (const char* sku : {"A", "B", "C", "D"}) {
    FeedItem item = ItemOf(sku);
    item.gtin = static_cast<uint64_t>(sku[0]);
    item.category = "Lanterns";
    if (sku[0] > 'B') item.group = "CD";
    ASSERT_TRUE(builder.Add(item).ok());
  }
  const auto columns = *builder.Build();
  columns->gtin = builder.Gtins();
  std::vector<ItemIndex> kept;
  for (const char* sku : {"B", "CD"}) kept.push_back(columns->Columns().MatchSku(sku).item);
  std::sort(kept.begin(), kept.end());
  KeepItems(kept, columns.get());
  ASSERT_EQ(columns->gtin.size(), 4u);
  for (ItemIndex i = 0; i < 2; ++i) {
    const bool is_b = columns->sku.Column()[i] == "B";
    EXPECT_EQ(columns->gtin[i], static_cast<uint64_t>(is_b ? 'B' : 'C'));
  }
  EXPECT_EQ(columns->gtin[2], static_cast<uint64_t>('C'));
  EXPECT_EQ(columns->gtin[3], static_cast<uint64_t>('D'));
}

TEST(TopItems, ThatFitAreFewerWhereTheyHaveNumbersAndNeverNone) {
  const MadePack plain = Pack(SixItems(), {}, {});
  const Catalog without = Read(plain);
  EXPECT_EQ(ItemsThatFit(without.columns(), 600, 400), 4u);
  EXPECT_EQ(ItemsThatFit(without.columns(), 600, 60), 1u);
  EXPECT_EQ(ItemsThatFit(without.columns(), 600, 1), 1u);
  const Catalog with = Read(Pack(SixItems(), LinesOf({{"A", 90}, {"B", 90}, {"C", 90}}), {}));
  EXPECT_EQ(ItemsThatFit(with.columns(), 600, 400), 2u) << "three have neighbours";
}

}  // namespace
}  // namespace hearth
