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

// Everybody has two staples that come back each trip, or two that take turns with two others, and
// takes three more things at random.
Orders RegularCustomers(int customers, bool take_turns = false) {
  Orders orders;
  Random random(1);
  for (int c = 0; c < customers; ++c) {
    const uint64_t staple = random.Below(kItems);
    for (int trip = 0; trip < 8; ++trip) {
      const std::string order = std::to_string(c) + "-" + std::to_string(trip);
      const Time time = kStart + trip * 7 * kMsPerDay;
      const auto add = [&](uint64_t item) {
        orders.Add(std::to_string(c), order, std::to_string(item % kItems), time, 1, 100);
      };
      const uint64_t first = staple + (take_turns && trip % 2 == 1 ? kItems / 2 : 0);
      add(first);
      add(first + 1);
      for (int i = 0; i < 3; ++i) add(random.Below(kItems));
    }
  }
  return orders;
}

// Rows of `feature` in the order they come.
std::vector<int> ColumnOf(const Examples& examples, Feature feature) {
  std::vector<int> column;
  for (size_t r = 0; r < examples.rows(); ++r) {
    column.push_back(examples.features[r * kFeatureCount + static_cast<size_t>(feature)]);
  }
  return column;
}

TEST(CollectExamples, HidesTripsOneSnapshotAfterTheOther) {
  const Orders orders = RegularCustomers(100);
  ExampleOptions options;
  options.newcomers_percent = 0;
  const Result<ExampleSets> sets = CollectExamples(orders, *Columns(), 2, options, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  EXPECT_EQ(sets->learn.rows_of_trip.size(), 400u) << "of weeks 3 to 6; before, nothing is known";
  EXPECT_EQ(sets->stop.rows_of_trip.size(), 200u) << "of weeks 7 and 8, the last fifth";
  EXPECT_EQ(sets->learn.features.size(), sets->learn.rows() * kFeatureCount);
  EXPECT_EQ(sets->learn.customer_of_trip.size(), sets->learn.rows_of_trip.size());
  for (const int trips : ColumnOf(sets->learn, Feature::kTrips)) {
    ASSERT_TRUE(trips >= 2 && trips <= 5) << trips;
  }
  for (const int trips : ColumnOf(sets->stop, Feature::kTrips)) {
    ASSERT_TRUE(trips == 6 || trips == 7) << trips;
  }
}

// Customers who order every other day for twenty days.
Orders DailyCustomers(int customers) {
  Orders orders;
  for (int c = 0; c < customers; ++c) {
    for (int trip = 0; trip < 10; ++trip) {
      const std::string name = std::to_string(c);
      orders.Add(name, name + "-" + std::to_string(trip), std::to_string((c + trip) % kItems),
                 kStart + trip * 2 * kMsPerDay, 1, 100);
    }
  }
  return orders;
}

TEST(CollectExamples, JudgesByAllTripsAfterTheLastSnapshotAndLearnsFromThoseBefore) {
  const Result<ExampleSets> sets =
      CollectExamples(DailyCustomers(50), *Columns(), 2, {.newcomers_percent = 0}, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  std::vector<uint32_t> judged = sets->stop.customer_of_trip;
  EXPECT_EQ(judged.size(), 100u) << "two after the last snapshot";
  std::sort(judged.begin(), judged.end());
  for (uint32_t c = 0; c < 50; ++c) EXPECT_EQ(std::count(judged.begin(), judged.end(), c), 2);
  EXPECT_EQ(sets->learn.rows_of_trip.size(), 200u) << "four between three snapshots and the last";
}

TEST(CollectExamples, HasNoTripsWhereNothingCouldBeCountedBefore) {
  const Result<ExampleSets> none = CollectExamples(Orders(), *Columns(), 2, {}, {});
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(none->learn.rows() + none->stop.rows(), 0u);
  Orders one_day;
  for (int c = 0; c < 50; ++c) {
    const std::string name = std::to_string(c);
    one_day.Add(name, name, "1", kStart, 1, 100);
  }
  const Result<ExampleSets> sets = CollectExamples(one_day, *Columns(), 2, {}, {});
  ASSERT_TRUE(sets.ok());
  EXPECT_EQ(sets->learn.rows() + sets->stop.rows(), 0u);
}

TEST(CollectExamples, LetsSomeTripsTeachOnceMoreAsNewcomers) {
  ExampleOptions options;
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
  EXPECT_GT(newcomers, 90u);
  EXPECT_LT(newcomers, 150u) << "but those after the last snapshot";
  EXPECT_EQ(learn.rows_of_trip.size() - newcomers + sets->stop.rows_of_trip.size(), 600u)
      << "beside all others, as they are";
  EXPECT_EQ(sets->last.rows_of_trip.size(), sets->stop.rows_of_trip.size());
}

// Item 59 is everybody's from one day on, and nobody's before.
TEST(CollectExamples, CountsNothingThatCameAfterwards) {
  Orders orders = DailyCustomers(60);
  for (int c = 0; c < 60; ++c) {
    const std::string name = std::to_string(c);
    orders.Add(name, name + "-last", "59", kStart + 15 * kMsPerDay, 1, 100);
  }
  for (OrderLine& line : orders.lines) {
    const bool is_tell_tale = orders.skus[line.sku] == "59";
    if (is_tell_tale && line.time < kStart + 15 * kMsPerDay) line.sku = 0;
  }
  const Result<ExampleSets> sets = CollectExamples(orders, *Columns(), 2, {}, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  size_t bought = 0;
  for (const Examples* set : {&sets->learn, &sets->stop, &sets->last}) {
    const std::vector<int> popularity = ColumnOf(*set, Feature::kLogPopularity);
    const std::vector<int> neighbours = ColumnOf(*set, Feature::kCoBoughtAll);
    const std::vector<int> month = ColumnOf(*set, Feature::kMonthPopularity);
    size_t row = 0;
    for (size_t t = 0; t < set->rows_of_trip.size(); ++t) {
      for (const size_t end = row + set->rows_of_trip[t]; row < end; ++row) {
        if (set->is_bought[row] == 0 || set->bought_in_trip[t] != 1) continue;
        if (popularity[row] != 0) continue;
        ++bought;
        EXPECT_EQ(neighbours[row], 0);
        EXPECT_EQ(month[row], 0);
      }
    }
  }
  EXPECT_GE(bought, 60u) << "every purchase of the tell-tale, which no world had counted";
}

TEST(CollectExamples, KnowsHowOldTheCountsAre) {
  const Result<ExampleSets> sets = CollectExamples(DailyCustomers(60), *Columns(), 2, {}, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  const std::vector<int> age = ColumnOf(sets->learn, Feature::kPackAge);
  EXPECT_EQ(*std::min_element(age.begin(), age.end()), 0);
  EXPECT_EQ(*std::max_element(age.begin(), age.end()), 2) << "a fifth of the shop's days is three";
}

TEST(CollectExamples, KeepsTheLastPartToJudgeAndToLearnFromAfterwards) {
  const Result<ExampleSets> sets =
      CollectExamples(RegularCustomers(300), *Columns(), 2, {.max_negatives = 7}, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  EXPECT_EQ(sets->last.customer_of_trip, sets->stop.customer_of_trip);
  EXPECT_EQ(sets->last.bought_in_trip, sets->stop.bought_in_trip);
  EXPECT_LT(sets->last.rows(), sets->stop.rows()) << "sampled at random, as those of `learn`";
}

TEST(TrainModel, LearnsThatStaplesTakeTurns) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  const Orders orders = RegularCustomers(300, /*take_turns=*/true);
  std::unique_ptr<OwnedColumns> columns = Columns();
  const Result<TrainingReport> report = TrainModel(orders, 2, {}, {}, columns.get());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_FALSE(report->trees.root.empty());
  EXPECT_LE(report->trees.feature.size(), kMaxModelNodes);
  EXPECT_GT(report->quality.ndcg, 0.6);
  EXPECT_NEAR(report->whole_ndcg, report->float_ndcg, 0.005 * report->float_ndcg);
  EXPECT_GT(report->whole_ndcg, 0);
  EXPECT_TRUE(report->without.empty());
  EXPECT_TRUE(report->is_better);
  EXPECT_GT(report->quality.ndcg, report->linear.ndcg);
}

TEST(TrainModel, PutsNoTreesThatAreNotSurelyBetter) {
  if (!CanFitTrees()) GTEST_SKIP() << kNoXGBoost;
  Orders orders;
  Random random(4);
  for (int line = 0; line < 12'000; ++line) {  // nothing to learn
    const int c = line % 400, trip = line / 400 / 5;
    orders.Add(std::to_string(c), std::to_string(c) + "-" + std::to_string(trip),
               std::to_string(random.Below(kItems)), kStart + trip * 7 * kMsPerDay, 1, 100);
  }
  std::unique_ptr<OwnedColumns> columns = Columns();
  const Result<TrainingReport> report = TrainModel(orders, 2, {}, {}, columns.get());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_GT(report->quality.ndcg, 0) << "they were fitted";
  EXPECT_FALSE(report->is_better);
  EXPECT_EQ(
      std::count(columns->model_surfaces.begin(), columns->model_surfaces.end(), kNextTripSurfaces),
      0);
}

// Trips of two items each, of which the first was bought; `customers` of them take turns.
Examples TripsOf(size_t customers, size_t trips) {
  Examples examples;
  for (size_t t = 0; t < trips; ++t) {
    examples.rows_of_trip.push_back(2);
    examples.customer_of_trip.push_back(static_cast<uint32_t>(t % customers));
    examples.bought_in_trip.push_back(1);
    for (const uint8_t is_bought : {1, 0}) examples.is_bought.push_back(is_bought);
  }
  return examples;
}

TEST(IsSurelyBetter, GoesByCustomersAndByChance) {
  const auto better = [](size_t customers, size_t trips, size_t right_of_20) {
    const Examples examples = TripsOf(customers, trips);
    std::vector<double> scores, others;
    for (size_t t = 0; t < trips; ++t) {
      // A customer's trips all turn out alike.
      const bool is_right = t % customers * 20 / customers < right_of_20;
      scores.insert(scores.end(), {is_right ? 1.0 : 0.0, 0.5});
      others.insert(others.end(), {is_right ? 0.0 : 1.0, 0.5});
    }
    return IsSurelyBetter(examples, scores, others);
  };
  EXPECT_TRUE(better(100, 100, 14));
  EXPECT_FALSE(better(100, 100, 11)) << "by chance";
  EXPECT_FALSE(better(100, 100, 6)) << "worse";
  EXPECT_FALSE(better(100, 10'000, 11)) << "a hundred trips of each are no more than one";
  EXPECT_FALSE(better(10, 10'000, 20)) << "too few customers";
}

TEST(CollectBasketExamples, HidesItemsOneByOneAndOffersNothingOfTheBasket) {
  const Orders orders = RegularCustomers(100);
  BasketExampleOptions options;
  options.items_hidden = 2;
  options.newcomers_percent = 0;
  const Result<ExampleSets> sets = CollectBasketExamples(orders, *Columns(), 2, options, {});
  ASSERT_TRUE(sets.ok()) << sets.error().message;
  EXPECT_EQ(sets->learn.rows_of_trip.size() + sets->stop.rows_of_trip.size(), 1200u);
  for (const Examples* set : {&sets->learn, &sets->stop}) {
    size_t row = 0;
    for (size_t t = 0; t < set->rows_of_trip.size(); ++t) {
      EXPECT_EQ(set->bought_in_trip[t], 1u);
      size_t bought = 0;
      for (size_t i = 0; i < set->rows_of_trip[t]; ++i, ++row) bought += set->is_bought[row];
      EXPECT_LE(bought, 1u);
      EXPECT_LE(set->rows_of_trip[t], kItems - 2u) << "the others are in the basket";
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

// One thing a trip, so that no basket misses anything: mostly one of two staples in turn.
Orders CustomersOfOneThing(int customers) {
  Orders orders;
  Random random(3);
  for (int c = 0; c < customers; ++c) {
    const uint64_t staple = random.Below(kItems);
    for (uint64_t trip = 0; trip < 8; ++trip) {
      const uint64_t in_turn = (staple + trip % 2) % kItems;
      const uint64_t item = random.Below(3) > 0 ? in_turn : random.Below(kItems);
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
  const Orders orders = RegularCustomers(400, /*take_turns=*/true);
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
