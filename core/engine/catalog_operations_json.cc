// Reading the catalog: items, departments, lists, search.
#include <algorithm>

#include "catalog/search.h"
#include "engine/answers_json.h"
#include "engine/operations_json.h"

namespace hearth {

namespace {

Json PageOfItems(const Catalog& catalog, std::span<const ItemIndex> items, size_t offset,
                 size_t limit) {
  Json page = Json::array();
  for (size_t i = offset; i < items.size() && i - offset < limit; ++i) {
    page.push_back(ItemJson(catalog, items[i]));
  }
  return {{"total", items.size()}, {"items", std::move(page)}};
}

// What the shop lists is everybody's, but for what a child is not to see.
Result<ItemRules> ReadRules(Engine& engine, Fields& fields) {
  const MemberId named = ReadMemberId(fields, "viewer");
  if (named != kNobody && engine.household().Find(named) == nullptr) {
    return NotFound("viewer: the household has no such member");
  }
  return engine.RulesFor({named, named != kNobody});
}

}  // namespace

OutcomeOrError DoCatalogCategories(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ReadRules(engine, fields);
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  const Catalog& catalog = *engine.catalog();
  const CatalogColumns& columns = catalog.columns();
  std::vector<size_t> items(catalog.category_count(), 0);
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) {
    items[columns.category[i]] += rules->Of(i) != ItemRule::kAbsent;
  }
  for (size_t node = items.size() - 1; node > 0; --node) {
    items[columns.category_parent[node]] += items[node];
  }
  Json categories = Json::array();
  for (size_t node = 1; node < items.size(); ++node) {
    const auto id = static_cast<CategoryId>(node);
    if (items[node] == 0) continue;  // what a child is not to see has no door either
    categories.push_back({{"path", catalog.CategoryPath(id)},
                          {"name", columns.category_name[node]},
                          {"depth", catalog.CategoryDepth(id)},
                          {"items", items[node]}});
  }
  return Told({{"categories", std::move(categories)}});
}

OutcomeOrError DoCatalogItem(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ReadRules(engine, fields);
  const std::string sku = fields.Text("sku");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  const ItemIndex item = engine.catalog()->FindSku(sku);
  if (item == kNoItem || rules->Of(item) == ItemRule::kAbsent) return NoSuchItem();
  return Told(ItemJson(*engine.catalog(), item));
}

OutcomeOrError DoCatalogList(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ReadRules(engine, fields);
  const std::string path = fields.TextOr("category", "");
  const auto offset = static_cast<size_t>(fields.IntegerOr("offset", 0, kMaxItems, 0));
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 48));
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  Result<CategoryId> category = ReadCategory(*engine.catalog(), path);
  if (!category.ok()) return category.error();
  std::vector<ItemIndex> items = ItemsWithin(engine, *category);
  std::erase_if(items, [&](ItemIndex i) { return rules->Of(i) == ItemRule::kAbsent; });
  return Told(PageOfItems(*engine.catalog(), items, offset, limit));
}

OutcomeOrError DoCatalogSearch(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ReadRules(engine, fields);
  const std::string query = fields.Text("query");
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 48));
  if (query.size() > kMaxTitleBytes) fields.Fail("query", "expected at most 512 bytes");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  std::vector<uint8_t> found(engine.catalog()->item_count(), false);
  for (ItemIndex item : Search(*engine.catalog(), query)) found[item] = true;
  std::vector<ItemIndex> items;
  for (ItemIndex item : engine.ShopOrder()) {
    if (found[item] && rules->Of(item) != ItemRule::kAbsent) items.push_back(item);
  }
  return Told(PageOfItems(*engine.catalog(), items, 0, limit));
}

}  // namespace hearth
