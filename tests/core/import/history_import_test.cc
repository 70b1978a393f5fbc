#include "import/history_import.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "core/import/import_shop.h"
#include "engine/engine.h"
#include "import/history_import_json.h"
#include "input/gtin.h"

namespace hearth {
namespace {

std::vector<std::string> SkusOf(const HistoryImport& import) {
  std::vector<std::string> skus;
  for (const ImportedPurchase& each : import.purchases()) skus.push_back(each.event.sku);
  return skus;
}

std::vector<KnownPurchase> KnownOf(const HistoryImport& import) {
  std::vector<KnownPurchase> known;
  for (const ImportedPurchase& each : import.purchases()) known.push_back(each.event);
  return known;
}

TEST(Gtin, ReadsEveryLengthAndRefusesAWrongCheckDigit) {
  EXPECT_EQ(ParseGtin("4006381333931"), 4006381333931u);
  EXPECT_EQ(ParseGtin("'4006 3813-33931"), 4006381333931u);
  EXPECT_EQ(ParseGtin("04006381333931"), 4006381333931u);
  EXPECT_EQ(ParseGtin("036000291452"), 36000291452u);
  EXPECT_EQ(ParseGtin("96385074"), 96385074u);
  EXPECT_EQ(ParseGtin("0-306-40615-2"), 9780306406157u);
  EXPECT_EQ(ParseGtin("097522980X"), 9780975229804u);
  for (const char* text : {"", "4006381333932", "0306406153", "097522980X1234", "40063813339310000",
                           "B00X4WHP5E", "123456789", "12345678901X"}) {
    EXPECT_EQ(ParseGtin(text), 0u) << text;
  }
}

TEST(HistoryImport, MatchesBySkuThenGtinThenTitle) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "time,sku,gtin,title\n"
      "2024-01-01,C1,,\n"
      "2024-01-02,42,,Cafe lamp large\n"          // zeros in front
      "2024-01-03,c1,,Alarm Clock\n"              // capitals
      "2024-01-04,X9,5901234123457,Other name\n"  // GTIN
      "2024-01-05,,4006381333931,\n"              // the shop's SKU is a GTIN
      "2024-01-06,9780306406157,,\n"              // the file's SKU is one
      "2024-01-07,,,CAF\u00C9 LAMP!\n");
  ASSERT_TRUE(shop.ok()) << shop.error();
  EXPECT_EQ(SkusOf(import),
            (std::vector<std::string>{"C1", "00042", "C1", "L1", "4006381333931", "B1", "00042"}));
  EXPECT_EQ(import.counts().by_sku, 3u);
  EXPECT_EQ(import.counts().by_gtin, 3u);
  EXPECT_EQ(import.counts().by_title, 1u);
  EXPECT_EQ(import.counts().described, 0u);
}

TEST(HistoryImport, AnotherShopsNumberIsNotThisShopsItem) {
  ImportShop shop;
  const HistoryImport& import = shop.Read("time,sku,title\n2024-01-01,C1,Garden hose\n");
  EXPECT_EQ(import.counts().described, 1u);
  EXPECT_NE(import.purchases()[0].event.sku, "C1");
  EXPECT_EQ(import.purchases()[0].described.title, "Garden hose");
}

// Another shop's numbers for other things, one of which has a word in common.
TEST(ItemMatcher, ASharedWordThatSaysLittleIsNoMatch) {
  std::string catalog = R"({"currency":"EUR","items":[
      {"id":"N1","title":"The Lamp and the Mirror for Kids"},
      {"id":"N2","title":"Samsung Phone 128"},{"id":"N3","title":"Oak Desk 2024 Edition"})";
  for (int i = 0; i < 60; ++i) {
    catalog += R"(,{"id":"S)" + std::to_string(i) + R"(","title":"Samsung Cover Edition X)" +
               std::to_string(i) + "\"}";
  }
  const ShopItems items = *ShopItems::FromJson(catalog + "]}");
  const ItemMatcher matcher(items);
  const auto matches = [&](const char* sku, const char* title) {
    BoughtLine line;
    line.sku = sku;
    line.title = title;
    return matcher.Find(line).by == MatchedBy::kSku;
  };
  EXPECT_FALSE(matches("N1", "Salt and Pepper for the Table"));
  EXPECT_FALSE(matches("N2", "Samsung Fridge"));
  EXPECT_FALSE(matches("N2", "Charger 128"));
  EXPECT_FALSE(matches("N3", "Calendar 2024 Edition"));
  EXPECT_TRUE(matches("N1", "Lamp and mirror"));
  EXPECT_TRUE(matches("N2", "SAMSUNG Phone, 128 GB, black, without a contract"));
  EXPECT_TRUE(matches("N2", "Phone"));
  EXPECT_TRUE(matches("N3", "Desk of oak"));
  EXPECT_TRUE(matches("S7", "samsung cover edition x7"));
}

TEST(ItemMatcher, ABareNumberWithoutATitleIsNoMatch) {
  const ShopItems items = *ShopItems::FromJson(
      R"({"currency":"EUR","items":[{"id":"1001","title":"Mug"},{"id":"A-1","title":"Cup"},
          {"id":"4006381333931","title":"Pen"},{"id":"1002","title":""}]})");
  const ItemMatcher matcher(items);
  const auto found = [&](const char* sku, const char* title) {
    BoughtLine line;
    line.sku = sku;
    line.title = title;
    return matcher.Find(line).by;
  };
  EXPECT_EQ(found("1001", ""), MatchedBy::kNothing);
  EXPECT_EQ(found("001001", ""), MatchedBy::kNothing);
  EXPECT_EQ(found("1002", "Mug for tea"), MatchedBy::kNothing);
  EXPECT_EQ(found("1001", "Mug"), MatchedBy::kSku);
  EXPECT_EQ(found("A-1", ""), MatchedBy::kSku);
  EXPECT_EQ(found("4006381333931", ""), MatchedBy::kGtin);
}

