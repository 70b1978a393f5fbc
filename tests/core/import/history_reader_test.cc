#include "import/history_reader.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

constexpr Time kNow = 1'764'500'000'000;  // 2025-11-30

Result<HistoryFile> ReadAs(std::string_view text, HistoryOptions options = {}) {
  if (options.now == kMaxTime) options.now = kNow;
  return ReadHistory(text, {"EUR", 2}, options);
}

// Without what was cancelled or sent back.
HistoryFile Read(std::string_view text, HistoryOptions options = {}) {
  Result<HistoryFile> file = ReadAs(text, std::move(options));
  EXPECT_TRUE(file.ok()) << file.error().message;
  if (!file.ok()) return {};
  std::erase_if(file->purchases, [](const BoughtLine& line) { return line.quantity == 0; });
  return *std::move(file);
}

std::string ErrorOf(std::string_view text, HistoryOptions options = {}) {
  const Result<HistoryFile> file = ReadAs(text, std::move(options));
  return file.ok() ? "" : file.error().message;
}

Time At(std::string_view text) { return *ParseTime(text); }

constexpr std::string_view kAmazon =
    "\"Website\",\"Order ID\",\"Order Date\",\"Purchase Order Number\",\"Currency\",\"Unit "
    "Price\","
    "\"Unit Price Tax\",\"Total Owed\",\"ASIN\",\"Product Condition\",\"Quantity\",\"Order "
    "Status\",\"Product Name\"\r\n"
    "\"Amazon.de\",\"028-1\",\"2024-03-01T10:15:00Z\",\"Not "
    "Applicable\",\"EUR\",\"12.50\",\"2\",\"29\",\"B00X\",\"New\",\"2\",\"Closed\",\"Alarm "
    "Clock &amp; Radio\"\r\n"
    "\"Amazon.de\",\"028-2\",\"2024-03-02T10:15:00Z\",\"Not "
    "Applicable\",\"EUR\",\"7\",\"2\",\"7\",\"B00Y\",\"New\",\"1\",\"Cancelled\",\"Mug\"\r\n"
    "\"Amazon.de\",\"028-3\",\"2024-03-03T10:15:00Z\",\"Not "
    "Applicable\",\"EUR\",\"7\",\"2\",\"7\",\"0306406152\",\"New\",\"0\",\"Closed\",\"Mug\"\r\n"
    "\"Amazon.com\",\"112-4\",\"2024-03-04T10:15:00Z\",\"Not "
    "Applicable\",\"USD\",\"9.99\",\"2\",\"7\",\"0306406152\",\"New\",\"1\",\"Closed\",\"A "
    "Book\"\r\n";

TEST(HistoryReader, ReadsAnAmazonOrderHistory) {
  const HistoryFile file = Read(kAmazon);
  EXPECT_EQ(file.recognised, "Amazon order history, comma, UTF-8");
  EXPECT_EQ(file.rows, 4u);
  ASSERT_EQ(file.purchases.size(), 2u);
  const BoughtLine& clock = file.purchases[0];
  EXPECT_EQ(clock.time, At("2024-03-01T10:15:00Z"));
  EXPECT_EQ(clock.order, "028-1");
  EXPECT_EQ(clock.sku, "B00X");
  EXPECT_EQ(clock.title, "Alarm Clock & Radio");
  EXPECT_EQ(clock.quantity, 2u);
  EXPECT_EQ(clock.price_minor, 1250);
  EXPECT_EQ(clock.row, 2u);
  EXPECT_EQ(file.skipped.Of(Skip::kCancelled), 1u);
  EXPECT_EQ(file.skipped.Of(Skip::kNoQuantity), 1u);
  EXPECT_EQ(file.skipped.first()[0].row, 3u);
  EXPECT_EQ(file.skipped.first()[1].row, 4u);
}

TEST(HistoryReader, KeepsAPurchaseInAnotherCurrencyWithoutItsPrice) {
  const HistoryFile file = Read(kAmazon);
  EXPECT_EQ(file.in_other_currency, 1u);
  EXPECT_EQ(file.purchases[1].price_minor, 0);
  EXPECT_EQ(file.purchases[1].gtin, 9780306406157u);  // an ASIN that is an ISBN-10
}

