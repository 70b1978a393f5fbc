#include "pack/training/trees_json.h"

#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

#include "pack/training/tree_fitting.h"

namespace hearth {
namespace {

using Json = nlohmann::json;

constexpr char kDefaultTrees[] =
#include "pack/default_trees.inc"
    ;
constexpr int kDeepest = 64;

Json TreeAt(const TreeArrays& arrays, size_t node) {
  const size_t child = arrays.child[node];
  if (arrays.feature[node] == kLeafFeature) return arrays.value[child];
  return {arrays.feature[node], arrays.threshold[node], TreeAt(arrays, child),
          TreeAt(arrays, child + 1)};
}

bool IsWithin(const Json& value, int64_t least, int64_t most) {
  return value.is_number_integer() && value >= least && value <= most;
}

class Reader {
 public:
  explicit Reader(TreeArrays* arrays) : arrays_(*arrays) {}

  // False where it is no tree, or too large.
  bool AddTree(const Json& tree) {
    const size_t root = arrays_.feature.size();
    if (!Grow(1)) return false;
    arrays_.root.push_back(static_cast<uint16_t>(root));
    return Fill(tree, root, 0);
  }

 private:
  bool Grow(size_t nodes) {
    const size_t size = arrays_.feature.size() + nodes;
    arrays_.feature.resize(size, kLeafFeature);
    arrays_.threshold.resize(size, 0);
    arrays_.child.resize(size, 0);
    return size <= kMaxModelNodes;
  }

  bool Fill(const Json& tree, size_t at, int depth) {
    if (IsWithin(tree, INT32_MIN, INT32_MAX)) {
      arrays_.child[at] = static_cast<uint16_t>(arrays_.value.size());
      arrays_.value.push_back(tree.get<int32_t>());
      return true;
    }
    if (depth == kDeepest || !tree.is_array() || tree.size() != 4) return false;
    if (!IsWithin(tree[0], 0, 254) || !IsWithin(tree[1], INT16_MIN, INT16_MAX)) return false;
    const size_t left = arrays_.feature.size();
    if (!Grow(2)) return false;
    arrays_.feature[at] = tree[0].get<uint8_t>();
    arrays_.threshold[at] = tree[1].get<int16_t>();
    arrays_.child[at] = static_cast<uint16_t>(left);
    return Fill(tree[2], left, depth + 1) && Fill(tree[3], left + 1, depth + 1);
  }

  TreeArrays& arrays_;
};

}  // namespace

std::string WriteTrees(const TreeArrays& arrays) {
  std::string text = "{\n\"features\": " + Json(arrays.feature_names).dump() +
                     ",\n\"base\": " + std::to_string(arrays.base) + ",\n\"trees\": [\n";
  for (size_t t = 0; t < arrays.root.size(); ++t) {
    if (t > 0) text += ",\n";
    text += TreeAt(arrays, arrays.root[t]).dump();
  }
  return text + "\n]}\n";
}

Result<TreeArrays> ReadTrees(std::string_view text, uint8_t surfaces) {
  const Json json = Json::parse(text, nullptr, false);
  const Error no_trees = Malformed("expected {\"features\": [...], \"base\": N, \"trees\": [...]}");
  if (!json.is_object() || !json.contains("features") || !json.contains("trees")) return no_trees;
  if (!json["features"].is_array() || !json["trees"].is_array()) return no_trees;
  if (!json.contains("base") || !IsWithin(json["base"], INT32_MIN, INT32_MAX)) return no_trees;
  TreeArrays arrays;
  for (const Json& name : json["features"]) {
    if (!name.is_string()) return Malformed("features: expected names");
    arrays.feature_names.push_back(name.get<std::string>());
  }
  arrays.base = json["base"].get<int32_t>();
  Reader reader(&arrays);
  for (const Json& tree : json["trees"]) {
    if (!reader.AddTree(tree)) {
      return Malformed("trees: entry " + std::to_string(arrays.surfaces.size()) +
                       " is no tree, or makes more than 4000 nodes");
    }
    arrays.surfaces.push_back(surfaces);
  }
  if (const Result<TreeModel> model = TreeModel::Make(arrays); !model.ok()) return model.error();
  return arrays;
}

const TreeArrays& DefaultTrees() {
  static const TreeArrays trees = [] {
    Result<TreeArrays> read = ReadTrees(kDefaultTrees, kNextTripSurfaces);
    assert(read.ok());
    return *std::move(read);
  }();
  return trees;
}

}  // namespace hearth
