#include "pack/training/attribution_training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/random.h"
#include "catalog/small_shop.h"
#include "pack/counts/taste.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

constexpr size_t kTastes = 6;
constexpr size_t kItemsOfTaste = 20;
constexpr Time kStart = 1'700'000'000'000;

std::unique_ptr<OwnedColumns> MakeColumns() {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (size_t i = 0; i < kTastes * kItemsOfTaste; ++i) {
    EXPECT_TRUE(builder.Add(MakeItem(std::to_string(i), "Item", 100, "")).ok());
  }
  auto columns = *builder.Build();
  columns->item_customers.assign(columns->item_count(), 0);
  return columns;
}

// Customers who buy of one taste, and now and then of any, `visits` times.
Orders MakeOrders(size_t customers, size_t visits, uint64_t seed = 1) {
  Random random(seed);
  Orders orders;
  for (size_t c = 0; c < customers; ++c) {
    for (size_t v = 0; v < visits; ++v) {
      const Time time =
          kStart + static_cast<Time>(v) * kMsPerDay + static_cast<Time>(random.Below(36'000'000));
      for (int i = 0; i < 4; ++i) {
        const size_t taste = random.Chance(80) ? c % kTastes : random.Below(kTastes);
        const size_t item = taste * kItemsOfTaste + random.Below(kItemsOfTaste);
        orders.Add("c" + std::to_string(c), std::to_string(c * visits + v), std::to_string(item),
                   time, 1, 100);
      }
    }
  }
  return orders;
}

ItemIndex Find(const OwnedColumns& columns, size_t item) {
  const auto found =
      std::lower_bound(columns.key.begin(), columns.key.end(), KeyOf(std::to_string(item)));
  return static_cast<ItemIndex>(found - columns.key.begin());
}

int Dot(const std::vector<int8_t>& vectors, ItemIndex a, ItemIndex b) {
  int sum = 0;
  for (size_t d = 0; d < kEmbeddingDims; ++d) {
    sum += vectors[a * kEmbeddingDims + d] * vectors[b * kEmbeddingDims + d];
  }
  return sum;
}

TEST(Taste, PlacesWhatTheSameCustomersHaveCloseTogether) {
  const auto columns = MakeColumns();
  const Baskets baskets = MakeBaskets(MakeOrders(300, 5), *columns);
  const Taste taste = MakeTaste(baskets, CustomersOf(baskets), columns->item_count(), 5);
  ASSERT_EQ(taste.vector.size(), columns->item_count() * kEmbeddingDims);
  for (size_t t = 0; t < kTastes; ++t) {
    const ItemIndex a = Find(*columns, t * kItemsOfTaste);
    const ItemIndex b = Find(*columns, t * kItemsOfTaste + 7);
    const ItemIndex other = Find(*columns, (t + 1) % kTastes * kItemsOfTaste + 7);
    EXPECT_GT(Dot(taste.vector, a, b), 127 * 127 / 4);
    EXPECT_LT(Dot(taste.vector, a, other), 127 * 127 / 8);
  }
}

TEST(Taste, IsUnknownForItemsWithFewerThanKCustomers) {
  const auto columns = MakeColumns();
  Orders orders = MakeOrders(300, 5);
  std::erase_if(orders.lines, [&](const OrderLine& line) { return orders.skus[line.sku] == "7"; });
  for (int c = 0; c < 4; ++c) {
    orders.Add("c" + std::to_string(c), "x" + std::to_string(c), "7", kStart, 1, 100);
  }
  const ItemIndex rare = Find(*columns, 7);
  for (const uint32_t k : {4u, 5u}) {
    const Baskets baskets = MakeBaskets(orders, *columns);
    const Taste taste = MakeTaste(baskets, CustomersOf(baskets), columns->item_count(), k);
    EXPECT_EQ(taste.group[rare] != 0, k == 4);
    EXPECT_EQ(Dot(taste.vector, rare, rare) != 0, k == 4);
  }
}

TEST(Taste, OfNobodyIsEmpty) {
  const auto columns = MakeColumns();
  const Baskets baskets = MakeBaskets(Orders(), *columns);
  EXPECT_TRUE(MakeTaste(baskets, CustomersOf(baskets), columns->item_count(), 5).vector.empty());
}

TEST(AttributionTraining, FitsWeightsThatTellStrangersApart) {
  const auto columns = MakeColumns();
  const AttributionReport report = TrainAttribution(MakeOrders(300, 10), 5, {}, columns.get());
  EXPECT_GT(report.households, 50u);
  EXPECT_GT(report.visits, 1000u);
  EXPECT_GT(report.right_permille, 800u);
  EXPECT_EQ(columns->attribution_weights.size(), kAttributionFeatures + 1);
  const AttributionWeights weights = AttributionWeights::FromPack(columns->attribution_weights);
  EXPECT_NE(weights, AttributionWeights::Default());
  EXPECT_EQ(weights.ForPack(), columns->attribution_weights) << "nothing is out of bounds";
  for (const int32_t weight : weights.weight_q10) EXPECT_GE(weight, 0);
  EXPECT_LT(weights.somebody_new_q10, 0);
}

TEST(AttributionTraining, IsTheSameEveryTime) {
  const auto first = MakeColumns(), second = MakeColumns();
  TrainAttribution(MakeOrders(200, 6), 5, {}, first.get());
  TrainAttribution(MakeOrders(200, 6), 5, {}, second.get());
  EXPECT_EQ(first->attribution_weights, second->attribution_weights);
  EXPECT_EQ(first->taste_vector, second->taste_vector);
  EXPECT_EQ(first->taste_group, second->taste_group);
}

TEST(AttributionTraining, CutsUpWhatCustomersWhoCameOnceHave) {
  const auto columns = MakeColumns();
  Orders orders;
  const Orders visits = MakeOrders(200, 12);
  for (const OrderLine& line : visits.lines) {
    orders.Add(visits.customers[line.customer], "o" + visits.customers[line.customer],
               visits.skus[line.sku], kStart, 1, 100);
  }
  const AttributionReport report = TrainAttribution(orders, 5, {}, columns.get());
  EXPECT_GT(report.households, 50u);
  EXPECT_GT(report.right_permille, 700u);
}

TEST(AttributionTraining, LeavesTheDefaultsToShopsWithFewCustomers) {
  const auto columns = MakeColumns();
  const AttributionReport report = TrainAttribution(MakeOrders(40, 10), 2, {}, columns.get());
  EXPECT_EQ(report.households, 0u);
  EXPECT_TRUE(columns->attribution_weights.empty());
  const auto nobody = MakeColumns();
  TrainAttribution(Orders(), 2, {}, nobody.get());
  EXPECT_TRUE(nobody->attribution_weights.empty());
}

TEST(AttributionTraining, ReachesTheDeviceThroughThePack) {
  const auto columns = MakeColumns();
  TrainAttribution(MakeOrders(200, 8), 5, {}, columns.get());
  const Result<Catalog> catalog = Catalog::FromPack(*EncodePack(*columns));
  ASSERT_TRUE(catalog.ok());
  const AttributionModel model(*catalog);
  EXPECT_EQ(model.weights(), AttributionWeights::FromPack(columns->attribution_weights));
  EXPECT_EQ(model.VectorOf(0).size(), kEmbeddingDims);
}

}  // namespace
}  // namespace hearth
