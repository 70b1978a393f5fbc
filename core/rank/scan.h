// The full-catalog scan: one pass over the columns that finds the items a viewer would like best by
// everything but neighbours and own history of the item: embeddings, category, brand, price band,
// popularity and freshness, with the model's own weights. O(items); SIMD dot products (dot.h).
#pragma once

#include <vector>

#include "rank/features.h"
#include "rank/model.h"

namespace hearth {

// The best `limit` items, best first; ties to the smaller index.
std::vector<ItemIndex> Scan(const RankContext& context, const LinearModel& model, size_t limit);

// The score of one item exactly as the scan computes it: the reference for its tests.
int32_t ScanScore(const RankContext& context, const LinearModel& model, ItemIndex item);

}  // namespace hearth
