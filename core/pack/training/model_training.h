// Trains the ranker on a shop's own order lines: examples (model_examples.h), trees
// (tree_fitting.h), and what each group of features is worth.
//
// What of customers reaches the pack is the trees: thresholds and leaves. A leaf takes a child
// weight (the sum of its rows' weights times p (1 - p)) of at least kMinLeafWeight, and at least
// k distinct customers (tree_pruning.h; so every tree is grown on all rows, none are drawn).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "catalog/builder.h"
#include "pack/counts/statistics.h"
#include "pack/orders/orders.h"
#include "rank/features.h"
#include "rank/tree_model.h"

namespace hearth {

inline constexpr size_t kMinHiddenTrips = 200;  // fewer teach nothing that holds
inline constexpr double kMinLeafWeight = 20;
// Of kMaxModelNodes, at most this many are for the trees of the surface `basket`; those of next
// trips have what these leave.
inline constexpr size_t kMaxBasketNodes = 1000;

struct TrainingOptions {
  bool ablation = false;       // fit once more without each group of features: five times as long
  size_t nodes_kept_free = 0;  // of kMaxModelNodes, for trees of another source
  uint64_t seed = 1;
};

// NDCG@10 and Recall@10 of trips that no tree has seen, among what the sources propose.
struct TrainingQuality {
  double ndcg = 0, recall = 0;
};

struct TrainingReport {
  size_t trips = 0, rows = 0;  // learned from
  size_t trips_apart = 0;      // judged on
  TreeArrays trees;            // none: too few trips, or no better than the weights set by hand
  TrainingQuality quality, linear;
  bool is_better = false;  // the trees of next trips (IsSurelyBetter); else they are left out
  double whole_ndcg = 0, float_ndcg = 0;  // tree_fitting.h: as integers, as floats
  std::vector<TrainingQuality> without;   // by FeatureGroup; empty without ablation
  // Of the trees that find what is missing from a basket; 0 trees: they rank no better than the
  // weights set by hand, which stay.
  size_t basket_trees = 0;
  TrainingQuality basket, basket_linear;
};

// Puts trees into `columns`, before anything is counted into them, or none where there are too few
// hidden trips. Errors: internal, where this build has no XGBoost, or where integers do not rank as
// the trees did (NDCG@10 off by more than 0.5 %).
Result<TrainingReport> TrainModel(const Orders& orders, uint32_t k, const TrainingOptions& options,
                                  const Progress& progress, OwnedColumns* columns);

// One ensemble of two that count on different surfaces.
TreeArrays Joined(TreeArrays all, const TreeArrays& more);

}  // namespace hearth
