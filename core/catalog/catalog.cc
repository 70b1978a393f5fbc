#include "catalog/catalog.h"

#include <algorithm>

#include "catalog/builder.h"

namespace hearth {

ItemMatch CatalogColumns::Match(ItemKey wanted) const {
  const auto key_of = [&](VariantIndex variant) { return KeyOf(Text(variant, VariantText::kSku)); };
  const auto variant =
      std::lower_bound(variant_by_key.begin(), variant_by_key.end(), wanted,
                       [&](VariantIndex each, ItemKey sought) { return key_of(each) < sought; });
  if (variant != variant_by_key.end() && key_of(*variant) == wanted) {
    const auto after = std::upper_bound(variant_start.begin(), variant_start.end(), *variant);
    return {static_cast<ItemIndex>(after - variant_start.begin() - 1), *variant};
  }
  const auto found = std::lower_bound(key.begin(), key.end(), wanted);
  if (found == key.end() || *found != wanted) return {};
  return {static_cast<ItemIndex>(found - key.begin()), kNoVariant};
}

ItemMatch CatalogColumns::MatchSku(std::string_view wanted) const {
  const ItemMatch match = Match(KeyOf(wanted));
  if (match.item == kNoItem || TextOf(match, VariantText::kSku) == wanted) return match;
  return {};
}

std::string_view CatalogColumns::TextOf(ItemMatch named, VariantText what) const {
  if (named.variant != kNoVariant) {
    const std::string_view own = Text(named.variant, what);
    if (!own.empty()) return own;
  }
  const TextColumn* const of_items[kVariantTexts] = {&sku, &title, &link, &image};
  return (*of_items[static_cast<size_t>(what)])[named.item];
}

ItemKey Catalog::ProductKey(ItemKey key) const {
  const ItemIndex item = Find(key);
  return item != kNoItem ? columns_.key[item] : key;
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
