#include "eval/paired.h"

#include <algorithm>
#include <limits>
#include <map>
#include <vector>

#include "base/random.h"

namespace hearth {
namespace {

struct Sums {
  double ours = 0, theirs = 0;
};

double RatioOfSums(const Sums& sums) {
  if (sums.theirs > 0) return sums.ours / sums.theirs;
  return sums.ours > 0 ? std::numeric_limits<double>::infinity() : 1;
}

// The least of `sorted` that `per_mille` of them do not exceed.
double NearestRank(const std::vector<double>& sorted, size_t per_mille) {
  const size_t rank = (sorted.size() * per_mille + 999) / 1000;
  return sorted[std::max<size_t>(rank, 1) - 1];
}

}  // namespace

PairedRatio RatioOf(std::span<const PairedTrip> trips, size_t resamples, uint64_t seed) {
  std::map<size_t, Sums> by_shopper;
  Sums all;
  for (const PairedTrip& trip : trips) {
    Sums& own = by_shopper[trip.shopper];
    own.ours += trip.ours;
    own.theirs += trip.theirs;
    all.ours += trip.ours;
    all.theirs += trip.theirs;
  }
  const double ratio = RatioOfSums(all);
  if (trips.empty() || resamples == 0) return {ratio, ratio, ratio};
  std::vector<Sums> shoppers;
  for (const auto& [shopper, own] : by_shopper) shoppers.push_back(own);
  Random random(seed);
  std::vector<double> ratios;
  for (size_t r = 0; r < resamples; ++r) {
    Sums drawn;
    for (size_t i = 0; i < shoppers.size(); ++i) {
      const Sums& own = shoppers[static_cast<size_t>(random.Below(shoppers.size()))];
      drawn.ours += own.ours;
      drawn.theirs += own.theirs;
    }
    ratios.push_back(RatioOfSums(drawn));
  }
  std::sort(ratios.begin(), ratios.end());
  return {ratio, NearestRank(ratios, 25), NearestRank(ratios, 975)};
}

}  // namespace hearth