TEST(ItemMatcher, ANumberThatShopsGiveThemselvesIsNoGtin) {
  const ShopItems items = *ShopItems::FromJson(
      R"({"currency":"EUR","items":[{"id":"A","title":"Cheese","gtin":"2012345678903"},
          {"id":"B","title":"Ham","gtin":"0212345678909"},{"id":"C","title":"Bun","gtin":"20123451"},
          {"id":"2212345678907","title":"Egg"},{"id":"D","title":"Oil","gtin":"4006381333931"}]})");
  const ItemMatcher matcher(items);
  for (const uint64_t gtin :
       std::initializer_list<uint64_t>{2012345678903, 212345678909, 20123451, 2212345678907}) {
    BoughtLine line;
    line.gtin = gtin;
    EXPECT_EQ(matcher.Find(line).by, MatchedBy::kNothing) << gtin;
  }
  BoughtLine line;
  line.gtin = 4006381333931;
  EXPECT_EQ(matcher.Find(line).by, MatchedBy::kGtin);
  for (const char* text : {"2012345678903", "0212345678909", "0412345678903", "20123451",
                           "00000017", "12012345678900", "2212345678907"}) {
    ASSERT_NE(ParseGtin(text), 0u) << text;
    EXPECT_TRUE(IsOfOneShop(ParseGtin(text))) << text;
  }
  for (const char* text : {"4006381333931", "036000291452", "96385074", "9780306406157"}) {
    EXPECT_FALSE(IsOfOneShop(ParseGtin(text))) << text;
  }
}

TEST(HistoryImport, TakesNoItemWhereTwoFit) {
  ImportShop shop;
  EXPECT_EQ(shop.Read("time,title\n2024-01-01,Pillow\n").counts().described, 1u);
}

TEST(HistoryImport, DescribesWhatItCannotMatchInTheShopsOwnWords) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "time,title,category,brand\n"
      "2024-01-01,Egg timer,CLOCKS,TICK\n"
      "2024-01-02,Desk lamp,home / decor / lamps,Glow\n"
      "2024-01-03,Cat,Pets > Cats,Purr\n");
  ASSERT_EQ(import.purchases().size(), 3u);
  EXPECT_EQ(import.purchases()[0].described.category, "Home > Decor > Clocks");
  EXPECT_EQ(import.purchases()[0].described.brand, "Tick");
  EXPECT_EQ(import.purchases()[1].described.category, "Home > Decor > Lamps");
  EXPECT_EQ(import.purchases()[2].described.category, "Pets > Cats");
  EXPECT_EQ(import.purchases()[2].described.brand, "Purr");
}

TEST(HistoryImport, AddsUpEqualLinesOfOneOrder) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "order,time,sku,title,quantity,price\n"
      "7,2024-01-01,C1,,1,12.50\n"
      "7,2024-01-01,,Alarm clock,2,12.50\n"
      "7,2024-01-01,C1,,1,11.00\n"
      "8,2024-01-01,C1,,1,12.50\n");
  ASSERT_EQ(import.purchases().size(), 3u);
  EXPECT_EQ(import.purchases()[0].event.quantity, 3u);
  EXPECT_EQ(import.counts().added_up, 1u);
  EXPECT_EQ(import.purchases()[0].event.session, import.purchases()[1].event.session);
  EXPECT_NE(import.purchases()[0].event.session, import.purchases()[2].event.session);
}

std::vector<uint32_t> QuantitiesOf(const HistoryImport& import) {
  std::vector<uint32_t> quantities;
  for (const ImportedPurchase& each : import.purchases()) quantities.push_back(each.event.quantity);
  return quantities;
}

// Where the lines stand that repeat an order.
std::vector<size_t> RepeatedIn(const HistoryImport& import) {
  std::vector<size_t> rows;
  for (const SkippedRow& row : import.file().skipped.first()) {
    if (row.reason == Skip::kRepeated) rows.push_back(row.row);
  }
  return rows;
}

TEST(HistoryImport, AnOrderThatATableHoldsTwiceIsOnce) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "order,time,sku,title,quantity,price\n"
      "7,2024-01-01,C1,,1,12.50\n"
      "7,2024-01-01,C1,,1,12.50\n"
      "7,2024-01-01,L1,,1,3.50\n"
      "8,2024-01-02,C1,,1,12.50\n"
      "7,2024-01-01,,Alarm Clock,2,12.50\n"
      "7,2024-01-01,L1,,1,3.50\n"
      "7,2024-01-01,B1,,1,19.99\n");
  EXPECT_EQ(SkusOf(import), (std::vector<std::string>{"C1", "L1", "C1", "B1"}));
  EXPECT_EQ(QuantitiesOf(import), (std::vector<uint32_t>{2, 1, 1, 1}));
  EXPECT_EQ(import.counts().added_up, 1u);
  EXPECT_EQ(import.counts().repeated, 2u);
  EXPECT_EQ(RepeatedIn(import), (std::vector<size_t>{6, 7}));
}

TEST(HistoryImport, AWholeTableThatStandsTwiceInAFileIsOnce) {
  const std::string table = "order,time,sku,quantity\n7,2024-01-01,C1,1\n7,2024-01-01,C1,1\n";
  ImportShop shop;
  const HistoryImport& import = shop.Read(table + table);
  EXPECT_EQ(QuantitiesOf(import), std::vector<uint32_t>{2});
  EXPECT_EQ(RepeatedIn(import), (std::vector<size_t>{5, 6}));
}

TEST(HistoryImport, OfAnOrderThatIsToldTwiceTheMostPiecesCount) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "order,time,sku,quantity\n"
      "7,2024-01-01,C1,1\n8,2024-01-02,L1,1\n7,2024-01-01,C1,3\n8,2024-01-02,L1,1\n");
  EXPECT_EQ(QuantitiesOf(import), (std::vector<uint32_t>{1, 3}));
  EXPECT_EQ(RepeatedIn(import), (std::vector<size_t>{2, 5}));
}

