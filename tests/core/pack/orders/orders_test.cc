#include "pack/orders/orders.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace hearth {
namespace {

const MoneyFormat kPounds = {"GBP", 2};

constexpr std::string_view kCsv =
    "customer,order,time,id,quantity,price\n"
    "ann,1,2011-12-09 12:50:00,A,2,1.25\n"
    "ann,1,2011-12-09 12:50:00,B,1,3\n"
    "bob,2,1323435000000,A,-1,1.25\n"
    "bob,3,2011-12-10,A,1,1.20\n";

TEST(Orders, ReadsCsvAndSkipsReturns) {
  const auto orders = ReadOrders(kCsv, "orders.csv", kPounds);
  ASSERT_TRUE(orders.ok()) << orders.error().message;
  ASSERT_EQ(orders->lines.size(), 3u);
  EXPECT_EQ(orders->report.Of(LeftOut::kReturn), 1u);
  EXPECT_EQ(orders->customers.size(), 2u);
  EXPECT_EQ(orders->skus[orders->lines[1].sku], "B");
  EXPECT_EQ(orders->lines[0].quantity, 2);
  EXPECT_EQ(orders->lines[0].price_minor, 125);
  EXPECT_EQ(orders->lines[0].time, 1323435000000);
}

TEST(Orders, ReadsJsonLinesLikeCsv) {
  const auto orders = ReadOrders(
      "{\"customer\":\"ann\",\"order\":1,\"time\":1323435000000,\"id\":\"A\",\"quantity\":2,"
      "\"price\":1.25}\n{\"customer\":7,\"order\":\"2\",\"time\":\"2011-12-09\",\"id\":\"B\"}\n",
      "orders.jsonl", kPounds);
  ASSERT_TRUE(orders.ok()) << orders.error().message;
  ASSERT_EQ(orders->lines.size(), 2u);
  EXPECT_EQ(orders->lines[0].price_minor, 125);
  EXPECT_EQ(orders->customers[orders->lines[1].customer], "7");
  EXPECT_EQ(orders->lines[1].quantity, 1);
}

TEST(Orders, ReadsTheDigitsOfJsonNumbers) {
  const std::string head =
      R"({"customer":"ann","order":1,"time":"2011-12-09","id":"A","quantity":2e0,"price":)";
  for (const auto& [price, minor] : {std::pair("1.005", 101), std::pair("1.00499999999999999", 100),
                                     std::pair("1e-7", 0), std::pair("1e3", 100000)}) {
    const auto orders = ReadOrders(head + price + "}\n", "orders.jsonl", kPounds);
    ASSERT_TRUE(orders.ok()) << price << ": " << orders.error().message;
    EXPECT_EQ(orders->lines[0].price_minor, minor) << price;
    EXPECT_EQ(orders->lines[0].quantity, 2);
  }
}

TEST(Orders, SaysWhereAMistakeIsWithoutQuotingIt) {
  const std::string head = "customer,order,time,id,quantity,price\n";
  const std::pair<std::string, const char*> mistakes[] = {
      {"customer,order,id\n", "o.csv:1:1: expected a column \"time\""},
      {head + "ann,,2011-12-09,A,1,1\n", "o.csv:2:5: order: expected 1 to 64 bytes"},
      {head + "ann,1,secret,A,1,1\n", "o.csv:2:7: time: expected a time"},
      {head + "ann,1,2011-12-09,A,secret,1\n", "o.csv:2:20: quantity: expected a number of pieces"},
      {head + "ann,1,2011-12-09,A,99999999999,1\n", "o.csv:2:20: quantity"},
      {head + "ann,1,2011-12-09,A,1,secret\n", "o.csv:2:22: price: expected a price"},
  };
  for (const auto& [text, message] : mistakes) {
    const auto orders = ReadOrders(text, "o.csv", kPounds);
    ASSERT_FALSE(orders.ok()) << text;
    EXPECT_EQ(orders.error().message.find(message), 0u) << orders.error().message;
    EXPECT_EQ(orders.error().message.find("secret"), std::string::npos);
    EXPECT_EQ(orders.error().message.find("ann"), std::string::npos);
  }
  EXPECT_EQ(ReadOrders("[1]\n", "o.jsonl", kPounds).error().message,
            "o.jsonl:1: expected a JSON object");
  EXPECT_FALSE(ReadOrders("{\"customer\":[1]}\n", "o.jsonl", kPounds).ok());
  EXPECT_FALSE(ReadOrders(std::string(1'000'000, '['), "o.jsonl", kPounds).ok());
}

constexpr std::string_view kHead = "customer,order,time,id,quantity,price\n";

Result<Orders> ReadLines(const std::string& lines, const OrderOptions& options = {}) {
  return ReadOrders(std::string(kHead) + lines, "o.csv", kPounds, options);
}

TEST(Orders, TakeWeightsForPurchases) {
  const auto orders = ReadLines(
      "ann,1,2011-12-09,A,0.23,2\nann,1,2011-12-09,B,2.6,2\nann,1,2011-12-09,C,\"0,230\",2\n"
      "ann,1,2011-12-09,D,1.5 kg,2\nann,1,2011-12-09,E,.4,2\nann,1,2011-12-09,F,0.0001,2\n"
      "ann,1,2011-12-09,G,-0.5,2\n");
  ASSERT_TRUE(orders.ok()) << orders.error().message;
  std::vector<int32_t> pieces;
  for (const OrderLine& line : orders->lines) pieces.push_back(line.quantity);
  EXPECT_EQ(pieces, (std::vector<int32_t>{1, 3, 1, 2, 1}));
  EXPECT_EQ(orders->report.Of(LeftOut::kReturn), 2u);
}

TEST(Orders, LeaveOutDatesThatCannotBeTrueAndNameThem) {
  const OrderOptions today = {.now = *ParseTime("2011-12-20T12:00Z")};
  const auto orders = ReadLines(
      "ann,1,2011-12-09,A,1,\nbob,2,2011-12-21,A,1,\ncleo,3,2099-12-31,A,1,\n"
      "dan,4,1970-01-01,A,1,\neve,5,0000-00-00 00:00:00,A,1,\nann,6,2011-12-10,A,1,\n"
      "ann,7,2011-12-11,A,1,\nann,8,2011-12-12,A,1,\n",
      today);
  ASSERT_TRUE(orders.ok()) << orders.error().message;
  EXPECT_EQ(orders->lines.size(), 5u) << "an order of tomorrow is of another time zone";
  EXPECT_EQ(orders->report.Of(LeftOut::kDate), 3u);
  ASSERT_EQ(orders->report.odd_dates.size(), 3u);
  EXPECT_EQ(orders->report.odd_dates[0], "o.csv:4:8: 2099-12-31");
  EXPECT_EQ(orders->report.LeftOutInWords(), "3 with an implausible date");
  EXPECT_TRUE(ReadLines("cleo,3,2099-12-31,A,1,\n").ok()) << "no clock, no opinion";
}

TEST(Orders, BelieveMostLinesRatherThanAClockBeforeThem) {
  const OrderOptions wrong_clock = {.now = *ParseTime("2001-01-01")};
  const auto orders = ReadLines(
      "ann,1,2011-12-09,A,1,\nbob,2,2011-12-10,A,1,\nbob,4,2013-01-10,A,1,\n"
      "cleo,3,2099-12-31,A,1,\n",
      wrong_clock);
  ASSERT_TRUE(orders.ok()) << orders.error().message;
  EXPECT_EQ(orders->lines.size(), 3u);
  EXPECT_EQ(orders->report.Of(LeftOut::kDate), 1u);
}

TEST(Orders, RefuseAFileWithoutAnyDateThatCanBeTrue) {
  const auto orders = ReadLines("ann,1,1970-01-01,A,1,\nbob,2,1970-01-01,A,1,\n");
  ASSERT_FALSE(orders.ok());
  EXPECT_NE(orders.error().message.find("o.csv:2:7: 1970-01-01"), std::string::npos)
      << orders.error().message;
}

TEST(Orders, LeaveGuestsOut) {
  std::string lines = "ann,1,2011-12-09,A,1,\nnora,1,2011-12-09,A,1,\n007,1,2011-12-09,A,1,\n";
  for (const char* guest : {"", "0", "Guest", "-", "NULL", "none", "anonymous", "N/A", "0.0"}) {
    lines += std::string(guest) + ",9,2011-12-09,A,1,\n";
  }
  const auto orders = ReadLines(lines);
  ASSERT_TRUE(orders.ok()) << orders.error().message;
  EXPECT_EQ(orders->lines.size(), 3u);
  EXPECT_EQ(orders->report.Of(LeftOut::kGuest), 9u);
}

TEST(Orders, ReadDatesInTheOrderThatIsSaidOrProven) {
  const std::string lines = "ann,1,05.04.2011 16:49,A,1,\nbob,2,06.04.2011,B,1,\n";
  const auto refused = ReadLines(lines);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("o.csv:2:7: time: "), std::string::npos);
  EXPECT_NE(refused.error().message.find("o.csv:3:7: time: "), std::string::npos);
  EXPECT_NE(refused.error().message.find("--dates day-first"), std::string::npos);
  const Time april = *ParseTime("2011-04-05T16:49Z");
  EXPECT_EQ(ReadLines(lines, {.times = {DateOrder::kDayFirst, 0}})->lines[0].time, april);
  const auto proven = ReadLines(lines + "cleo,3,31.03.2011,A,1,\n");
  ASSERT_TRUE(proven.ok()) << proven.error().message;
  EXPECT_EQ(proven->lines[0].time, april);
  EXPECT_FALSE(ReadLines(lines + "cleo,3,31.03.2011,A,1,\ndan,4,03.31.2011,A,1,\n").ok())
      << "the column contradicts itself";
  EXPECT_EQ(ReadLines(lines, {.times = {DateOrder::kDayFirst, 2 * kMsPerHour}})->lines[0].time,
            april - 2 * kMsPerHour);
}

