// The tree ensemble: features in, one integer out, the same bits on every machine.
//
// A tree asks `feature < threshold` at each node; yes goes to the left child, no to the right one,
// which is the next node (XGBoost's rule). The score is a base, one leaf of each tree that counts
// on the surface, and what the trees begin with: the score by hand of what orders show, times a
// number of the surface. Summed and clamped to int32; comparable within one request only.
//
// What always holds of a TreeModel: children come after their parent, every node but the roots is
// exactly one node's child, every feature is one of this build's. So evaluation ends, and nothing
// in it needs a check: a fixed number of steps a tree, each `at = child + (x >= threshold)`, where
// a leaf leads back to itself. 12 bytes a node in memory; about depth x 5 instructions a tree.
//
// Chen, Guestrin: "XGBoost: A Scalable Tree Boosting System", KDD 2016.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "rank/features.h"

namespace hearth {

inline constexpr uint8_t kLeafFeature = kMaxModelFeatures;

constexpr uint8_t BitOf(Surface surface) {
  return static_cast<uint8_t>(1 << static_cast<int>(surface));
}

// An ensemble as it is trained and carried (catalog/pack.fbs, model_*). One entry a node in the
// first three columns, all trees after one another.
struct TreeArrays {
  std::vector<std::string> feature_names;  // of features.h; what `feature` counts in; at most 255
  std::vector<uint8_t> feature;            // kLeafFeature: a leaf
  std::vector<int16_t> threshold;          // 0 in a leaf
  std::vector<uint16_t> child;  // the left child, the right one is the next node; in a leaf: which
                                // entry of `value`
  std::vector<int32_t> value;   // of leaves, which may share one
  std::vector<uint16_t> root;   // of each tree
  std::vector<uint8_t> surfaces;  // of each tree: where it counts, of BitOf; empty: everywhere
  int32_t base = 0;
  // By surface: what a unit of LinearModel::OrderScore is worth; empty: nothing.
  std::vector<int32_t> hand;
};

// The score by hand that trees of a surface begin with. Those of next trips, which count on
// several, were fitted to one.
constexpr Surface HandSurface(Surface surface) {
  return surface == Surface::kBuyAgain ? Surface::kHome : surface;
}

class TreeModel {
 public:
  // Errors: malformed, too_large, unsupported_version (a feature that this build does not have);
  // all begin with the name of the column as the pack has it, and the entry.
  static Result<TreeModel> Make(const TreeArrays& arrays);

  // Whether any tree counts on the surface. Where none does, all scores are the base.
  bool Covers(Surface surface) const { return (surfaces_ & BitOf(surface)) != 0; }

  // Whether a tree that counts on the surface asks for the feature.
  bool Asks(Surface surface, Feature feature) const {
    return (asked_[static_cast<size_t>(feature)] & BitOf(surface)) != 0;
  }

  int32_t Score(Surface surface, const FeatureVector& features) const;

  // What the score by hand is worth at most, either way.
  static constexpr int32_t kMaxHand = 64 << 20;

  // The most by which two feature vectors, however different, can differ in score: the sum over the
  // surface's trees of the largest leaf less the smallest, and twice kMaxHand where the score by
  // hand counts. So no event moves a score by more.
  int64_t Bound(Surface surface) const { return bound_[static_cast<size_t>(surface)]; }

  size_t tree_count() const { return trees_.size(); }
  size_t node_count() const { return nodes_.size(); }

 private:
  struct Node {
    int32_t threshold;  // above every feature in a leaf
    uint16_t child;     // itself in a leaf
    uint16_t feature;
  };
  static_assert(sizeof(Node) == 8);
  struct Tree {
    uint16_t root;
    uint16_t depth;  // steps from the root to the deepest leaf
    uint8_t surfaces;
  };

  TreeModel() = default;

  std::vector<Node> nodes_;
  std::vector<int32_t> leaf_value_;  // by node; 0 where it is none
  std::vector<Tree> trees_;
  int32_t base_ = 0;
  std::array<int32_t, kSurfaceNames.size()> hand_{};
  std::array<int64_t, kSurfaceNames.size()> bound_{};
  uint8_t surfaces_ = 0;                        // of any tree
  std::array<uint8_t, kFeatureCount> asked_{};  // by feature: on which surfaces
};

}  // namespace hearth
