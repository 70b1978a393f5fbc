// Fits the ranker's trees to examples (model_examples.h) with XGBoost, and makes integers of them.
//
// Thresholds: features are integers, so x < t is x < ceil(t). Leaves are scaled by kLeafScale and
// rounded. What has an obvious direction (popularity, neighbours) moves the log
// odds that way alone. How well they rank is measured on the examples kept apart, on which fitting
// also stops: of all numbers of rounds the one that is least surprised by them. Then as many rounds
// are fitted once more to those examples, too: a tenth more customers, whom it would be a pity to
// waste. Only features that a tree asks for are named.
//
// Chen, Guestrin: "XGBoost: A Scalable Tree Boosting System", KDD 2016. Deterministic: one thread,
// fixed seed. Where Hearth was built without XGBoost there is an error and nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "pack/counts/statistics.h"
#include "pack/training/model_examples.h"
#include "rank/tree_model.h"

namespace hearth {

inline constexpr double kLeafScale = 1 << 20;

// Where trees count that were fitted to next trips.
inline constexpr uint8_t kNextTripSurfaces =
    BitOf(Surface::kHome) | BitOf(Surface::kListing) | BitOf(Surface::kBuyAgain);

struct TreeFitOptions {
  uint8_t surfaces = kNextTripSurfaces;  // where the trees count
  size_t max_nodes = kMaxModelNodes;
  size_t max_rounds = 60;  // trees, of which as many are kept as rank best
  int depth = 5;
  double learning_rate = 0.2;
  double min_child_weight = 20;
  double lambda = 1;
  double column_share = 1;     // of the features, for each tree
  bool begin_by_hand = false;  // fit what is left over the score by hand (rank/linear_model.h)
  uint32_t min_customers = 1;  // behind each leaf (tree_pruning.h); 1: not asked, not known
  std::string objective = "binary:logistic";
  uint64_t seed = 1;
  std::vector<Feature> left_out;  // for ablation
};

struct FittedTrees {
  TreeArrays arrays;
  size_t rounds = 0;
  // Of the examples kept apart, by trees that have not learned from them: mean NDCG@10 and
  // Recall@10 over hidden trips, candidates alone.
  double ndcg = 0, recall = 0;
  std::vector<double> scores;  // of their rows, by the same trees
  // NDCG@10 of the trees that are kept, there, whole, before leaves of too few customers went: as
  // integers, as floats. No measure of quality: they may have learned from those examples.
  double whole_ndcg = 0, float_ndcg = 0;
  size_t pruned = 0;  // splits, of all rounds that were grown last
};

// Whether this build has XGBoost (CMake: HEARTH_TRAINING).
bool CanFitTrees();

Result<FittedTrees> FitTrees(const ExampleSets& examples, const TreeFitOptions& options,
                             const Progress& progress);

}  // namespace hearth