TEST(Orders, NameAllBadRowsInOneRunAndSkipThemWhereTold) {
  std::string lines;
  for (int i = 0; i < 97; ++i) lines += "c,o,2011-12-09,A,1,1\n";
  lines += "secret,o,never,A,1,1\nsecret,o,2011-12-09,A,lots,1\nsecret,o\n";
  const auto refused = ReadLines(lines);
  ASSERT_FALSE(refused.ok());
  const std::string& message = refused.error().message;
  for (const char* part : {"o.csv:99:10: time: expected a time", "o.csv:100:23: quantity: expected",
                           "o.csv:101:1: expected 6 fields", "3 rows of 100 cannot be read"}) {
    EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
  }
  EXPECT_EQ(message.find("secret"), std::string::npos);
  EXPECT_FALSE(ReadLines(lines, {.skip_bad_rows = 0.02}).ok());
  const auto skipped = ReadLines(lines, {.skip_bad_rows = 0.03});
  ASSERT_TRUE(skipped.ok()) << skipped.error().message;
  EXPECT_EQ(skipped->lines.size(), 97u);
  EXPECT_EQ(skipped->report.Of(LeftOut::kBadRow), 3u);
  EXPECT_NE(skipped->report.skipped_rows.find("1 row: quantity: expected"), std::string::npos);
  const auto json = ReadOrders("{\"customer\":\"a\"}\n\n[1]\n", "o.jsonl", kPounds);
  ASSERT_FALSE(json.ok());
  EXPECT_NE(json.error().message.find("o.jsonl:1: order: "), std::string::npos);
  EXPECT_NE(json.error().message.find("o.jsonl:3: expected a JSON object"), std::string::npos);
}

