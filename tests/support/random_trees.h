// Random tree ensembles for tests, the corpus and benches: well formed, of any size and shape, with
// thresholds where features are likely to be. Seeded: the same trees on every machine.
#pragma once

#include <cstddef>

#include "base/random.h"
#include "rank/tree_model.h"

namespace hearth {

// `trees` trees of at most `depth` levels below their roots, of all features in a random order;
// fewer where the nodes would be more than kMaxModelNodes. A node that could have children lacks
// them `stunted_percent` times in a hundred.
TreeArrays RandomTrees(Random& random, size_t trees, size_t depth, int stunted_percent = 20);

// A feature vector with as much of small numbers as of large ones.
FeatureVector RandomFeatures(Random& random);

}  // namespace hearth
