// Features of (profile, item, context): small integers, clamped to int16, DESIGN section 6.
//
// `kFeatures` is the one table from which the model, its weights and "why" read. Adding a feature
// touches the table, its line in ComputeFeatures and its test. Units: see each line; "never" and
// "unknown" are 0 for features where more is better, and kNever for counts since something.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "profile/profile.h"
#include "rank/public_columns.h"
#include "rank/request.h"

namespace hearth {

enum class Feature : uint8_t {
  // Own repeats
  kTimesBought,      // trips that bought it
  kShareOfTrips,     // Q10
  kShareOfUnits,     // Q10
  kTripsSinceLast,   // trips; kNever when not bought
  kDaysSinceLast,    // days; kNever when not bought
  kMeanGapTrips,     // sixteenths of a trip; 0 when bought once or never
  kMeanGapDays,      // days; 0 when bought once or never
  kLastGapTrips,     // trips
  kLastGapDays,      // days
  kDueRatio,         // Q8: days since last / mean gap; 0 when unknown
  kBuysPerTrip,      // Q10: trips that bought it / trips since the first of them
  kDecayedTrips06,   // Q8: sum over its trips of 0.6^age
  kDecayedTrips09,   // Q8
  kDecayedTrips098,  // Q8
  kInLastTrip,       // 0 or 1
  kGapsSeen,         // number of gaps between its purchases
  kWeekdayShare,     // Q10: of its trips, those on this weekday
  // Own taste
  kLeafCategoryShare,    // Q10, of the item's category
  kParentCategoryShare,  // Q10, one level up
  kTopCategoryShare,     // Q10, the department
  kBrandShare,           // Q10
  kPriceBandShare,       // Q10
  kTasteDot,             // cosine with the taste vector, 1008 = 1
  kViews,                // Q8, decayed by hours
  kWishes,               // Q8, decayed by hours
  kLikes,                // Q8, decayed by hours
  kDismissed,            // 0 or 1
  kIdleImpressions,      // shown and not taken, last 7 days
  kSeenViews,            // in the running visit
  kSeenSince,            // views since its last one; kNever when not seen in this visit
  kSearched,             // Q8: doublings that searches of the running visit say of it
  kTasteVectorDot,       // cosine with own items' mean taste vector (pack/counts/taste.h), 1008 = 1
  // Neighbours
  kCoBoughtAll,       // Q6 of NeighbourScore's unit
  kCoBoughtLastTrip,  // Q6
  kCoBoughtSession,   // Q6
  kCoBoughtContext,   // Q6: from the basket, or from the item looked at
  kOwnWithContext,    // Q8: own trips that held it, each by its cosine with the basket or anchor
  kContextDot,        // cosine with the basket's or anchor's vector, 1008 = 1
  kContextCategory,   // levels of category path shared with the item looked at
  kViewedWithLast,    // Q15: looked at in one visit with the item seen last
  kViewedAfterLast,   // Q15: ... after it
  kViewedWith,        // Q13: sum over all that was seen in this visit
  kViewedAfter,       // Q13
  kViewedWithBest,    // Q15: the strongest of that sum's
  kViewedRank,        // by the two sums together, from 0; kNever where they are 0
  kViewedShare,       // Q10: of the strongest one's two sums
  // Public
  kLogPopularity,        // 256 log2(customers)
  kLogRecentPopularity,  // 256 log2(customers of the last 30 days)
  kDrift,                // the latter less the former, where both are known
  kRepeatRate,           // permille of its customers who bought it again
  kPublicGapDays,        // median days between purchases of it
  kFreshness,            // days left of being new
  kLogViewers,           // 256 log2(visitors who looked at it)
  kMonthPopularity,      // 256 log2(customers who bought it in this month of any year)
  kMonthDrift,           // the latter less log popularity, where both are known
  // Context
  kSurface,          // index of Surface
  kTrips,            // of the viewer, for certain
  kMeanTripSize,     // sixteenths of an item
  kOwnRepeatRatio,   // Q10
  kHourOfWeek,       // 0..167, UTC; Monday 00:00 is 0
  kBoughtBefore,     // 0 or 1
  kVisitViews,       // in the running visit
  kVisitItems,       // different ones, at most kMaxSeen
  kVisitRow,         // views in a row of the item seen last
  kVisitLogViewers,  // kLogViewers of the item seen last
  kDaysSinceTrip,    // since the viewer's last trip; kNever when there was none
  kPackAge,          // days since the catalog was counted
  kCount,
};

inline constexpr size_t kFeatureCount = static_cast<size_t>(Feature::kCount);
inline constexpr int16_t kNever = 32767;

enum class FeatureGroup : uint8_t { kRepeats, kTaste, kNeighbours, kPublic, kContext };

struct FeatureEntry {
  Feature feature;
  std::string_view name;
  FeatureGroup group;
};

// In the order of the enumeration.
extern const std::array<FeatureEntry, kFeatureCount> kFeatures;

using FeatureVector = std::array<int16_t, kFeatureCount>;

constexpr int16_t Get(const FeatureVector& features, Feature feature) {
  return features[static_cast<size_t>(feature)];
}

// What a feature of an item says where nothing is known that it could speak of.
constexpr int16_t Unknown(Feature feature) {
  const bool since = feature == Feature::kTripsSinceLast || feature == Feature::kDaysSinceLast ||
                     feature == Feature::kSeenSince || feature == Feature::kViewedRank;
  return since ? kNever : int16_t{0};
}

// What a request adds to a profile: the vector and the neighbours of its basket or anchor.
struct RankContext {
  const Catalog& catalog;
  const PublicColumns& publics;
  const Profile& profile;
  const RankRequest& request;
  std::vector<ItemIndex> basket, exclude;       // the request's, sorted
  std::vector<NeighbourScore> neighbours;       // sorted by item
  std::vector<NeighbourScore> own_with;         // kOwnWithContext, sorted by item
  std::array<int8_t, kEmbeddingDims> vector{};  // of basket or anchor
  bool has_vector = false;
};

RankContext MakeContext(const Catalog& catalog, const PublicColumns& publics,
                        const Profile& profile, const RankRequest& request);

FeatureVector ComputeFeatures(const RankContext& context, ItemIndex item);

// How the pieces that the scan shares with ComputeFeatures are scaled.
constexpr int16_t CosineFeature(int32_t dot) { return static_cast<int16_t>(dot / 16); }

}  // namespace hearth
