// The model: features in, one integer out, comparable within one request only (DESIGN section 6).
// Trees on the surfaces for which the pack brings them (tree_model.h), else weights set by hand.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/fixed.h"
#include "catalog/catalog.h"
#include "rank/features.h"
#include "rank/request.h"
#include "rank/tree_model.h"

namespace hearth {

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

  // The part of the score that one feature contributes.
  int64_t Contribution(Surface surface, const FeatureVector& features, Feature feature) const {
    return int64_t{Weight(surface, feature)} * Get(features, feature);
  }

 private:
  LinearModel();
  std::array<Row, kSurfaceNames.size()> rows_{};
};

class Model {
 public:
  // Linear, with the weights that ship with Hearth.
  Model() = default;
  explicit Model(TreeModel trees) : trees_(std::move(trees)) {}

  // The catalog's trees; linear where it has none. Errors: those of TreeModel::Make, "pack: "
  // first.
  static Result<Model> FromCatalog(const Catalog& catalog);

  // What the scan finds candidates by, whatever scores them (scan.h).
  const LinearModel& linear() const { return LinearModel::Default(); }
  // nullptr where the model is linear on the surface.
  const TreeModel* trees(Surface surface) const {
    return trees_ && trees_->Covers(surface) ? &*trees_ : nullptr;
  }

  int32_t Score(Surface surface, const FeatureVector& features) const {
    const TreeModel* of_pack = trees(surface);
    if (of_pack == nullptr) return linear().Score(surface, features);
    // What the trees hold alike comes in the shop's own order.
    return static_cast<int32_t>(
        Clamp(int64_t{of_pack->Score(surface, features)} + Get(features, Feature::kLogPopularity),
              -2147483647, 2147483647));
  }

 private:
  std::optional<TreeModel> trees_;
};

}  // namespace hearth
