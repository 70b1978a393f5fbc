// Trees that say nothing of a few: every leaf stands on at least a given number of distinct
// customers.
//
// XGBoost counts rows, and one customer may have many. So all examples walk down each tree; a split
// with a child that fewer than `min_customers` have come to becomes a leaf, of the value that
// XGBoost itself would have given it there: leaves carry -G / (H + lambda), where G and H are sums
// over rows, so that G of a node is that of the leaves below it. Later trees were grown after the
// split that is gone, and stay as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pack/training/model_examples.h"
#include "rank/tree_model.h"

namespace hearth {

// Distinct customers whose examples come to each node. O(rows x trees x depth).
std::vector<uint32_t> CountCustomersOfNodes(const Examples& examples, const TreeArrays& arrays);

// `hessian`: H of each node. The splits that are gone are counted; a tree may become one leaf.
size_t PruneLeavesOfFew(const Examples& examples, uint32_t min_customers,
                        const std::vector<double>& hessian, double lambda, TreeArrays* arrays);

// The first `count` trees alone.
TreeArrays FirstTrees(const TreeArrays& arrays, size_t count);

}  // namespace hearth
