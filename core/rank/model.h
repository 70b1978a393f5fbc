// The model: features in, one integer out, comparable within one request only (DESIGN section 6).
// Trees on the surfaces for which the pack brings them (tree_model.h), else weights set by hand.
//
// Trees that were fitted to order lines do not use what order lines do not show: views, searches,
// wishes, likes, impressions without interest. Those features are added to the score with the
// weights set by hand, on the trees' scale, so that the running visit counts at once; not on the
// surface basket, where the basket says what the viewer wants.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/fixed.h"
#include "catalog/catalog.h"
#include "rank/features.h"
#include "rank/linear_model.h"
#include "rank/request.h"
#include "rank/tree_model.h"

namespace hearth {

class Model {
 public:
  // Linear, with the weights that ship with Hearth.
  Model() = default;
  explicit Model(TreeModel trees);

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
    const int64_t score = int64_t{of_pack->Score(surface, features)} + Interest(surface, features) +
                          Get(features, Feature::kLogPopularity);
    return static_cast<int32_t>(Clamp(score, -2147483647, 2147483647));
  }

  // The most by which one event can move a score: of the trees with interest and all, or of the
  // weights set by hand.
  int64_t Bound(Surface surface) const {
    if (trees(surface) == nullptr) return int64_t{2} * 2147483647;
    return trees_->Bound(surface) +
           (steered_[static_cast<size_t>(surface)] != 0 ? 2 * kMaxInterest : 0);
  }

  // What interest adds to a score of the trees, which are log odds times 2^20: e^6 either way.
  static constexpr int32_t kMaxInterest = 6 << 20;

 private:
  int32_t Interest(Surface surface, const FeatureVector& features) const;

  std::optional<TreeModel> trees_;
  std::array<uint32_t, kSurfaceNames.size()> steered_{};  // bits: entries of kInterest (model.cc)
};

}  // namespace hearth
