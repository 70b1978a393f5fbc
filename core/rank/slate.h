// The slate: which of the scored candidates are shown, in what order, and why each one.
//
// Filters take out what must not be shown (dismissed, out of stock, in the basket, excluded, just
// bought and not due, bought and nothing says that anybody buys it again, shown too often). On a
// page that was opened to buy again the latter come last. On the home surface caps keep one
// department, one brand and one own item from owning the page (Policy); slots that stay empty are
// filled with what the caps held back. A listing loses nothing: what a filter would take out goes
// last.
#pragma once

#include <vector>

#include "policy/policy.h"
#include "rank/features.h"
#include "rank/model.h"
#include "rank/request.h"

namespace hearth {

struct ScoredCandidate {
  ItemIndex item;
  int32_t score;
  FeatureVector features;
};

// `candidates` in any order, without repeats.
Slate Compose(const RankContext& context, const Policy& policy, const Model& model,
              const std::vector<ScoredCandidate>& candidates);

// Whether it must not be shown, or on a listing goes last.
bool IsFiltered(const RankContext& context, const Policy& policy, const ScoredCandidate& candidate);

// What speaks for an item, most telling first: what contributed to its score personally or by
// context, and at the end the shop's own reason. Never empty; a slot shows the first.
// By a linear model the contribution is the sum of the reason's terms; by trees what the score
// would lose if the viewer, or the page, knew nothing of the reason's kind about the item.
// Buying again speaks only for what IsRebought(), but where the page was opened for it.
std::vector<ReasonCode> ReasonsFor(const RankContext& context, const Model& model, ItemIndex item,
                                   const FeatureVector& features);

// Whether something says that who bought the item once may want it once more (a sofa is not milk):
// the shop counted customers who bought something of its own category on two trips (items without
// one are a category, too); or the viewer bought it on two days. Where the shop counted nothing, or
// too few did, the viewer's own second purchase alone says so.
bool IsRebought(const RankContext& context, ItemIndex item);

// True when an item that was bought before may be offered again: at least three quarters of its
// usual gap (own, else the shop's median) have gone by, or the policy's days where none is known.
bool IsDue(const FeatureVector& features, const Policy& policy);

// What `code` says of how often, on a surface that is for buying again: the days that usually lie
// between two purchases of the item, by the viewer's own two gaps or more; 0 where there are fewer,
// where they are of less than two days or the item has not been bought for more than three of them,
// where it is only guessed that all of them are the viewer's, and where the request is subtle.
uint16_t EveryDays(const RankContext& context, ReasonCode code, ItemIndex item,
                   const FeatureVector& features);

}  // namespace hearth
