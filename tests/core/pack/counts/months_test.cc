#include "pack/counts/months.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "catalog/builder.h"
#include "pack/orders/orders.h"

namespace hearth {
namespace {

constexpr Time kJanuary = 1'294'315'200'000;  // 2011-01-06

std::unique_ptr<OwnedColumns> TwoItems() {
  CatalogBuilder builder("shop", {"GBP", 2});
  for (const char* sku : {"A", "B"}) {
    FeedItem item;
    item.sku = sku;
    item.title = sku;
    item.price_minor = 100;
    EXPECT_TRUE(builder.Add(item).ok());
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  EXPECT_TRUE(columns.ok());
  return *std::move(columns);
}

TEST(CountMonths, CountsCustomersOfAMonthWhateverTheYear) {
  const std::unique_ptr<OwnedColumns> columns = TwoItems();
  const bool a_first = columns->sku.Column()[0] == "A";
  Orders orders;
  for (int c = 0; c < 8; ++c) {
    const std::string name = std::to_string(c);
    orders.Add(name, name + "x", "A", kJanuary + (c % 2) * 365 * kMsPerDay, 1, 100);
    orders.Add(name, name + "y", "A", kJanuary + (c % 2) * 365 * kMsPerDay + 1, 1, 100);
    if (c < 3) orders.Add(name, name + "z", "A", kJanuary + 40 * kMsPerDay, 1, 100);
    if (c < 4) orders.Add(name, name + "u", "B", kJanuary + 330 * kMsPerDay, 1, 100);
  }
  const std::vector<uint8_t> levels = CountMonths(MakeBaskets(orders, *columns), 2, 4);
  ASSERT_EQ(levels.size(), 24u);
  for (size_t month = 0; month < 12; ++month) {
    EXPECT_EQ(levels[(a_first ? 0 : 12) + month], month == 0 ? 48 : 0) << month;
    EXPECT_EQ(levels[(a_first ? 12 : 0) + month], month == 11 ? 32 : 0) << month;
  }
}

TEST(CountMonths, CountsNoFurtherThanAByteReaches) {
  const std::unique_ptr<OwnedColumns> columns = TwoItems();
  const size_t a = columns->sku.Column()[0] == "A" ? 0 : 1;
  const auto level = [&](int customers) {
    Orders orders;
    for (int c = 0; c < customers; ++c) {
      orders.Add(std::to_string(c), "x", "A", kJanuary, 1, 100);
    }
    return int{CountMonths(MakeBaskets(orders, *columns), 2, 20)[a * kMonths]};
  };
  EXPECT_EQ(level(60'000), 252) << "as of 57,344, in coarse steps";
  EXPECT_EQ(level(66'000), 255) << "16 log2 of 65,536 is 256: not 0 again";
}

}  // namespace
}  // namespace hearth
