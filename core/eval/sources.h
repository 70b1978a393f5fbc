// How much of what a full scan would put on top the sources propose (rank/candidates.h): every item
// of the catalog is scored by the model that ranks, and the best 20 are looked for among the
// candidates. For `basket` half of the hidden basket is in the basket, for `similar` one of its
// items is looked at. Items of the basket do not count.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "eval/next_basket.h"

namespace hearth {

struct SourceQuality {
  size_t requests = 0;
  size_t best = 0, held = 0;        // of the full scans, and among candidates
  size_t candidates = 0, most = 0;  // in all, and of one request
  double share() const { return best > 0 ? static_cast<double>(held) / best : 1; }
};

Result<SourceQuality> MeasureSources(const BasketCases& data, std::span<const size_t> tested,
                                     Surface surface, CaseShop* shop,
                                     const NextBasketOptions& options, const Progress& progress);

}  // namespace hearth