TEST(HistoryReader, ReadsTheOlderReportWithTheMonthFirstWhereTheSiteHasItSo) {
  constexpr std::string_view kHeader =
      "Order Date,Order ID,Title,Category,ASIN/ISBN,Website,Purchase Price Per "
      "Unit,Quantity,Order "
      "Status,Currency\n";
  const std::string american =
      std::string(kHeader) + "03/04/20,1,Mug,KITCHEN,B1,Amazon.com,\"$1,012.50\",1,Shipped,USD\n";
  const HistoryFile file = Read(american);
  EXPECT_EQ(file.recognised, "Amazon order history report, comma, UTF-8");
  ASSERT_EQ(file.purchases.size(), 1u);
  EXPECT_EQ(file.purchases[0].time, At("2020-03-04"));
  EXPECT_EQ(file.purchases[0].category, "KITCHEN");

  const std::string british = std::string(kHeader) + "03/04/20,1,Mug,K,B1,Amazon.co.uk,1,1,,EUR\n";
  const HistoryFile asked = Read(british);
  EXPECT_TRUE(asked.asks_dates);
  EXPECT_TRUE(asked.purchases.empty());
  HistoryOptions day_first;
  day_first.times.dates = DateOrder::kDayFirst;
  ASSERT_EQ(Read(british, day_first).purchases.size(), 1u);
  EXPECT_EQ(Read(british, day_first).purchases[0].time, At("2020-04-03"));
}

TEST(HistoryReader, TakesTheOrderOfDatesThatTheFileProves) {
  const HistoryFile file = Read("date,title\n03/04/2024,Mug\n25/12/2023,Cup\n");
  EXPECT_FALSE(file.asks_dates);
  ASSERT_EQ(file.purchases.size(), 2u);
  EXPECT_EQ(file.purchases[0].time, At("2024-04-03"));
}

TEST(HistoryReader, ReadsATableByTheUsualNamesOfColumns) {
  const HistoryFile file = Read(
      "Datum;Bestellnummer;Artikel;EAN;Menge;Einzelpreis\n"
      "05.04.2024 16:49;7;Lampe;4006381333931;2;1.299,00 \u20AC\n"
      "25.04.2024;8;Stuhl;;1;2,00\n");
  EXPECT_EQ(file.recognised, "table, semicolon, UTF-8");
  ASSERT_EQ(file.purchases.size(), 2u);
  EXPECT_EQ(file.purchases[0].gtin, 4006381333931u);
  EXPECT_EQ(file.purchases[0].price_minor, 129900);
  EXPECT_EQ(file.purchases[0].quantity, 2u);
  EXPECT_EQ(file.purchases[0].order, "7");
  EXPECT_EQ(file.mapping[static_cast<size_t>(HistoryField::kTitle)], 2u);
}

TEST(HistoryReader, AsksWhatColumnsMeanAndTakesNothingUntilItIsSaid) {
  constexpr std::string_view kText = "Delivery date,What,Paid price\n2024-01-02,Mug,3.50\n";
  const HistoryFile asked = Read(kText);
  EXPECT_TRUE(asked.asks_columns);
  EXPECT_TRUE(asked.purchases.empty());
  EXPECT_EQ(asked.columns, (std::vector<std::string>{"Delivery date", "What", "Paid price"}));
  EXPECT_EQ(asked.first_rows.size(), 1u);
  EXPECT_EQ(asked.mapping[static_cast<size_t>(HistoryField::kTime)], 0u);
  EXPECT_EQ(asked.mapping[static_cast<size_t>(HistoryField::kTitle)], kNoColumn);

  HistoryOptions said;
  said.columns[static_cast<size_t>(HistoryField::kTime)] = "Delivery date";
  said.columns[static_cast<size_t>(HistoryField::kTitle)] = "what";
  const HistoryFile file = Read(kText, said);
  EXPECT_FALSE(file.asks_columns);
  EXPECT_EQ(file.recognised, "columns as said, comma, UTF-8");
  ASSERT_EQ(file.purchases.size(), 1u);
  EXPECT_EQ(file.purchases[0].title, "Mug");

  said.columns[static_cast<size_t>(HistoryField::kSku)] = "Number";
  EXPECT_EQ(ErrorOf(kText, said), "sku: no column is called \"Number\"");
}

