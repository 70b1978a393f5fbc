// What the ranker's trees learn from: past trips as if they were still to come.
//
// Each customer's last trip is hidden (where customers are few, some before it, too, one after the
// other); the trips before become a profile, the sources propose, and every candidate is a row of
// features, computed by the code that shoppers' devices run, with the answer beside it: was it in
// the hidden trip?
//
// Customers are cut into parts by a hash of their number. What is public (popularity, neighbours,
// vectors, months) is counted for each part from all the others, or else an item's popularity would
// hold the very purchase that it is to predict. Counts are scaled up to those of all customers, and
// k is scaled down with them, so that features mean the same on a device.
//
// Deterministic. Time: hidden trips x candidates; memory: kFeatureCount x 2 bytes a row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "catalog/builder.h"
#include "pack/counts/statistics.h"
#include "pack/orders/orders.h"
#include "rank/features.h"

namespace hearth {

struct ExampleOptions {
  size_t parts = 5;             // ... to learn from, featurised by each other and by the last part
  size_t last_percent = 10;     // customers of the last part, which says when to stop
  size_t wanted_trips = 4'000;  // to hide; where customers are fewer, several of each are hidden,
  size_t hidden_trips = 40;     // ... at most this many
  size_t trips_before = 1;      // at least, to be worth predicting
  // Hidden trips that teach once more, as those of somebody of whom nothing is known.
  size_t newcomers_percent = 4;
  // Sampled from what a hidden trip does not hold: of what the sources propose, and of the
  // rest.
  size_t max_negatives = 60, max_others = 10;
  size_t max_trips = 30'000;  // hidden ones in all, sampled at random
  bool counts = true;         // false: as in a shop of which no public number is known
  uint64_t seed = 1;
};

// Rows of one hidden trip after the other.
struct Examples {
  std::vector<int16_t> features;  // row-major, kFeatureCount a row
  std::vector<uint8_t> is_bought;
  // Negatives that others were left out for weigh more; a trip of n items weighs sqrt(n) times as
  // much as one of one: between a vote an item and a vote a trip.
  std::vector<float> weight;
  std::vector<uint32_t> rows_of_trip;
  std::vector<uint32_t> customer_of_trip;
  std::vector<uint32_t> bought_in_trip;  // items of the hidden trip, whether proposed or not

  size_t rows() const { return is_bought.size(); }
};

struct ExampleSets {
  Examples learn, stop;
  Examples last;  // the trips of `stop` with rows drawn as in `learn`, to learn from afterwards
};

// What trees ask for beside the counts of statistics.h, from whole histories: what sells in which
// month (counts/months.h), taste vectors (counts/taste.h).
void PutHistoryColumns(const Orders& orders, uint32_t k, OwnedColumns* columns);

// `columns` as built by CatalogBuilder; its statistics are not read.
Result<ExampleSets> CollectExamples(const Orders& orders, const OwnedColumns& columns, uint32_t k,
                                    const ExampleOptions& options, const Progress& progress);

// The same for the surface `basket`: of each hidden trip one item is missing, the others are in the
// basket. `items_hidden` of a trip, one after the other, each a trip of its own in `Examples`.
struct BasketExampleOptions : ExampleOptions {
  size_t items_hidden = 3;
};
Result<ExampleSets> CollectBasketExamples(const Orders& orders, const OwnedColumns& columns,
                                          uint32_t k, const BasketExampleOptions& options,
                                          const Progress& progress);

// The rows of both.
Examples Joined(const Examples& some, const Examples& more);

struct RankingQuality {
  double ndcg = 0, recall = 0;
};
// Means over hidden trips. `scores`: one a row; of equal ones what was bought counts as the worse.
RankingQuality JudgeExamples(const Examples& examples, const std::vector<double>& scores, size_t k);

}  // namespace hearth
