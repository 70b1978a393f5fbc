// Counts order lines into the public statistics of a pack, k-anonymously: a number is written only
// if at least k distinct customers stand behind that very number; otherwise it stays 0, "unknown".
//
//   customers of an item         distinct customers with an order that holds it
//   recent customers             ... in the 30 days before as_of
//   repeat share                 of its customers, those with two orders of it or more, per mille;
//   k
//                                of those
//   gap days                     each repeating customer's median of the days between two days of
//                                buying it, and of these the median; k customers with a gap
//   since day                    the Monday of the week in which its k-th customer had bought it;
//                                only where the feed gave none
//   neighbours                   weight 65535 * c_ij / sqrt(c_i * c_j), c_ij = distinct customers
//                                with an order that holds both, c_ij >= k; best 32, ties by index
//
// Counts are coarse (CoarseCount), and shares and weights are made of coarse counts: a number that
// moves from one pack to the next tells less of who moved it. What is counted is the caller's, who
// counts in batches (batches.h).
//
// as_of is the midnight (UTC) after the last order, so that it is nobody's time of order. The count
// of customers is rounded down to a multiple of 10. Medians are lower medians.
// Cosine of customers: Linden, Smith, York, "Amazon.com Recommendations", IEEE Internet Computing,
// 2003; k-anonymity: Sweeney, "k-anonymity: a model for protecting privacy", 2002.
// Deterministic. Time: the sum of squared basket sizes; memory: lines and written pairs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "catalog/builder.h"
#include "pack/orders/orders.h"

namespace hearth {

inline constexpr uint32_t kDefaultK = 20;
inline constexpr std::array<uint32_t, 2> kLowerKs = {10, 5};
inline constexpr Time kRecentSpan = 30 * kMsPerDay;

// Distinct customers with an order that holds both, at least k of them; a < b.
struct PairCount {
  ItemIndex a, b;
  uint32_t customers;
};

// What may be disclosed of one item; 0 where it may not.
struct ItemCount {
  uint32_t customers = 0, recent = 0, repeaters = 0;
  int32_t gap_days = 0, since_day = 0;
};

// All that a pack says of a shop's orders, however they were counted: here, or by the queries of
// pack/sql (counts.h).
struct PublicCounts {
  uint32_t k = 0;
  Time as_of = 0;
  uint32_t customers = 0;        // rounded down to a multiple of 10
  std::vector<ItemCount> items;  // one for each item of the catalog
  std::vector<PairCount> pairs;  // ascending by (a, b); both items have customers
};

// A count as it is written: 0 below k, else rounded down, but not below k, to a multiple of the
// larger of k / 4 and an eighth of the power of two below it. So at k = 20: 20, 25, 30 ... 60, 64,
// 72 ... Never rises where the count does not.
uint32_t CoarseCount(uint32_t count, uint32_t k);

// All of them as they are written.
PublicCounts Coarse(PublicCounts counts);

// Puts them into `columns`: shares, neighbours and their weights follow from the counts.
void PutCounts(const PublicCounts& counts, OwnedColumns* columns);

// A kind of number: how many were written, and how many were withheld because fewer than k (but
// more than no) customers stood behind them.
struct Disclosure {
  size_t written = 0;
  size_t withheld = 0;
};

// The one place that decides what may be written: `behind` customers stand behind a number.
bool MayDisclose(size_t behind, uint32_t k, Disclosure* disclosure);

// floor(65535 * c_ij / sqrt(c_i * c_j)); c_ij <= min(c_i, c_j).
uint16_t CosineWeight(uint64_t c_ij, uint64_t c_i, uint64_t c_j);

struct StatisticsReport {
  size_t lines = 0;
  size_t unknown_lines = 0;  // of SKUs that the catalog does not have
  size_t customers = 0;
  size_t orders = 0;
  // Items that would have a count of customers with one of kLowerKs, for advice.
  std::array<size_t, kLowerKs.size()> items_at_lower_k{};
  Disclosure item_customers, recent_customers, repeat_share, gap_days, since_day, pairs;
  size_t neighbours = 0;
};

struct Counted {
  std::vector<PairCount> pairs;  // all that may be disclosed, ascending by (a, b)
  StatisticsReport report;
};

// Fills the statistics of `columns` (built by CatalogBuilder). k must be at least 1.
Counted CountStatistics(const Orders& orders, uint32_t k, const Progress& progress,
                        OwnedColumns* columns);

}  // namespace hearth
