// The model: features in, one integer out. Today it is linear with weights set by hand, one row for
// each surface; a trained tree ensemble takes its place later (DESIGN section 6).
//
// Score = sum of weight x feature, clamped to int32. Comparable within one request only.
#pragma once

#include <array>
#include <cstdint>

#include "rank/features.h"
#include "rank/request.h"

namespace hearth {

class LinearModel {
 public:
  using Row = std::array<int32_t, kFeatureCount>;

  // The weights that ship with Hearth.
  static const LinearModel& Default();

  int32_t Weight(Surface surface, Feature feature) const {
    return rows_[static_cast<size_t>(surface)][static_cast<size_t>(feature)];
  }
  int32_t Score(Surface surface, const FeatureVector& features) const;

  // The part of the score that one feature contributes.
  int64_t Contribution(Surface surface, const FeatureVector& features, Feature feature) const {
    return int64_t{Weight(surface, feature)} * Get(features, feature);
  }

 private:
  LinearModel();
  std::array<Row, kSurfaceNames.size()> rows_{};
};

}  // namespace hearth
