// Places items by who has them: two items that the same customers have lie close, whether or not
// they were ever in one basket. That is what tells people apart (attribution/attribution.h); the
// embedding (embedding.h) tells what goes together on one trip.
//
// A truncated singular value decomposition of customers by items, with weights
//
//     (1 + log n_ui) * sqrt(log((N + 1) / (c_i + 1)) + 1),   rows of unit length
//
// (n_ui: orders of customer u that hold item i; c_i: customers of i; N: all customers) by subspace
// iteration (Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review, 2011). An
// item is its row of V * sqrt(S), to unit length, less the mean of all purchases, to unit length
// again, times 127. Only items with at least k customers take part, so that at least k customers
// stand behind each vector. Groups: spherical k-means of the vectors of the best known items.
// On Ta-Feng with k = 20 these vectors were worth 4 points of attribution's accuracy; the embedding
// of k-anonymous pairs of customers instead of customers themselves only 1.
//
// Deterministic (fixed seed, one thread, scalar arithmetic in one order; another C library's `log`
// may differ in the last bit, and then a rounding may). Time O(customers' items * 40 * 14); the
// first 50,000 customers count.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pack/counts/baskets.h"

namespace hearth {

struct Taste {
  std::vector<int8_t>
      vector;  // item_count * kEmbeddingDims, row-major; empty when nothing is known
  std::vector<uint8_t> group;  // item_count: 1..64; 0 unknown
};

// Distinct items of one customer, ascending, with the number of orders that hold each.
struct OwnedItems {
  std::vector<ItemIndex> item;
  std::vector<uint32_t> orders;
};

// Baskets of one customer.
struct CustomerBaskets {
  size_t begin, end;  // numbers in Baskets
  size_t size() const { return end - begin; }
};
std::vector<CustomerBaskets> CustomersOf(const Baskets& baskets);

// From the baskets of `customers` alone.
Taste MakeTaste(const Baskets& baskets, std::span<const CustomerBaskets> customers,
                size_t item_count, uint32_t k);

// Distinct customers of each item among `customers`; 0 when fewer than k.
std::vector<uint32_t> CountCustomersOfItems(const Baskets& baskets,
                                            std::span<const CustomerBaskets> customers,
                                            size_t item_count, uint32_t k);

}  // namespace hearth
