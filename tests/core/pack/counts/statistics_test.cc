// The counts behind a pack: a small world with a known answer, and random worlds that are counted
// again in the plainest way. No number may have fewer than k customers behind it.
#include "pack/counts/statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <type_traits>

#include "base/random.h"
#include "catalog/small_shop.h"
#include "pack/counts/batches.h"

namespace hearth {
namespace {

constexpr Time kDay0 = 15300 * kMsPerDay;

std::unique_ptr<OwnedColumns> ShopOf(size_t items) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (size_t i = 0; i < items; ++i) {
    EXPECT_TRUE(builder.Add(MakeItem("S" + std::to_string(i), "Title", 100, "")).ok());
  }
  return *builder.Build();
}

ItemIndex IndexOf(const OwnedColumns& columns, const std::string& sku) {
  for (ItemIndex i = 0; i < columns.item_count(); ++i) {
    if (columns.sku.Column()[i] == sku) return i;
  }
  return kNoItem;
}

std::map<std::string, uint16_t> NeighboursOf(const OwnedColumns& columns, const std::string& sku) {
  const ItemIndex item = IndexOf(columns, sku);
  std::map<std::string, uint16_t> neighbours;
  for (uint32_t at = columns.neighbour_start[item]; at < columns.neighbour_start[item + 1]; ++at) {
    neighbours[std::string(columns.sku.Column()[columns.neighbour_item[at]])] =
        columns.neighbour_weight[at];
  }
  return neighbours;
}

// Four customers buy S0 and S1 together, two of them S2 as well; S3 is one customer's alone.
Orders SmallWorld() {
  Orders orders;
  for (int i = 0; i < 4; ++i) {
    const std::string customer = "c" + std::to_string(i);
    const std::string order = "o" + std::to_string(i);
    const Time time = kDay0 + i * kMsPerDay;
    orders.Add(customer, order, "S0", time, 1, 100);
    orders.Add(customer, order, "S1", time, 1, 100);
    if (i < 2) orders.Add(customer, order, "S2", time, 1, 100);
    if (i == 0) orders.Add(customer, order, "S3", time, 1, 100);
    if (i < 2) orders.Add(customer, order + "again", "S0", time + (50 + i) * kMsPerDay, 1, 100);
  }
  orders.Add("c9", "o9", "gone", kDay0, 1, 100);
  return orders;
}

TEST(Statistics, CountsASmallWorld) {
  const auto columns = ShopOf(4);
  const Counted counted = CountStatistics(SmallWorld(), 2, nullptr, columns.get());
  const ItemIndex s0 = IndexOf(*columns, "S0");
  const ItemIndex s3 = IndexOf(*columns, "S3");
  EXPECT_EQ(columns->k, 2u);
  EXPECT_EQ(columns->customers, 0u);  // 4, rounded down to a multiple of 10
  EXPECT_EQ(columns->as_of, kDay0 + 53 * kMsPerDay);
  EXPECT_EQ(columns->item_customers[s0], 4u);
  EXPECT_EQ(columns->recent_customers[s0], 2u);
  EXPECT_EQ(columns->repeat_permille[s0], 500);
  EXPECT_EQ(columns->gap_days[s0], 50);
  EXPECT_EQ(columns->since_day[s0], 15299);  // the Monday before the second customer's day
  EXPECT_EQ(columns->item_customers[s3], 0u);
  EXPECT_EQ(columns->since_day[s3], 0);
  EXPECT_EQ(counted.report.unknown_lines, 1u);
  EXPECT_EQ(counted.report.customers, 4u);
  EXPECT_EQ(counted.report.item_customers.withheld, 1u);
  EXPECT_EQ(counted.report.pairs.written, 3u);
  EXPECT_EQ(counted.report.pairs.withheld, 3u);
}

TEST(Statistics, WeighsNeighboursOfASmallWorld) {
  const auto columns = ShopOf(4);
  CountStatistics(SmallWorld(), 2, nullptr, columns.get());
  using Weights = std::map<std::string, uint16_t>;
  // S0-S1: 4 / sqrt(4 * 4); S0-S2 and S1-S2: 2 / sqrt(4 * 2).
  EXPECT_EQ(NeighboursOf(*columns, "S0"), (Weights{{"S1", 65535}, {"S2", 46340}}));
  EXPECT_EQ(NeighboursOf(*columns, "S1"), (Weights{{"S0", 65535}, {"S2", 46340}}));
  EXPECT_EQ(NeighboursOf(*columns, "S2"), (Weights{{"S0", 46340}, {"S1", 46340}}));
  EXPECT_EQ(NeighboursOf(*columns, "S3"), Weights());
}

TEST(Statistics, CountsACustomerOnceHoweverOftenTheyBuy) {
  Orders orders;
  for (int i = 0; i < 100; ++i) {
    orders.Add("one", "o" + std::to_string(i), "S0", kDay0 + i * kMsPerDay, 50, 100);
    orders.Add("one", "o" + std::to_string(i), "S1", kDay0 + i * kMsPerDay, 50, 100);
  }
  const auto columns = ShopOf(2);
  const Counted counted = CountStatistics(orders, 2, nullptr, columns.get());
  EXPECT_EQ(columns->item_customers, (std::vector<uint32_t>{0, 0}));
  EXPECT_EQ(columns->gap_days, (std::vector<uint16_t>{0, 0}));
  EXPECT_TRUE(columns->neighbour_item.empty());
  EXPECT_TRUE(counted.pairs.empty());
}

TEST(Statistics, TakesTheSameOrderNumberOfTwoCustomersForTwoOrders) {
  Orders orders;
  for (const char* customer : {"a", "b", "c"}) {
    orders.Add(customer, "1", customer[0] == 'a' ? "S0" : "S1", kDay0, 1, 100);
  }
  const auto columns = ShopOf(2);
  EXPECT_TRUE(CountStatistics(orders, 1, nullptr, columns.get()).pairs.empty());
}

TEST(Statistics, KeepsTheDateOfTheFeed) {
  const auto columns = ShopOf(4);
  columns->since_day.assign(4, 14000);
  CountStatistics(SmallWorld(), 2, nullptr, columns.get());
  EXPECT_EQ(columns->since_day, std::vector<int32_t>(4, 14000));
}

TEST(Statistics, KeepsTheBest32NeighboursInOrder) {
  Orders orders;
  for (int customer = 0; customer < 50; ++customer) {
    for (int item = 0; item <= 45; ++item) {
      if (item > 0 && item > customer) continue;
      const std::string name = std::to_string(customer);
      orders.Add(name, name, "S" + std::to_string(item), kDay0, 1, 100);
    }
  }
  const auto columns = ShopOf(46);
  CountStatistics(orders, 2, nullptr, columns.get());
  const auto neighbours = NeighboursOf(*columns, "S0");
  EXPECT_EQ(neighbours.size(), kMaxNeighbours);
  EXPECT_TRUE(neighbours.contains("S1"));
  EXPECT_TRUE(neighbours.contains("S32"));
  EXPECT_FALSE(neighbours.contains("S33"));
}

// The plainest way to count: sets of customers for everything.
struct Recount {
  std::map<ItemIndex, std::set<uint32_t>> customers, recent, repeaters, with_gap;
  std::map<std::pair<ItemIndex, ItemIndex>, std::set<uint32_t>> pairs;
  std::map<ItemIndex, std::multiset<Time>> first_times;
};

Recount RecountOf(const Orders& orders, const OwnedColumns& columns) {
  using OrderId = std::pair<uint32_t, uint32_t>;
  std::map<OrderId, std::set<ItemIndex>> items;
  std::map<OrderId, Time> times;
  for (const OrderLine& line : orders.lines) {
    const ItemIndex item = IndexOf(columns, orders.skus[line.sku]);
    if (item == kNoItem) continue;
    const OrderId id = {line.customer, line.order};
    items[id].insert(item);
    const auto [at, added] = times.emplace(id, line.time);
    if (!added) at->second = std::min(at->second, line.time);
  }
  Recount recount;
  std::map<std::pair<ItemIndex, uint32_t>, std::multiset<Time>> trips;
  for (const auto& [id, held] : items) {
    for (const ItemIndex a : held) {
      trips[{a, id.first}].insert(times[id]);
      if (times[id] >= columns.as_of - 30 * kMsPerDay) recount.recent[a].insert(id.first);
      for (const ItemIndex b : held) {
        if (a < b) recount.pairs[{a, b}].insert(id.first);
      }
    }
  }
  for (const auto& [key, when] : trips) {
    const auto& [item, customer] = key;
    recount.customers[item].insert(customer);
    recount.first_times[item].insert(*when.begin());
    if (when.size() > 1) recount.repeaters[item].insert(customer);
    if (DayOf(*when.begin()) != DayOf(*when.rbegin())) recount.with_gap[item].insert(customer);
  }
  return recount;
}

Orders RandomWorld(Random* random, size_t items) {
  Orders orders;
  const int64_t customers = random->Between(1, 30);
  const int64_t trips = random->Between(1, 120);
  for (int64_t trip = 0; trip < trips; ++trip) {
    const std::string customer = "c" + std::to_string(random->Between(1, customers));
    const std::string order = "o" + std::to_string(random->Between(0, 200));
    const Time time = kDay0 + random->Between(0, 90 * kMsPerDay);
    for (int64_t line = random->Between(1, 6); line > 0; --line) {
      orders.Add(customer, order, "S" + std::to_string(random->Below(items + 1)),
                 time + random->Between(0, kMsPerHour), 1, 100);
    }
  }
  return orders;
}

template <typename Key>
size_t SizeAt(const std::map<Key, std::set<uint32_t>>& sets, const std::type_identity_t<Key>& key) {
  const auto found = sets.find(key);
  return found == sets.end() ? 0 : found->second.size();
}

uint32_t Allowed(size_t customers, uint32_t k) {
  return CoarseCount(static_cast<uint32_t>(customers), k);
}

void ExpectSameItem(const OwnedColumns& columns, const Recount& recount, ItemIndex i, uint32_t k) {
  const size_t customers = SizeAt(recount.customers, i);
  EXPECT_EQ(columns.item_customers[i], Allowed(customers, k));
  EXPECT_EQ(columns.recent_customers[i], Allowed(SizeAt(recount.recent, i), k));
  const uint32_t repeaters = Allowed(SizeAt(recount.repeaters, i), k);
  EXPECT_EQ(columns.repeat_permille[i],
            repeaters == 0 ? 0 : 1000 * repeaters / Allowed(customers, k));
  EXPECT_EQ(columns.gap_days[i] > 0, SizeAt(recount.with_gap, i) >= k);
  const int32_t since =
      customers >= k ? MondayOf(DayOf(*std::next(recount.first_times.at(i).begin(), k - 1))) : 0;
  EXPECT_EQ(columns.since_day[i], since);
}

void ExpectSameNeighbours(const OwnedColumns& columns, const Recount& recount, uint32_t k) {
  size_t allowed = 0;
  for (const auto& [pair, customers] : recount.pairs) allowed += customers.size() >= k ? 1 : 0;
  EXPECT_EQ(columns.neighbour_item.size(), 2 * allowed);  // fewer than 32 items: nothing is cut
  for (ItemIndex i = 0; i < columns.item_count(); ++i) {
    for (uint32_t at = columns.neighbour_start[i]; at < columns.neighbour_start[i + 1]; ++at) {
      const ItemIndex other = columns.neighbour_item[at];
      const size_t both = SizeAt(recount.pairs, {std::min(i, other), std::max(i, other)});
      ASSERT_GE(both, k);
      const auto of = [&](ItemIndex item) -> double {
        return Allowed(SizeAt(recount.customers, item), k);
      };
      const double weight = 65535.0 * Allowed(both, k) / std::sqrt(of(i) * of(other));
      EXPECT_NEAR(columns.neighbour_weight[at], std::floor(weight + 1e-6), 0);
    }
  }
}

TEST(Statistics, NeverTellOfFewerThanKCustomersInRandomWorlds) {
  Random random(20111209);
  for (int world = 0; world < 300; ++world) {
    const auto items = static_cast<size_t>(random.Between(1, 20));
    const auto k = static_cast<uint32_t>(random.Between(1, 6));
    const Orders orders = RandomWorld(&random, items);
    const auto columns = ShopOf(items);
    const Counted counted = CountStatistics(orders, k, nullptr, columns.get());
    const Recount recount = RecountOf(orders, *columns);
    for (ItemIndex i = 0; i < items; ++i) ExpectSameItem(*columns, recount, i, k);
    ExpectSameNeighbours(*columns, recount, k);
    for (const PairCount& pair : counted.pairs) {
      ASSERT_GE(pair.customers, k);
      EXPECT_EQ(pair.customers, Allowed(SizeAt(recount.pairs, {pair.a, pair.b}), k));
    }
    if (HasFailure()) FAIL() << "in world " << world;
  }
}

TEST(Statistics, DoNotDependOnTheOrderOfLines) {
  Random random(7);
  const Orders orders = RandomWorld(&random, 12);
  Orders reversed;
  for (auto line = orders.lines.rbegin(); line != orders.lines.rend(); ++line) {
    reversed.Add(orders.customers[line->customer], orders.orders[line->order],
                 orders.skus[line->sku], line->time, line->quantity, line->price_minor);
  }
  const auto one = ShopOf(12);
  const auto two = ShopOf(12);
  CountStatistics(orders, 2, nullptr, one.get());
  CountStatistics(reversed, 2, nullptr, two.get());
  EXPECT_EQ(one->item_customers, two->item_customers);
  EXPECT_EQ(one->gap_days, two->gap_days);
  EXPECT_EQ(one->neighbour_item, two->neighbour_item);
  EXPECT_EQ(one->neighbour_weight, two->neighbour_weight);
}

TEST(CoarseCount, GoesInStepsAndNeverBelowK) {
  for (const auto& [count, expected] : {std::pair{0u, 0u},
                                        {19u, 0u},
                                        {20u, 20u},
                                        {24u, 20u},
                                        {25u, 25u},
                                        {63u, 60u},
                                        {64u, 64u},
                                        {71u, 64u},
                                        {72u, 72u},
                                        {1023u, 960u},
                                        {1024u, 1024u}}) {
    EXPECT_EQ(CoarseCount(count, 20), expected) << count;
  }
  EXPECT_EQ(CoarseCount(22, 22), 22u);  // no multiple of the step
  EXPECT_EQ(CoarseCount(1, 1), 1u);
}

TEST(CoarseCount, RisesWithTheCountAndLosesAnEighthAtMostOrAQuarterOfK) {
  for (const uint32_t k : {1u, 2u, 5u, 20u, 50u}) {
    for (uint32_t count = k; count < 5000; ++count) {
      const uint32_t coarse = CoarseCount(count, k);
      ASSERT_LE(coarse, count);
      ASSERT_GE(coarse, k);
      ASSERT_LE(CoarseCount(count - 1, k), coarse);
      ASSERT_LT(count - coarse, std::max({1u, k / 4, count / 8 + 1}));
    }
  }
}

}  // namespace
}  // namespace hearth
