#include "rank/model.h"

#include <initializer_list>
#include <iterator>
#include <utility>

#include "base/fixed.h"

namespace hearth {
namespace {

using Weights = std::initializer_list<std::pair<Feature, int32_t>>;

// Own repeats, where a shopper looks for what to buy.
constexpr Weights kRepeatWeights = {
    {Feature::kBoughtBefore, 12000}, {Feature::kTimesBought, 600}, {Feature::kDecayedTrips09, 22},
    {Feature::kDecayedTrips098, 4},  {Feature::kBuysPerTrip, 3},   {Feature::kShareOfUnits, 4},
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

// What says where the viewer's interest lies right now. The first kBrowsingInterests of them all
// come from browsing: trees that ask for one have learned from views, and need no help with
// the others.
constexpr Feature kInterest[] = {
    Feature::kViews,  Feature::kCoBoughtSession, Feature::kViewedWith,      Feature::kViewedAfter,
    Feature::kWishes, Feature::kLikes,           Feature::kIdleImpressions, Feature::kSearched,
};
constexpr size_t kBrowsingInterests = 4;

// A unit of the weights set by hand, on the trees' scale. One view just now of an item is worth 0.4
// in its log odds, a cosine of 0.3 with such an item 1.9, and a doubling of a search log(2): as
// where every second purchase after a search is of what it found.
constexpr int64_t kInterestScale = 256;

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

Model::Model(TreeModel trees) : trees_(std::move(trees)) {
  for (size_t s = 0; s < steered_.size(); ++s) {
    const auto surface = static_cast<Surface>(s);
    if (surface == Surface::kBasket) continue;  // the basket says what the viewer is about
    const auto asks = [&](Feature feature) { return trees_->Asks(surface, feature); };
    bool knows_views = asks(Feature::kSeenViews) || asks(Feature::kSeenSince);
    for (size_t i = 0; i < kBrowsingInterests; ++i) knows_views |= asks(kInterest[i]);
    for (size_t i = 0; i < std::size(kInterest); ++i) {
      const bool is_known = i < kBrowsingInterests ? knows_views : asks(kInterest[i]);
      if (!is_known) steered_[s] |= 1u << i;
    }
  }
}

int32_t Model::Interest(Surface surface, const FeatureVector& features) const {
  int64_t sum = 0;
  for (size_t i = 0; i < std::size(kInterest); ++i) {
    if (steered_[static_cast<size_t>(surface)] >> i & 1) {
      sum += linear().Contribution(surface, features, kInterest[i]);
    }
  }
  return static_cast<int32_t>(Clamp(sum * kInterestScale, -kMaxInterest, kMaxInterest));
}

Result<Model> Model::FromCatalog(const Catalog& catalog) {
  const CatalogColumns& columns = catalog.columns();
  if (columns.model_feature_name.size() + columns.model_feature.size() +
          columns.model_value.size() + columns.model_root.size() + columns.model_surfaces.size() ==
      0) {
    return Model();
  }
  TreeArrays arrays;
  for (size_t f = 0; f < columns.model_feature_name.size(); ++f) {
    arrays.feature_names.emplace_back(columns.model_feature_name[f]);
  }
  const auto copy = [](const auto& from, auto& to) { to.assign(from.begin(), from.end()); };
  copy(columns.model_feature, arrays.feature);
  copy(columns.model_threshold, arrays.threshold);
  copy(columns.model_child, arrays.child);
  copy(columns.model_value, arrays.value);
  copy(columns.model_root, arrays.root);
  copy(columns.model_surfaces, arrays.surfaces);
  arrays.base = columns.model_base;
  Result<TreeModel> trees = TreeModel::Make(arrays);
  if (!trees.ok()) return Error{trees.error().code, "pack: " + trees.error().message};
  return Model(*std::move(trees));
}

}  // namespace hearth
