#include "catalog/catalog.h"

#include <algorithm>

#include "catalog/builder.h"

namespace hearth {

ItemIndex Catalog::Find(ItemKey key) const {
  const auto found = std::lower_bound(columns_.key.begin(), columns_.key.end(), key);
  if (found == columns_.key.end() || *found != key) return kNoItem;
  return static_cast<ItemIndex>(found - columns_.key.begin());
}

ItemIndex Catalog::FindSku(std::string_view sku) const {
  const ItemIndex item = Find(KeyOf(sku));
  return item != kNoItem && Sku(item) == sku ? item : kNoItem;
}

std::string Catalog::CategoryPath(CategoryId category) const {
  std::string path;
  for (CategoryId node = category; node != 0; node = columns_.category_parent[node]) {
    std::string name(columns_.category_name[node]);
    path = path.empty() ? std::move(name) : name + " > " + path;
  }
  return path;
}

CategoryId Catalog::FindCategory(std::string_view path) const {
  CategoryId node = 0;
  for (const std::string& name : SplitCategoryPath(path)) {
    // Children of `node`: its first descendant, then whatever follows each child's subtree.
    size_t child = node + size_t{1};
    while (child < category_end_[node] && columns_.category_name[child] != name) {
      child = category_end_[child];
    }
    if (child >= category_end_[node]) return 0;
    node = static_cast<CategoryId>(child);
  }
  return node;
}

// Needs a tree in preorder. From the back, a node's end is known before its parent asks for it.
void Catalog::IndexCategories() {
  const size_t count = category_count();
  category_end_.resize(count);
  category_depth_.assign(count, 0);
  for (size_t node = 0; node < count; ++node) {
    category_end_[node] = static_cast<CategoryId>(node + 1);
    if (node > 0) {
      category_depth_[node] =
          static_cast<uint8_t>(category_depth_[columns_.category_parent[node]] + 1);
    }
  }
  for (size_t node = count; node-- > 1;) {
    CategoryId& end = category_end_[columns_.category_parent[node]];
    end = std::max(end, category_end_[node]);
  }
}

}  // namespace hearth