TEST(HistoryImport, AnOrderToldAgainWithAnotherPriceOrTimeIsOnce) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "order,time,sku,quantity,price\n"
      "7,2024-01-01,C1,1,12.50\n"
      "8,2024-01-02,L1,1,3.50\n"
      "7,2024-01-01T10:00:00Z,C1,1,12.50\n"
      "8,2024-01-02,L1,2,3.00\n"
      "7,2024-01-01,C1,1,11.00\n");
  EXPECT_EQ(SkusOf(import), (std::vector<std::string>{"C1", "L1"}));
  EXPECT_EQ(QuantitiesOf(import), (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(import.purchases()[0].event.price_minor, 1250);
  EXPECT_EQ(RepeatedIn(import), (std::vector<size_t>{3, 4, 6}));
}

TEST(HistoryImport, ANumberThatComesAgainAMonthLaterIsAnotherOrder) {
  constexpr std::string_view kText =
      "receipt,time,sku\n17,2024-01-01,C1\n18,2024-01-01,L1\n17,2024-02-01,C1\n"
      "18,2024-01-31,L1\n17,2024-03-03,C1\n";
  ImportShop shop;
  EXPECT_EQ(SkusOf(shop.Read(kText)), (std::vector<std::string>{"C1", "L1", "C1", "C1"}));
  const auto known = KnownOf(shop.Read("receipt,time,sku\n17,2024-01-01,C1\n"));
  EXPECT_EQ(SkusOf(shop.Read(kText, {}, known)), (std::vector<std::string>{"L1", "C1", "C1"}));
}

TEST(HistoryImport, WhatANewerFileTellsWithAnotherPriceOrTimeIsKnown) {
  ImportShop shop;
  const auto file = [](const char* quantity, const char* rest) {
    return "order,time,sku,title,quantity,price\n7," + std::string(rest) + ",C1,Alarm clock," +
           quantity + ",11\n7," + rest + ",Z9,Garden hose," + quantity + ",\n";
  };
  std::vector<KnownPurchase> known =
      KnownOf(shop.Read("order,time,sku,title,quantity,price\n"
                        "7,2024-01-01,C1,Alarm clock,2,12.50\n7,2024-01-01,Z9,Garden hose,2,3\n"));
  for (const char* time : {"2024-01-01", "2024-01-01T10:00:00Z", "2023-12-30"}) {
    EXPECT_EQ(shop.Read(file("2", time), {}, known).counts().known, 2u) << time;
    EXPECT_EQ(shop.Read(file("1", time), {}, known).counts().known, 2u) << time;
    const HistoryImport& more = shop.Read(file("5", time), {}, known);
    EXPECT_EQ(QuantitiesOf(more), (std::vector<uint32_t>{3, 3})) << time;
    std::vector<KnownPurchase> all = known;
    for (const ImportedPurchase& each : more.purchases()) all.push_back(each.event);
    EXPECT_EQ(shop.Read(file("5", time), {}, all).counts().known, 2u) << time;
  }
}

// Why rows of that line were left out.
Skip ReasonOf(const HistoryImport& import, size_t line) {
  for (const SkippedRow& row : import.file().skipped.first()) {
    if (row.row == line) return row.reason;
  }
  return Skip::kUnreadable;
}

TEST(HistoryImport, WhatALaterTellingCancelsIsNoPurchase) {
  for (const auto& [status, reason] :
       {std::pair("Cancelled", Skip::kCancelled), std::pair("refunded", Skip::kRefunded)}) {
    ImportShop shop;
    const HistoryImport& import = shop.Read(
        "order,time,sku,quantity,price,status\n"
        "7,2024-01-01,C1,2,12.50,paid\n"
        "7,2024-01-01,L1,1,3.50,paid\n"
        "8,2024-01-02,C1,1,12.50,paid\n"
        "7,2024-01-01,C1,2,12.50," +
        std::string(status) + "\n");
    EXPECT_EQ(SkusOf(import), (std::vector<std::string>{"L1", "C1"})) << status;
    EXPECT_EQ(ReasonOf(import, 2), Skip::kCancelled) << status;
    EXPECT_EQ(ReasonOf(import, 5), reason);
    EXPECT_EQ(import.file().skipped.size(), 2u);
  }
}

TEST(HistoryImport, AnOrderThatIsCancelledAsAWholeIsNone) {
  const std::string order =
      R"({"@type":"Order","orderNumber":"7","orderDate":"2024-05-06","orderedItem":[{"name":"Mug"},
          {"sku":"C1","name":"Alarm Clock"}]})";
  const std::string other =
      R"({"@type":"Order","orderNumber":"8","orderDate":"2024-05-06","orderedItem":{"name":"Hat"}})";
  const std::string cancelled =
      R"({"@type":"Order","orderNumber":"7","orderDate":"2024-05-06T10:00:00Z",
          "orderStatus":"https://schema.org/OrderCancelled"})";
  ImportShop shop;
  const HistoryImport& import = shop.Read("[" + order + "," + other + "," + cancelled + "]");
  ASSERT_EQ(import.purchases().size(), 1u) << shop.error();
  EXPECT_EQ(import.purchases()[0].event.title, "Hat");
  EXPECT_EQ(import.file().skipped.Of(Skip::kCancelled), 3u);
  EXPECT_EQ(shop.Read("[" + cancelled + "," + order + "]").purchases().size(), 2u)
      << "what is ordered after it is not";
  const auto known = KnownOf(shop.Read("[" + order + "," + other + "]"));
  EXPECT_EQ(shop.Read("[" + cancelled + "]", {}, known).counts().withdrawn, 1u);
  EXPECT_TRUE(shop.Read("[" + cancelled + "]", {}, known).purchases().empty());
}

TEST(HistoryImport, WhatIsCancelledBesideItsLikeIsALineOfItsOwn) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "order,time,sku,quantity,status\n7,2024-01-01,C1,1,paid\n7,2024-01-01,C1,1,cancelled\n"
      "8,2024-01-01,C1,1,cancelled\n9,2024-01-01,C1,3,paid\n8,2024-01-01,C1,2,paid\n");
  EXPECT_EQ(QuantitiesOf(import), (std::vector<uint32_t>{1, 3, 2}));
  EXPECT_EQ(QuantitiesOf(shop.Read("order,time,sku,quantity,returned\n7,2024-01-01,C1,3,0\n"
                                   "8,2024-01-01,L1,1,0\n7,2024-01-01,C1,3,1\n")),
            (std::vector<uint32_t>{1, 2}));
}