TEST(HistoryReader, TakesNothingByAGuessAlone) {
  const HistoryFile file = Read("Delivery date,My products\n2024-01-02,Mug\n");
  EXPECT_TRUE(file.asks_columns);
  EXPECT_EQ(file.mapping[static_cast<size_t>(HistoryField::kTitle)], 1u);
  EXPECT_TRUE(file.purchases.empty());
  EXPECT_EQ(file.rows, 0u);
}

TEST(HistoryReader, AColumnThatIsSaidIsNoOtherFields) {
  HistoryOptions said;
  said.columns[static_cast<size_t>(HistoryField::kTitle)] = "Code";
  said.columns[static_cast<size_t>(HistoryField::kPrice)] = "";
  const HistoryFile file = Read("Date,Code,Price\n2024-01-02,Mug,3.50\n", said);
  ASSERT_EQ(file.purchases.size(), 1u);
  EXPECT_EQ(file.purchases[0].title, "Mug");
  EXPECT_EQ(file.purchases[0].sku, "");
  EXPECT_EQ(file.purchases[0].price_minor, 0);
}

TEST(HistoryReader, SkipsAndNamesWhatIsNoPurchase) {
  const HistoryFile file = Read(
      "time,sku,title,quantity,price,status,returned\n"
      "2024-01-02,A,Mug,1,3.50,refunded,\n"
      "2024-01-02,A,Mug,2,3.50,,2\n"
      "2024-01-02,A,Mug,3,3.50,,1\n"
      "2024-01-02,A,Mug,-1,3.50,,\n"
      "2024-01-02,A,Mug,some,3.50,,\n"
      ",A,Mug,1,3.50,,\n"
      "soon,A,Mug,1,3.50,,\n"
      "1989-01-02,A,Mug,1,3.50,,\n"
      "2031-01-02,A,Mug,1,3.50,,\n"
      "2024-01-02,,,1,3.50,,\n"
      "2024-01-02,A,Mug,1,1.299,,\n"
      "2024-01-02,A,Mug\n");
  ASSERT_EQ(file.purchases.size(), 1u);
  EXPECT_EQ(file.purchases[0].quantity, 2u);
  EXPECT_EQ(file.rows, 12u);
  EXPECT_EQ(file.skipped.size(), 11u);
  const Skip reasons[] = {Skip::kRefunded, Skip::kRefunded, Skip::kNoQuantity, Skip::kBadQuantity,
                          Skip::kNoTime,   Skip::kBadTime,  Skip::kTooEarly,   Skip::kTooLate,
                          Skip::kNoItem,   Skip::kBadPrice, Skip::kUnreadable};
  const size_t rows[] = {2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13};
  for (size_t i = 0; i < 11; ++i) {
    EXPECT_EQ(file.skipped.first()[i].reason, reasons[i]) << i;
    EXPECT_EQ(file.skipped.first()[i].row, rows[i]) << i;
  }
  const std::string& price = file.skipped.first()[9].detail;
  EXPECT_NE(price.find("1299.00 or 1.299"), std::string::npos) << price;
}

TEST(HistoryReader, TellsWhatANumberedOrderNoLongerHas) {
  const HistoryFile file = *ReadAs(
      "order,time,sku,quantity,returned,status\n7,2024-01-01,C1,2,,cancelled\n"
      "7,2024-01-01,C1,2,1,\n7,2024-01-01,C1,2,2,\n,2024-01-01,C1,2,,cancelled\n"
      "7,,C1,2,,cancelled\n7,2024-01-01,C1,2,,draft\n7,2024-01-01,C1,x,,cancelled\n");
  std::string told;
  for (const BoughtLine& line : file.purchases) {
    told += std::to_string(line.row) + ": " + std::to_string(line.quantity) + " of " +
            std::to_string(line.bought) + "\n";
  }
  EXPECT_EQ(told, "2: 0 of 2\n3: 1 of 2\n4: 0 of 2\n8: 0 of 1\n");
  EXPECT_EQ(file.skipped.size(), 6u) << "each row is named once";
  EXPECT_EQ(file.skipped.Of(Skip::kCancelled), 4u);
}

