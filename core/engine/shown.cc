#include "engine/shown.h"

#include "catalog/search.h"

namespace hearth {

Result<ItemRules> ShownTo(const Engine& engine, Named named) {
  const MemberId member = named.value_or(kNobody);
  if (member != kNobody && engine.household().Find(member) == nullptr) {
    return NotFound("viewer: the household has no such member");
  }
  return engine.RulesFor({member, member != kNobody});
}

bool IsShown(const ItemRules& rules, ItemIndex item) {
  return item != kNoItem && rules.Of(item) != ItemRule::kAbsent;
}

std::vector<ItemIndex> ItemsWithin(Engine& engine, CategoryId category) {
  const Catalog& catalog = *engine.catalog();
  std::vector<ItemIndex> items;
  for (ItemIndex item : engine.ShopOrder()) {
    if (catalog.IsWithin(catalog.columns().category[item], category)) items.push_back(item);
  }
  return items;
}

std::vector<ItemIndex> ShownWithin(Engine& engine, const ItemRules& rules, CategoryId category) {
  std::vector<ItemIndex> items = ItemsWithin(engine, category);
  std::erase_if(items, [&](ItemIndex item) { return !IsShown(rules, item); });
  return items;
}

std::vector<ItemIndex> ShownAndFound(Engine& engine, const ItemRules& rules,
                                     std::string_view query) {
  std::vector<uint8_t> found(engine.catalog()->item_count(), false);
  for (ItemIndex item : Search(*engine.catalog(), query)) found[item] = true;
  std::vector<ItemIndex> items;
  for (ItemIndex item : engine.ShopOrder()) {
    if (found[item] && IsShown(rules, item)) items.push_back(item);
  }
  return items;
}

std::vector<size_t> CountShown(const Catalog& catalog, const ItemRules& rules) {
  const CatalogColumns& columns = catalog.columns();
  std::vector<size_t> items(catalog.category_count(), 0);
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) {
    items[columns.category[i]] += IsShown(rules, i);
  }
  for (size_t node = items.size() - 1; node > 0; --node) {
    items[columns.category_parent[node]] += items[node];
  }
  return items;
}

}  // namespace hearth
