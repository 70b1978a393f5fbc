#include "pack/counts/screening.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catalog/small_shop.h"
#include "pack/counts/baskets.h"

namespace hearth {
namespace {

constexpr Time kNoon = 1'300'000'000'000;

std::unique_ptr<OwnedColumns> ShopOf(
    const std::vector<std::pair<std::string, std::string>>& items) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (const auto& [sku, title] : items) {
    EXPECT_TRUE(builder.Add(MakeItem(sku, title, 100, "")).ok());
  }
  return *builder.Build();
}

Orders OrdersOf(const std::vector<std::string>& skus) {
  Orders orders;
  int order = 0;
  for (const std::string& sku : skus) {
    const std::string n = std::to_string(order++);
    orders.Add("c" + n, "o" + n, sku, kNoon, 1, 100);
  }
  return orders;
}

std::vector<std::string> SkusOf(const Orders& orders) {
  std::vector<std::string> skus;
  for (const OrderLine& line : orders.lines) skus.push_back(orders.skus[line.sku]);
  return skus;
}

TEST(Screening, JoinsIdsThatDifferInCapitalsBlanksOrZeros) {
  const auto shop = ShopOf({{"APL-1", "Apples"}, {"42", "Pears"}, {"x7", "Bread"}, {"X7", "Milk"}});
  Orders orders = OrdersOf({"apl-1", "APL-1", "APL -1", "0042", "X7", "x7"});
  ASSERT_TRUE(ScreenOrders("o.csv", *shop, false, &orders).ok());
  EXPECT_EQ(SkusOf(orders), (std::vector<std::string>{"APL-1", "APL-1", "APL-1", "42", "X7", "x7"}))
      << "the exact id wins";
  EXPECT_EQ(orders.report.joined_by_id, 3u);
  EXPECT_EQ(orders.report.joined[0], "\"apl-1\" is \"APL-1\"");
  EXPECT_EQ(orders.report.joined.size(), 2u);
}

// Lines name a variant; what is counted is the product.
TEST(Screening, LinesOfVariantsAreOfTheirProduct) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (const auto& [sku, group, title] :
       std::vector<std::array<const char*, 3>>{{"SHIRT-S", "SHIRT", "Shirt, small"},
                                               {"SHIRT-M", "SHIRT", "Shirt, medium"},
                                               {"MUG", "", "Mug"}}) {
    FeedItem item = MakeItem(sku, title, 100, "");
    item.group = group;
    ASSERT_TRUE(builder.Add(item).ok());
  }
  const auto shop = *builder.Build();
  const std::string by_name(1, kByName);
  Orders orders = OrdersOf(
      {"SHIRT-S", "SHIRT-M", "shirt-m", "SHIRT", by_name + "shirt, MEDIUM", "MUG", "MUG", "MUG"});
  ASSERT_TRUE(ScreenOrders("o.csv", *shop, false, &orders).ok());
  EXPECT_EQ(orders.lines.size(), 8u);
  const Baskets baskets = MakeBaskets(orders, *shop);
  size_t of_shirt = 0;
  for (const ItemIndex item : baskets.item)
    of_shirt += shop->Columns().MatchSku("SHIRT").item == item;
  EXPECT_EQ(of_shirt, 5u);
}

TEST(Screening, JoinsNothingThatSeveralItemsFit) {
  const auto shop = ShopOf({{"x7", "Bread"}, {"X7", "Milk"}, {"A", "Tea"}, {"B", "Tea"}});
  const std::string by_name(1, kByName);
  Orders orders = OrdersOf({" x7", by_name + "Tea", "A", "A", "A", "A", "A", "A", "A", "A"});
  ASSERT_TRUE(ScreenOrders("o.csv", *shop, false, &orders).ok());
  EXPECT_EQ(orders.lines.size(), 8u);
  EXPECT_EQ(orders.report.Of(LeftOut::kNoItem), 2u);
}