TEST(HistoryReader, ShowsTheFirstSkippedRowsAndCountsAll) {
  std::string text = "time,title\n";
  for (int i = 0; i < 50; ++i) text += ",Mug\n";
  const HistoryFile file = Read(text);
  EXPECT_EQ(file.skipped.size(), 50u);
  EXPECT_EQ(file.skipped.first().size(), SkippedRows::kShown);
}

TEST(HistoryReader, ShortensLongTitlesAndRefusesLongerNumbers) {
  const std::string text = "time,sku,title\n2024-01-02,A," + std::string(600, 'x') +
                           "\n2024-01-02," + std::string(65, 'x') + ",Mug\n2024-01-02,A," +
                           std::string(9000, 'x') + "\n";
  const HistoryFile file = Read(text);
  ASSERT_EQ(file.purchases.size(), 1u);
  EXPECT_EQ(file.purchases[0].title.size(), kMaxTitleBytes);
  EXPECT_EQ(file.shortened, 1u);
  EXPECT_EQ(file.skipped.Of(Skip::kTooLong), 2u);
}

TEST(HistoryReader, ReadsOtherEncodings) {
  const HistoryFile windows = Read("time,title\n2024-01-02,Caf\xE9\n");
  EXPECT_EQ(windows.recognised, "table, comma, Windows-1252");
  ASSERT_EQ(windows.purchases.size(), 1u);
  EXPECT_EQ(windows.purchases[0].title, "Caf\u00E9");
  std::string utf16 = "\xFF\xFE";
  for (const char c : std::string_view("time\ttitle\n2024-01-02\tMug\n")) {
    utf16 += c;
    utf16 += '\0';
  }
  const HistoryFile wide = Read(utf16);
  EXPECT_EQ(wide.recognised, "table, tab, UTF-16");
  ASSERT_EQ(wide.purchases.size(), 1u);
  EXPECT_EQ(wide.purchases[0].title, "Mug");
}

TEST(HistoryReader, ReadsOrdersOfSchemaOrg) {
  const HistoryFile file = Read(R"({"@context": "https://schema.org", "@graph": [
    {"@type": "Order", "orderNumber": 17, "orderDate": "2024-05-06T07:08:09Z",
     "priceCurrency": "EUR", "orderStatus": "https://schema.org/OrderDelivered",
     "orderedItem": [
       {"@type": "OrderItem", "orderQuantity": 2,
        "orderedItem": {"@type": "Product", "sku": "C1", "name": "Alarm Clock",
          "brand": {"@type": "Brand", "name": "Tick"}, "gtin13": "5901234123457"}},
       {"@type": "Product", "name": "Mug"}],
     "acceptedOffer": {"@type": "Offer", "price": 12.5, "itemOffered": {"sku": "C1"}}},
    {"@type": ["Order"], "orderNumber": "18", "orderDate": "2024-05-07",
     "orderStatus": "http://schema.org/OrderCancelled",
     "acceptedOffer": [{"itemOffered": {"name": "Mug"}}]},
    {"@type": "http://schema.org/Order", "orderNumber": "19", "orderDate": "2024-05-08",
     "acceptedOffer": [{"@type": "Offer", "price": "3.50", "priceCurrency": "EUR",
        "itemOffered": {"@type": "Product", "name": "Mug", "productID": "M1"},
        "eligibleQuantity": {"@type": "QuantitativeValue", "value": 3}}]},
    {"@type": "Order", "orderNumber": "20", "orderDate": "2024-05-08"}]})");
  EXPECT_EQ(file.recognised, "schema.org orders, UTF-8");
  EXPECT_EQ(file.unit, RowUnit::kOrder);
  ASSERT_EQ(file.purchases.size(), 3u);
  EXPECT_EQ(file.purchases[0].order, "17");
  EXPECT_EQ(file.purchases[0].quantity, 2u);
  EXPECT_EQ(file.purchases[0].price_minor, 1250);
  EXPECT_EQ(file.purchases[0].brand, "Tick");
  EXPECT_EQ(file.purchases[0].gtin, 5901234123457u);
  EXPECT_EQ(file.purchases[1].title, "Mug");
  EXPECT_EQ(file.purchases[2].quantity, 3u);
  EXPECT_EQ(file.purchases[2].price_minor, 350);
  EXPECT_EQ(file.purchases[2].sku, "M1");
  EXPECT_EQ(file.skipped.Of(Skip::kCancelled), 1u);
  EXPECT_EQ(file.skipped.Of(Skip::kNoItem), 1u);
  EXPECT_EQ(file.skipped.first()[1].row, 4u);
}

