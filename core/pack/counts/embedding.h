// Places items in 32 dimensions so that items bought in like company lie close: a truncated
// singular value decomposition of the shifted positive pointwise mutual information of the
// k-anonymous pair counts,
//
//     M_ij = max(0, log(c_ij / (c_i. * p_j)) - log shift),   p_j = c_.j^0.75 / sum_j c_.j^0.75
//
// rows of U * sqrt(S), scaled to unit length times 127 and rounded; all zero for an item without a
// pair. Levy, Goldberg, "Neural word embedding as implicit matrix factorization", NIPS 2014. The
// decomposition is a randomised subspace iteration: Halko, Martinsson, Tropp, "Finding structure
// with randomness", SIAM Review, 2011, algorithm 4.4.
// The same pairs give the same bytes: fixed seed, one thread, signs fixed, scalar arithmetic in one
// order. (Another C library's `log` may differ in the last bit, and then a rounding may.)
// Time O(pairs * 42 * 10), memory O(items with pairs * 42).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pack/counts/statistics.h"

namespace hearth {

struct EmbeddingOptions {
  double shift = 1;  // 1 to 5; a larger one keeps only the stronger pairs
  uint64_t seed = 1;
};

// item_count * kEmbeddingDims, row-major; empty when there is no pair at all.
std::vector<int8_t> MakeEmbedding(std::span<const PairCount> pairs, size_t item_count,
                                  const EmbeddingOptions& options = {});

}  // namespace hearth
