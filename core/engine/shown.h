// What the shop shows a viewer of its catalog: everybody the same, but a child, or who may be one,
// not what is for adults only.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/viewers.h"

namespace hearth {

// For a request that names `named`, or nobody: a guess opens nothing here. The engine must hold a
// catalog. Errors: not_found.
Result<ItemRules> ShownTo(const Engine& engine, Named named);

// Whether the item is shown at all; kNoItem is not.
bool IsShown(const ItemRules& rules, ItemIndex item);
// Indexes, most popular first; ItemsWithin() whether shown or not.
std::vector<ItemIndex> ItemsWithin(Engine& engine, CategoryId category);
std::vector<ItemIndex> ShownWithin(Engine& engine, const ItemRules& rules, CategoryId category);
std::vector<ItemIndex> ShownAndFound(Engine& engine, const ItemRules& rules,
                                     std::string_view query);
// By category, how many items are shown in it and below it.
std::vector<size_t> CountShown(const Catalog& catalog, const ItemRules& rules);

}  // namespace hearth
