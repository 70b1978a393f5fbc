#include "rank/linear_model.h"

#include <initializer_list>
#include <utility>

#include "base/fixed.h"

namespace hearth {
namespace {

using Weights = std::initializer_list<std::pair<Feature, int32_t>>;

// Own repeats, where a shopper looks for what to buy.
constexpr Weights kRepeatWeights = {
    {Feature::kBoughtBefore, 20000}, {Feature::kDecayedTrips09, 80},
    {Feature::kDecayedTrips098, 40}, {Feature::kBuysPerTrip, 3},
    {Feature::kShareOfUnits, 4},
};

// Taste, on every surface.
constexpr Weights kTasteWeights = {
    {Feature::kLeafCategoryShare, 5}, {Feature::kParentCategoryShare, 1},
    {Feature::kBrandShare, 3},        {Feature::kPriceBandShare, 1},
    {Feature::kTasteDot, 6},          {Feature::kViews, 6},
    {Feature::kWishes, 10},           {Feature::kLikes, 10},
    {Feature::kSearched, 11},         {Feature::kIdleImpressions, -150},
    {Feature::kCoBoughtAll, 3},       {Feature::kCoBoughtLastTrip, 12},
    {Feature::kCoBoughtSession, 400}, {Feature::kViewedWith, 3},
    {Feature::kViewedAfter, 4},
};

constexpr Weights kPublicWeights = {
    {Feature::kLogPopularity, 3},
    {Feature::kLogRecentPopularity, 9},
    {Feature::kRepeatRate, 1},
    {Feature::kFreshness, 8},
};

// What the surface is about outweighs who the viewer is.
constexpr Weights kSimilarWeights = {
    {Feature::kContextDot, 30},
    {Feature::kContextCategory, 4000},
    {Feature::kCoBoughtContext, 400},
};

constexpr Weights kBasketWeights = {
    {Feature::kContextDot, 20},
    {Feature::kCoBoughtContext, 2000},
    {Feature::kOwnWithContext, 800},
    {Feature::kDecayedTrips098, 50},
};

// Own purchases decayed by trips, nearly alone. How due an item is says less than it seems: where
// the order heeds it, and all the more where a filter does, fewer of the next purchases are found.
constexpr Weights kBuyAgainWeights = {
    {Feature::kDecayedTrips09, 250},
    {Feature::kDecayedTrips098, 120},
    {Feature::kLogRecentPopularity, 51},
    {Feature::kRepeatRate, 1},
};

}  // namespace

LinearModel::LinearModel() {
  const auto add = [this](Surface surface, Weights weights) {
    for (const auto& [feature, weight] : weights) {
      rows_[static_cast<size_t>(surface)][static_cast<size_t>(feature)] += weight;
    }
  };
  for (Surface surface : {Surface::kHome, Surface::kListing, Surface::kSimilar, Surface::kBasket,
                          Surface::kBuyAgain}) {
    add(surface, kTasteWeights);
    add(surface, kPublicWeights);
  }
  for (Surface surface : {Surface::kHome, Surface::kListing}) {
    add(surface, kRepeatWeights);
  }
  add(Surface::kSimilar, kSimilarWeights);
  add(Surface::kBasket, kBasketWeights);
  add(Surface::kBuyAgain, kBuyAgainWeights);
}

const LinearModel& LinearModel::Default() {
  static const LinearModel model;
  return model;
}

int32_t LinearModel::Score(Surface surface, const FeatureVector& features) const {
  const Row& row = rows_[static_cast<size_t>(surface)];
  int64_t sum = 0;
  for (size_t f = 0; f < kFeatureCount; ++f) sum += int64_t{row[f]} * features[f];
  return static_cast<int32_t>(Clamp(sum, -2147483647, 2147483647));
}

int32_t LinearModel::OrderScore(Surface surface, const FeatureVector& features) const {
  int64_t sum = Score(surface, features);
  for (const Feature feature : kInterest) sum -= Contribution(surface, features, feature);
  return static_cast<int32_t>(Clamp(sum, -2147483647, 2147483647));
}

}  // namespace hearth