TEST(Orders, NumberNamesByWhatTheLinesSayAndNotByTheirOrder) {
  const auto add = [](Orders* orders, int line) {
    const std::string n = std::to_string(line % 7);
    orders->Add("c" + n, "o" + std::to_string(line % 11), "A", kMinTime + line / 9 * kMsPerDay, 1,
                0);
  };
  const auto key = [](const Orders& orders) {
    std::vector<std::tuple<uint32_t, std::string, uint32_t, std::string, Time>> lines;
    for (const OrderLine& line : orders.lines) {
      lines.emplace_back(line.customer, orders.customers[line.customer], line.order,
                         orders.orders[line.order], line.time);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  Orders forwards, backwards;
  for (int line = 0; line < 200; ++line) {
    add(&forwards, line);
    add(&backwards, 199 - line);
  }
  backwards.customers.Number("who ordered nothing");
  NumberByContent(&forwards);
  NumberByContent(&backwards);
  EXPECT_EQ(key(forwards), key(backwards));
  EXPECT_EQ(backwards.customers.size(), 7u);
  EXPECT_EQ(forwards.customers[forwards.lines[0].customer], "c0");
  EXPECT_EQ(forwards.customers.Number("c0"), 0u) << "names are still found";
  const Orders before = LinesBefore(forwards, kMinTime + 2 * kMsPerDay);
  EXPECT_EQ(before.lines.size(), 18u);
  EXPECT_EQ(before.customers.size(), 7u);
  EXPECT_EQ(before.customers[before.lines[0].customer], "c0");
}

TEST(HoldOut, TakesOneCustomerInTenWhole) {
  Orders orders;
  for (int i = 0; i < 5000; ++i) {
    const std::string customer = std::to_string(i);
    orders.Add(customer, "a" + customer, "A", 1323435000000, 1, 100);
    orders.Add(customer, "b" + customer, "B", 1323435000001, 1, 100);
  }
  const Orders held_out = TakeHeldOut(&orders);
  EXPECT_NEAR(static_cast<double>(held_out.customers.size()), 500, 60);
  EXPECT_EQ(held_out.lines.size(), 2 * held_out.customers.size());
  EXPECT_EQ(orders.lines.size() + held_out.lines.size(), 10000u);
  for (const OrderLine& line : orders.lines) {
    EXPECT_FALSE(IsHeldOut(orders.customers[line.customer]));
  }
  for (const OrderLine& line : held_out.lines) {
    EXPECT_TRUE(IsHeldOut(held_out.customers[line.customer]));
  }
}

TEST(HoldOut, WritesHistoriesByCustomerAndTime) {
  Orders orders;
  orders.Add("bob", "2", "A", 1323435000000, 1, 120);
  orders.Add("ann", "3", "B", 1323435000002, 2, 99);
  orders.Add("ann", "1", "A", 1323435000001, 1, 120);
  EXPECT_EQ(WriteHistories(orders),
            "{\"customer\":\"ann\",\"order\":\"1\",\"time\":1323435000001,\"sku\":\"A\","
            "\"quantity\":1,\"priceMinor\":120}\n"
            "{\"customer\":\"ann\",\"order\":\"3\",\"time\":1323435000002,\"sku\":\"B\","
            "\"quantity\":2,\"priceMinor\":99}\n"
            "{\"customer\":\"bob\",\"order\":\"2\",\"time\":1323435000000,\"sku\":\"A\","
            "\"quantity\":1,\"priceMinor\":120}\n");
}

TEST(Orders, ReadPricesAsTheColumnProvesThem) {
  const std::string header = "customer,order,time,id,quantity,price\n";
  const auto comma =
      ReadOrders(header + "c,1,2011-01-01,A,1,1.299\nc,2,2011-01-01,A,1,\"12,90 EUR\"\n", "o.csv",
                 {"EUR", 2}, {});
  ASSERT_TRUE(comma.ok()) << comma.error().message;
  EXPECT_EQ(comma->lines[0].price_minor, 129'900);
  EXPECT_EQ(comma->lines[1].price_minor, 1'290);
  const auto either = ReadOrders(header + "c,1,2011-01-01,A,1,1.299\n", "o.csv", {"EUR", 2}, {});
  ASSERT_FALSE(either.ok());
  EXPECT_NE(either.error().message.find("o.csv:2:20: price: expected a price"), std::string::npos)
      << either.error().message;
  EXPECT_EQ(either.error().message.find("1.299"), std::string::npos) << "orders are not quoted";
}

TEST(Orders, AreReadAsFeedsAre) {
  const std::string header = "customer,order,time,id,quantity,price\n";
  OrderOptions options;
  options.decimal_mark = ',';
  const auto said = ReadOrders(header + "c,1,2011-01-01,A,1,1.299\n", "o.csv", kPounds, options);
  ASSERT_TRUE(said.ok()) << said.error().message;
  EXPECT_EQ(said->lines[0].price_minor, 129'900);
  const auto spreadsheet =
      ReadOrders("sep=;\ncustomer;order;time;id\nc;1;2011-01-01;A\n", "o.csv", kPounds);
  ASSERT_TRUE(spreadsheet.ok()) << spreadsheet.error().message;
  EXPECT_EQ(spreadsheet->lines.size(), 1u);
  const auto json = ReadOrders(
      "{\"customer\":\"c\",\"order\":1,\"time\":\"2011-01-01\",\"id\":\"A\"}\n", "o.json", kPounds);
  ASSERT_TRUE(json.ok()) << json.error().message;
  options.skip_bad_rows = 0.9;
  EXPECT_FALSE(
      ReadOrders(header + "c,1,2011-01-01,A,1,1\nc,1,2011-01-01,\"A,1,1\nc,2,2011-01-01,A,1,1\n",
                 "o.csv", kPounds, options)
          .ok());
}

TEST(Orders, TellHowFarTheyAre) {
  std::string text = "customer,order,time,id\n";
  for (int i = 0; i < 9000; ++i) text += "c,1,2011-01-01,A\n";
  size_t last = 0, calls = 0;
  OrderOptions options;
  options.progress = [&](std::string_view stage, size_t done, size_t total) {
    EXPECT_EQ(stage, "reading o.csv");
    EXPECT_EQ(total, text.size());
    EXPECT_GT(done, last);
    last = done;
    ++calls;
  };
  const auto orders = ReadOrders(text, "o.csv", kPounds, options);
  ASSERT_TRUE(orders.ok()) << orders.error().message;
  EXPECT_EQ(calls, 3u);
}

}  // namespace
}  // namespace hearth
