#include "pack/feed/feed.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

const MoneyFormat kPounds = {"GBP", 2};

void ExpectError(const std::string& text, const std::string& file, const std::string& message) {
  const auto items = ReadFeed(text, file, kPounds);
  ASSERT_FALSE(items.ok()) << text;
  EXPECT_EQ(items.error().message.find(message), 0u) << items.error().message;
}

TEST(Feed, ReadsCsvInAnyOrderOfColumns) {
  const auto items = ReadFeed(
      "Price,title,gtin,ID,Image Link,google product category,product_type,availability\n"
      "1.25 GBP,\"Tea, \"\"Earl\"\"\",99,A,a.jpg,Food,Food > Tea,in stock\n"
      "2,Mug,,B,,Kitchen,,preorder\n",
      "feed.csv", kPounds);
  ASSERT_TRUE(items.ok()) << items.error().message;
  ASSERT_EQ(items->size(), 2u);
  const FeedItem& tea = (*items)[0];
  EXPECT_EQ(tea.sku, "A");
  EXPECT_EQ(tea.title, "Tea, \"Earl\"");
  EXPECT_EQ(tea.price_minor, 125);
  EXPECT_EQ(tea.category, "Food > Tea");
  EXPECT_EQ(tea.image, "a.jpg");
  const FeedItem& mug = (*items)[1];
  EXPECT_EQ(mug.category, "Kitchen");
  EXPECT_EQ(mug.availability, Availability::kPreorder);
}

TEST(Feed, ReadsJsonLinesLikeCsv) {
  const auto items = ReadFeed(
      "{\"id\":\"A\",\"title\":\"Tea\",\"price\":\"1.25 GBP\",\"product_type\":\"Food > Tea\"}\n\n"
      "{\"id\":\"B\",\"title\":\"Mug\",\"price\":2.5}\r\n",
      "feed.jsonl", kPounds);
  ASSERT_TRUE(items.ok()) << items.error().message;
  ASSERT_EQ(items->size(), 2u);
  EXPECT_EQ((*items)[0].category, "Food > Tea");
  EXPECT_EQ((*items)[1].price_minor, 250);
}

TEST(Feed, SaysFileLineColumnAndWhatWasExpected) {
  ExpectError("", "feed.csv", "feed.csv:1:1: expected a header");
  ExpectError("id,title\n", "feed.csv", "feed.csv:1:1: expected a column \"price\"");
  ExpectError("id,title,price,id\n", "feed.csv", "feed.csv:1:16: expected each column once");
  ExpectError("id,title,price\nA,Tea,1\nB,Mug,NaN\n", "feed.csv",
              "feed.csv:3:7: price: expected a price like \"12.34 GBP\", got \"NaN\"");
  ExpectError("id,title,price\n,Tea,1\n", "feed.csv", "feed.csv:2:1: id: expected a value");
  ExpectError("id,title,price\nA,\xFF,1\n", "feed.csv",
              "feed.csv:2:3: title: expected valid UTF-8");
  ExpectError("id,title,price\nA," + std::string(10'000'000, 'x') + ",1\n", "feed.csv",
              "feed.csv:2:3: title: expected at most 512 bytes");
  ExpectError("{\"id\":\"A\",\"title\":\"Tea\",\"price\":1}\n{\"id\":\"B\",\"price\":-1}\n",
              "feed.jsonl", "feed.jsonl:2: price: expected a price from 0");
  ExpectError("{\"id\":\n", "feed.jsonl", "feed.jsonl:1: expected JSON");
}

}  // namespace
}  // namespace hearth
