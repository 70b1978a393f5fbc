// Reading the demo shop's sales: a few lines made up for the purpose, then all 541,909.
#include "pack/orders/online_retail.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "base/hash.h"
#include "pack/counts/embedding.h"
#include "pack/counts/statistics.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

constexpr const char* kHead =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

std::string TextOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

CategoryRules RulesOf(const std::string& text) { return *CategoryRules::Parse(text, "c.rules"); }

// The whole data set is read once.
const OnlineRetail& RealShop() {
  static const OnlineRetail* const shop = [] {
    const std::string text = TextOf(HEARTH_DATA_DIR "/online_retail.csv");
    const CategoryRules rules =
        RulesOf(TextOf(HEARTH_SOURCE_DIR "/web-demo/data/categories.rules"));
    Result<OnlineRetail> retail = ReadOnlineRetail(text, "online_retail.csv", rules, true);
    if (!retail.ok()) {
      ADD_FAILURE() << retail.error().message;
      return new OnlineRetail();
    }
    return new OnlineRetail(*std::move(retail));
  }();
  return *shop;
}

TEST(OnlineRetail, SortsLinesIntoKinds) {
  const std::string lines =
      "1,85123a,WHITE HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
      "2,85123A,WHITE HOLDER,1,2010-12-02 08:26:00,2.95,17851.0,United Kingdom\n"
      "3,85123A,HOLDER,1,2010-12-02 08:26:00,2.75,17852.0,United Kingdom\n"
      "C4,85123A,WHITE HOLDER,-6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
      "A5,B,Adjust bad debt,1,2010-12-01 08:26:00,11062.06,,United Kingdom\n"
      "6,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,17850.0,France\n"
      "7,85123A,damaged,-3,2010-12-01 08:26:00,0.0,,United Kingdom\n"
      "8,22222,FREE THING,1,2010-12-01 08:26:00,0.0,17850.0,United Kingdom\n"
      "9,22223,OTHER THING,1,2010-12-01 08:26:00,4.0,,United Kingdom\n";
  const auto retail =
      ReadOnlineRetail(kHead + lines, "l.csv", RulesOf("[Holders]\nHOLDER\n"), false);
  ASSERT_TRUE(retail.ok()) << retail.error().message;
  EXPECT_EQ(retail->counts.ordinary, 3u);
  EXPECT_EQ(retail->counts.cancelled, 1u);
  EXPECT_EQ(retail->counts.adjustments, 1u);
  EXPECT_EQ(retail->counts.not_goods, 1u);
  EXPECT_EQ(retail->counts.quantity_not_positive, 1u);
  EXPECT_EQ(retail->counts.price_not_positive, 1u);
  EXPECT_EQ(retail->counts.without_customer, 1u);
  ASSERT_EQ(retail->items.size(), 1u);
  EXPECT_EQ(retail->items[0].sku, "85123A");
  EXPECT_EQ(retail->items[0].title, "White Holder");
  EXPECT_EQ(retail->items[0].category, "Holders");
  EXPECT_EQ(retail->items[0].price_minor, 275);
  EXPECT_EQ(retail->orders.lines.size(), 3u);
  EXPECT_EQ(retail->orders.customers[0], "17850");
  EXPECT_EQ(retail->orders.lines[0].time, 1291191960000);
}

TEST(OnlineRetail, SaysLineAndColumnOfAMistake) {
  const auto rules = RulesOf("");
  const auto error = [&](const std::string& text) {
    const auto retail = ReadOnlineRetail(text, "l.csv", rules, false);
    return retail.ok() ? "" : retail.error().message;
  };
  EXPECT_EQ(error("a,b\n").find("l.csv:1:1: expected the columns"), 0u);
  EXPECT_EQ(error(std::string(kHead) + "1,85123,X,1.5x,2010-12-01,2,1.0,UK\n"),
            "l.csv:2:11: expected a whole number");
  EXPECT_EQ(error(std::string(kHead) + "1,85123,X,1,soon,2,1.0,UK\n").find("l.csv:2:13"), 0u);
}

TEST(OnlineRetail, MakesTitlesReadable) {
  const std::pair<const char*, const char*> titles[] = {
      {"WHITE HANGING HEART T-LIGHT HOLDER", "White Hanging Heart T-Light Holder"},
      {"SET OF 3 CAKE TINS PANTRY DESIGN ", "Set of 3 Cake Tins Pantry Design"},
      {"AIRLINE LOUNGE,METAL SIGN", "Airline Lounge, Metal Sign"},
      {"RED  WOOLLY   HOTTIE", "Red Woolly Hottie"},
      {"CHILDREN'S CUTLERY S/4", "Children's Cutlery S/4"},
      {"THE KING GIFT BAG 25x24x12cm", "The King Gift Bag 25x24x12cm"},
      {"USB OFFICE LED LIGHT", "USB Office LED Light"},
      {"", ""}};
  for (const auto& [description, title] : titles) EXPECT_EQ(ReadableTitle(description), title);
}

