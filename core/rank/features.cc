#include "rank/features.h"

#include <algorithm>

#include "base/fixed.h"
#include "base/sort.h"
#include "rank/dot.h"

namespace hearth {

const std::array<FeatureEntry, kFeatureCount> kFeatures = {{
    {Feature::kTimesBought, "times_bought", FeatureGroup::kRepeats},
    {Feature::kShareOfTrips, "share_of_trips", FeatureGroup::kRepeats},
    {Feature::kShareOfUnits, "share_of_units", FeatureGroup::kRepeats},
    {Feature::kTripsSinceLast, "trips_since_last", FeatureGroup::kRepeats},
    {Feature::kDaysSinceLast, "days_since_last", FeatureGroup::kRepeats},
    {Feature::kMeanGapTrips, "mean_gap_trips", FeatureGroup::kRepeats},
    {Feature::kMeanGapDays, "mean_gap_days", FeatureGroup::kRepeats},
    {Feature::kLastGapTrips, "last_gap_trips", FeatureGroup::kRepeats},
    {Feature::kLastGapDays, "last_gap_days", FeatureGroup::kRepeats},
    {Feature::kDueRatio, "due_ratio", FeatureGroup::kRepeats},
    {Feature::kBuysPerTrip, "buys_per_trip", FeatureGroup::kRepeats},
    {Feature::kDecayedTrips06, "decayed_trips_06", FeatureGroup::kRepeats},
    {Feature::kDecayedTrips09, "decayed_trips_09", FeatureGroup::kRepeats},
    {Feature::kDecayedTrips098, "decayed_trips_098", FeatureGroup::kRepeats},
    {Feature::kInLastTrip, "in_last_trip", FeatureGroup::kRepeats},
    {Feature::kGapsSeen, "gaps_seen", FeatureGroup::kRepeats},
    {Feature::kWeekdayShare, "weekday_share", FeatureGroup::kRepeats},
    {Feature::kLeafCategoryShare, "leaf_category_share", FeatureGroup::kTaste},
    {Feature::kParentCategoryShare, "parent_category_share", FeatureGroup::kTaste},
    {Feature::kTopCategoryShare, "top_category_share", FeatureGroup::kTaste},
    {Feature::kBrandShare, "brand_share", FeatureGroup::kTaste},
    {Feature::kPriceBandShare, "price_band_share", FeatureGroup::kTaste},
    {Feature::kTasteDot, "taste_dot", FeatureGroup::kTaste},
    {Feature::kViews, "views", FeatureGroup::kTaste},
    {Feature::kWishes, "wishes", FeatureGroup::kTaste},
    {Feature::kLikes, "likes", FeatureGroup::kTaste},
    {Feature::kDismissed, "dismissed", FeatureGroup::kTaste},
    {Feature::kIdleImpressions, "idle_impressions", FeatureGroup::kTaste},
    // Packs store these names: "looks" are item views.
    {Feature::kSeenViews, "seen_looks", FeatureGroup::kTaste},
    {Feature::kSeenSince, "seen_since", FeatureGroup::kTaste},
    {Feature::kSearched, "searched", FeatureGroup::kTaste},
    {Feature::kTasteVectorDot, "taste_vector_dot", FeatureGroup::kTaste},
    {Feature::kCoBoughtAll, "co_bought_all", FeatureGroup::kNeighbours},
    {Feature::kCoBoughtLastTrip, "co_bought_last_trip", FeatureGroup::kNeighbours},
    {Feature::kCoBoughtSession, "co_bought_session", FeatureGroup::kNeighbours},
    {Feature::kCoBoughtContext, "co_bought_context", FeatureGroup::kNeighbours},
    {Feature::kOwnWithContext, "own_with_context", FeatureGroup::kNeighbours},
    {Feature::kContextDot, "context_dot", FeatureGroup::kNeighbours},
    {Feature::kContextCategory, "context_category", FeatureGroup::kNeighbours},
    {Feature::kViewedWithLast, "viewed_with_last", FeatureGroup::kNeighbours},
    {Feature::kViewedAfterLast, "viewed_after_last", FeatureGroup::kNeighbours},
    {Feature::kViewedWith, "viewed_with", FeatureGroup::kNeighbours},
    {Feature::kViewedAfter, "viewed_after", FeatureGroup::kNeighbours},
    {Feature::kViewedWithBest, "viewed_with_best", FeatureGroup::kNeighbours},
    {Feature::kViewedRank, "viewed_rank", FeatureGroup::kNeighbours},
    {Feature::kViewedShare, "viewed_share", FeatureGroup::kNeighbours},
    {Feature::kLogPopularity, "log_popularity", FeatureGroup::kPublic},
    {Feature::kLogRecentPopularity, "log_recent_popularity", FeatureGroup::kPublic},
    {Feature::kDrift, "drift", FeatureGroup::kPublic},
    {Feature::kRepeatRate, "repeat_rate", FeatureGroup::kPublic},
    {Feature::kPublicGapDays, "public_gap_days", FeatureGroup::kPublic},
    {Feature::kFreshness, "freshness", FeatureGroup::kPublic},
    {Feature::kLogViewers, "log_viewers", FeatureGroup::kPublic},
    {Feature::kMonthPopularity, "month_popularity", FeatureGroup::kPublic},
    {Feature::kMonthDrift, "month_drift", FeatureGroup::kPublic},
    {Feature::kSurface, "surface", FeatureGroup::kContext},
    {Feature::kTrips, "trips", FeatureGroup::kContext},
    {Feature::kMeanTripSize, "mean_trip_size", FeatureGroup::kContext},
    {Feature::kOwnRepeatRatio, "own_repeat_ratio", FeatureGroup::kContext},
    {Feature::kHourOfWeek, "hour_of_week", FeatureGroup::kContext},
    {Feature::kBoughtBefore, "bought_before", FeatureGroup::kContext},
    {Feature::kVisitViews, "visit_looks", FeatureGroup::kContext},
    {Feature::kVisitItems, "visit_items", FeatureGroup::kContext},
    {Feature::kVisitRow, "visit_row", FeatureGroup::kContext},
    {Feature::kVisitLogViewers, "visit_log_viewers", FeatureGroup::kContext},
    {Feature::kDaysSinceTrip, "days_since_trip", FeatureGroup::kContext},
    {Feature::kPackAge, "pack_age", FeatureGroup::kContext},
}};

namespace {

class Row {
 public:
  void Set(Feature feature, int64_t value) {
    features_[static_cast<size_t>(feature)] = ClampToInt16(value);
  }
  const FeatureVector& features() const { return features_; }

