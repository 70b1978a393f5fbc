// Reading the catalog: items, departments, lists, search.
#include "engine/answers_json.h"
#include "engine/operations_json.h"
#include "engine/shown.h"

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

}  // namespace

OutcomeOrError DoCatalogCategories(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ShownTo(engine, ReadNamed(fields));
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  const Catalog& catalog = *engine.catalog();
  const std::vector<size_t> items = CountShown(catalog, *rules);
  Json categories = Json::array();
  for (size_t node = 1; node < items.size(); ++node) {
    const auto id = static_cast<CategoryId>(node);
    if (items[node] == 0) continue;  // what a child is not to see has no door either
    categories.push_back({{"path", catalog.CategoryPath(id)},
                          {"name", catalog.columns().category_name[node]},
                          {"depth", catalog.CategoryDepth(id)},
                          {"items", items[node]}});
  }
  return Told({{"categories", std::move(categories)}});
}

OutcomeOrError DoCatalogItem(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ShownTo(engine, ReadNamed(fields));
  const std::string sku = fields.Text("sku");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  const Catalog& catalog = *engine.catalog();
  const auto [item, variant] = catalog.columns().MatchSku(sku);
  if (!IsShown(*rules, item)) return NoSuchItem();
  Json json = ItemJson(catalog, item, variant);
  Json variants = VariantsJson(catalog, item);
  if (variants.size() > 0) json["variants"] = std::move(variants);
  return Told(std::move(json));
}

OutcomeOrError DoCatalogList(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ShownTo(engine, ReadNamed(fields));
  const std::string path = fields.TextOr("category", "");
  const auto offset = static_cast<size_t>(fields.IntegerOr("offset", 0, kMaxItems, 0));
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 48));
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  Result<CategoryId> category = ReadCategory(*engine.catalog(), path);
  if (!category.ok()) return category.error();
  const std::vector<ItemIndex> items = ShownWithin(engine, *rules, *category);
  return Told(PageOfItems(*engine.catalog(), items, offset, limit));
}

OutcomeOrError DoCatalogSearch(Engine& engine, Fields& fields) {
  const Result<ItemRules> rules = ShownTo(engine, ReadNamed(fields));
  const std::string query = fields.Text("query");
  const auto limit = static_cast<size_t>(fields.IntegerOr("limit", 1, kMaxLimit, 48));
  if (query.size() > kMaxTitleBytes) fields.Fail("query", "expected at most 512 bytes");
  if (Status status = fields.Finish(); !status.ok()) return status.error();
  if (!rules.ok()) return rules.error();
  const std::vector<ItemIndex> items = ShownAndFound(engine, *rules, query);
  return Told(PageOfItems(*engine.catalog(), items, 0, limit));
}

}  // namespace hearth
