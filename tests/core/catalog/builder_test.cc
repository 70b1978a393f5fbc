#include "catalog/builder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/small_shop.h"

namespace hearth {
namespace {

std::unique_ptr<OwnedColumns> BuildOf(std::vector<FeedItem> items) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (FeedItem& item : items) {
    const Status status = builder.Add(std::move(item));
    EXPECT_TRUE(status.ok()) << status.error().message;
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  EXPECT_TRUE(columns.ok());
  return *std::move(columns);
}

TEST(CatalogBuilder, SortsItemsByKey) {
  const auto columns = SmallShopColumns();
  EXPECT_TRUE(std::is_sorted(columns->key.begin(), columns->key.end()));
  for (size_t i = 0; i < columns->item_count(); ++i) {
    EXPECT_EQ(columns->key[i], KeyOf(columns->sku.Column()[i]));
  }
}

TEST(CatalogBuilder, RefusesTheSameSkuTwice) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  ASSERT_TRUE(builder.Add(MakeItem("A", "One", 1, "")).ok());
  const Status status = builder.Add(MakeItem("A", "Two", 1, ""));
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::kDuplicate);
  EXPECT_EQ(builder.size(), 1u);
}

TEST(CatalogBuilder, RefusesValuesOverTheirLimit) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  const std::string name(kMaxNameBytes + 1, 'n');
  std::string deep = "a";
  for (size_t i = 0; i < kMaxCategoryDepth; ++i) deep += " > a";
  const FeedItem items[] = {
      MakeItem(std::string(kMaxSkuBytes + 1, 's'), "Title", 1, ""),
      MakeItem("A", std::string(10'000'000, 't'), 1, ""),
      MakeItem("A", "Title", 1, name),
      MakeItem("A", "Title", 1, "", name),
      MakeItem("A", "Title", 1, deep),
  };
  for (const FeedItem& item : items) {
    const Status status = builder.Add(item);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::kTooLarge) << status.error().message;
    EXPECT_LT(status.error().message.size(), 200u);
  }
  EXPECT_EQ(builder.size(), 0u);
}

TEST(CatalogBuilder, RefusesMalformedValues) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  FeedItem script = MakeItem("A", "Title", 1, "");
  script.link = "JavaScript:alert(1)";
  const FeedItem items[] = {
      MakeItem("", "Title", 1, ""),      MakeItem("A", "", 1, ""),
      MakeItem("A", "Title", -1, ""),    MakeItem("A", "\xC0\x80", 1, ""),
      MakeItem("A", "Title", 1, "a > "), MakeItem("A", "Title", 1, "a > > b"),
      MakeItem("A", "Title", 1, "\xFF"), script,
  };
  for (const FeedItem& item : items) {
    const Status status = builder.Add(item);
    ASSERT_FALSE(status.ok()) << (&item - items);
    EXPECT_EQ(status.error().code, ErrorCode::kMalformed);
  }
}

TEST(CatalogBuilder, MakesEveryBeginningOfAPathANode) {
  const auto columns =
      BuildOf({MakeItem("A", "t", 1, "x > y > z"), MakeItem("B", "t", 1, "x > b")});
  ASSERT_EQ(columns->category_parent, (std::vector<uint16_t>{0, 0, 1, 1, 3}));
  const TextColumn names = columns->category_name.Column();
  EXPECT_EQ(names[1], "x");
  EXPECT_EQ(names[2], "b");
  EXPECT_EQ(names[3], "y");
  EXPECT_EQ(names[4], "z");
}

TEST(CatalogBuilder, KeepsPreorderWhereNamesSortBeforeTheSeparator) {
  // "a" < "a b" < "a > c" as texts, but as paths {a} < {a, c} < {a b}.
  const auto columns = BuildOf({MakeItem("A", "t", 1, "a > c"), MakeItem("B", "t", 1, "a b")});
  EXPECT_EQ(columns->category_parent, (std::vector<uint16_t>{0, 0, 1, 0}));
}

TEST(CatalogBuilder, PutsPricesIntoOctilesOfTheirCategory) {
  std::vector<FeedItem> items;
  for (int i = 0; i < 16; ++i) {
    items.push_back(MakeItem("A" + std::to_string(i), "t", 100 + i, "a"));
  }
  items.push_back(MakeItem("B", "t", 1'000'000, "b"));
  for (int i = 0; i < 3; ++i) items.push_back(MakeItem("C" + std::to_string(i), "t", 7, "c"));
  const auto columns = BuildOf(items);
  for (size_t i = 0; i < columns->item_count(); ++i) {
    const bool in_a = columns->sku.Column()[i][0] == 'A';
    const int expected = in_a ? (columns->price_minor[i] - 100) / 2 : 0;
    EXPECT_EQ(columns->price_band[i], expected);
  }
}

TEST(CatalogBuilder, MakesTheOrderGivenThePopularOrder) {
  const auto columns =
      BuildOf({MakeItem("A", "t", 1, ""), MakeItem("B", "t", 1, ""), MakeItem("C", "t", 1, "")});
  for (size_t i = 0; i < 3; ++i) {
    const char name = columns->sku.Column()[i][0];
    EXPECT_EQ(columns->item_customers[i], static_cast<uint32_t>(3 - (name - 'A')));
  }
}

TEST(CatalogBuilder, RefusesAShopWithoutAName) {
  EXPECT_FALSE(CatalogBuilder("", {"GBP", 2}).Build().ok());
  EXPECT_FALSE(CatalogBuilder(std::string(65, 'a'), {"GBP", 2}).Build().ok());
}

}  // namespace
}  // namespace hearth