TEST(HistoryImport, CountsWhatTheHistoryHasAndTheShopTookBackSince) {
  constexpr std::string_view kHead = "order,time,sku,title,quantity,price,returned,status\n";
  const auto of = [&](const char* rows) { return std::string(kHead) + rows; };
  ImportShop shop;
  const auto known =
      KnownOf(shop.Read(of("7,2024-01-01,C1,Alarm clock,2,12.50,0,paid\n"
                           "7,2024-01-01,Z9,Garden hose,1,12.50,0,paid\n")));
  ASSERT_EQ(known.size(), 2u);
  for (const char* rows : {"7,2024-01-01,C1,Alarm clock,2,12.50,0,cancelled\n",
                           "7,2024-01-01,Z9,Garden hose,1,,0,refunded\n",
                           "7,2024-01-01,C1,Alarm clock,2,12.50,1,paid\n"}) {
    const HistoryImport& import = shop.Read(of(rows), {}, known);
    EXPECT_EQ(import.counts().withdrawn, 1u) << rows;
    EXPECT_TRUE(import.purchases().empty()) << rows;
  }
  EXPECT_EQ(shop.Read(of("8,2024-01-01,C1,Alarm clock,2,12.50,0,cancelled\n"), {}, known)
                .counts()
                .withdrawn,
            0u);
}

TEST(HistoryImport, ASecondParcelOfAnOrderIsNotTheFirst) {
  ImportShop shop;
  for (const char* price : {"12.50", ""}) {
    const auto parcel = [&](const char* item) {
      return std::string("order,time,sku,title,price\n7,2024-01-01,") + item + "," + price + "\n";
    };
    for (const char* first : {"C1,Alarm clock", "Z8,Hat", ",Hat", "Z9,"}) {
      const auto known = KnownOf(shop.Read(parcel(first)));
      ASSERT_EQ(known.size(), 1u);
      for (const char* second : {"L1,Scented Candle", "Z7,Garden hose", ",Garden hose"}) {
        EXPECT_EQ(shop.Read(parcel(second), {}, known).purchases().size(), 1u)
            << first << ", then " << second << " " << price;
      }
      EXPECT_EQ(shop.Read(parcel(first), {}, known).counts().known, 1u) << first;
    }
  }
}

TEST(HistoryImport, KnowsALineWhoseItemTheShopHasNoMore) {
  KnownPurchase known{*ParseTime("2024-01-01"), kNoSession, "GONE", 0, 1, "Alarm Clock"};
  ImportShop shop;
  const std::string text = "order,time,title\n7,2024-01-01,Alarm clock with radio\n";
  known.session = shop.Read(text).purchases()[0].event.session;
  EXPECT_EQ(shop.Read(text, {}, {&known, 1}).counts().known, 1u);
  known.title = "Garden hose";
  EXPECT_EQ(shop.Read(text, {}, {&known, 1}).counts().known, 0u);
  known.title = "";
  EXPECT_EQ(shop.Read(text, {}, {&known, 1}).counts().known, 0u) << "nothing says so";
}

TEST(HistoryImport, RowsOfNoOrderAddUpWhereverTheyStand) {
  ImportShop shop;
  const HistoryImport& import =
      shop.Read("time,sku\n2024-01-01,C1\n2024-01-01,L1\n2024-01-01,C1\n");
  EXPECT_EQ(QuantitiesOf(import), (std::vector<uint32_t>{2, 1}));
  EXPECT_EQ(import.counts().repeated, 0u);
}

TEST(HistoryImport, AnOrderOfSchemaOrgMetAgainIsOnce) {
  for (const char* number : {R"("orderNumber":"7",)", ""}) {
    const std::string order = std::string(R"({"@type":"Order","orderDate":"2024-05-06",)") +
                              number +
                              R"("orderedItem":[{"name":"Mug"},{"name":"Mug"},{"name":"Cup"}]})";
    ImportShop shop;
    const std::string script = "<script type=\"application/ld+json\">" + order + "</script>";
    const HistoryImport& import = shop.Read("<html>" + script + script + "</html>");
    EXPECT_EQ(QuantitiesOf(import), (std::vector<uint32_t>{2, 1})) << number;
    EXPECT_EQ(RepeatedIn(import), (std::vector<size_t>{2, 2, 2})) << number;
    EXPECT_EQ(QuantitiesOf(shop.Read(order + "\n" + order + "\n")), (std::vector<uint32_t>{2, 1}));
  }
}

TEST(HistoryImport, TwiceIsOnceEvenWhenTheShopHasLearnedTheItemSince) {
  constexpr std::string_view kText =
      "order,time,sku,title,quantity,price\n"
      "7,2024-01-01,Z9,Garden hose,1,12.50\n"
      "7,2024-01-01,C1,Alarm clock,1,12.50\n";
  ImportShop shop;
  const std::vector<KnownPurchase> first = KnownOf(shop.Read(kText));
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(shop.Read(kText, {}, first).counts().known, 2u);
  EXPECT_TRUE(shop.Read(kText, {}, first).purchases().empty());

  // Then the clock had no item, and went by its own number.
  std::vector<KnownPurchase> older = first;
  older[1].sku = "title:0123456789abcdef";
  EXPECT_EQ(shop.Read(kText, {}, older).counts().known, 2u);
  // One of the two was erased: it is brought back, and the other is not doubled.
  const HistoryImport& again = shop.Read(kText, {}, std::span(first).first(1));
  EXPECT_EQ(again.counts().known, 1u);
  EXPECT_EQ(SkusOf(again), std::vector<std::string>{"C1"});
}

TEST(HistoryImport, MorePiecesOfAKnownLineAreAdded) {
  for (const char* order : {"7", ""}) {
    const auto file = [&](const char* rows) {
      std::string text = "order,time,sku,title,quantity,price\n";
      for (const char* at = rows; *at != 0; ++at) {
        const bool is_hose = *at == 'h';
        text += std::string(order) + ",2024-01-01," + (is_hose ? "Z9,Hose," : "C1,Alarm clock,") +
                (is_hose ? "1" : std::string(1, *at)) + ",12.50\n";
      }
      return text;
    };
    ImportShop shop;
    std::vector<KnownPurchase> known = KnownOf(shop.Read(file("1h")));
    for (const auto& [rows, added] :
         {std::pair("3h", std::vector<uint32_t>{2}), std::pair("111h1", std::vector<uint32_t>{1}),
          std::pair("5hhh", std::vector<uint32_t>{1, 2}),
          std::pair("h2", std::vector<uint32_t>{})}) {
      const HistoryImport& import = shop.Read(file(rows), {}, known);
      EXPECT_EQ(QuantitiesOf(import), added) << order << " " << rows;
      EXPECT_EQ(import.counts().topped_up, added.size()) << rows;
      EXPECT_EQ(import.counts().known, 2 - added.size()) << rows;
      for (const ImportedPurchase& each : import.purchases()) {
        for (const KnownPurchase& old : known) {  // else it would be the same event
          EXPECT_FALSE(old.time == each.event.time && old.sku == each.event.sku) << rows;
        }
        known.push_back(each.event);
      }
      EXPECT_TRUE(shop.Read(file(rows), {}, known).purchases().empty()) << rows;
    }
  }
}

