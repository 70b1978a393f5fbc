#include "pack/training/tree_pruning.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hearth {
namespace {

bool IsLeaf(const TreeArrays& arrays, size_t node) { return arrays.feature[node] == kLeafFeature; }

// Of each entry of `feature_names`, where a row has it.
std::vector<size_t> PlacesOf(const std::vector<std::string>& names) {
  std::vector<size_t> places;
  for (const std::string& name : names) {
    const auto at = std::find_if(kFeatures.begin(), kFeatures.end(),
                                 [&](const FeatureEntry& entry) { return entry.name == name; });
    places.push_back(static_cast<size_t>(at->feature));
  }
  return places;
}

// Copies trees node by node; only features and values that are asked for come along.
class Copier {
 public:
  explicit Copier(const TreeArrays& from)
      : from_(from), number_(from.feature_names.size(), kLeafFeature) {
    to_.base = from.base;
    to_.hand = from.hand;
  }

  // `leaf_value(node, &value)`: whether the node is to be a leaf, and of which value.
  template <typename LeafValue>
  void AddTree(size_t tree, LeafValue leaf_value) {
    const size_t root = Grow(1);
    to_.root.push_back(static_cast<uint16_t>(root));
    to_.surfaces.push_back(from_.surfaces[tree]);
    Fill(from_.root[tree], root, leaf_value);
  }
  TreeArrays Take() { return std::move(to_); }

 private:
  size_t Grow(size_t nodes) {
    const size_t first = to_.feature.size();
    to_.feature.resize(first + nodes, kLeafFeature);
    to_.threshold.resize(first + nodes, 0);
    to_.child.resize(first + nodes, 0);
    return first;
  }

  template <typename LeafValue>
  void Fill(size_t node, size_t at, LeafValue leaf_value) {
    int32_t value = 0;
    if (leaf_value(node, &value)) {
      to_.child[at] = static_cast<uint16_t>(to_.value.size());
      to_.value.push_back(value);
      return;
    }
    const size_t left = Grow(2);
    to_.feature[at] = NumberOf(from_.feature[node]);
    to_.threshold[at] = from_.threshold[node];
    to_.child[at] = static_cast<uint16_t>(left);
    Fill(from_.child[node], left, leaf_value);
    Fill(from_.child[node] + size_t{1}, left + 1, leaf_value);
  }

  uint8_t NumberOf(uint8_t name) {
    if (number_[name] == kLeafFeature) {
      number_[name] = static_cast<uint8_t>(to_.feature_names.size());
      to_.feature_names.push_back(from_.feature_names[name]);
    }
    return number_[name];
  }

  const TreeArrays& from_;
  std::vector<uint8_t> number_;
  TreeArrays to_;
};

int32_t ValueOf(const TreeArrays& arrays, size_t leaf) { return arrays.value[arrays.child[leaf]]; }

}  // namespace

std::vector<uint32_t> CountCustomersOfNodes(const Examples& examples, const TreeArrays& arrays) {
  constexpr uint32_t kNobody = std::numeric_limits<uint32_t>::max();
  const std::vector<size_t> places = PlacesOf(arrays.feature_names);
  // Customer after customer, so that a node need remember the last one only.
  std::vector<std::pair<uint32_t, size_t>> trips;
  std::vector<size_t> first_row = {0};
  for (size_t t = 0; t < examples.rows_of_trip.size(); ++t) {
    trips.emplace_back(examples.customer_of_trip[t], t);
    first_row.push_back(first_row.back() + examples.rows_of_trip[t]);
  }
  std::sort(trips.begin(), trips.end());
  std::vector<uint32_t> customers(arrays.feature.size(), 0);
  std::vector<uint32_t> last(arrays.feature.size(), kNobody);
  for (const auto& [customer, trip] : trips) {
    for (size_t row = first_row[trip]; row < first_row[trip + 1]; ++row) {
      const int16_t* features = examples.features.data() + row * kFeatureCount;
      for (size_t node : arrays.root) {
        for (;;) {
          if (last[node] != customer) ++customers[node];
          last[node] = customer;
          if (IsLeaf(arrays, node)) break;
          const bool right = features[places[arrays.feature[node]]] >= arrays.threshold[node];
          node = arrays.child[node] + (right ? size_t{1} : size_t{0});
        }
      }
    }
  }
  return customers;
}

size_t PruneLeavesOfFew(const Examples& examples, uint32_t min_customers,
                        const std::vector<double>& hessian, double lambda, TreeArrays* arrays) {
  const TreeArrays& from = *arrays;
  const std::vector<uint32_t> customers = CountCustomersOfNodes(examples, from);
  // Children come after their parents: from the back, what is below a node is known.
  std::vector<double> gradient(from.feature.size(), 0);
  for (size_t node = from.feature.size(); node-- > 0;) {
    const size_t left = from.child[node];
    gradient[node] = IsLeaf(from, node) ? ValueOf(from, node) * (hessian[node] + lambda)
                                        : gradient[left] + gradient[left + 1];
  }
  size_t pruned = 0;
  Copier copier(from);
  for (size_t tree = 0; tree < from.root.size(); ++tree) {
    copier.AddTree(tree, [&](size_t node, int32_t* value) {
      if (IsLeaf(from, node)) {
        *value = ValueOf(from, node);
        return true;
      }
      const size_t left = from.child[node];
      if (std::min(customers[left], customers[left + 1]) >= min_customers) return false;
      *value = static_cast<int32_t>(std::lround(gradient[node] / (hessian[node] + lambda)));
      ++pruned;
      return true;
    });
  }
  *arrays = copier.Take();
  return pruned;
}

TreeArrays FirstTrees(const TreeArrays& arrays, size_t count) {
  Copier copier(arrays);
  for (size_t tree = 0; tree < std::min(count, arrays.root.size()); ++tree) {
    copier.AddTree(tree, [&](size_t node, int32_t* value) {
      if (!IsLeaf(arrays, node)) return false;
      *value = ValueOf(arrays, node);
      return true;
    });
  }
  return copier.Take();
}

}  // namespace hearth
