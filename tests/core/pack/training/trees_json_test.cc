#include "pack/training/trees_json.h"

#include <gtest/gtest.h>

#include "pack/training/tree_fitting.h"
#include "support/random_trees.h"

namespace hearth {
namespace {

TEST(TreesJson, ReadsWhatItWrote) {
  Random random(1);
  for (int round = 0; round < 100; ++round) {
    const TreeArrays written = RandomTrees(random, 1 + random.Below(60), random.Below(7));
    const Result<TreeArrays> read = ReadTrees(WriteTrees(written), 31);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(WriteTrees(*read), WriteTrees(written));
    const auto before = TreeModel::Make(written), after = TreeModel::Make(*read);
    for (int i = 0; i < 20; ++i) {
      const FeatureVector features = RandomFeatures(random);
      ASSERT_EQ(after->Score(Surface::kHome, features), before->Score(Surface::kHome, features));
    }
  }
}

TEST(TreesJson, CountsTheTreesWhereItIsTold) {
  const Result<TreeArrays> read =
      ReadTrees(R"({"features": ["trips"], "base": 0, "trees": [[0, 1, -1, 1], 7]})",
                BitOf(Surface::kBasket));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->surfaces, (std::vector<uint8_t>(2, BitOf(Surface::kBasket))));
}

TEST(TreesJson, RefusesWhatIsNoModel) {
  const auto error = [](std::string_view text) {
    const Result<TreeArrays> read = ReadTrees(text, 1);
    return read.ok() ? std::string("taken") : read.error().message;
  };
  const std::string whole = "expected {\"features\": [...], \"base\": N, \"trees\": [...]}";
  for (const char* text :
       {"", "[]", "{", R"({"features": [], "base": 0})", R"({"base": 0, "trees": [1]})",
        R"({"features": [], "trees": [1]})", R"({"features": [], "base": 0.5, "trees": [1]})",
        R"({"features": 1, "base": 0, "trees": [1]})"}) {
    EXPECT_EQ(error(text), whole) << text;
  }
  EXPECT_EQ(error(R"({"features": [1], "base": 0, "trees": [1]})"), "features: expected names");
  const std::string no_tree = "trees: entry 1 is no tree, or makes more than 4000 nodes";
  const auto second = [](const std::string& tree) {
    return R"({"features": ["trips"], "base": 0, "trees": [5, )" + tree + "]}";
  };
  for (const char* tree : {"\"x\"", "[0, 1, 2]", "[0, 1, 2, 3, 4]", "[-1, 1, 2, 3]",
                           "[255, 1, 2, 3]", "[0, 40000, 2, 3]", "[0, 1, 2, 3000000000]", "0.5"}) {
    EXPECT_EQ(error(second(tree)), no_tree) << tree;
  }
  std::string deep = "1";
  for (int i = 0; i < 100; ++i) deep = "[0, 1, 2, " + deep + "]";
  EXPECT_EQ(error(second(deep)), no_tree);
  std::string wide = "1";
  for (int i = 0; i < 12; ++i) wide = "[0, 1, " + wide + ", " + wide + "]";
  EXPECT_EQ(error(second(wide)), no_tree);
  EXPECT_EQ(error(second("[1, 1, 2, 3]")), "model_feature: entry 1 is out of range");
  EXPECT_EQ(error(R"({"features": ["trips"], "base": 0, "trees": []})"), "model_feature: empty");
}

// What ships knows of no shop: what is public there, and when its customers come, is not asked for.
TEST(DefaultTrees, AskForNothingPublic) {
  const TreeArrays& trees = DefaultTrees();
  EXPECT_GT(trees.root.size(), 20u);
  for (size_t i = 0; i < trees.feature.size(); ++i) {
    if (trees.feature[i] == kLeafFeature) continue;
    const std::string& name = trees.feature_names[trees.feature[i]];
    for (const FeatureEntry& entry : kFeatures) {
      if (entry.name != name) continue;
      EXPECT_NE(entry.group, FeatureGroup::kPublic) << name;
      EXPECT_NE(entry.feature, Feature::kHourOfWeek);
    }
  }
}

}  // namespace
}  // namespace hearth