 private:
  FeatureVector features_{};
};

void SetRepeats(const Profile& profile, const OwnItem* own, Row& row) {
  if (own == nullptr || own->trips == 0) {
    row.Set(Feature::kTripsSinceLast, kNever);
    row.Set(Feature::kDaysSinceLast, kNever);
    return;
  }
  const int64_t days_since = (profile.now - own->last_bought) / kMsPerDay;
  row.Set(Feature::kTimesBought, own->trips);
  row.Set(Feature::kShareOfTrips, int64_t{own->trips} * 1024 / profile.trips);
  row.Set(Feature::kShareOfUnits, int64_t{own->units} * 1024 / std::max(profile.units, 1u));
  row.Set(Feature::kTripsSinceLast, own->last_trip);
  row.Set(Feature::kDaysSinceLast, days_since);
  row.Set(Feature::kBuysPerTrip, int64_t{own->trips} * 1024 / (own->first_trip + 1));
  row.Set(Feature::kDecayedTrips06, own->decayed_06_q16 >> 8);
  row.Set(Feature::kDecayedTrips09, own->decayed_09_q16 >> 8);
  row.Set(Feature::kDecayedTrips098, own->decayed_098_q16 >> 8);
  row.Set(Feature::kInLastTrip, own->last_trip == 0);
  row.Set(Feature::kGapsSeen, own->gaps());
  row.Set(Feature::kBoughtBefore, 1);
  row.Set(Feature::kWeekdayShare, int64_t{own->same_weekday} * 1024 / own->trips);
  if (own->gaps() == 0) return;
  const Time mean_gap = (own->last_bought - own->first_bought) / own->gaps();
  row.Set(Feature::kMeanGapTrips, int64_t{own->first_trip - own->last_trip} * 16 / own->gaps());
  row.Set(Feature::kMeanGapDays, mean_gap / kMsPerDay);
  row.Set(Feature::kLastGapTrips, own->last_gap_trips);
  row.Set(Feature::kLastGapDays, (own->last_bought - own->previous_bought) / kMsPerDay);
  row.Set(Feature::kDueRatio,
          (profile.now - own->last_bought) * 256 / std::max(mean_gap, kMsPerHour));
}

void SetTaste(const RankContext& context, ItemIndex item, const OwnItem* own, Row& row) {
  const CatalogColumns& columns = context.catalog.columns();
  const Profile& profile = context.profile;
  const CategoryId leaf = columns.category[item];
  const CategoryId parent = columns.category_parent[leaf];
  CategoryId top = leaf;
  while (context.catalog.CategoryDepth(top) > 1) top = columns.category_parent[top];
  row.Set(Feature::kLeafCategoryShare, leaf == 0 ? 0 : profile.category_share[leaf]);
  row.Set(Feature::kParentCategoryShare, parent == 0 ? 0 : profile.category_share[parent]);
  row.Set(Feature::kTopCategoryShare, top == 0 ? 0 : profile.category_share[top]);
  row.Set(Feature::kBrandShare, profile.brand_share[columns.brand[item]]);
  row.Set(Feature::kPriceBandShare, profile.price_band_share[columns.price_band[item]]);
  if (profile.taste) {
    const int8_t* embedding = context.catalog.Embedding(item).data();
    row.Set(Feature::kTasteDot, CosineFeature(Query(profile.taste->data()).Dot(embedding)));
  }
  if (profile.taste_vector) {
    const int8_t* vector = columns.taste_vector.data() + size_t{item} * kEmbeddingDims;
    row.Set(Feature::kTasteVectorDot,
            CosineFeature(Query(profile.taste_vector->data()).Dot(vector)));
  }
  const SoughtItem* sought = profile.searches.Find(item);
  row.Set(Feature::kSearched, sought == nullptr ? 0 : sought->strength);
  if (own == nullptr) return;
  row.Set(Feature::kViews, own->views_q16 >> 8);
  row.Set(Feature::kWishes, own->wishes_q16 >> 8);
  row.Set(Feature::kLikes, own->likes_q16 >> 8);
  row.Set(Feature::kDismissed, own->dismissed);
  row.Set(Feature::kIdleImpressions, own->idle_impressions);
}

int64_t ScoreOf(std::span<const NeighbourScore> scores, ItemIndex item) {
  const NeighbourScore* found = FindScore(scores, item);
  return found == nullptr ? 0 : found->score >> 4;
}

// How many levels below the root the paths of two categories share.
int SharedLevels(const Catalog& catalog, CategoryId a, CategoryId b) {
  const auto parents = catalog.columns().category_parent;
  while (a != b) {
    if (a > b) {
      a = parents[a];
    } else {
      b = parents[b];
    }
  }
  return catalog.CategoryDepth(a);
}

void SetNeighbours(const RankContext& context, ItemIndex item, Row& row) {
  const Profile& profile = context.profile;
  row.Set(Feature::kCoBoughtAll, ScoreOf(profile.co_bought_all, item));
  row.Set(Feature::kCoBoughtLastTrip, ScoreOf(profile.co_bought_last_trip, item));
  row.Set(Feature::kCoBoughtSession, ScoreOf(profile.co_bought_session, item));
  row.Set(Feature::kCoBoughtContext, ScoreOf(context.neighbours, item));
  if (const NeighbourScore* own = FindScore(context.own_with, item)) {
    row.Set(Feature::kOwnWithContext, own->score);
  }
  if (context.has_vector) {
    const int8_t* embedding = context.catalog.Embedding(item).data();
    row.Set(Feature::kContextDot, CosineFeature(Query(context.vector.data()).Dot(embedding)));
  }
  if (context.request.anchor != kNoItem) {
    const auto category = context.catalog.columns().category;
    row.Set(Feature::kContextCategory,
            SharedLevels(context.catalog, category[item], category[context.request.anchor]));
  }
}

void SetTrail(const RankContext& context, ItemIndex item, Row& row) {
  const Trail& trail = context.profile.trail;
  const SeenItem* seen = trail.FindSeen(item);
  row.Set(Feature::kSeenViews, seen == nullptr ? 0 : seen->views);
  row.Set(Feature::kSeenSince, seen == nullptr ? kNever : seen->steps_since);
  const NextScore* next = trail.FindNext(item);
  row.Set(Feature::kViewedRank, next == nullptr ? kNever : next->rank);
  if (next != nullptr) {
    row.Set(Feature::kViewedWithLast, next->with_last >> 1);
    row.Set(Feature::kViewedAfterLast, next->after_last >> 1);
    row.Set(Feature::kViewedWith, next->with >> 3);
    row.Set(Feature::kViewedAfter, next->after >> 3);
    row.Set(Feature::kViewedWithBest, next->best_with >> 1);
    row.Set(Feature::kViewedShare,
            int64_t{next->with + next->after} * 1024 / std::max(trail.strongest, 1u));
  }
  row.Set(Feature::kVisitViews, trail.views);
  row.Set(Feature::kVisitItems, static_cast<int64_t>(trail.seen.size()));
  row.Set(Feature::kVisitRow, trail.views_in_a_row);
  const std::vector<int16_t>& viewers = context.publics.log_viewers;
  if (viewers.empty()) return;
  row.Set(Feature::kLogViewers, viewers[item]);
  if (!trail.seen.empty()) row.Set(Feature::kVisitLogViewers, viewers[trail.seen.front().item]);
}

void SetPublic(const RankContext& context, ItemIndex item, Row& row) {
  const int16_t popularity = context.publics.log_popularity[item];
  const int16_t recent = context.publics.log_recent_popularity[item];
  row.Set(Feature::kLogPopularity, popularity);
  row.Set(Feature::kLogRecentPopularity, recent);
  if (popularity > 0 && recent > 0) row.Set(Feature::kDrift, recent - popularity);
  row.Set(Feature::kRepeatRate, context.catalog.columns().repeat_permille[item]);
  row.Set(Feature::kPublicGapDays, context.catalog.columns().gap_days[item]);
  const std::span<const uint8_t> levels = context.catalog.columns().month_level;
  if (!levels.empty()) {
    const int month = levels[size_t{item} * 12 + MonthOf(context.profile.now)] * 16;
    row.Set(Feature::kMonthPopularity, month);
    if (month > 0 && popularity > 0) row.Set(Feature::kMonthDrift, month - popularity);
  }
  row.Set(Feature::kFreshness, context.publics.freshness[item]);
}

void SetContext(const RankContext& context, Row& row) {
  const Profile& profile = context.profile;
  constexpr int64_t kMondayOffsetHours = 3 * 24;  // 1970-01-01 was a Thursday
  row.Set(Feature::kSurface, static_cast<int>(context.request.surface));
  row.Set(Feature::kTrips, profile.sure_trips);
  row.Set(Feature::kMeanTripSize, profile.mean_trip_size_q4);
  row.Set(Feature::kOwnRepeatRatio, profile.repeat_ratio_q10);
  row.Set(Feature::kDaysSinceTrip,
          profile.last_trip == 0 ? kNever : (profile.now - profile.last_trip) / kMsPerDay);
  row.Set(Feature::kPackAge, (profile.now - context.catalog.columns().as_of) / kMsPerDay);
  row.Set(Feature::kHourOfWeek, (profile.now / kMsPerHour + kMondayOffsetHours) % 168);
}

// Own trips by the cosine with `items` (ascending), summed by what they held. Trips that share
// nothing with them say nothing.
std::vector<NeighbourScore> SumOwnTrips(const Profile& profile, std::span<const ItemIndex> items) {
  std::vector<NeighbourScore> sums;
  const std::vector<TripItem>& all = profile.trip_items;
  for (size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    uint64_t shared = 0;
    for (end = begin; end < all.size() && all[end].age == all[begin].age; ++end) {
      shared += std::binary_search(items.begin(), items.end(), all[end].item);
    }
    if (shared == 0) continue;
    const uint64_t sizes = uint64_t{end - begin} * items.size();
    const auto cosine_q8 = static_cast<int32_t>(ISqrt(shared * shared * 65536 / sizes));
    for (size_t i = begin; i < end; ++i) sums.push_back({all[i].item, cosine_q8, kNoItem});
  }
  SortInlined(sums, [](const NeighbourScore& a, const NeighbourScore& b) {
    return a.item != b.item ? a.item < b.item : a.score < b.score;
  });
  size_t kept = 0;
  for (size_t i = 0; i < sums.size(); ++i) {
    if (kept > 0 && sums[kept - 1].item == sums[i].item) {
      sums[kept - 1].score += sums[i].score;  // at most kMaxTripsKept x 256
    } else {
      sums[kept++] = sums[i];
    }
  }
  sums.resize(kept);
  return sums;
}

}  // namespace

RankContext MakeContext(const Catalog& catalog, const PublicColumns& publics,
                        const Profile& profile, const RankRequest& request) {
  RankContext context{catalog,         publics, profile, request, request.basket,
                      request.exclude, {},      {},      {},      false};
  Sort(context.basket);
  Sort(context.exclude);
  std::vector<WeightedItem> causes;
  if (request.anchor != kNoItem) {
    causes.push_back({request.anchor, 65536});
  } else {
    for (ItemIndex item : request.basket) causes.push_back({item, 65536});
  }
  context.neighbours = SumNeighbours(catalog, causes);
  if (request.anchor != kNoItem) {
    context.own_with = SumOwnTrips(profile, {&request.anchor, 1});
  } else if (!context.basket.empty()) {
    context.own_with = SumOwnTrips(profile, context.basket);
  }
  if (!catalog.HasEmbeddings()) return context;
  std::array<int64_t, kEmbeddingDims> sum{};
  for (const WeightedItem& cause : causes) {
    const auto embedding = catalog.Embedding(cause.item);
    for (size_t d = 0; d < kEmbeddingDims; ++d) sum[d] += embedding[d];
  }
  if (const auto unit = UnitVector(sum)) {
    context.vector = *unit;
    context.has_vector = true;
  }
  return context;
}

FeatureVector ComputeFeatures(const RankContext& context, ItemIndex item) {
  const OwnItem* own = context.profile.Find(item);
  Row row;
  SetRepeats(context.profile, own, row);
  SetTaste(context, item, own, row);
  SetNeighbours(context, item, row);
  SetTrail(context, item, row);
  SetPublic(context, item, row);
  SetContext(context, row);
  return row.features();
}

}  // namespace hearth
