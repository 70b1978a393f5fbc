#include "rank/tree_model.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

#include "base/fixed.h"
#include "rank/linear_model.h"

namespace hearth {
namespace {

std::string At(std::string_view column, size_t entry) {
  return std::string(column) + ": entry " + std::to_string(entry);
}

Error BadEntry(std::string_view column, size_t entry, std::string_view problem) {
  return Malformed(At(column, entry) + " " + std::string(problem));
}

std::optional<uint16_t> FindFeature(std::string_view name) {
  for (size_t f = 0; f < kFeatureCount; ++f) {
    if (kFeatures[f].name == name) return static_cast<uint16_t>(f);
  }
  return std::nullopt;
}

// This build's features in the order of the model's names.
Result<std::vector<uint16_t>> MapFeatures(const std::vector<std::string>& names) {
  if (names.size() > kMaxModelFeatures) {
    return TooLarge("model_feature_name: expected at most 255 entries, got " +
                    std::to_string(names.size()));
  }
  std::vector<uint16_t> features;
  for (const std::string& name : names) {
    const std::optional<uint16_t> feature = FindFeature(name);
    if (!feature) {
      return Error{ErrorCode::kUnsupportedVersion, At("model_feature_name", features.size()) +
                                                       " is \"" + name +
                                                       "\", which this build does not know"};
    }
    if (std::find(features.begin(), features.end(), *feature) != features.end()) {
      return BadEntry("model_feature_name", features.size(), "is a duplicate");
    }
    features.push_back(*feature);
  }
  return features;
}

Status CheckLengths(const TreeArrays& arrays) {
  const size_t n = arrays.feature.size();
  const auto check = [n](std::string_view column, size_t size, bool same) -> Status {
    if (size > kMaxModelNodes) {
      return TooLarge(std::string(column) + ": expected at most " + std::to_string(kMaxModelNodes) +
                      " entries, got " + std::to_string(size));
    }
    if (same && size != n) {
      return Malformed(std::string(column) + ": expected " + std::to_string(n) + " entries, got " +
                       std::to_string(size));
    }
    if (size == 0) return Malformed(std::string(column) + ": empty");
    return {};
  };
  for (const Status& status :
       {check("model_feature", n, true), check("model_threshold", arrays.threshold.size(), true),
        check("model_child", arrays.child.size(), true),
        check("model_value", arrays.value.size(), false),
        check("model_root", arrays.root.size(), false)}) {
    if (!status.ok()) return status;
  }
  if (!arrays.surfaces.empty() && arrays.surfaces.size() != arrays.root.size()) {
    return Malformed("model_surfaces: expected " + std::to_string(arrays.root.size()) +
                     " entries, got " + std::to_string(arrays.surfaces.size()));
  }
  if (!arrays.hand.empty() && arrays.hand.size() != kSurfaceNames.size()) {
    return Malformed("model_hand: expected " + std::to_string(kSurfaceNames.size()) +
                     " entries, got " + std::to_string(arrays.hand.size()));
  }
  return {};
}

// That the nodes are trees: children after their parent, and one parent each but for the roots.
Status CheckShape(const TreeArrays& arrays) {
  const size_t n = arrays.feature.size();
  std::vector<uint8_t> has_parent(n, false);
  for (size_t i = 0; i < n; ++i) {
    const size_t child = arrays.child[i];
    if (arrays.feature[i] == kLeafFeature) {
      if (child >= arrays.value.size()) {
        return BadEntry("model_child", i, "is a leaf without a value");
      }
      continue;
    }
    if (arrays.feature[i] >= arrays.feature_names.size()) {
      return BadEntry("model_feature", i, "is out of range");
    }
    if (child <= i) return BadEntry("model_child", i, "does not come after its parent: a cycle");
    if (child + 1 >= n) return BadEntry("model_child", i, "is out of range: a child is missing");
    for (size_t c : {child, child + 1}) {
      if (has_parent[c]) return BadEntry("model_child", i, "is another node's child, too");
      has_parent[c] = true;
    }
  }
  std::vector<uint8_t> is_root(n, false);
  for (size_t t = 0; t < arrays.root.size(); ++t) {
    const size_t root = arrays.root[t];
    if (root >= n) return BadEntry("model_root", t, "is out of range");
    if (has_parent[root]) return BadEntry("model_root", t, "is another node's child");
    if (is_root[root]) return BadEntry("model_root", t, "is a duplicate");
    is_root[root] = true;
  }
  for (size_t i = 0; i < n; ++i) {
    if (!has_parent[i] && !is_root[i]) {
      return BadEntry("model_child", i, "is an orphan: neither a child nor a root");
    }
  }
  return {};
}

// What lies below a node.
struct Below {
  uint16_t depth = 0;
  int32_t least = 0, most = 0;  // among its leaves
};

}  // namespace

Result<TreeModel> TreeModel::Make(const TreeArrays& arrays) {
  if (Status status = CheckLengths(arrays); !status.ok()) return status.error();
  const Result<std::vector<uint16_t>> features = MapFeatures(arrays.feature_names);
  if (!features.ok()) return features.error();
  if (Status status = CheckShape(arrays); !status.ok()) return status.error();

  const size_t n = arrays.feature.size();
  TreeModel model;
  model.base_ = arrays.base;
  model.nodes_.resize(n);
  model.leaf_value_.resize(n);
  std::vector<Below> below(n);
  for (size_t i = n; i-- > 0;) {  // children before their parents
    const uint16_t child = arrays.child[i];
    if (arrays.feature[i] == kLeafFeature) {
      const int32_t value = arrays.value[child];
      model.nodes_[i] = {std::numeric_limits<int32_t>::max(), static_cast<uint16_t>(i), 0};
      model.leaf_value_[i] = value;
      below[i] = {0, value, value};
    } else {
      const Below &left = below[child], &right = below[child + size_t{1}];
      model.nodes_[i] = {arrays.threshold[i], child, (*features)[arrays.feature[i]]};
      below[i] = {static_cast<uint16_t>(std::max(left.depth, right.depth) + 1),
                  std::min(left.least, right.least), std::max(left.most, right.most)};
    }
  }
  for (size_t s = 0; s < arrays.hand.size(); ++s) {
    model.hand_[s] = arrays.hand[s];
    if (arrays.hand[s] != 0) model.bound_[s] += 2 * int64_t{kMaxHand};
  }
  std::vector<uint8_t> surfaces_of_node(n);
  for (size_t t = 0; t < arrays.root.size(); ++t) {
    const Below& tree = below[arrays.root[t]];
    const uint8_t surfaces = arrays.surfaces.empty() ? uint8_t{0xFF} : arrays.surfaces[t];
    model.trees_.push_back({arrays.root[t], tree.depth, surfaces});
    model.surfaces_ |= surfaces;
    surfaces_of_node[arrays.root[t]] = surfaces;
    for (size_t s = 0; s < model.bound_.size(); ++s) {
      if (surfaces >> s & 1) model.bound_[s] += int64_t{tree.most} - tree.least;
    }
  }
  for (size_t i = 0; i < n; ++i) {  // parents before their children
    const Node& node = model.nodes_[i];
    if (node.child == i) continue;
    model.asked_[node.feature] |= surfaces_of_node[i];
    surfaces_of_node[node.child] = surfaces_of_node[node.child + size_t{1}] = surfaces_of_node[i];
  }
  return model;
}

int32_t TreeModel::Score(Surface surface, const FeatureVector& features) const {
  int64_t sum = base_;
  if (const int64_t hand = hand_[static_cast<size_t>(surface)]; hand != 0) {
    const int64_t score = LinearModel::Default().OrderScore(HandSurface(surface), features);
    sum += Clamp(score * hand, -kMaxHand, kMaxHand);
  }
  for (const Tree& tree : trees_) {
    if ((tree.surfaces & BitOf(surface)) == 0) continue;
    size_t at = tree.root;
    for (uint16_t step = 0; step < tree.depth; ++step) {
      const Node& node = nodes_[at];
      at = node.child + static_cast<size_t>(features[node.feature] >= node.threshold);
    }
    sum += leaf_value_[at];
  }
  return static_cast<int32_t>(Clamp(sum, -2147483647, 2147483647));
}

}  // namespace hearth
