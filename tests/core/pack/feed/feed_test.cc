#include "pack/feed/feed.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

constexpr Time kNow = 1'764'000'000'000;  // 24 November 2025

FeedOptions Pounds() {
  FeedOptions options;
  options.money = {"GBP", 2};
  options.now = kNow;
  return options;
}

Result<Feed> Read(const std::string& text, const FeedOptions& options = Pounds()) {
  return ReadFeed({{"feed.csv", text}}, options);
}

std::vector<FeedItem> ItemsOf(const std::string& text, const FeedOptions& options = Pounds()) {
  Result<Feed> feed = Read(text, options);
  EXPECT_TRUE(feed.ok()) << feed.error().message;
  return feed.ok() ? std::move(feed->items) : std::vector<FeedItem>();
}

std::string ErrorOf(const std::string& text, const FeedOptions& options = Pounds()) {
  const Result<Feed> feed = Read(text, options);
  EXPECT_FALSE(feed.ok()) << text;
  return feed.ok() ? "" : feed.error().message;
}

void ExpectError(const std::string& text, const std::string& message) {
  EXPECT_EQ(ErrorOf(text).find(message), 0u) << ErrorOf(text);
}

TEST(Feed, ReadsCsvInAnyOrderOfColumns) {
  const auto items = ItemsOf(
      "Price,title,gtin,ID,Image Link,google product category,product_type,availability\n"
      "1.25 GBP,\"Tea, \"\"Earl\"\"\",99,A,a.jpg,Food,Food > Tea,in stock\n"
      "2,Mug,,B,,Kitchen,,preorder\n");
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].sku, "A");
  EXPECT_EQ(items[0].title, "Tea, \"Earl\"");
  EXPECT_EQ(items[0].price_minor, 125);
  EXPECT_EQ(items[0].category, "Food > Tea");
  EXPECT_EQ(items[0].image, "a.jpg");
  EXPECT_EQ(items[0].google_path, "Food");
  EXPECT_EQ(items[1].category, "");
  EXPECT_EQ(items[1].google_path, "Kitchen");
  EXPECT_EQ(items[1].availability, Availability::kPreorder);
}

TEST(Feed, ReadsJsonLinesLikeCsv) {
  const auto items = ItemsOf(
      "{\"id\":\"A\",\"title\":\"Tea\",\"price\":\"1.25 GBP\",\"product_type\":\"Food > Tea\"}\n\n"
      "{\"id\":\"B\",\"title\":\"Mug\",\"price\":2.5}\r\n{\"id\":3,\"title\":\"Pot\",\"price\":1."
      "299}");
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0].category, "Food > Tea");
  EXPECT_EQ(items[1].price_minor, 250);
  EXPECT_EQ(items[2].sku, "3");
  EXPECT_EQ(items[2].price_minor, 130);  // a number of JSON has one reading
}

TEST(Feed, SaysWhatAFileIs) {
  const Result<Feed> feed = Read("id;title;price\nA;K\xE4se;1\n");
  ASSERT_TRUE(feed.ok());
  ASSERT_EQ(feed->files.size(), 1u);
  EXPECT_EQ(feed->files[0].format, "Google product data, semicolon, Windows-1252");
  EXPECT_TRUE(feed->files[0].encoding_guessed);
  EXPECT_EQ(feed->items[0].title, "Käse");
}

TEST(Feed, SaysFileLineColumnAndWhatWasExpected) {
  ExpectError("", "feed.csv:1:1: expected a header");
  ExpectError("id,title\n",
              "feed.csv:1:1: expected the columns of a product file; the nearest is "
              "\"Google product data\", which lacks \"price\"; --columns");
  ExpectError("id,title,price,id\n", "feed.csv:1:16: expected each column once");
  ExpectError("id,title,price\nA,Tea,1\nB,Mug,NaN\n",
              "feed.csv:3:7: price: expected a price like \"12.34 GBP\", got \"NaN\"");
  ExpectError("id,title,price\n,Tea,1\n", "feed.csv:2:1: id: expected a value");
  ExpectError("id,title,price\nA,\xFFé,1\n", "feed.csv:2:3: title: expected valid UTF-8");
  ExpectError("id,title,price\nA," + std::string(10'000'000, 'x') + ",1\n",
              "feed.csv:2:3: title: expected at most 512 bytes");
  ExpectError(
      "{\"id\":\"A\",\"title\":\"Tea\",\"price\":1}\n"
      "{\"id\":\"B\",\"title\":\"Mug\",\"price\":-1}\n",
      "feed.csv:2: price: expected a price from 0");
  ExpectError("{\"id\":\n", "feed.csv:1: expected JSON");
  ExpectError("{}\n", "feed.csv:1:1: expected products");
  ExpectError("<rss><channel></channel></rss>", "feed.csv:1:1: expected products");
  ExpectError("<rss>\n<channel>", "feed.csv:2: expected XML");
}

