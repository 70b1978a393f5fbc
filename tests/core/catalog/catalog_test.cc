#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <utility>

#include "catalog/small_shop.h"

namespace hearth {
namespace {

Catalog SmallShop() {
  Result<Catalog> catalog = Catalog::FromPack(SmallShopPack());
  return *std::move(catalog);
}

TEST(Catalog, FindsItemsByKeyAndBySku) {
  const Catalog shop = SmallShop();
  for (const char* sku : {"C1", "C2", "C3", "L1", "L2", "M1"}) {
    const ItemIndex item = shop.FindSku(sku);
    ASSERT_NE(item, kNoItem);
    EXPECT_EQ(shop.Sku(item), sku);
    EXPECT_EQ(shop.Find(KeyOf(sku)), item);
  }
  EXPECT_EQ(shop.FindSku("C4"), kNoItem);
  EXPECT_EQ(shop.FindSku(""), kNoItem);
  EXPECT_EQ(shop.Find(0), kNoItem);
  EXPECT_EQ(shop.Find(~ItemKey{0}), kNoItem);
}

TEST(Catalog, NamesAndFindsEveryCategory) {
  const Catalog shop = SmallShop();
  ASSERT_EQ(shop.category_count(), 7u);
  EXPECT_EQ(shop.CategoryPath(0), "");
  const char* const paths[] = {
      "",        "Home",          "Home > Decor", "Home > Decor > Candles", "Home > Decor > Clocks",
      "Kitchen", "Kitchen > Mugs"};
  const uint8_t depths[] = {0, 1, 2, 3, 3, 1, 2};
  for (CategoryId id = 0; id < 7; ++id) {
    EXPECT_EQ(shop.CategoryPath(id), paths[id]);
    EXPECT_EQ(shop.FindCategory(paths[id]), id);
    EXPECT_EQ(shop.CategoryDepth(id), depths[id]);
  }
  EXPECT_EQ(shop.FindCategory("Home>Decor >Clocks"), 4);
  EXPECT_EQ(shop.FindCategory("Decor"), 0);
  EXPECT_EQ(shop.FindCategory("Home > Mugs"), 0);
  EXPECT_EQ(shop.FindCategory("Home > Decor > Clocks > Alarm"), 0);
  EXPECT_EQ(shop.FindCategory(" > "), 0);
}

TEST(Catalog, KnowsWhatIsWithinACategory) {
  const Catalog shop = SmallShop();
  const CategoryId home = shop.FindCategory("Home");
  const CategoryId clocks = shop.FindCategory("Home > Decor > Clocks");
  const CategoryId mugs = shop.FindCategory("Kitchen > Mugs");
  EXPECT_TRUE(shop.IsWithin(clocks, home));
  EXPECT_TRUE(shop.IsWithin(clocks, clocks));
  EXPECT_TRUE(shop.IsWithin(clocks, 0));
  EXPECT_FALSE(shop.IsWithin(home, clocks));
  EXPECT_FALSE(shop.IsWithin(mugs, home));
}

TEST(Catalog, KeepsItsColumnsWhenMoved) {
  Catalog first = SmallShop();
  const Catalog second = std::move(first);
  const ItemIndex item = second.FindSku("L2");
  ASSERT_NE(item, kNoItem);
  EXPECT_EQ(second.Title(item), "Caf\xC3\xA9 Candle");
  EXPECT_EQ(second.columns().shop, "Corner Shop");
}

}  // namespace
}  // namespace hearth
