#include "pack/orders/orders.h"

#include <gtest/gtest.h>

#include <utility>

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
  EXPECT_EQ(orders->returns_skipped, 1u);
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
  for (const auto& [price, minor] :
       {std::pair("1.005", 101), std::pair("\"1.005\"", 101), std::pair("1.00499999999999999", 100),
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
      {head + ",1,2011-12-09,A,1,1\n", "o.csv:2:1: customer: expected 1 to 64 bytes"},
      {head + "ann,1,secret,A,1,1\n", "o.csv:2:7: time: expected a time"},
      {head + "ann,1,2011-12-09,A,secret,1\n", "o.csv:2:20: quantity: expected a whole number"},
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

}  // namespace
}  // namespace hearth
