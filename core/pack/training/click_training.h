// Trains the ranker on visits: what was looked at next, for the page of the item at hand
// (`similar`).
//
// Each view after a visit's first is hidden in turn; the views before it become a profile, the
// sources propose, and every candidate is a row of features, as in model_examples.h. Visitors are
// cut into parts, and what is public is counted for each part from all the others. The trees ask
// for what a running visit shows and for what the pack says, and for nothing of an older history,
// which visits do not have.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "catalog/builder.h"
#include "catalog/catalog.h"
#include "pack/counts/statistics.h"
#include "pack/counts/trails.h"
#include "profile/profile.h"
#include "rank/features.h"
#include "rank/model.h"
#include "rank/tree_model.h"

namespace hearth {

// Of kMaxModelNodes, this many are for next views where there are trees of order lines, too.
inline constexpr size_t kMaxClickNodes = 1000;
inline constexpr size_t kMinHiddenViews = 500;  // fewer teach nothing that holds

struct ClickTrainingOptions {
  size_t parts = 4;                                    // to learn from
  size_t last_percent = 10;                            // of visitors: they say when to stop
  size_t max_views = 30'000, max_views_apart = 2'000;  // hidden ones, sampled at random
  size_t max_negatives = 40;                           // of what was proposed, sampled at random
  size_t max_trees = 60;
  size_t max_nodes = kMaxModelNodes;
  uint64_t seed = 1;
};

struct ClickTrainingReport {
  size_t views = 0, rows = 0, views_apart = 0;
  size_t trees = 0, nodes = 0;  // 0 trees: too few views
  double ndcg = 0, recall = 0;  // at 10, of views that no tree has seen, among what is proposed
};

// The trees, for Surface::kSimilar; empty arrays where there are too few views. `columns` as built
// by CatalogBuilder. Errors: internal, where this build has no XGBoost.
struct ClickTrees {
  TreeArrays arrays;
  ClickTrainingReport report;
};
Result<ClickTrees> TrainClicks(const Trails& trails, uint32_t k,
                               const ClickTrainingOptions& options, const Progress& progress,
                               const OwnedColumns& columns);

// Somebody of whom nothing is known but these views, one after the other, up to now.
Result<Profile> ProfileOfViews(const Catalog& catalog, std::span<const ItemIndex> views);

// The candidates of the page of the item looked at last, that item among them, best first.
std::vector<ItemIndex> RankNextView(const Catalog& catalog, const PublicColumns& publics,
                                    const Model& model, const Profile& profile);

}  // namespace hearth