// The time is not asked for: item by offer, this would be a matter of minutes.
TEST(HistoryReader, FindsEachItemsOfferHoweverManyThereAre) {
  constexpr int kItems = 20'000;
  std::string items, offers;
  for (int i = 0; i < kItems; ++i) {
    const std::string item = R"({"sku":"S)" + std::to_string(i) + R"(","name":"Mug"})";
    items += (i == 0 ? "" : ",") + item;
    offers += (i == 0 ? "" : ",") + (R"({"price":")" + std::to_string(kItems - i)) +
              R"(","priceCurrency":"EUR","eligibleQuantity":2,"itemOffered":{"sku":"S)" +
              std::to_string(kItems - 1 - i) + R"(","name":"Mug"}})";
  }
  const HistoryFile file =
      Read(R"({"@type":"Order","orderNumber":"7","orderDate":"2024-05-06","orderedItem":[)" +
           items + R"(],"acceptedOffer":[)" + offers + "]}");
  ASSERT_EQ(file.purchases.size(), static_cast<size_t>(kItems));
  for (int i = 0; i < kItems; ++i) {
    ASSERT_EQ(file.purchases[static_cast<size_t>(i)].price_minor, 100 * (i + 1)) << i;
    ASSERT_EQ(file.purchases[static_cast<size_t>(i)].quantity, 2u);
  }
}

TEST(HistoryReader, OfSeveralOffersOfAThingTheFirstThatSaysItCounts) {
  const auto of = [](const char* offers) {
    const HistoryFile file =
        Read(std::string(R"({"@type":"Order","orderNumber":"7","orderDate":"2024-05-06",)") +
             R"("orderedItem":[{"name":"Mug"},{"sku":"M2","name":"Mug"}],"acceptedOffer":[)" +
             offers + "]}");
    std::string said;
    for (const BoughtLine& line : file.purchases) {
      said += std::to_string(line.price_minor) + "x" + std::to_string(line.quantity) + " ";
    }
    return said;
  };
  EXPECT_EQ(of(R"({"itemOffered":{"name":"Mug"}},{"price":3,"itemOffered":{"name":"Mug"}},
                  {"price":4,"eligibleQuantity":5,"itemOffered":{"sku":"M2","name":"Mug"}})"),
            "300x5 400x5 ");
  EXPECT_EQ(of(R"({"price":4,"itemOffered":{"sku":"M3"}},{"price":5,"itemOffered":"Mug"})"),
            "0x1 0x1 ");
}

TEST(HistoryReader, ReadsOrdersOfAMailAndOfLines) {
  const std::string order =
      R"({"@type":"Order","orderDate":"2024-05-06","orderedItem":{"@type":"Product","name":"Mug"}})";
  EXPECT_EQ(Read("<html><script type=\"application/ld+json\">" + order +
                 "</script><script type='application/ld+json'>[" + order + "]</script></html>")
                .purchases.size(),
            2u);
  EXPECT_EQ(Read(order + "\n" + order + "\n").purchases.size(), 2u);
}

constexpr std::string_view kMug =
    R"({"@type":"Order","orderDate":"2024-05-06","orderedItem":{"@type":"Product","name":"Mug"}})";

std::string Script(std::string_view json, std::string_view end = "</script>") {
  return "<script type=\"application/ld+json\">" + std::string(json) + std::string(end);
}

// "script 2: unreadable (expected JSON, ...)" of the first thing that was left out.
std::string LeftOut(const HistoryFile& file, size_t at = 0) {
  if (file.skipped.first().size() <= at) return "";
  const SkippedRow& row = file.skipped.first()[at];
  return std::string(kRowUnitNames[static_cast<size_t>(row.unit.value_or(file.unit))]) + " " +
         std::to_string(row.row) + ": " + std::string(kSkipNames[static_cast<size_t>(row.reason)]) +
         " (" + row.detail + ")";
}