TEST(Feed, NamesAllBadRowsInOneRun) {
  const std::string text =
      "id,title,price\nA,Mug,4.00\nA,Mug again,4.00\nB,,5.00\nC,Lamp,on "
      "request\nD,Bowl\nE,Pot,7.00\n";
  const std::string message = ErrorOf(text);
  for (const char* row :
       {"feed.csv:3:1: id: \"A\" is there already, at feed.csv:2",
        "feed.csv:4:1: title: expected a value", "feed.csv:5:8: price: expected a price",
        "feed.csv:6:1: expected 3 fields"}) {
    EXPECT_NE(message.find(row), std::string::npos) << message;
  }
  FeedOptions options = Pounds();
  options.skip_bad_rows = 0.5;
  EXPECT_FALSE(Read(text, options).ok());
  options.skip_bad_rows = 0.7;
  const Result<Feed> feed = Read(text, options);
  ASSERT_TRUE(feed.ok()) << feed.error().message;
  EXPECT_EQ(feed->items.size(), 2u);
  EXPECT_EQ(feed->bad_rows, 4u);
}

TEST(Feed, ReadsSeveralFilesAsOne) {
  const auto feed = ReadFeed({{"a.csv", "id,title,price\nA,Tea,1.50\n"},
                              {"b.json", R"([{"id":"B","title":"Mug","price":2}])"}},
                             Pounds());
  ASSERT_TRUE(feed.ok()) << feed.error().message;
  EXPECT_EQ(feed->items.size(), 2u);
  EXPECT_EQ(feed->files[1].items, 1u);
  const auto twice = ReadFeed(
      {{"a.csv", "id,title,price\nA,Tea,1.50\n"}, {"b.csv", "id,title,price\nA,Tea,1.50\n"}},
      Pounds());
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.error().message.find("b.csv:2:1: id: \"A\" is there already, at a.csv:2"), 0u);
}

TEST(Feed, TakesASalePriceWhileItHolds) {
  const auto items = ItemsOf(
      "id,title,price,sale_price,sale_price_effective_date\n"
      "A,x,40.00,29.00,\n"
      "B,x,40.00,29.00,2025-11-01T00:00Z/2025-12-01T00:00Z\n"
      "C,x,40.00,29.00,2025-12-01T00:00Z/2026-01-01T00:00Z\n"
      "D,x,40.00,29.00,2025-01-01T00:00Z/2025-02-01T00:00Z\n"
      "E,x,40.00,29.00,2025-11-24/2025-11-24\n"
      "F,x,40.00,45.00,\n"
      "G,x,40.00,29.00,next week\n");
  std::vector<int32_t> prices;
  for (const FeedItem& item : items) prices.push_back(item.price_minor);
  EXPECT_EQ(prices, (std::vector<int32_t>{2900, 2900, 4000, 4000, 2900, 4000, 4000}));
  const Result<Feed> feed =
      Read("id,title,price,sale_price,sale_price_effective_date\nG,x,40.00,29.00,next week\n");
  EXPECT_EQ(feed->files[0].sales_not_understood, 1u);
}

TEST(Feed, ReadsDatesOfSalesAsTheFileProvesThem) {
  const auto items = ItemsOf(
      "ID,Type,SKU,Name,Published,In stock?,Sale price,Regular price,Date sale price starts,"
      "Date sale price ends\n"
      "1,simple,A,x,1,1,29.00,40.00,11/20/2025,11/24/2025\n"
      "2,simple,B,x,1,1,29.00,40.00,11/20/2025,11/23/2025\n"
      "3,simple,C,x,1,1,29.00,40.00,12/11/2025,\n");
  std::vector<int32_t> prices;
  for (const FeedItem& item : items) prices.push_back(item.price_minor);
  EXPECT_EQ(prices, (std::vector<int32_t>{2900, 4000, 4000}));
}

TEST(Feed, TakesColumnsAsSaid) {
  FeedOptions options = Pounds();
  options.columns =
      *ReadOwnColumns(R"({"id": "Artikelnummer", "title": ["Lang", "Kurz"], "price": "Brutto €"})");
  const auto items = ItemsOf(
      "Artikelnummer;Kurz;Lang;Brutto €;brand\nA;Tee;;1,50;Hill\nB;Tee;Tee, grün;2,00;\n", options);
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].title, "Tee");
  EXPECT_EQ(items[0].price_minor, 150);
  EXPECT_EQ(items[0].brand, "Hill");
  EXPECT_EQ(items[1].title, "Tee, grün");
  EXPECT_FALSE(ReadOwnColumns(R"({"colour": "Farbe"})").ok());
  EXPECT_FALSE(ReadOwnColumns(R"({"id": 3})").ok());
  EXPECT_FALSE(ReadOwnColumns("id").ok());
}

TEST(Feed, UndoesEntitiesOfTextsAndLinks) {
  const auto items = ItemsOf(
      "id,title,price,brand,product_type,link\n"
      "A,Caf&eacute; <b>&amp;</b> Cr&#232;me,4.00,Hill &amp; Son,Food &gt; "
      "Coffee,https://x.example/p?a=1&amp;b=2\n");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].title, "Café & Crème");
  EXPECT_EQ(items[0].brand, "Hill & Son");
  EXPECT_EQ(items[0].category, "Food > Coffee");
  EXPECT_EQ(items[0].link, "https://x.example/p?a=1&b=2");
}

TEST(Feed, RefusesLinksThatRun) {
  ExpectError("id,title,price,link\nA,x,1.00,javascript:alert(1)\n",
              "feed.csv:2:10: link: expected an http or https address");
}

}  // namespace
}  // namespace hearth
