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
              "\"table\", which lacks \"price\"; --columns");
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

TEST(Feed, KnowsUsualNamesBesideGooglesAndNamesWhatItDoesNotUse) {
  const std::string text =
      "id,title,price,category,stock,url,image,special_price,colour\n"
      "1,Red,10.00,Drinks > Wine,0,https://x.example/1,https://x.example/1.jpg,5.00,red\n";
  const Result<Feed> feed = Read(text);
  ASSERT_TRUE(feed.ok()) << feed.error().message;
  const FeedItem& item = feed->items[0];
  EXPECT_EQ(item.category, "Drinks > Wine");
  EXPECT_EQ(item.availability, Availability::kOutOfStock);
  EXPECT_EQ(item.link, "https://x.example/1");
  EXPECT_EQ(item.image, "https://x.example/1.jpg");
  EXPECT_EQ(item.price_minor, 500);
  EXPECT_EQ(feed->files[0].unused, std::vector<std::string>{"colour"});
  ExpectError("id,title,price,currency\n1,Red,10.00,USD\n", "feed.csv:2:7: price: expected GBP");
}

TEST(Feed, ReadsGooglesNumberInManyForms) {
  const auto items = ItemsOf(
      "id,title,price,google_product_category\nA,x,1,499676\nB,x,1,499676.0\n"
      "C,x,1,\"499676 - Food, Beverages & Tobacco > Beverages\"\nD,x,1,\"499676, 772\"\n"
      "E,x,1,google:499676\nF,x,1,Food > Drinks\n");
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(items[i].google_category, 499676u) << items[i].sku;
  EXPECT_EQ(items[5].google_path, "Food > Drinks");
}

TEST(Feed, KeepsThePathBesideGooglesNumber) {
  const auto items = ItemsOf(
      "id,title,price,google_product_category\nA,x,1,412 - Food > Drinks\n"
      "B,x,1,412 \u2013 Food\nC,x,1,412\nD,x,1,\"412, 772\"\nE,x,1,412-\n");
  for (const FeedItem& item : items) EXPECT_EQ(item.google_category, 412u) << item.sku;
  EXPECT_EQ(items[0].google_path, "Food > Drinks");
  EXPECT_EQ(items[1].google_path, "Food");
  for (size_t i = 2; i < 5; ++i) EXPECT_EQ(items[i].google_path, "") << items[i].sku;
}

TEST(Feed, DoesNotSkipAPlaceThatEndsTheReading) {
  std::string csv = "id,title,price\n";
  for (int i = 0; i < 200; ++i) csv += "A" + std::to_string(i) + ",x,1.00\n";
  const std::string json = R"([{"id":"A","title":"x","price":1},{"id":"B","title":"x","price":1})";
  const std::string xml = "<rss><item><id>A</id><title>x</title><price>1</price></item><item>";
  FeedOptions options = Pounds();
  options.skip_bad_rows = 0.9;
  for (const std::string& text : {csv + "B1,\"unclosed,1.00\nC,x,1.00\n", json, xml}) {
    EXPECT_FALSE(Read(text, options).ok()) << text.substr(0, 40);
  }
  EXPECT_TRUE(Read(csv + "B1,unclosed\nC,x,1.00\n", options).ok());
}

TEST(Feed, TakesZeroDatesForNoLimitAndDaysWhole) {
  const auto items = ItemsOf(
      "id,title,price,sale_price,sale_price_effective_date\n"
      "A,x,40.00,29.00,2020-01-01/0000-00-00\nB,x,40.00,29.00,20200101/20251124\n"
      "C,x,40.00,29.00,5 Apr 2020/24 Nov 2025\nD,x,40.00,29.00,45752/45999\n");
  std::vector<int32_t> prices;
  for (const FeedItem& item : items) prices.push_back(item.price_minor);
  EXPECT_EQ(prices, (std::vector<int32_t>{2900, 2900, 2900, 4000}));
}

TEST(Feed, ReadsStockThatIsWordsOrParts) {
  const auto items = ItemsOf(
      "sku,name,price,stock\nA,x,1,sold out\nB,x,1,\"0,5\"\nC,x,1,0.0\nD,x,1,-2\nE,x,1,12\n");
  std::string in_stock;
  for (const FeedItem& item : items) {
    in_stock += item.availability == Availability::kInStock ? '1' : '0';
  }
  EXPECT_EQ(in_stock, "01001");
  ExpectError("sku,name,price,stock\nA,x,1,a few\n",
              "feed.csv:2:7: availability: expected a number of pieces");
}

TEST(Feed, RefusesColumnsThatTheFileDoesNotHave) {
  FeedOptions options = Pounds();
  options.columns = *ReadOwnColumns(R"({"product_type": "Grupe"})");
  EXPECT_NE(
      ErrorOf("id,title,price,Gruppe\nA,x,1,Tee\n", options).find("expected a column \"grupe\""),
      std::string::npos);
}

