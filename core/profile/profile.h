// The profile: what a visible history amounts to at a moment, and nothing else.
//
// `Fold` is pure: integers only, a fixed order, nothing carried over from an earlier fold. So
// an erased event leaves no trace, and a profile may be dropped and computed again at any time.
// An event that is only guessed to be the viewer's counts for its own item alone: shares, taste and
// neighbours come from the other events. So an unmarked gift that is taken for a visit of its
// recipient does not move similar items.
// O(events + own items x neighbours). Times are rounded up to the next full minute before
// they count, so that a profile is the same all through a minute and may be cached.
//
// Units: "Q10" is a share where 1024 means all of it; "Q16" a weight where 65536 means one event
// right now. Visits are the host's sessions where it named them; else they end where nothing
// happened for 30 minutes. Trips are visits with a purchase, numbered backwards: trip 0 is the last
// one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "household/household.h"
#include "profile/searches.h"
#include "profile/trail.h"

namespace hearth {

inline constexpr uint32_t kMaxTripsKept = 64;

// One item the viewer had to do with. Sorted by `item`, items that the catalog no longer carries
// are folded into taste by category alone and have no entry.
struct OwnItem {
  ItemIndex item = kNoItem;
  // Purchases
  uint32_t trips = 0;       // trips that bought it
  uint32_t units = 0;       // units bought less units returned
  uint32_t last_trip = 0;   // age in trips of the last purchase
  uint32_t first_trip = 0;  // ... of the first
  uint32_t last_gap_trips = 0;
  Time last_bought = 0;
  Time first_bought = 0;
  Time previous_bought = 0;     // the purchase before the last; 0 when there was one only
  uint32_t decayed_06_q16 = 0;  // sum over its trips of 0.6^age, 0.9^age, 0.98^age
  uint32_t decayed_09_q16 = 0;
  uint32_t decayed_098_q16 = 0;
  uint32_t same_weekday = 0;          // trips that bought it on the weekday of `now`
  bool guessed = false;               // some purchase of it is only guessed to be the viewer's
  VariantIndex variant = kNoVariant;  // which variant the last one was of that is not
  // Interest, decayed by hours (half life 3 days)
  uint32_t views_q16 = 0;
  uint32_t wishes_q16 = 0;
  uint32_t likes_q16 = 0;
  // Shown and not taken since; within the last seven days
  uint32_t idle_impressions = 0;
  Time last_taken = 0;
  bool dismissed = false;

  uint32_t gaps() const { return trips > 1 ? trips - 1 : 0; }
};

// An own item's claim on its neighbours.
struct WeightedItem {
  ItemIndex item;
  uint32_t weight;  // Q16
};

struct NeighbourScore {
  ItemIndex item;
  int32_t score;    // sum over causes of weight (Q16) x neighbour weight (Q16), in Q10
  ItemIndex cause;  // the own item that contributed most; ties to the smaller index
};

// One item of one trip.
struct TripItem {
  uint32_t age;  // of the trip
  ItemIndex item;
};

struct Profile {
  Time now = 0;  // the moment it describes: the end of the minute asked for

  std::vector<OwnItem> items;
  uint32_t trips = 0;
  uint32_t units = 0;
  // Of trips that are the viewer's for certain: these speak for every item.
  uint32_t sure_trips = 0;
  Time last_trip = 0;              // 0: none
  uint32_t mean_trip_size_q4 = 0;  // items a trip, in sixteenths
  uint32_t repeat_ratio_q10 = 0;   // share of (trip, item) purchases that were not the first

  // What the last kMaxTripsKept trips held, but for guesses and what was sent back: newest trip
  // first, items ascending.
  std::vector<TripItem> trip_items;

  // Share of interest by category (every node holds what is below it), brand and price band, Q10.
  // Shrunk towards zero while little is known: one view alone weighs little.
  std::vector<int16_t> category_share;  // by category
  std::vector<int16_t> brand_share;     // by brand
  std::array<int16_t, 8> price_band_share{};

  // Decayed mean of own items' embeddings, scaled to length 127; empty when nothing is known.
  std::optional<std::array<int8_t, kEmbeddingDims>> taste;
  // The same of their taste vectors (pack.fbs).
  std::optional<std::array<int8_t, kEmbeddingDims>> taste_vector;

  // Sorted by item.
  std::vector<NeighbourScore> co_bought_all;        // from all own items, decayed
  std::vector<NeighbourScore> co_bought_last_trip;  // from the last trip
  std::vector<NeighbourScore> co_bought_session;    // from the items this visit viewed

  Trail trail;        // what it viewed
  Searches searches;  // what it searched for

  bool IsEmpty() const { return items.empty() && trips == 0; }
  const OwnItem* Find(ItemIndex item) const;
};

// `known`: what searches found in this catalog at the last fold. It makes a fold faster, never
// another.
Profile Fold(const VisibleHistory& history, const Catalog& catalog, Time now,
             Findings* known = nullptr);

// Sums the neighbours of `causes`, leaving out nothing. Sorted by item; each score in Q10.
// O(k + items / 64), k = neighbours of all causes.
std::vector<NeighbourScore> SumNeighbours(const Catalog& catalog,
                                          std::span<const WeightedItem> causes);

// `sum` scaled to length 127 and rounded; empty when it is zero. |sum[d]| < 2^62.
std::optional<std::array<int8_t, kEmbeddingDims>> UnitVector(
    std::array<int64_t, kEmbeddingDims> sum);

// The entry for `item` in a list sorted by item, or nullptr.
const NeighbourScore* FindScore(std::span<const NeighbourScore> scores, ItemIndex item);

// `now` rounded up to the next full minute.
constexpr Time EndOfMinute(Time now) {
  return (now + kMsPerMinute - 1) / kMsPerMinute * kMsPerMinute;
}

}  // namespace hearth