TEST(HistoryReader, WhatCannotBeSeenIsLeftOutOfTexts) {
  // C0, DEL, C1, a soft hyphen, an override, an isolate and its end, a blank without width, a mark.
  const std::string bad =
      "\x01M\x7Fu\xC2\x85g\xC2\xAD \xE2\x80\xAE"
      "for\xE2\x81\xA6 \xE2\x81\xA9tea\xE2\x80\x8B\xEF\xBB\xBF";
  const std::string kept = "caf\u00E9 \u200Fx\u200E \u4E2D\u2026 \u20AC";
  const HistoryFile table =
      Read("time,order,sku,title,category,bra\xE2\x80\xAEnd\n2024-01-02,O" + bad + ",A" + bad +
           "," + bad + kept + "," + bad + "," + bad + "\n");
  ASSERT_EQ(table.purchases.size(), 1u);
  const BoughtLine& line = table.purchases[0];
  EXPECT_EQ(line.title, "Mug for tea" + kept);
  EXPECT_EQ(line.order, "O Mug for tea");
  EXPECT_EQ(line.sku, "A Mug for tea");
  EXPECT_EQ(line.category, "Mug for tea");
  EXPECT_EQ(line.brand, "Mug for tea");
  EXPECT_EQ(table.columns.back(), "brand");
  EXPECT_EQ(table.first_rows[0][3], "Mug for tea" + kept);

  const HistoryFile own = Read(
      R"({"format":"hearth-history","version":1,"events":[{"type":"buy","time":1,"sku":"C1","item":
        {"title":"Cl)" +
      bad.substr(9) + R"(","category":"A\u202E","brand":"\u0007B"}},
        {"id":"00","type":"view","time":2,"sku":"C1","title":"\u2067Clock"}]})");
  ASSERT_EQ(own.events.size(), 2u);
  EXPECT_EQ(own.events[0].find("item")->Write(),
            R"({"title":"Cl for tea","category":"A","brand":"B"})");
  EXPECT_EQ(own.events[1].find("item")->find("title")->string(), "Clock");
}

TEST(HistoryReader, NamesABrokenLineOfJsonAmongGoodOnes) {
  const std::string mug(kMug);
  const HistoryFile file = Read(mug + "\n\n{\"@type\":\"Order\",\n" + mug + "\n{\"a\":1}\n17\n");
  EXPECT_EQ(file.purchases.size(), 2u);
  EXPECT_EQ(file.rows, 5u);
  EXPECT_EQ(LeftOut(file, 0), "line 3: unreadable (expected JSON, syntax error at byte 18)");
  EXPECT_EQ(LeftOut(file, 1), "line 5: unreadable (expected an order of schema.org)");
  EXPECT_EQ(LeftOut(file, 2), "line 6: unreadable (expected an order of schema.org)");
  const HistoryFile first = Read("{\"@type\":\n" + mug + "\n");
  EXPECT_EQ(first.purchases.size(), 1u);
  EXPECT_EQ(LeftOut(first).substr(0, 7), "line 1:");
}

TEST(HistoryReader, NamesABrokenScriptAmongGoodOnes) {
  const HistoryFile file =
      Read("<html>" + Script(kMug) + "<script>if (1 </ 2) {}</script>" + Script("{\"@type\":") +
           Script(R"({"@type":"Organization"})") + Script(kMug) + "</html>");
  EXPECT_EQ(file.purchases.size(), 2u);
  EXPECT_EQ(file.rows, 3u);
  EXPECT_EQ(LeftOut(file), "script 2: unreadable (expected JSON, syntax error at byte 10)");
  EXPECT_NE(ErrorOf("<html>" + Script("{") + "</html>").find("script 1: expected JSON"),
            std::string::npos);
}

