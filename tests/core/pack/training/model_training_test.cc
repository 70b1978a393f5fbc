#include "pack/training/model_training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.h"
#include "pack/training/model_examples.h"
#include "pack/training/tree_fitting.h"
#include "pack/training/tree_pruning.h"
#include "pack/writer/pack_writer.h"
#include "rank/model.h"

namespace hearth {
namespace {

constexpr Time kStart = 1'300'000'000'000;
constexpr int kItems = 60;
constexpr const char* kNoXGBoost = "this build has no XGBoost (libxgboost-dev, HEARTH_TRAINING)";

std::unique_ptr<OwnedColumns> Columns() {
  CatalogBuilder builder("shop", {"GBP", 2});
  for (int i = 0; i < kItems; ++i) {
    FeedItem item;
    item.sku = std::to_string(i);
    item.title = "Item " + item.sku;
    item.price_minor = 100;
    EXPECT_TRUE(builder.Add(item).ok());
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  EXPECT_TRUE(columns.ok());
  return *std::move(columns);
}

// Everybody has two staples that come back each trip, and takes three more things at random.
Orders RegularCustomers(int customers) {
  Orders orders;
  Random random(1);
  for (int c = 0; c < customers; ++c) {
    const uint64_t staple = random.Below(kItems);
    for (int trip = 0; trip < 4; ++trip) {
      const std::string order = std::to_string(c) + "-" + std::to_string(trip);
      const Time time = kStart + trip * 7 * kMsPerDay;
      const auto add = [&](uint64_t item) {
        orders.Add(std::to_string(c), order, std::to_string(item % kItems), time, 1, 100);
      };
      add(staple);
      add(staple + 1);
      for (int i = 0; i < 3; ++i) add(random.Below(kItems));
    }
  }
  return orders;
}

TEST(CollectExamples, HidesTheLastTripOfEveryReturningCustomer) {
  const Orders orders = RegularCustomers(100);
  ExampleOptions options;
  options.wanted_trips = 100;
  options.newcomers_percent = 0;
  const Result<ExampleSets> sets = CollectExamples(orders, *Columns(), 2, options, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  EXPECT_EQ(sets->learn.rows_of_trip.size() + sets->stop.rows_of_trip.size(), 100u);
  EXPECT_EQ(sets->learn.features.size(), sets->learn.rows() * kFeatureCount);
  for (size_t r = 0; r < sets->learn.rows(); ++r) {
    EXPECT_EQ(sets->learn.features[r * kFeatureCount + static_cast<size_t>(Feature::kTrips)], 3);
  }
}

TEST(CollectExamples, HidesMoreTripsOfEachWhereCustomersAreFew) {
  const Orders orders = RegularCustomers(100);
  ExampleOptions options;
  options.wanted_trips = 250;
  options.newcomers_percent = 0;
  const Result<ExampleSets> sets = CollectExamples(orders, *Columns(), 2, options, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  EXPECT_EQ(sets->learn.rows_of_trip.size() + sets->stop.rows_of_trip.size(), 200u);
  EXPECT_EQ(sets->learn.customer_of_trip.size(), sets->learn.rows_of_trip.size());
}

TEST(CollectExamples, LetsSomeTripsTeachOnceMoreAsNewcomers) {
  ExampleOptions options;
  options.wanted_trips = 100;
  options.newcomers_percent = 30;
  const Result<ExampleSets> sets =
      CollectExamples(RegularCustomers(100), *Columns(), 2, options, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  const Examples& learn = sets->learn;
  size_t newcomers = 0, row = 0;
  for (size_t t = 0; t < learn.rows_of_trip.size(); ++t) {
    const int16_t* features = learn.features.data() + row * kFeatureCount;
    const bool is_new = features[static_cast<size_t>(Feature::kTrips)] == 0;
    EXPECT_EQ(features[static_cast<size_t>(Feature::kDaysSinceTrip)] == kNever, is_new);
    EXPECT_GT(features[static_cast<size_t>(Feature::kLogPopularity)], 0);
    newcomers += is_new ? 1 : 0;
    row += learn.rows_of_trip[t];
  }
  EXPECT_GT(newcomers, 20u);
  EXPECT_LE(newcomers, 30u) << "but those of the last part";
  EXPECT_EQ(learn.rows_of_trip.size() - newcomers + sets->stop.rows_of_trip.size(), 100u)
      << "beside all others, as they are";
  EXPECT_EQ(sets->last.rows_of_trip.size(), sets->stop.rows_of_trip.size());
}

TEST(CollectExamples, CountsNobodysOwnPurchasesIntoWhatIsPublic) {
  // Item 59 is one customer's alone: to everybody else it is known, to that one it is not.
  Orders orders;
  for (int c = 0; c < 40; ++c) {
    for (int trip = 0; trip < 2; ++trip) {
      const std::string name = std::to_string(c);
      orders.Add(name, name + "-" + std::to_string(trip), c == 0 ? "59" : "1",
                 kStart + trip * kMsPerDay, 1, 100);
    }
  }
  const Result<ExampleSets> sets = CollectExamples(orders, *Columns(), 1, {}, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  size_t unknown = 0;
  for (const Examples* set : {&sets->learn, &sets->stop}) {
    for (size_t r = 0; r < set->rows(); ++r) {
      const int16_t* row = set->features.data() + r * kFeatureCount;
      if (set->is_bought[r] == 0) continue;
      unknown += row[static_cast<size_t>(Feature::kLogPopularity)] == 0 ? 1 : 0;
    }
  }
  EXPECT_EQ(unknown, 1u);
}

TEST(CollectExamples, KeepsTheLastPartToJudgeAndToLearnFromAfterwards) {
  const Result<ExampleSets> sets =
      CollectExamples(RegularCustomers(300), *Columns(), 2, {.max_negatives = 7}, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  EXPECT_EQ(sets->last.customer_of_trip, sets->stop.customer_of_trip);
  EXPECT_EQ(sets->last.bought_in_trip, sets->stop.bought_in_trip);
  EXPECT_LT(sets->last.rows(), sets->stop.rows()) << "sampled at random, as those of `learn`";
}

TEST(TrainModel, LearnsThatStaplesComeBack) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  const Orders orders = RegularCustomers(600);
  std::unique_ptr<OwnedColumns> columns = Columns();
  const Result<TrainingReport> report = TrainModel(orders, 2, {}, {}, columns.get());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_FALSE(report->trees.root.empty());
  EXPECT_LE(report->trees.feature.size(), kMaxModelNodes);
  EXPECT_GT(report->quality.ndcg, 0.6);
  EXPECT_NEAR(report->whole_ndcg, report->float_ndcg, 0.005 * report->float_ndcg);
  EXPECT_GT(report->whole_ndcg, 0);
  EXPECT_TRUE(report->without.empty());
}

TEST(CollectBasketExamples, HidesItemsOneByOneAndOffersNothingOfTheBasket) {
  const Orders orders = RegularCustomers(100);
  BasketExampleOptions options;
  options.items_hidden = 2;
  options.wanted_trips = 100;
  options.newcomers_percent = 0;
  const Result<ExampleSets> sets = CollectBasketExamples(orders, *Columns(), 2, options, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  EXPECT_EQ(sets->learn.rows_of_trip.size() + sets->stop.rows_of_trip.size(), 200u);
  for (const Examples* set : {&sets->learn, &sets->stop}) {
    size_t row = 0;
    for (size_t t = 0; t < set->rows_of_trip.size(); ++t) {
      EXPECT_EQ(set->bought_in_trip[t], 1u);
      size_t bought = 0;
      for (size_t i = 0; i < set->rows_of_trip[t]; ++i, ++row) bought += set->is_bought[row];
      EXPECT_LE(bought, 1u);
      EXPECT_LE(set->rows_of_trip[t], kItems - 3u) << "the others are in the basket";
    }
  }
}

// Nobody buys a thing twice, which weights set by hand do not expect.
Orders CuriousCustomers(int customers) {
  Orders orders;
  Random random(2);
  for (int c = 0; c < customers; ++c) {
    uint64_t items[kItems];
    for (uint64_t i = 0; i < kItems; ++i) items[i] = i;
    for (uint64_t i = 0; i < 20; ++i) {
      std::swap(items[i], items[i + random.Below(kItems - i)]);
      const uint64_t trip = i / 5;
      orders.Add(std::to_string(c), std::to_string(c) + "-" + std::to_string(trip),
                 std::to_string(items[i]), kStart + static_cast<Time>(trip) * 7 * kMsPerDay, 1,
                 100);
    }
  }
  return orders;
}

TEST(TrainModel, FitsTreesForTheBasketThatCountNowhereElse) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  const Orders orders = CuriousCustomers(600);
  std::unique_ptr<OwnedColumns> columns = Columns();
  const Result<TrainingReport> report = TrainModel(orders, 2, {}, {}, columns.get());
  ASSERT_TRUE(report.ok()) << report.error().message;
  ASSERT_GT(report->basket_trees, 0u);
  EXPECT_GT(report->basket.ndcg, report->basket_linear.ndcg);
  EXPECT_EQ(columns->model_surfaces.size(), report->trees.root.size());
  const auto of_basket = std::count(columns->model_surfaces.begin(), columns->model_surfaces.end(),
                                    BitOf(Surface::kBasket));
  EXPECT_EQ(static_cast<size_t>(of_basket), report->basket_trees);
  EXPECT_LT(report->basket_trees, report->trees.root.size());
  CountStatistics(orders, 2, {}, columns.get());
  const Result<std::vector<uint8_t>> pack = EncodePack(*columns);
  ASSERT_TRUE(pack.ok());
  const Result<Catalog> catalog = Catalog::FromPack(*pack);
  ASSERT_TRUE(catalog.ok());
  const Result<Model> model = Model::FromCatalog(*catalog);
  ASSERT_TRUE(model.ok()) << model.error().message;
  EXPECT_NE(model->trees(Surface::kBasket), nullptr);
  EXPECT_NE(model->trees(Surface::kHome), nullptr);
  EXPECT_EQ(model->trees(Surface::kSimilar), nullptr);
}

// One thing a trip, so that no basket misses anything: mostly the staple.
Orders CustomersOfOneThing(int customers) {
  Orders orders;
  Random random(3);
  for (int c = 0; c < customers; ++c) {
    const uint64_t staple = random.Below(kItems);
    for (uint64_t trip = 0; trip < 5; ++trip) {
      const uint64_t item = random.Below(3) > 0 ? staple : random.Below(kItems);
      orders.Add(std::to_string(c), std::to_string(c) + "-" + std::to_string(trip),
                 std::to_string(item), kStart + static_cast<Time>(trip) * 7 * kMsPerDay, 1, 100);
    }
  }
  return orders;
}

TEST(TrainModel, GivesTheNextTripWhatNodesTheBasketLeaves) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  constexpr size_t kLeft = 100;
  const TrainingOptions options = {.nodes_kept_free = kMaxModelNodes - kMaxBasketNodes - kLeft};
  std::unique_ptr<OwnedColumns> columns = Columns();
  const Result<TrainingReport> report =
      TrainModel(CustomersOfOneThing(600), 2, options, {}, columns.get());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(report->basket_trees, 0u);
  EXPECT_GT(report->trees.feature.size(), kLeft);
  EXPECT_LE(report->trees.feature.size(), kMaxBasketNodes + kLeft);
}

size_t DepthBelow(const TreeArrays& trees, size_t node) {
  if (trees.feature[node] == kLeafFeature) return 0;
  const size_t left = trees.child[node];
  return 1 + std::max(DepthBelow(trees, left), DepthBelow(trees, left + 1));
}

TEST(TrainModel, GrowsShallowTreesWhereCustomersAreFew) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  const auto depth = [](uint32_t k) {
    std::unique_ptr<OwnedColumns> columns = Columns();
    const Result<TrainingReport> report =
        TrainModel(CustomersOfOneThing(150), k, {}, {}, columns.get());
    EXPECT_TRUE(report.ok());
    size_t deepest = 0;
    for (const size_t root : report->trees.root) {
      deepest = std::max(deepest, DepthBelow(report->trees, root));
    }
    return deepest;
  };
  EXPECT_GT(depth(2), 3u);
  EXPECT_EQ(depth(10), 3u);
}

TEST(TrainModel, GivesTheSamePackTwice) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  const Orders orders = RegularCustomers(400);
  std::vector<std::vector<uint8_t>> packs;
  for (int i = 0; i < 2; ++i) {
    std::unique_ptr<OwnedColumns> columns = Columns();
    ASSERT_TRUE(TrainModel(orders, 2, {}, {}, columns.get()).ok());
    CountStatistics(orders, 2, {}, columns.get());
    Result<std::vector<uint8_t>> pack = EncodePack(*columns);
    ASSERT_TRUE(pack.ok()) << pack.error().message;
    packs.push_back(*std::move(pack));
  }
  EXPECT_EQ(packs[0], packs[1]);
}

TEST(TrainModel, AsksForNothingPublicWhereNothingIsCounted) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  const Orders orders = RegularCustomers(400);
  std::unique_ptr<OwnedColumns> columns = Columns();
  const Result<TrainingReport> report = TrainModel(orders, 2, {.counts = false}, {}, columns.get());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_GT(report->trips, 600u) << "earlier trips are hidden, too";
  ASSERT_FALSE(report->trees.root.empty());
  for (const std::string& name : report->trees.feature_names) {
    EXPECT_EQ(name.find("popularity"), std::string::npos) << name;
    EXPECT_EQ(name.find("co_bought"), std::string::npos) << name << ": nobody was counted";
  }
}

TEST(TrainModel, PutsNoTreesWhereTooFewCustomersReturn) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  std::unique_ptr<OwnedColumns> columns = Columns();
  const Result<TrainingReport> report = TrainModel(RegularCustomers(20), 2, {}, {}, columns.get());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_TRUE(report->trees.root.empty());
  EXPECT_TRUE(columns->model_root.empty());
}

// One tree: times_bought < 1, then below it on the left trips < 3. Leaves 10, 20, 40.
TreeArrays SmallTree() {
  TreeArrays tree;
  tree.feature_names = {"times_bought", "trips"};
  tree.feature = {0, 1, kLeafFeature, kLeafFeature, kLeafFeature};
  tree.threshold = {1, 3, 0, 0, 0};
  tree.child = {1, 3, 0, 1, 2};
  tree.value = {40, 10, 20};
  tree.root = {0};
  tree.surfaces = {1};
  return tree;
}

// One row a trip.
void AddRow(uint32_t customer, int16_t times_bought, int16_t trips, Examples* examples) {
  FeatureVector row{};
  row[static_cast<size_t>(Feature::kTimesBought)] = times_bought;
  row[static_cast<size_t>(Feature::kTrips)] = trips;
  examples->features.insert(examples->features.end(), row.begin(), row.end());
  examples->is_bought.push_back(0);
  examples->weight.push_back(1);
  examples->rows_of_trip.push_back(1);
  examples->bought_in_trip.push_back(1);
  examples->customer_of_trip.push_back(customer);
}

TEST(PruneLeavesOfFew, CountsCustomersAndNotRows) {
  Examples examples;
  for (const uint32_t customer : {1, 2, 1, 2, 3}) AddRow(customer, 1, 0, &examples);
  for (const uint32_t customer : {1, 2, 3}) AddRow(customer, 0, 5, &examples);
  for (int i = 0; i < 50; ++i) AddRow(static_cast<uint32_t>(i % 2), 0, 1, &examples);
  const std::vector<uint32_t> customers = CountCustomersOfNodes(examples, SmallTree());
  EXPECT_EQ(customers, (std::vector<uint32_t>{4, 4, 3, 2, 3}));
}

TEST(PruneLeavesOfFew, GivesTheParentTheValueThatItWouldHaveHad) {
  Examples examples;
  for (const uint32_t customer : {1, 2, 3}) {
    AddRow(customer, 1, 0, &examples);
    AddRow(customer, 0, 5, &examples);
    if (customer < 3) AddRow(customer, 0, 1, &examples);
  }
  const std::vector<double> hessian = {16, 9, 7, 4, 5};
  TreeArrays kept = SmallTree();
  EXPECT_EQ(PruneLeavesOfFew(examples, 2, hessian, 1, &kept), 0u);
  EXPECT_EQ(kept.feature.size(), 5u);
  TreeArrays pruned = SmallTree();
  EXPECT_EQ(PruneLeavesOfFew(examples, 3, hessian, 1, &pruned), 1u);
  const Result<TreeModel> model = TreeModel::Make(pruned);
  ASSERT_TRUE(model.ok()) << model.error().message;
  EXPECT_EQ(pruned.feature_names, (std::vector<std::string>{"times_bought"}));
  FeatureVector row{};
  // (10 x (4 + 1) + 20 x (5 + 1)) / (9 + 1)
  EXPECT_EQ(model->Score(Surface::kHome, row), 17);
  row[static_cast<size_t>(Feature::kTimesBought)] = 1;
  EXPECT_EQ(model->Score(Surface::kHome, row), 40);
  EXPECT_EQ(PruneLeavesOfFew(examples, 4, hessian, 1, &pruned), 1u);
  EXPECT_EQ(pruned.feature.size(), 1u) << "all of it, where all are too few";
}

TEST(FitTrees, LearnsFromThoseKeptApartWhenTheyHaveJudged) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  Result<ExampleSets> sets =
      CollectExamples(RegularCustomers(300), *Columns(), 2, ExampleOptions(), {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  TreeFitOptions options;
  options.min_customers = 2;
  const Result<FittedTrees> both = FitTrees(*sets, options, {});
  std::fill(sets->last.is_bought.begin(), sets->last.is_bought.end(), uint8_t{0});
  const Result<FittedTrees> denied = FitTrees(*sets, options, {});
  sets->last = {};
  const Result<FittedTrees> one = FitTrees(*sets, options, {});
  ASSERT_TRUE(both.ok() && denied.ok() && one.ok());
  EXPECT_EQ(both->rounds, one->rounds);
  EXPECT_EQ(both->ndcg, one->ndcg) << "judged by trees that have not seen them";
  EXPECT_NE(both->arrays.value, one->arrays.value);
  const auto sum = [](const FittedTrees& trees) {
    return std::accumulate(trees.arrays.value.begin(), trees.arrays.value.end(), int64_t{0});
  };
  EXPECT_LT(sum(*denied), sum(*both));
}

TEST(FitTrees, LeavesNobodyAlone) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  const Result<ExampleSets> sets =
      CollectExamples(RegularCustomers(300), *Columns(), 2, ExampleOptions(), {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  TreeFitOptions options;
  options.min_child_weight = 1;
  const Result<FittedTrees> any = FitTrees(*sets, options, {});
  options.min_customers = 40;
  const Result<FittedTrees> many = FitTrees(*sets, options, {});
  ASSERT_TRUE(any.ok() && many.ok());
  const Examples learned_from = Joined(sets->learn, sets->last);
  const auto fewest = [&](const FittedTrees& trees) {
    const std::vector<uint32_t> customers = CountCustomersOfNodes(learned_from, trees.arrays);
    return *std::min_element(customers.begin(), customers.end());
  };
  EXPECT_LT(fewest(*any), 40u) << "or this test shows nothing";
  EXPECT_GE(fewest(*many), 40u);
  EXPECT_GT(many->pruned, 0u);
}

}  // namespace
}  // namespace hearth