TEST(HistoryImport, LinesAMillisecondApartAreNotEachOthersPieces) {
  constexpr std::string_view kText =
      "time,sku\n1704067200000,C1\n1704067200001,C1\n1704067200002,C1\n";
  ImportShop shop;
  const std::vector<KnownPurchase> known = KnownOf(shop.Read(kText));
  EXPECT_EQ(shop.Read(kText, {}, known).counts().known, 3u);
  EXPECT_EQ(shop.Read(kText, {}, std::span(known).subspan(1)).purchases().size(), 1u);
}

TEST(HistoryImport, KnowsALineByTheNameThatItHadBeforeItWasMatched) {
  const KnownPurchase older{*ParseTime("2024-01-01"), kNoSession, "Z9", 1250, 2};
  ImportShop shop;
  const HistoryImport& import =
      shop.Read("time,sku,title,price\n2024-01-01,Z9,Alarm clock,12.50\n", {}, {&older, 1});
  EXPECT_EQ(import.counts().known, 1u);
}

TEST(HistoryImport, KeepsAnotherOrderOfTheSameDay) {
  ImportShop shop;
  const auto first = KnownOf(shop.Read("order,time,sku,price\n7,2024-01-01,C1,12.50\n"));
  EXPECT_EQ(shop.Read("order,time,sku,price\n8,2024-01-01,C1,12.50\n", {}, first).counts().known,
            0u);
}

TEST(HistoryImport, MakesEventsThatTheEngineRecordsOnce) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "order,time,sku,title,category,quantity,price\n"
      "7,2024-01-01,C1,,,2,12.50\n"
      "7,2024-01-01,Q1,Hose,Garden,1,$5\n");
  Engine engine;
  CatalogBuilder builder("Corner Shop", {"EUR", 2});
  ASSERT_TRUE(builder.Add(MakeItem("C1", "Alarm Clock", 1250, "Home")).ok());
  engine.LoadPack(*EncodePack(**builder.Build()));
  Json request = {{"op", "record"}, {"now", kImportNow}, {"viewer", 0}};
  request["events"] = import.Events(0, 100);
  request["skipKnown"] = true;
  const std::string text = request.Write();
  EXPECT_NE(engine.Handle(text).find("\"recorded\":2"), std::string::npos) << engine.Handle(text);
  EXPECT_NE(engine.Handle(text).find("\"recorded\":0"), std::string::npos);
}

TEST(HistoryImport, WhatLooksLikeAPresentIsKeptToItsGiver) {
  constexpr std::string_view kAmazon =
      "Order ID,Order Date,Unit Price,Currency,ASIN,Quantity,Product Name,Gift Message,"
      "Gift Sender Name,Gift Recipient Contact Details\n"
      "1,2024-03-01,1,EUR,B1X,1,Alarm Clock,Not Available,Not Available,Not Available\n"
      "2,2024-03-02,1,EUR,B2X,1,Scented Candle,Happy birthday,Anna,Not Available\n"
      "3,2024-03-03,1,EUR,B3X,1,Caf\u00E9 Lamp,Not Available,Not Available,Ben (ben@example.com)\n"
      "4,2024-03-04,1,EUR,B3X,1,Caf\u00E9 Lamp,Not Available,Anna,Not Available\n";
  ImportShop shop;
  const auto cues = [&](std::string_view text) {
    const Json events = shop.Read(text).Events(0, 10);
    std::string said;
    for (const Json& event : events.elements()) {
      said += event.find("giftCue") == nullptr ? '-' : event.find("giftCue")->boolean() ? 'g' : '?';
    }
    return said;
  };
  EXPECT_EQ(cues(kAmazon), "-ggg");
  EXPECT_EQ(shop.Read(kAmazon).counts().gifts, 3u);
  EXPECT_EQ(cues("time,sku,Gift wrap\n2024-01-01,C1,no\n2024-01-02,C1,\n2024-01-03,C1,1\n"), "--g");
  EXPECT_EQ(cues("time,sku,is_gift\n2024-01-01,C1,false\n2024-01-01,C1,true\n"), "g")
      << "of lines that go together one is enough";
  EXPECT_EQ(cues(R"([{"@type":"Order","orderDate":"2024-05-06","isGift":true,
                      "orderedItem":[{"name":"Mug"},{"name":"Cup"}]},
                     {"@type":"Order","orderDate":"2024-05-07","isGift":false,
                      "orderedItem":{"name":"Mug"}}])"),
            "gg-");
}

TEST(HistoryImport, EveryColumnThatTellsOfAPresentIsRead) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      "time,sku,is_gift,Gift message,gift_note,Gift Recipient\n"
      "2024-01-01,C1,false,Happy birthday,,\n2024-01-02,C1,0,,N/A,Ben\n"
      "2024-01-03,C1,no,-,,\n2024-01-04,C1,true,,,\n2024-01-05,C1,,,,\n");
  std::string said;
  for (const ImportedPurchase& each : import.purchases()) said += each.is_gift ? 'g' : '-';
  EXPECT_EQ(said, "gg-g-");
  HistoryOptions options;
  options.columns[static_cast<size_t>(HistoryField::kGift)] = "is_gift";
  EXPECT_EQ(
      shop.Read("time,sku,is_gift,gift_note\n2024-01-01,C1,no,ask Ben\n", options).counts().gifts,
      0u)
      << "the caller's word counts";
}