TEST(Feed, KeepsHostileFilesCheap) {
  std::string deep = "<rss><item>";
  for (int i = 0; i < 30'000; ++i) deep += "<a>x";
  EXPECT_FALSE(Read(deep).ok());
  std::string lines;
  for (int i = 0; i < 40'000; ++i) lines += "{\"a\":[\n";
  EXPECT_FALSE(Read(lines).ok());
  EXPECT_FALSE(Read("id,title,price\nA," + std::string(800'000, '<') + ",1\n").ok());
  std::string names = "id,title,price";
  for (int i = 0; i < 60'000; ++i) names += ",c" + std::to_string(i);
  EXPECT_FALSE(Read(names + "\n").ok());
  std::string keys;
  for (int i = 0; i < 20'000; ++i) {
    const std::string n = std::to_string(i);
    keys += "{\"id\":\"" + n + "\",\"title\":\"x\",\"price\":1,\"k" + n + "\":1}\n";
  }
  EXPECT_EQ(ItemsOf(keys).size(), 20'000u);
}

TEST(Feed, TellsHowFarItIs) {
  std::string text = "id,title,price\n";
  for (int i = 0; i < 3000; ++i) text += std::to_string(i) + ",Tea,1.50\n";
  FeedOptions options = Pounds();
  std::vector<std::string> stages;
  size_t last = 0, calls = 0;
  options.progress = [&](std::string_view stage, size_t done, size_t total) {
    if (stages.empty() || stages.back() != stage) stages.emplace_back(stage), last = 0;
    EXPECT_EQ(total, text.size());
    EXPECT_GT(done, last);
    EXPECT_LE(done, total);
    last = done;
    ++calls;
  };
  EXPECT_EQ(ItemsOf(text, options).size(), 3000u);
  EXPECT_EQ(stages, (std::vector<std::string>{"looking at feed.csv", "reading feed.csv"}));
  EXPECT_EQ(calls, 6u);
}

// One counts as the category; the others are kept to be judged.
TEST(Feed, KeepsAllCategoriesOfAnItem) {
  const auto google = [](const std::string& categories) {
    return "<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><item><g:id>A</g:id>"
           "<title>Set</title><g:price>5 GBP</g:price>" +
           categories + "</item></channel></rss>";
  };
  struct Case {
    const char* what;
    std::string text, category, further;
  };
  const Case cases[] = {
      {"one", google("<g:product_type>Gifts</g:product_type>"), "Gifts", ""},
      {"elements that stand there again",
       google("<g:product_type>Gifts</g:product_type><g:product_type>Health &gt; Tests"
              "</g:product_type><g:product_type>Gifts</g:product_type>"),
       "Gifts", "Health > Tests"},
      {"with and without the prefix",
       google("<product_type>Health &gt; Tests</product_type><g:product_type>Gifts"
              "</g:product_type>"),
       "Gifts", "Health > Tests"},
      {"numbers of Google's",
       google("<g:product_type>Gifts</g:product_type><g:google_product_category>436"
              "</g:google_product_category><g:google_product_category>775"
              "</g:google_product_category>"),
       "Gifts", "Health & Beauty > Health Care > Condoms"},
      {"two columns", "id,title,price,product_type,category\nA,Set,5,Gifts,Health > Tests\n",
       "Gifts", "Health > Tests"},
      {"JSON", R"([{"id":"A","title":"Set","price":5,"category":["Gifts","Health > Tests"]}])",
       "Gifts", "Health > Tests"},
      {"JSON objects",
       R"([{"id":"A","title":"Set","price":5,"categories":[{"name":"Gifts"},{"name":"Tests"}]}])",
       "Gifts", "Tests"},
      {"a number with its path",
       google("<g:product_type>Gifts</g:product_type><g:google_product_category>436"
              "</g:google_product_category><g:google_product_category>775 - Health &gt; Tests"
              "</g:google_product_category>"),
       "Gifts", "Health > Tests"},
      {"WooCommerce",
       "ID,Type,SKU,Name,Published,Regular price,Categories\n"
       "1,simple,A,Set,1,5,\"Tests, Gifts > Sets > Large\\, boxed\"\n",
       "Gifts > Sets > Large, boxed", "Tests"},
      {"PrestaShop",
       "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Reference #\n"
       "1;1;Set;Tests,Health,Gifts;5;A\n",
       "Gifts", "Tests\nHealth"},
      {"YML",
       "<yml_catalog><shop><categories><category id=\"1\">Gifts</category><category id=\"2\">"
       "Health</category><category id=\"3\" parentId=\"2\">Tests</category></categories><offers>"
       "<offer id=\"A\"><name>Set</name><price>5</price><categoryId>1</categoryId>"
       "<categoryId>3</categoryId></offer></offers></shop></yml_catalog>",
       "Gifts", "Health > Tests"},
  };
  for (const Case& each : cases) {
    const auto items = ItemsOf(each.text);
    ASSERT_EQ(items.size(), 1u) << each.what;
    EXPECT_EQ(items[0].category, each.category) << each.what;
    EXPECT_EQ(items[0].further_categories, each.further) << each.what;
  }
  const std::string many((1 << 16) + 1, 'x');
  ExpectError("id,title,price,product_type,category\nA,Set,5,Gifts," + many + "\n",
              "feed.csv:2:1: product_type: expected at most 64 KiB of further categories");
  // However many: it says so at once.
  std::string copies;
  for (int i = 0; i < 100'000; ++i) copies += "<g:product_type>Gifts</g:product_type>";
  ExpectError(google(copies),
              "feed.csv:1: product_type: expected at most 64 KiB of further categories");
  const Result<Feed> feed = Read(cases[1].text);
  ASSERT_TRUE(feed.ok());
  EXPECT_TRUE(feed->files[0].unused.empty()) << feed->files[0].unused[0];
}

}  // namespace
}  // namespace hearth
