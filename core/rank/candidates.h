// Sources: where candidates come from. Each proposes items for its own reason; together they hold
// what a full ranking of the catalog would put first.
#pragma once

#include <vector>

#include "rank/features.h"
#include "rank/model.h"

namespace hearth {

inline constexpr size_t kMaxCandidates = 512;

// Own items: bought, wished for, liked or looked at. The strongest `limit`.
std::vector<ItemIndex> ProposeRepeat(const RankContext& context, size_t limit);
// What own trips like the basket held; neighbours of the basket or anchor, of this visit, of the
// last trip and of all own items.
std::vector<ItemIndex> ProposeCoBought(const RankContext& context, size_t limit);
// What is looked at with and after what this visit looked at.
std::vector<ItemIndex> ProposeNext(const RankContext& context, size_t limit);
// What searches of this visit find: the loudest search first, then the most popular.
std::vector<ItemIndex> ProposeSought(const RankContext& context, size_t limit);
// Near the viewer's taste or the context, by embedding and category: the scan.
std::vector<ItemIndex> ProposeSimilar(const RankContext& context, const LinearModel& model,
                                      size_t limit);
std::vector<ItemIndex> ProposePopular(const RankContext& context);
// What sells lately in the categories that the viewer likes most, in turn.
std::vector<ItemIndex> ProposePopularOfCategories(const RankContext& context);
std::vector<ItemIndex> ProposeFresh(const RankContext& context);

// The candidates of the request's surface, ascending and without repeats: exactly the given ones
// for a listing, own purchases for buy_again, else the best of all sources in turn until there are
// kMaxCandidates.
std::vector<ItemIndex> Propose(const RankContext& context, const LinearModel& model);

}  // namespace hearth