TEST(HistoryImport, WhatSaysNoIsNoPresent) {
  ImportShop shop;
  for (const char* no :
       {"0.00", "\"0,00\"", "nein", "N/A", "n.a.", "-", "--", "\u2013", "non", "Nee",
        "https://schema.org/False", "http://schema.org/False", "FALSE", "None"}) {
    EXPECT_EQ(
        shop.Read(std::string("time,sku,gift_wrap\n2024-01-01,C1,") + no + "\n").counts().gifts, 0u)
        << no;
  }
  for (const char* yes : {"1", "4.95", "ja", "yes", ":)", "\u2665", "No\u00EBl",
                          "https://schema.org/True", "http://a.example/no-peeking"}) {
    EXPECT_EQ(
        shop.Read(std::string("time,sku,gift_wrap\n2024-01-01,C1,") + yes + "\n").counts().gifts,
        1u)
        << yes;
  }
}

TEST(HistoryImport, HandsOutEventsInPieces) {
  ImportShop shop;
  const HistoryImport& import =
      shop.Read("time,sku\n2024-01-01,C1\n2024-01-02,C1\n2024-01-03,C1\n");
  EXPECT_EQ(import.Events(0, 2).size(), 2u);
  EXPECT_EQ(import.Events(2, 2).size(), 1u);
  EXPECT_EQ(import.Events(3, 2).size(), 0u);
}

TEST(HistoryImport, LeavesPricesOfAnotherCurrencyOutOfAnExport) {
  ImportShop shop;
  const HistoryImport& import = shop.Read(
      R"({"format":"hearth-history","version":1,"currency":"GBP","events":[
        {"type":"buy","time":1,"sku":"C1","priceMinor":500}]})");
  EXPECT_EQ(import.file().in_other_currency, 1u);
  EXPECT_EQ(import.Events(0, 1).Write(), R"([{"type":"buy","time":1,"sku":"C1","priceMinor":0}])");
}

TEST(HistoryImport, ReadsItsOptionsAndSaysWhatCameOfIt) {
  const auto request = ParseImportRequest(
      R"({"columns":{"time":"Bought","sku":null},"dates":"day-first","offset":"+02:00",
          "decimals":",","now":1764500000000,
          "known":[{"type":"buy","time":5,"session":6,"sku":"C1","priceMinor":7,"quantity":8,
                    "item":{"title":"Clock"}},{"type":"view"}]})");
  ASSERT_TRUE(request.ok()) << request.error().message;
  EXPECT_EQ(request->options.times.clock.AheadAt(0), 2 * kMsPerHour);
  ASSERT_EQ(request->known.size(), 1u);
  EXPECT_EQ(request->known[0].title, "Clock");
  ImportShop shop;
  const HistoryImport& import =
      shop.Read("Bought,title,price\n03/04/2024,Pillow,\"1.299\"\n,Mug,1\n", request->options);
  ASSERT_TRUE(shop.ok()) << shop.error();
  EXPECT_EQ(
      OutcomeOf(import).Write(),
      R"({"recognised":"columns as said, comma, UTF-8","unit":"line","rows":2,"asks":[],)"
      R"("columns":["Bought","title","price"],"mapping":{"time":"Bought","order":null,"sku":null,)"
      R"("gtin":null,"title":"title","category":null,"brand":null,"quantity":null,"price":"price",)"
      R"("currency":null,"status":null,"cancelled":null,"returned":null,"site":null,"gift":null},)"
      R"("firstRows":[["03/04/2024","Pillow","1.299"],["","Mug","1"]],"events":1,)"
      R"("examples":[{"time":1712095200000,"title":"Pillow","quantity":1,"priceMinor":129900,)"
      R"("by":"description"}],"matched":{"sku":0,"gtin":0,"title":0},"described":1,"addedUp":0,)"
      R"("gifts":0,"known":0,"toppedUp":0,"withdrawn":0,"otherCurrency":0,"shortened":0,"skipped":{"rows":1,"reasons":[)"
      R"({"reason":"no_time","words":"without a date","rows":1}],"first":[{"unit":"line",)"
      R"("row":3,"reason":"no_time","words":"without a date","detail":""}]}})");
  for (const char* text :
       {"[", R"({"columns":[]})", R"({"columns":{"colour":"x"}})", R"({"columns":{"time":1}})",
        R"({"dates":"x"})", R"({"offset":"x"})", R"({"decimals":"x"})"}) {
    EXPECT_FALSE(ParseImportRequest(text).ok()) << text;
  }
}

TEST(ShopItems, ReadsAPackAsTheCatalogDoes) {
  const ShopItems items = *ShopItems::FromPack(SmallShopPack());
  const Catalog catalog = *Catalog::FromPack(SmallShopPack());
  ASSERT_EQ(items.size(), catalog.item_count());
  for (uint32_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(items.Sku(i), catalog.Sku(i));
    EXPECT_EQ(items.Title(i), catalog.Title(i));
    EXPECT_EQ(items.FindSku(catalog.Sku(i)), i);
    EXPECT_EQ(items.Gtin(i), 0u);
  }
  EXPECT_EQ(items.FindSku("none"), kNoItem);
  for (uint32_t c = 0; c < catalog.category_count(); ++c) {
    EXPECT_EQ(items.categories()[c], catalog.CategoryPath(static_cast<CategoryId>(c)));
  }
  EXPECT_EQ(items.money().currency, "GBP");
  EXPECT_EQ(items.content_hash(), catalog.content_hash());
}

TEST(ShopItems, ReadsGtinsWhereThePackHasThem) {
  CatalogBuilder builder("Corner Shop", {"EUR", 2});
  FeedItem item = MakeItem("A", "Mug", 1, "");
  item.gtin = 4006381333931;
  ASSERT_TRUE(builder.Add(item).ok());
  auto columns = *builder.Build();
  columns->gtin = builder.Gtins();
  const std::vector<uint8_t> pack = *EncodePack(*columns);
  EXPECT_EQ(ShopItems::FromPack(pack)->Gtin(0), 4006381333931u);
  EXPECT_TRUE(Catalog::FromPack(pack).ok());
}

