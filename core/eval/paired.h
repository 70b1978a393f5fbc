// Two methods judged on the same trips: how many times as good one is, and how sure that is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hearth {

// One trip, judged by one figure (next_trip.h); `shopper` is any number of whose trip it is.
struct PairedTrip {
  size_t shopper;
  double ours, theirs;
};

inline constexpr size_t kResamples = 2000;

// The ratio of the two means, and the 95 % interval around it.
struct PairedRatio {
  double ratio, low, high;
};

// Percentile bootstrap: shoppers are drawn with replacement, each with all of their trips and both
// methods' figures, as many as there are; the bounds are the 2.5th and the 97.5th percentile of the
// ratios of `resamples` draws, by nearest rank. Where the other method has nothing at all, the
// ratio is infinite, or 1 where neither has. No trips: all three are 1. Same seed, same bounds.
// Efron, Tibshirani, "An introduction to the bootstrap", 1993.
PairedRatio RatioOf(std::span<const PairedTrip> trips, size_t resamples = kResamples,
                    uint64_t seed = 1);

}  // namespace hearth