// Ten thousand mistakes are no slip: a hostile file would have millions, and fill the memory.
TEST(HistoryReader, GivesUpWhereAlmostNothingCanBeRead) {
  const std::string mug(kMug);
  std::string noise;
  for (int line = 0; line < 10'000; ++line) noise += "\nx";
  EXPECT_NE(ErrorOf(mug + noise).find("expected JSON"), std::string::npos);
  EXPECT_EQ(Read(mug + noise.substr(2)).purchases.size(), 1u);
  const HistoryFile page =
      Read("<html>" + Script(mug) + Script(mug + noise) + Script(mug) + "</html>");
  EXPECT_EQ(page.purchases.size(), 2u);
  EXPECT_EQ(LeftOut(page).substr(0, 21), "script 2: unreadable ");
  const std::string half = mug + noise.substr(0, noise.size() / 2);
  const HistoryFile pages = Read("<html>" + Script(half) + Script(half) + Script(mug) + "</html>");
  EXPECT_EQ(pages.purchases.size(), 2u);
  EXPECT_EQ(pages.skipped.size(), 10'001u) << "what was not read is said, too";
}

TEST(HistoryReader, AScriptEndsAsHtmlSays) {
  constexpr std::string_view kTags =
      R"({"@type":"Order","orderDate":"2024-05-06","orderedItem":{"name":"</b></scripts>Mug"}})";
  for (const char* end : {"</script>", "</SCRIPT >", "</Script\n>", "</script/>"}) {
    const HistoryFile file = Read("<html>" + Script(kTags, end) + Script(kMug, end) + "</html>");
    EXPECT_EQ(file.purchases.size(), 2u) << end;
  }
  EXPECT_EQ(Read("<SCRIPT data-a='>' TYPE='application/LD+json'>" + std::string(kMug) + "</SCRIPT>")
                .purchases.size(),
            1u);
}

TEST(HistoryReader, WhatAPageHasInACommentIsNoOrder) {
  const std::string script = Script(kMug);
  for (const std::string& hidden :
       {"<!-- " + script + " -->", "<!--" + script + "-->",
        "<!--[if mso]>" + script + "<![endif]-->", "<!-- > <script> -- " + script + "-->"}) {
    EXPECT_EQ(Read("<html>" + hidden + script + "</html>").purchases.size(), 1u) << hidden;
    EXPECT_NE(ErrorOf("<html>" + hidden + "</html>").find("page without orders"),
              std::string::npos);
  }
  EXPECT_EQ(Read("<html><!-->" + script + "<!---->" + script + "</html>").purchases.size(), 2u);
  EXPECT_NE(ErrorOf("<html><!--" + script).find("page without orders"), std::string::npos);
  EXPECT_EQ(
      Read("<html>" + Script(R"({"@type":"Order","orderNumber":"<!--","orderDate":"2024-05-06",
                   "orderedItem":{"name":"Mug"}})") +
           script + "</html>")
          .purchases.size(),
      2u)
      << "in a script it begins nothing";
}

TEST(HistoryReader, GoesOnBehindBrokenLinesWhereverTheyStand) {
  const std::string mug(kMug);
  const std::string cut = mug.substr(0, mug.size() / 2), tail = mug.substr(mug.size() / 2);
  for (const std::string& broken : {cut + "\n" + cut + "\n", tail + "\n" + tail + "\n",
                                    std::string("17\n\"a\"\n"), cut + "\n" + tail + "\n"}) {
    const HistoryFile file = Read(broken + mug + "\n" + mug + "\n");
    EXPECT_EQ(file.purchases.size(), 2u) << broken;
    EXPECT_EQ(file.skipped.size(), 2u) << broken;
    EXPECT_EQ(LeftOut(file).substr(0, 7), "line 1:") << broken;
  }
  const std::string row = R"({"date":"2024-05-06","sku":"C1"})";
  const HistoryFile rows = Read("{\"date\":\n{\"date\":\n" + row + "\n" + row + "\n");
  EXPECT_EQ(rows.purchases.size(), 2u);
  EXPECT_EQ(rows.skipped.size(), 2u);
  EXPECT_NE(ErrorOf("{\n  \"a\": 1,\n  \"b\": {}\n  17\n").find("expected JSON"),
            std::string::npos);
}

TEST(HistoryReader, ReadsEveryExportOfAFileOrNamesIt) {
  const auto of = [](const char* currency, const char* sku) {
    return std::string(R"({"format":"hearth-history","version":1,"currency":")") + currency +
           R"(","events":[{"type":"buy","time":1,"sku":")" + sku + "\"}]}\n";
  };
  const HistoryFile file =
      Read(of("EUR", "A") + of("EUR", "B") + of("GBP", "C") + "{\n" + std::string(kMug) + R"(
{"format":"hearth-history","version":2})");
  ASSERT_EQ(file.events.size(), 2u);
  EXPECT_EQ(file.events[1].find("sku")->string(), "B");
  EXPECT_EQ(LeftOut(file, 0), "line 4: unreadable (expected JSON, syntax error at byte 2)");
  EXPECT_EQ(LeftOut(file, 1),
            "line 3: unreadable (its prices are in another currency: choose it by itself)");
  EXPECT_EQ(LeftOut(file, 2), "line 5: unreadable (expected Hearth's own export)");
  EXPECT_EQ(LeftOut(file, 3), "line 6: unreadable (exported by a newer release)");
  EXPECT_EQ(LeftOut(Read(std::string(kMug) + "\n" + of("EUR", "A"))),
            "line 2: unreadable (expected an order of schema.org)");
}

TEST(HistoryReader, ReadsFlatJsonAsATable) {
  const HistoryFile file =
      Read(R"([{"date":"2024-05-06","sku":"C1","qty":2,"price":1.299},{"date":"x","sku":"C2"}])");
  ASSERT_EQ(file.purchases.size(), 1u);
  EXPECT_EQ(file.purchases[0].quantity, 2u);
  EXPECT_EQ(file.purchases[0].price_minor, 130);  // a number of JSON has no thousands
  EXPECT_EQ(file.skipped.first()[0].row, 2u);
}

TEST(HistoryReader, ReadsHearthsOwnExport) {
  const HistoryFile file = Read(
      R"({"format":"hearth-history","version":1,"currency":"EUR","events":[
        {"type":"buy","time":1,"session":0,"label":"personal","sku":"C1","quantity":1,
         "priceMinor":5,"item":{"title":"Clock","category":"","brand":""}},
        {"id":"00","type":"view","time":2,"session":0,"label":"shared","sku":"C1","title":"Clock",
         "category":"Home","brand":"","quantity":1,"priceMinor":5,"inCatalog":true,"gift":null},
        {"id":"01","type":"search","title":"lamp","time":3,"session":0,"sku":""}, 7]})");
  EXPECT_EQ(file.recognised, "Hearth's own export, UTF-8");
  ASSERT_EQ(file.events.size(), 3u);
  EXPECT_EQ(file.events[0].find("item")->find("title")->string(), "Clock");
  EXPECT_EQ(file.events[1].Write(),
            R"({"type":"view","time":2,"session":0,"label":"personal","sku":"C1","quantity":1,)"
            R"("priceMinor":5,"item":{"title":"Clock","category":"Home","brand":""}})");
  EXPECT_EQ(file.events[2].Write(), R"({"type":"search","time":3,"session":0,"query":"lamp"})");
  EXPECT_EQ(file.skipped.Of(Skip::kUnreadable), 1u);
  EXPECT_EQ(ErrorOf(R"({"format":"hearth-history","version":2,"events":[]})"),
            "exported by a newer release");
}

TEST(HistoryReader, RefusesInWordsWhatIsNoHistory) {
  EXPECT_EQ(ErrorOf(""), "the file is empty");
  EXPECT_NE(ErrorOf("PK\x03\x04 rest").find("zip"), std::string::npos);
  const std::string ole = ErrorOf("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0'));
  EXPECT_NE(ole.find(".msg"), std::string::npos) << ole;
  EXPECT_NE(ole.find("save the mail as .eml"), std::string::npos) << ole;
  EXPECT_NE(ErrorOf("%PDF-1.4").find("PDF"), std::string::npos);
  EXPECT_NE(ErrorOf("<html></html>").find("page"), std::string::npos);
  EXPECT_NE(ErrorOf("hello").find("two columns"), std::string::npos);
  EXPECT_NE(ErrorOf("[1,2]").find("JSON"), std::string::npos);
  EXPECT_NE(ErrorOf("{\"a\":").find("JSON"), std::string::npos);
  EXPECT_NE(ErrorOf("time,title\n2024-01-02,\"never closed\n").find("quote"), std::string::npos);
  EXPECT_EQ(ErrorOf("time,title\n"), "expected rows, found none");
}

}  // namespace
}  // namespace hearth
