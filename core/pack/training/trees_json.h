// Trees as a file: JSON of TreeArrays, so that the model that ships with Hearth can be read,
// compared and committed.
//
//   {"features": ["days_since_last", ...], "base": 0, "trees": [TREE, ...]}
//   TREE: a leaf's value, or [feature, threshold, TREE where below, TREE where not]; `feature`
//   counts in "features"
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "rank/tree_model.h"

namespace hearth {

// A line for each tree.
std::string WriteTrees(const TreeArrays& arrays);

// Trees that count on `surfaces`. Errors: malformed, and those of TreeModel::Make.
Result<TreeArrays> ReadTrees(std::string_view text, uint8_t surfaces);

// The default model, for shops without order lines: fitted to the demo shop's, all public
// numbers unknown (core/pack/README.md has the command).
const TreeArrays& DefaultTrees();

}  // namespace hearth