TEST(ShopItems, ReadsAJsonCatalogAsTheCatalogDoes) {
  constexpr std::string_view kText =
      R"({"shop":"S","currency":"EUR","items":[
        {"id":"B","title":"Mug","price":1,"product_type":"Home > Mugs","brand":"Tick","gtin":"4006381333931"},
        {"id":7,"Title":"Cup","price":1,"product_type":"Home>Mugs"}]})";
  const ShopItems items = *ShopItems::FromJson(kText);
  EXPECT_EQ(items.Title(items.FindSku("7")), "Cup");
  EXPECT_EQ(items.Gtin(items.FindSku("B")), 4006381333931u);
  EXPECT_EQ(items.categories(), (std::vector<std::string>{"", "Home", "Home > Mugs"}));
  EXPECT_EQ(items.brands(), std::vector<std::string>{"Tick"});
  EXPECT_FALSE(ShopItems::FromJson("{}").ok());
  EXPECT_FALSE(ShopItems::FromJson(R"({"currency":"EUR","items":[1]})").ok());
}

// Which of these SKUs are one item, a line each; "?" before what is none.
template <typename ItemOf>
std::string OneItemEach(const std::vector<std::string>& skus, ItemOf item_of) {
  std::map<ItemIndex, std::string> skus_of;
  for (const std::string& sku : skus) skus_of[item_of(sku)] += sku + " ";
  std::vector<std::string> lines;
  for (const auto& [item, of_item] : skus_of) {
    lines.push_back((item == kNoItem ? "? " : "") + of_item + "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

TEST(ShopItems, AgreeWithTheEngineOnWhichSkusOfAJsonCatalogAreOneItem) {
  constexpr std::string_view kText = R"({"shop":"S","currency":"EUR","items":[
    {"id":"s1","title":"Shirt, small","price":1,"item_group_id":"SHIRT","product_type":"Shirts"},
    {"id":"s2","title":"Shirt, large","price":1,"item_group_id":"SHIRT","product_type":"Shirts"},
    {"id":"c1","title":"Cap","price":1,"item_group_id":"SUMMER","product_type":"Hats"},
    {"id":"c2","title":"Sandal","price":1,"item_group_id":"SUMMER","product_type":"Shoes"},
    {"id":"c3","title":"Boot","price":1,"item_group_id":"SUMMER","product_type":"Shoes"},
    {"id":"g1","title":"Tea","price":1,"item_group_id":"TEA","google_product_category":"436"},
    {"id":"g2","title":"Tea, big","price":1,"item_group_id":"TEA","google_product_category":"436"},
    {"id":"g3","title":"Tea","price":1,"item_group_id":"HERB","google_product_category":"436"},
    {"id":"g4","title":"Tea","price":1,"item_group_id":"HERB","google_product_category":"Drinks"},
    {"id":"d1","title":"Jam","price":1,"item_group_id":"JAM","google_product_category":"Jams"},
    {"id":"d2","title":"Jam","price":1,"item_group_id":"JAM","product_type":"Jams"},
    {"id":"m1","title":"Mug","price":1,"item_group_id":"s1"},
    {"id":"m2","title":"Mug","price":1,"item_group_id":"s1"},
    {"id":"l","title":"Lamp","price":1,"item_group_id":"LAMP"},
    {"id":7,"title":"Cup","price":1,"item_group_id":8},
    {"id":"p","title":"Plate","price":1}]})";
  const std::vector<std::string> skus = {"s1", "s2", "c1", "c2", "c3", "g1", "g2", "g3",
                                         "g4", "d1", "d2", "m2", "l",  "7",  "p",  "none"};
  const Result<Catalog> catalog = Catalog::FromJson(kText);
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  const Result<ShopItems> items = ShopItems::FromJson(kText);
  ASSERT_TRUE(items.ok()) << items.error().message;
  const std::string of_items = OneItemEach(skus, [&](const std::string& sku) {
    const ItemIndex found = items->FindSku(sku);
    return found == kNoItem ? kNoItem : items->ProductOf(found);
  });
  EXPECT_EQ(of_items,
            OneItemEach(skus, [&](const std::string& sku) { return catalog->FindSku(sku); }));
  EXPECT_NE(of_items.find("s1 s2 \n"), std::string::npos) << of_items;
  EXPECT_NE(of_items.find("\nc2 c3 \n"), std::string::npos) << of_items;
  EXPECT_EQ(items->Title(items->FindSku("s2")), "Shirt, large");
}

std::vector<uint8_t> PackOfShirts() {
  CatalogBuilder builder("Corner Shop", {"EUR", 2});
  const auto add = [&](const char* sku, const char* group, const char* title, uint64_t gtin) {
    FeedItem item = MakeItem(sku, title, 2000, "Clothing");
    item.group = group;
    item.gtin = gtin;
    EXPECT_TRUE(builder.Add(item).ok());
  };
  add("SHIRT-S", "SHIRT", "Linen Shirt, small", 4006381333931);
  add("SHIRT-M", "SHIRT", "Linen Shirt, medium", 5901234123457);
  add("SOCKS-1", "SOCKS", "Wool Socks", 0);
  add("SOCKS-2", "SOCKS", "Wool Socks", 0);
  const auto columns = *builder.Build();
  columns->gtin = builder.Gtins();
  return *EncodePack(*columns);
}

TEST(ShopItems, KnowsVariantsAndWhatTheyAreOf) {
  const ShopItems items = *ShopItems::FromPack(PackOfShirts());
  ASSERT_EQ(items.size(), 6u);  // two products, four variants
  const ItemIndex shirt = items.FindSku("SHIRT"), medium = items.FindSku("SHIRT-M");
  EXPECT_TRUE(items.HasVariants(shirt));
  EXPECT_FALSE(items.HasVariants(medium));
  EXPECT_EQ(items.ProductOf(medium), shirt);
  EXPECT_EQ(items.Title(medium), "Linen Shirt, medium");
  EXPECT_EQ(items.Title(items.FindSku("SHIRT-S")), "Linen Shirt, small");
  EXPECT_EQ(items.Title(items.FindSku("SOCKS-2")), "Wool Socks");
  EXPECT_EQ(items.Gtin(medium), 5901234123457u);
}

