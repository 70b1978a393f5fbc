// The weights set by hand: a shop without order lines is ranked by them, sources propose by them,
// and trees of order lines begin where they end (tree_model.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "rank/features.h"
#include "rank/request.h"

namespace hearth {

// What says where the viewer's interest lies right now. The first kBrowsingInterests of them all
// come from browsing: trees that ask for one have learned from views, and need no help with
// the others.
inline constexpr std::array<Feature, 8> kInterest = {
    Feature::kViews,  Feature::kCoBoughtSession, Feature::kViewedWith,      Feature::kViewedAfter,
    Feature::kWishes, Feature::kLikes,           Feature::kIdleImpressions, Feature::kSearched,
};
inline constexpr size_t kBrowsingInterests = 4;

// One row of weights for each surface: score = sum of weight x feature, clamped to int32.
class LinearModel {
 public:
  using Row = std::array<int32_t, kFeatureCount>;

  // The weights that ship with Hearth.
  static const LinearModel& Default();

  int32_t Weight(Surface surface, Feature feature) const {
    return rows_[static_cast<size_t>(surface)][static_cast<size_t>(feature)];
  }
  int32_t Score(Surface surface, const FeatureVector& features) const;

  // The score of what orders alone show of a viewer: without kInterest, which trees of orders have
  // not seen.
  int32_t OrderScore(Surface surface, const FeatureVector& features) const;

  // The part of the score that one feature contributes.
  int64_t Contribution(Surface surface, const FeatureVector& features, Feature feature) const {
    return int64_t{Weight(surface, feature)} * Get(features, feature);
  }

 private:
  LinearModel();
  std::array<Row, kSurfaceNames.size()> rows_{};
};

}  // namespace hearth
