#include "support/random_trees.h"

#include <utility>

namespace hearth {
namespace {

// Of either sign, mostly positive, every order of magnitude as likely as another; the ends too.
int16_t AnyInt16(Random& random) {
  if (random.Chance(3)) return random.Chance(50) ? kNever : int16_t{-32768};
  const int64_t reach = int64_t{1} << random.Below(16);
  return static_cast<int16_t>(random.Between(random.Chance(20) ? -reach : 0, reach - 1));
}

// One tree after those that are there, level by level.
void Grow(Random& random, size_t depth, int stunted_percent, TreeArrays& arrays) {
  const size_t root = arrays.feature.size();
  std::vector<size_t> levels = {0};  // of the nodes from `root` on
  arrays.root.push_back(static_cast<uint16_t>(root));
  for (size_t i = 0; i < levels.size(); ++i) {
    const size_t room = kMaxModelNodes - root - levels.size();
    if (levels[i] == depth || room < 2 || random.Chance(stunted_percent)) {
      arrays.feature.push_back(kLeafFeature);
      arrays.threshold.push_back(0);
      arrays.child.push_back(static_cast<uint16_t>(arrays.value.size()));
      arrays.value.push_back(static_cast<int32_t>(random.Between(-50000, 50000)));
    } else {
      arrays.feature.push_back(static_cast<uint8_t>(random.Below(kFeatureCount)));
      arrays.threshold.push_back(AnyInt16(random));
      arrays.child.push_back(static_cast<uint16_t>(root + levels.size()));
      levels.insert(levels.end(), 2, levels[i] + 1);
    }
  }
}

}  // namespace

TreeArrays RandomTrees(Random& random, size_t trees, size_t depth, int stunted_percent) {
  TreeArrays arrays;
  for (const FeatureEntry& entry : kFeatures) arrays.feature_names.emplace_back(entry.name);
  for (size_t f = kFeatureCount; f > 1; --f) {
    std::swap(arrays.feature_names[f - 1],
              arrays.feature_names[static_cast<size_t>(random.Below(f))]);
  }
  arrays.base = static_cast<int32_t>(random.Between(-1000, 1000));
  for (size_t t = 0; t < trees && arrays.feature.size() < kMaxModelNodes; ++t) {
    Grow(random, depth, stunted_percent, arrays);
  }
  return arrays;
}

FeatureVector RandomFeatures(Random& random) {
  FeatureVector features;
  for (int16_t& feature : features) feature = random.Chance(30) ? int16_t{0} : AnyInt16(random);
  return features;
}

}  // namespace hearth
