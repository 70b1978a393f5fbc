#include "rank/model.h"

#include <utility>

#include "base/fixed.h"

namespace hearth {
namespace {

// A unit of the weights set by hand, on the trees' scale. One view just now of an item is worth 0.4
// in its log odds, a cosine of 0.3 with such an item 1.9, and a doubling of a search log(2): as
// where every second purchase after a search is of what it found.
constexpr int64_t kInterestScale = 256;

}  // namespace

Model::Model(TreeModel trees) : trees_(std::move(trees)) {
  for (size_t s = 0; s < steered_.size(); ++s) {
    const auto surface = static_cast<Surface>(s);
    if (surface == Surface::kBasket) continue;  // the basket says what the viewer is about
    const auto asks = [&](Feature feature) { return trees_->Asks(surface, feature); };
    bool knows_views = asks(Feature::kSeenViews) || asks(Feature::kSeenSince);
    for (size_t i = 0; i < kBrowsingInterests; ++i) knows_views |= asks(kInterest[i]);
    for (size_t i = 0; i < kInterest.size(); ++i) {
      const bool is_known = i < kBrowsingInterests ? knows_views : asks(kInterest[i]);
      if (!is_known) steered_[s] |= 1u << i;
    }
  }
}

int32_t Model::Interest(Surface surface, const FeatureVector& features) const {
  int64_t sum = 0;
  for (size_t i = 0; i < kInterest.size(); ++i) {
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
  copy(columns.model_hand, arrays.hand);
  arrays.base = columns.model_base;
  Result<TreeModel> trees = TreeModel::Make(arrays);
  if (!trees.ok()) return Error{trees.error().code, "pack: " + trees.error().message};
  return Model(*std::move(trees));
}

}  // namespace hearth