TEST(Screening, JoinsLinesWithoutAnIdByTheItemsName) {
  const auto shop = ShopOf({{"A", "Green  Tea"}, {"B", "Linen Shirt"}});
  const std::string by_name(1, kByName);
  Orders orders = OrdersOf(
      {by_name + "green tea", by_name + "Linen Shirt - M - Blue", by_name + "Linen Shirt - M"});
  ASSERT_TRUE(ScreenOrders("o.csv", *shop, true, &orders).ok());
  EXPECT_EQ(SkusOf(orders), (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(orders.report.joined_by_name, 2u);
  EXPECT_TRUE(orders.report.joined.empty()) << "no name is quoted";
}

TEST(Screening, RefusesLinesOfAnotherFeedWithExamplesOfBothSides) {
  const auto shop = ShopOf({{"shopify_1", "Tea"}, {"shopify_23456", "Mug"}});
  Orders orders = OrdersOf({"23456", "99", "shopify_1", "shopify_1"});
  const Status status = ScreenOrders("o.csv", *shop, false, &orders);
  ASSERT_FALSE(status.ok());
  const std::string& message = status.error().message;
  for (const char* part :
       {"o.csv: 2 of 4 order lines", "\"23456\" and \"99\"", "\"shopify_23456\" and \"shopify_1\"",
        "they seem to differ in \"shopify_\" before the feed's", "--allow-unknown"}) {
    EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
  }
  Orders fifth = OrdersOf({"23456", "shopify_1", "shopify_1", "shopify_1", "shopify_1"});
  EXPECT_TRUE(ScreenOrders("o.csv", *shop, false, &fifth).ok()) << "a fifth is not too many";
  EXPECT_TRUE(ScreenOrders("o.csv", *shop, true, &orders).ok());
  EXPECT_EQ(orders.lines.size(), 2u);
  EXPECT_EQ(orders.report.Of(LeftOut::kNoItem), 2u);
}

// `customers` with two orders each, and one with `guests` orders.
Orders ManyOrders(int customers, int guests) {
  Orders orders;
  for (int i = 0; i < 2 * customers + guests; ++i) {
    const bool guest = i >= 2 * customers;
    orders.Add(guest ? "web" : "c" + std::to_string(i / 2), "o" + std::to_string(i), "A", kNoon, 1,
               100);
  }
  return orders;
}

TEST(Screening, LeavesOutACustomerWithATenthOfAllOrders) {
  const auto shop = ShopOf({{"A", "Tea"}});
  const auto left_out = [&](Orders orders) {
    EXPECT_TRUE(ScreenOrders("o.csv", *shop, false, &orders).ok());
    EXPECT_EQ(orders.report.orders_of_most, orders.report.Of(LeftOut::kGuest));
    return orders.report.Of(LeftOut::kGuest);
  };
  EXPECT_EQ(left_out(ManyOrders(45, 10)), 10u);
  EXPECT_EQ(left_out(ManyOrders(46, 10)), 0u) << "9.8 %";
  EXPECT_EQ(left_out(ManyOrders(19, 30)), 0u) << "20 customers";
  EXPECT_EQ(left_out(ManyOrders(20, 30)), 30u);
  EXPECT_EQ(left_out(ManyOrders(21, 7)), 0u) << "49 orders";
  Orders shared;  // one order number of everybody is as many orders
  for (int i = 0; i < 60; ++i) shared.Add("c" + std::to_string(i), "1", "A", kNoon, 1, 100);
  EXPECT_EQ(left_out(std::move(shared)), 0u);
  Orders numbered;  // each customer's orders are 1, 2, ...
  for (int i = 0; i < 46; ++i) {
    for (int order = 1; order <= (i == 45 ? 10 : 2); ++order) {
      numbered.Add("c" + std::to_string(i), std::to_string(order), "A", kNoon, 1, 100);
    }
  }
  EXPECT_EQ(left_out(std::move(numbered)), 10u);
}

}  // namespace
}  // namespace hearth
