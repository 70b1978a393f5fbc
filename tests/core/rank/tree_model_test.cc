#include "rank/tree_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "base/fixed.h"
#include "rank/linear_model.h"
#include "support/random_trees.h"

namespace hearth {
namespace {

// ---- Evaluation

// As the head of tree_model.h says it, one step after the other.
int64_t WalkPlainly(const TreeArrays& arrays, size_t node, const FeatureVector& features) {
  if (arrays.feature[node] == kLeafFeature) return arrays.value[arrays.child[node]];
  const std::string& name = arrays.feature_names[arrays.feature[node]];
  const auto entry = std::find_if(kFeatures.begin(), kFeatures.end(),
                                  [&](const FeatureEntry& e) { return e.name == name; });
  const bool left = Get(features, entry->feature) < arrays.threshold[node];
  return WalkPlainly(arrays, arrays.child[node] + (left ? 0u : 1u), features);
}

int64_t ScorePlainly(const TreeArrays& arrays, const FeatureVector& features) {
  int64_t sum = arrays.base;
  for (uint16_t root : arrays.root) sum += WalkPlainly(arrays, root, features);
  return Clamp(sum, -2147483647, 2147483647);
}

// Two features, two trees: 0 {1, {2, {3, 4}}}, and a lone leaf 5.
TreeArrays SmallTrees() {
  TreeArrays arrays;
  arrays.feature_names = {"log_popularity", "times_bought"};
  arrays.feature = {1, kLeafFeature, 0, kLeafFeature, kLeafFeature, kLeafFeature};
  arrays.threshold = {2, 0, 300, 0, 0, 0};
  arrays.child = {1, 0, 3, 1, 2, 3};
  arrays.value = {10, 20, 30, -7};
  arrays.root = {0, 5};
  arrays.base = 1000;
  return arrays;
}

FeatureVector BoughtAndPopular(int16_t times_bought, int16_t log_popularity) {
  FeatureVector features{};
  features[static_cast<size_t>(Feature::kTimesBought)] = times_bought;
  features[static_cast<size_t>(Feature::kLogPopularity)] = log_popularity;
  return features;
}

TEST(TreeModel, GoesLeftBelowTheThresholdAndRightFromItOn) {
  const auto model = TreeModel::Make(SmallTrees());
  ASSERT_TRUE(model.ok()) << model.error().message;
  EXPECT_EQ(model->Score(Surface::kHome, BoughtAndPopular(1, 999)), 1000 + 10 - 7);
  EXPECT_EQ(model->Score(Surface::kHome, BoughtAndPopular(2, 299)), 1000 + 20 - 7);
  EXPECT_EQ(model->Score(Surface::kHome, BoughtAndPopular(2, 300)), 1000 + 30 - 7);
  EXPECT_EQ(model->tree_count(), 2u);
  EXPECT_EQ(model->node_count(), 6u);
}

TEST(TreeModel, ScoresAsThePlainWalkDoes) {
  Random random(1);
  for (int round = 0; round < 300; ++round) {
    const size_t trees = 1 + random.Below(60), depth = random.Below(9);
    const TreeArrays arrays = RandomTrees(random, trees, depth, static_cast<int>(random.Below(60)));
    const auto model = TreeModel::Make(arrays);
    ASSERT_TRUE(model.ok()) << model.error().message;
    for (int i = 0; i < 50; ++i) {
      const FeatureVector features = RandomFeatures(random);
      ASSERT_EQ(model->Score(Surface::kHome, features), ScorePlainly(arrays, features)) << round;
    }
  }
}

TEST(TreeModel, WalksTheDeepestTreeThatFits) {
  Random random(2);
  TreeArrays arrays;
  arrays.feature_names = {"days_since_last"};
  constexpr int16_t kSteps = 1999;
  for (int16_t i = 0; i < kSteps; ++i) {  // a leaf on the left of each, the rest on the right
    arrays.feature.insert(arrays.feature.end(), {0, kLeafFeature});
    arrays.threshold.insert(arrays.threshold.end(), {static_cast<int16_t>(10 * i), 0});
    arrays.child.insert(arrays.child.end(), {0, static_cast<uint16_t>(i)});
    arrays.value.push_back(i);
  }
  // Node 2i asks, 2i + 1 is the left leaf, 2i + 2 the next that asks.
  for (size_t i = 0; i < kSteps; ++i) arrays.child[2 * i] = static_cast<uint16_t>(2 * i + 1);
  arrays.feature.push_back(kLeafFeature);
  arrays.threshold.push_back(0);
  arrays.child.push_back(static_cast<uint16_t>(kSteps));
  arrays.value.push_back(kSteps);
  arrays.root = {0};
  const auto model = TreeModel::Make(arrays);
  ASSERT_TRUE(model.ok()) << model.error().message;
  for (int i = 0; i < 200; ++i) {
    const FeatureVector features = RandomFeatures(random);
    EXPECT_EQ(model->Score(Surface::kHome, features), ScorePlainly(arrays, features));
  }
}

TEST(TreeModel, ClampsASumThatOverflowsInt32) {
  for (int32_t value : {std::numeric_limits<int32_t>::max(), std::numeric_limits<int32_t>::min()}) {
    TreeArrays arrays = SmallTrees();
    std::fill(arrays.value.begin(), arrays.value.end(), value);
    EXPECT_EQ(TreeModel::Make(arrays)->Score(Surface::kHome, {}),
              value > 0 ? 2147483647 : -2147483647);
  }
}

TEST(TreeModel, NeverMovesAScoreByMoreThanItsBound) {
  EXPECT_EQ(TreeModel::Make(SmallTrees())->Bound(Surface::kHome),
            20);  // 30 - 10, and a leaf that is alone
  Random random(3);
  int64_t closest = std::numeric_limits<int64_t>::max();
  for (int round = 0; round < 200; ++round) {
    const size_t trees = 1 + random.Below(4), depth = random.Below(5);
    const auto model = TreeModel::Make(RandomTrees(random, trees, depth));
    ASSERT_TRUE(model.ok());
    int64_t least = std::numeric_limits<int64_t>::max(), most = -least;
    for (int i = 0; i < 200; ++i) {
      const int64_t score = model->Score(Surface::kHome, RandomFeatures(random));
      least = std::min(least, score);
      most = std::max(most, score);
    }
    ASSERT_LE(most - least, model->Bound(Surface::kHome)) << round;
    if (model->Bound(Surface::kHome) > 0)
      closest = std::min(closest, model->Bound(Surface::kHome) - (most - least));
  }
  EXPECT_EQ(closest, 0) << "the bound is reached";
}

TEST(TreeModel, CountsATreeOnItsSurfacesAlone) {
  TreeArrays arrays = SmallTrees();
  arrays.surfaces = {static_cast<uint8_t>(BitOf(Surface::kHome) | BitOf(Surface::kBasket)),
                     static_cast<uint8_t>(BitOf(Surface::kHome) | BitOf(Surface::kSimilar))};
  const auto model = TreeModel::Make(arrays);
  ASSERT_TRUE(model.ok()) << model.error().message;
  const FeatureVector features = BoughtAndPopular(2, 300);
  EXPECT_EQ(model->Score(Surface::kHome, features), 1000 + 30 - 7);
  EXPECT_EQ(model->Score(Surface::kBasket, features), 1000 + 30);
  EXPECT_EQ(model->Score(Surface::kSimilar, features), 1000 - 7);
  EXPECT_EQ(model->Bound(Surface::kBasket), 20);
  EXPECT_EQ(model->Bound(Surface::kSimilar), 0);
  EXPECT_TRUE(model->Covers(Surface::kSimilar));
  EXPECT_FALSE(model->Covers(Surface::kListing));
}

TEST(TreeModel, BeginsWithTheScoreByHandOfWhatOrdersShow) {
  TreeArrays arrays = SmallTrees();
  arrays.hand = {100, 0, 0, 0, 7};
  const auto model = TreeModel::Make(arrays);
  ASSERT_TRUE(model.ok()) << model.error().message;
  FeatureVector features = BoughtAndPopular(2, 300);
  const LinearModel& linear = LinearModel::Default();
  const int32_t by_hand = linear.Score(Surface::kHome, features);
  ASSERT_GT(by_hand, 0);
  EXPECT_EQ(model->Score(Surface::kHome, features), 1000 + 30 - 7 + 100 * by_hand);
  EXPECT_EQ(model->Score(Surface::kListing, features), 1000 + 30 - 7);
  EXPECT_EQ(model->Score(Surface::kBuyAgain, features), 1000 + 30 - 7 + 7 * by_hand)
      << "trees of next trips begin alike wherever they count";
  for (const Feature feature : kInterest) features[static_cast<size_t>(feature)] = 500;
  EXPECT_NE(linear.Score(Surface::kHome, features), by_hand);
  EXPECT_EQ(model->Score(Surface::kHome, features), 1000 + 30 - 7 + 100 * by_hand)
      << "the running visit counts beside the trees";
  EXPECT_EQ(model->Bound(Surface::kHome), 20 + 2 * int64_t{TreeModel::kMaxHand});
  EXPECT_EQ(model->Bound(Surface::kListing), 20);
  arrays.hand.assign(kSurfaceNames.size(), 1'000'000'000);
  EXPECT_EQ(TreeModel::Make(arrays)->Score(Surface::kHome, features),
            1000 + 30 - 7 + TreeModel::kMaxHand);
}

// ---- What is refused

void ExpectRefused(const TreeArrays& arrays, std::string_view message,
                   ErrorCode code = ErrorCode::kMalformed) {
  const auto model = TreeModel::Make(arrays);
  ASSERT_FALSE(model.ok()) << "expected: " << message;
  EXPECT_EQ(model.error().message, message);
  EXPECT_EQ(model.error().code, code);
}

TEST(TreeModel, RefusesACycle) {
  TreeArrays arrays = SmallTrees();
  arrays.child[2] = 2;
  ExpectRefused(arrays, "model_child: entry 2 does not come after its parent: a cycle");
  arrays.child[2] = 0;
  ExpectRefused(arrays, "model_child: entry 2 does not come after its parent: a cycle");
}

TEST(TreeModel, RefusesAMissingChild) {
  TreeArrays arrays = SmallTrees();
  arrays.child[2] = 5;  // its right child would be node 6
  ExpectRefused(arrays, "model_child: entry 2 is out of range: a child is missing");
  arrays.child[2] = 65535;
  ExpectRefused(arrays, "model_child: entry 2 is out of range: a child is missing");
}

TEST(TreeModel, RefusesANodeOfTwoParents) {
  TreeArrays arrays = SmallTrees();
  arrays.feature[1] = 0;
  arrays.child[1] = 3;
  ExpectRefused(arrays, "model_child: entry 2 is another node's child, too");
}

TEST(TreeModel, RefusesAnOrphan) {
  TreeArrays arrays = SmallTrees();
  arrays.root = {0};
  ExpectRefused(arrays, "model_child: entry 5 is an orphan: neither a child nor a root");
}

TEST(TreeModel, RefusesAnInvalidRoot) {
  TreeArrays arrays = SmallTrees();
  arrays.root = {0, 6};
  ExpectRefused(arrays, "model_root: entry 1 is out of range");
  arrays.root = {0, 5, 2};
  ExpectRefused(arrays, "model_root: entry 2 is another node's child");
  arrays.root = {0, 5, 0};
  ExpectRefused(arrays, "model_root: entry 2 is a duplicate");
}

TEST(TreeModel, RefusesAFeatureOutOfRange) {
  TreeArrays arrays = SmallTrees();
  arrays.feature[2] = 2;
  ExpectRefused(arrays, "model_feature: entry 2 is out of range");
  arrays.feature[2] = 254;
  ExpectRefused(arrays, "model_feature: entry 2 is out of range");
}

TEST(TreeModel, RefusesALeafWithoutAValue) {
  TreeArrays arrays = SmallTrees();
  arrays.child[3] = 4;
  ExpectRefused(arrays, "model_child: entry 3 is a leaf without a value");
}

TEST(TreeModel, RefusesAFeatureThatThisBuildDoesNotHave) {
  TreeArrays arrays = SmallTrees();
  arrays.feature_names.push_back("phase_of_the_moon");  // though no node asks for it
  ExpectRefused(arrays,
                "model_feature_name: entry 2 is \"phase_of_the_moon\", which this build does not "
                "know",
                ErrorCode::kUnsupportedVersion);
  arrays.feature_names = {"times_bought", "times_bought"};
  ExpectRefused(arrays, "model_feature_name: entry 1 is a duplicate");
  arrays.feature_names.assign(256, "times_bought");
  ExpectRefused(arrays, "model_feature_name: expected at most 255 entries, got 256",
                ErrorCode::kTooLarge);
}

TEST(TreeModel, RefusesAMillionNodes) {
  TreeArrays arrays;
  arrays.feature_names = {"times_bought"};
  arrays.feature.assign(1'000'000, kLeafFeature);
  arrays.threshold.assign(1'000'000, 0);
  arrays.child.assign(1'000'000, 0);
  arrays.value = {1};
  for (uint16_t i = 0; i < 4000; ++i) arrays.root.push_back(i);
  ExpectRefused(arrays, "model_feature: expected at most 4000 entries, got 1000000",
                ErrorCode::kTooLarge);
  arrays.feature.resize(4000);
  arrays.threshold.resize(4000);
  arrays.child.resize(4000);
  EXPECT_TRUE(TreeModel::Make(arrays).ok()) << "4,000 are taken";
  arrays.value.resize(4001);
  ExpectRefused(arrays, "model_value: expected at most 4000 entries, got 4001",
                ErrorCode::kTooLarge);
}

TEST(TreeModel, RefusesEmptyColumnsAndColumnsOfDifferentLengths) {
  TreeArrays arrays = SmallTrees();
  arrays.threshold.pop_back();
  ExpectRefused(arrays, "model_threshold: expected 6 entries, got 5");
  arrays = SmallTrees();
  arrays.child.push_back(0);
  ExpectRefused(arrays, "model_child: expected 6 entries, got 7");
  arrays = SmallTrees();
  arrays.value.clear();
  ExpectRefused(arrays, "model_value: empty");
  arrays = SmallTrees();
  arrays.surfaces = {1};
  ExpectRefused(arrays, "model_surfaces: expected 2 entries, got 1");
  arrays = SmallTrees();
  arrays.root.clear();
  ExpectRefused(arrays, "model_root: empty");
  ExpectRefused({}, "model_feature: empty");
}

}  // namespace
}  // namespace hearth
