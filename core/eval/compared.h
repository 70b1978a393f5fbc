// Hearth next to the best of its peers, on the same trips.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "eval/next_basket.h"
#include "eval/paired.h"

namespace hearth {

// Recall@10 and NDCG@10 (over all hidden items).
inline constexpr std::array<const char*, 2> kComparedBy = {"Recall@10", "NDCG@10"};

// By one figure.
struct Compared {
  size_t peer = 0;  // the best by this figure, of `peers`
  double hearth = 0, best = 0;
  PairedRatio ratio = {1, 1, 1};
};

// Trips of shoppers, judged for every method: of_method[m][trip].
struct JudgedTrips {
  std::vector<size_t> shoppers;
  std::vector<std::vector<BasketScore>> of_method;

  void Append(const JudgedTrips& more);
};

// The peer is chosen on the trips themselves; of equal ones the earlier. At least one trip and
// peer.
std::array<Compared, kComparedBy.size()> CompareToBest(const JudgedTrips& trips, size_t hearth,
                                                       std::span<const size_t> peers);

}  // namespace hearth