TEST(OnlineRetail, CountsTheRealLines) {
  const LineCounts& counts = RealShop().counts;
  EXPECT_EQ(counts.total(), 541'909u);
  EXPECT_EQ(counts.cancelled, 9'288u);
  EXPECT_EQ(counts.adjustments, 3u);
  EXPECT_EQ(counts.not_goods, 2'463u);
  EXPECT_EQ(counts.quantity_not_positive, 1'336u);
  EXPECT_EQ(counts.price_not_positive, 1'158u);
  EXPECT_EQ(counts.without_customer, 131'420u);
  EXPECT_EQ(counts.ordinary, 396'241u);
}

TEST(OnlineRetail, KeepsHeldOutCustomersOut) {
  const OnlineRetail& shop = RealShop();
  EXPECT_EQ(shop.orders.customers.size() + shop.held_out.customers.size(), 4'334u);
  EXPECT_EQ(shop.held_out.customers.size(), 414u);
  EXPECT_EQ(shop.orders.lines.size() + shop.held_out.lines.size(), 396'241u);
  for (size_t i = 0; i < shop.orders.customers.size(); ++i) {
    EXPECT_NE(Hash64(shop.orders.customers[i]) % 10, 0u);
  }
  // Every item was sold to somebody who is not held out.
  std::set<std::string> sold;
  for (size_t i = 0; i < shop.orders.skus.size(); ++i) sold.insert(shop.orders.skus[i]);
  EXPECT_EQ(shop.items.size(), sold.size());
  for (const FeedItem& item : shop.items) EXPECT_TRUE(sold.contains(item.sku));
}

TEST(OnlineRetail, GivesRealItemsTitlePriceAndCategory) {
  const auto& items = RealShop().items;
  const auto find = [&](std::string_view sku) {
    return *std::find_if(items.begin(), items.end(),
                         [&](const FeedItem& item) { return item.sku == sku; });
  };
  EXPECT_EQ(find("85123A").title, "White Hanging Heart T-Light Holder");
  EXPECT_EQ(find("85123A").price_minor, 295);
  EXPECT_EQ(find("22423").title, "Regency Cakestand 3 Tier");
  const auto other = std::count_if(items.begin(), items.end(),
                                   [](const FeedItem& item) { return item.category == "Other"; });
  EXPECT_LT(other, static_cast<std::ptrdiff_t>(items.size() / 20));
}

TEST(OnlineRetail, PutsNearlyAllRevenueIntoManyCategories) {
  const OnlineRetail& shop = RealShop();
  std::map<std::string_view, std::string_view> category_by_sku;
  std::set<std::string_view> categories;
  for (const FeedItem& item : shop.items) {
    category_by_sku[item.sku] = item.category;
    if (item.category != "Other") categories.insert(item.category);
  }
  EXPECT_GE(categories.size(), 40u);
  for (std::string_view category : categories) {
    const std::string below = std::string(category) + " > ";
    const bool is_leaf = std::none_of(categories.begin(), categories.end(), [&](auto other) {
      return other.substr(0, below.size()) == below;
    });
    EXPECT_TRUE(is_leaf) << category;
  }
  int64_t revenue = 0, covered = 0;
  for (const OrderLine& line : shop.orders.lines) {
    const int64_t amount = int64_t{line.quantity} * line.price_minor;
    revenue += amount;
    if (category_by_sku.at(shop.orders.skus[line.sku]) != "Other") covered += amount;
  }
  EXPECT_GE(covered * 100, revenue * 90) << covered << " of " << revenue;
}

std::unique_ptr<OwnedColumns> RealColumns(uint32_t k) {
  CatalogBuilder builder("Online Retail", {"GBP", 2});
  for (const FeedItem& item : RealShop().items) EXPECT_TRUE(builder.Add(item).ok());
  auto columns = *builder.Build();
  const Counted counted = CountStatistics(RealShop().orders, k, nullptr, columns.get());
  columns->embedding = MakeEmbedding(counted.pairs, columns->item_count());
  return columns;
}

TEST(OnlineRetail, MakesTheSameBytesTwice) {
  const auto one = EncodePack(*RealColumns(5));
  const auto two = EncodePack(*RealColumns(5));
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_TRUE(*one == *two);
}

TEST(OnlineRetail, DisclosesNoRealNumberOfFewerThanKCustomers) {
  const auto columns = RealColumns(5);
  std::vector<std::set<uint32_t>> customers(columns->item_count());
  std::vector<std::set<std::pair<uint32_t, uint32_t>>> orders(columns->item_count());
  const Orders& lines = RealShop().orders;
  std::map<std::string_view, size_t> item_by_sku;
  for (size_t i = 0; i < columns->item_count(); ++i) item_by_sku[columns->sku.Column()[i]] = i;
  for (const OrderLine& line : lines.lines) {
    const size_t item = item_by_sku.at(lines.skus[line.sku]);
    customers[item].insert(line.customer);
    orders[item].insert({line.customer, line.order});
  }
  for (size_t i = 0; i < columns->item_count(); ++i) {
    const size_t count = customers[i].size();
    ASSERT_EQ(columns->item_customers[i], CoarseCount(static_cast<uint32_t>(count), 5));
    for (uint32_t at = columns->neighbour_start[i]; at < columns->neighbour_start[i + 1]; ++at) {
      std::set<uint32_t> both;
      for (const auto& order : orders[columns->neighbour_item[at]]) {
        if (orders[i].contains(order)) both.insert(order.first);
      }
      ASSERT_GE(both.size(), 5u);
    }
  }
}

}  // namespace
}  // namespace hearth