TEST(ItemMatcher, FindsTheSizeWhereItIsSaidAndElseTheProduct) {
  const ShopItems items = *ShopItems::FromPack(PackOfShirts());
  const ItemMatcher matcher(items);
  const auto found = [&](const char* sku, uint64_t gtin, const char* title) {
    BoughtLine line;
    line.sku = sku;
    line.gtin = gtin;
    line.title = title;
    const ItemIndex item = matcher.Find(line).item;
    return item == kNoItem ? std::string() : std::string(items.Sku(item));
  };
  EXPECT_EQ(found("shirt-m", 0, "Linen shirt"), "SHIRT-M");
  EXPECT_EQ(found("", 4006381333931, "A shirt"), "SHIRT-S");
  EXPECT_EQ(found("", 0, "linen shirt medium"), "SHIRT-M");
  EXPECT_EQ(found("", 0, "Wool Socks"), "SOCKS") << "two sizes have this title";
  EXPECT_EQ(found("", 0, "Linen Shirt"), "");
}

TEST(ItemMatcher, FindsProductsOfJsonCatalogsToo) {
  const ShopItems items = *ShopItems::FromJson(
      R"({"currency":"EUR","items":[{"id":"1","title":"Socks","item_group_id":"G"},
          {"id":"2","title":"Socks","item_group_id":"G"},{"id":"3","title":"Hat"},
          {"id":"4","title":"Hat"}]})");
  BoughtLine line;
  line.title = "Socks";
  EXPECT_EQ(ItemMatcher(items).Find(line).item, items.FindSku("1"));
  line.title = "Hat";
  EXPECT_EQ(ItemMatcher(items).Find(line).item, kNoItem);
}

TEST(HistoryImport, WhatWasReadStaysWhereAnotherReadingFails) {
  ImportShop shop;
  EXPECT_EQ(shop.Read("date,item,price\n2025-01-02,Blue Pen,1.20\n").purchases().size(), 1u);
  EXPECT_EQ(shop.Read("%PDF-1.4").purchases().size(), 1u);
  EXPECT_FALSE(shop.ok());
}

TEST(HistoryImport, TakesNoNumberOfPiecesThatMayBeThousands) {
  ImportShop shop;
  const auto read = [&](const char* pieces) {
    return shop.Read(std::string("date,item,quantity\n2025-01-02,Blue Pen,\"") + pieces + "\"\n")
        .purchases()
        .size();
  };
  EXPECT_EQ(read("1,000"), 0u);
  EXPECT_EQ(read("1.500"), 0u);
  EXPECT_EQ(read("0.230"), 1u);
  EXPECT_EQ(read("3"), 1u);
}

TEST(ShopItems, RefusesACategoryWithoutAName) {
  CatalogBuilder builder("Corner Shop", {"EUR", 2});
  ASSERT_TRUE(builder.Add(MakeItem("A", "Mug", 1, "Abc > Defgh")).ok());
  const auto columns = *builder.Build();
  std::vector<uint8_t> pack = *EncodePack(*columns);
  const std::vector<uint32_t> ends = columns->category_name.end;
  const auto* const bytes = reinterpret_cast<const uint8_t*>(ends.data());
  const auto at = std::search(pack.begin(), pack.end(), bytes, bytes + ends.size() * 4);
  ASSERT_NE(at, pack.end());
  std::memset(&*at + 4, 0, 4);
  EXPECT_FALSE(ShopItems::FromPack(pack).ok());
}

TEST(ShopItems, RefusesVariantsThatLieOutside) {
  const std::vector<uint8_t> good = PackOfShirts();
  const Catalog catalog = *Catalog::FromPack(good);
  const auto start = catalog.columns().variant_start;
  const auto* const bytes = reinterpret_cast<const uint8_t*>(start.data());
  const auto at = std::search(good.begin(), good.end(), bytes, bytes + start.size_bytes());
  ASSERT_NE(at, good.end());
  for (const uint32_t value : {3u, 5u, 0x40000000u, 0xFFFFFFFFu}) {
    for (size_t entry = 0; entry < start.size(); ++entry) {
      if (entry == 1 && value == 3) continue;  // holds together
      std::vector<uint8_t> damaged = good;
      std::memcpy(&damaged[static_cast<size_t>(at - good.begin()) + entry * 4], &value, 4);
      EXPECT_FALSE(ShopItems::FromPack(damaged).ok()) << entry << " " << value;
    }
  }
}

// Puts `value` in the place of entry `at` of a column, where the pack holds it.
template <typename T>
std::vector<uint8_t> WithEntry(const std::vector<T>& column, size_t at, T value) {
  std::vector<uint8_t> pack = SmallShopPack();
  const auto* const bytes = reinterpret_cast<const uint8_t*>(column.data());
  const auto found =
      std::search(pack.begin(), pack.end(), bytes, bytes + column.size() * sizeof(T));
  EXPECT_NE(found, pack.end());
  std::memcpy(&*found + at * sizeof(T), &value, sizeof(T));
  return pack;
}

TEST(ShopItems, BelievesNoPlaceThatLiesOutside) {
  const std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  const std::vector<uint32_t>& titles = columns->title.end;
  EXPECT_TRUE(ShopItems::FromPack(WithEntry(titles, 0, titles[0])).ok());
  EXPECT_FALSE(ShopItems::FromPack(WithEntry(titles, 5, titles[5] + 1000)).ok());
  EXPECT_FALSE(ShopItems::FromPack(WithEntry(titles, 0, titles[2])).ok());
  EXPECT_FALSE(ShopItems::FromPack(WithEntry<uint16_t>(columns->category_parent, 1, 5)).ok());
}

TEST(ShopItems, RefusesDamage) {
  const std::vector<uint8_t> pack = SmallShopPack();
  for (size_t cut = 0; cut < pack.size(); cut += 7) {
    EXPECT_FALSE(ShopItems::FromPack({pack.begin(), pack.begin() + cut}).ok()) << cut;
  }
  for (size_t at = 0; at < pack.size(); at += 3) {  // whatever is read stays within the bytes
    std::vector<uint8_t> damaged = pack;
    damaged[at] ^= 0xFF;
    const auto items = ShopItems::FromPack(damaged);
    BoughtLine mug;
    mug.title = "Mug";
    if (items.ok()) (void)ItemMatcher(*items).Find(mug);
  }
}

}  // namespace
}  // namespace hearth
