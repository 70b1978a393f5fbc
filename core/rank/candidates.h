// Sources: where candidates come from. Each proposes items for its own reason; together they hold
// what a full ranking of the catalog would put first.
#pragma once

#include <vector>

#include "rank/features.h"
#include "rank/model.h"

namespace hearth {

// Own items: bought, wished for, liked or looked at. The strongest `limit`.
std::vector<ItemIndex> ProposeRepeat(const RankContext& context, size_t limit);
// Neighbours of the basket or anchor, of this visit, of the last trip and of all own items.
std::vector<ItemIndex> ProposeCoBought(const RankContext& context, size_t limit);
// Near the viewer's taste or the context, by embedding and category: the scan.
std::vector<ItemIndex> ProposeSimilar(const RankContext& context, const LinearModel& model,
                                      size_t limit);
std::vector<ItemIndex> ProposePopular(const RankContext& context);
std::vector<ItemIndex> ProposeFresh(const RankContext& context);

// The candidates of the request's surface, ascending and without repeats: exactly the given ones
// for a listing, own purchases for buy_again, all sources else (at most about 700 items).
std::vector<ItemIndex> Propose(const RankContext& context, const LinearModel& model);

}  // namespace hearth
