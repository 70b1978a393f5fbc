// What the ranker's trees learn from: past trips as if they were still to come.
//
// A pack counts the past and ranks the future, and so do the examples. The shop is counted as it
// was at several midnights; the trips from one to the next are hidden, one after the other; a
// customer's trips before it become a profile, the sources propose, and every candidate is a row of
// features, computed by the code that shoppers' devices run, with the answer beside it: was it in
// the hidden trip? Drift, season, newness and a pack's age mean in training what they will mean in
// use. No number of an example was counted from its own or any later trip.
//
// Counts are scaled up to those of all customers, and k is scaled down with them, so that features
// mean the same on a device. The trips after the last midnights say when to stop, and whether the
// trees are worth having.
//
// Deterministic. Time: midnights x counting, and hidden trips x candidates; memory: kFeatureCount x
// 2 bytes a row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "catalog/builder.h"
#include "pack/counts/statistics.h"
#include "pack/orders/orders.h"
#include "rank/features.h"

namespace hearth {

struct ExampleOptions {
  size_t snapshots = 8;           // at most: midnights as of which the shop is counted
  Time between = 30 * kMsPerDay;  // two of them, at most
  size_t counted_trips = 200;     // before the first of them; of small shops a quarter of all
  size_t trips_before = 1;        // at least, to be worth predicting
  // Hidden trips that teach once more, as those of somebody of whom nothing is known.
  size_t newcomers_percent = 4;
  size_t max_negatives = 60;  // sampled from what is proposed and a hidden trip does not hold
  size_t max_trips = 12'000;  // hidden ones in all, sampled at random
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
  FeatureVector Row(size_t r) const;
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
// Of each hidden trip, and their means. `scores`: one a row; of equal ones what was bought counts
// as the worse.
std::vector<RankingQuality> JudgeTrips(const Examples& examples, const std::vector<double>& scores,
                                       size_t k);
RankingQuality MeanQuality(const std::vector<RankingQuality>& trips);
RankingQuality JudgeExamples(const Examples& examples, const std::vector<double>& scores, size_t k);

// A longer list than is shown tells two ways of ranking apart with fewer trips.
inline constexpr size_t kComparedAt = 50;
inline constexpr size_t kMinComparedCustomers = 20;

// Whether `scores` rank better than `others` by more than chance: the 95 % interval of the mean
// difference, trip by trip, of NDCG@kComparedAt lies above zero. A customer's trips are not
// independent of each other, so differences are summed by customer; of fewer than
// kMinComparedCustomers nothing is sure.
// Cameron, Miller, "A practitioner's guide to cluster-robust inference", Journal of Human
// Resources, 2015.
bool IsSurelyBetter(const Examples& examples, const std::vector<double>& scores,
                    const std::vector<double>& others);

}  // namespace hearth
