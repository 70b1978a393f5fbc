#include "catalog/builder.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "base/sort.h"
#include "base/utf8.h"

namespace hearth {
namespace {

using CategoryPath = std::vector<std::string>;

// Every node of the tree with its id. Lexicographic order of paths is preorder.
std::map<CategoryPath, CategoryId> CollectCategories(const std::vector<FeedItem>& items) {
  std::map<CategoryPath, CategoryId> ids;
  ids[{}] = 0;
  for (const FeedItem& item : items) {
    for (CategoryPath path = SplitCategoryPath(item.category); !path.empty(); path.pop_back()) {
      if (!ids.emplace(path, 0).second) break;
    }
  }
  size_t next = 0;
  for (auto& [path, id] : ids) id = static_cast<CategoryId>(next++);
  return ids;
}

// Each text that an item has with its number, in the order of the texts: "" is 0.
template <typename TextOf>
std::map<std::string, uint32_t> NumberTexts(const std::vector<FeedItem>& items, TextOf text_of) {
  std::map<std::string, uint32_t> ids;
  ids[""] = 0;
  for (const FeedItem& item : items) ids.emplace(text_of(item), 0);
  uint32_t next = 0;
  for (auto& [text, id] : ids) id = next++;
  return ids;
}

void FillCategories(const std::map<CategoryPath, CategoryId>& ids, OwnedColumns* columns) {
  for (const auto& [path, id] : ids) {
    CategoryPath parent = path;
    if (!parent.empty()) parent.pop_back();
    columns->category_parent.push_back(ids.at(parent));
    columns->category_name.Append(path.empty() ? "" : path.back());
  }
}

void FillItem(const FeedItem& item, std::string_view sku, OwnedColumns* columns) {
  columns->key.push_back(KeyOf(sku));
  columns->sku.Append(sku);
  columns->title.Append(item.title);
  columns->link.Append(item.link);
  columns->image.Append(item.image);
  columns->price_minor.push_back(item.price_minor);
  columns->availability.push_back(static_cast<uint8_t>(item.availability));
}

// Paths with a line each, the first Google's or blank; "" where there are none.
std::string AlsoUnder(const FeedItem& item) {
  if (item.further_categories.empty()) return item.google_path;
  return item.google_path + '\n' + item.further_categories;
}

void FillVariant(const FeedItem& item, const FeedItem& shown, OwnedColumns* columns) {
  columns->variant_text.Append(item.sku);
  for (const auto text : {&FeedItem::title, &FeedItem::link, &FeedItem::image}) {
    columns->variant_text.Append(item.*text == shown.*text ? std::string_view() : item.*text);
  }
  columns->variant_price_minor.push_back(item.price_minor);
  columns->variant_availability.push_back(static_cast<uint8_t>(item.availability));
}

// A category has the number that all of its items agree on that give one.
void FillGoogleCategories(const std::vector<FeedItem>& items,
                          const std::map<CategoryPath, CategoryId>& ids, OwnedColumns* columns) {
  std::map<CategoryId, std::set<uint32_t>> given;
  for (const FeedItem& item : items) {
    if (item.google_category == 0) continue;
    given[ids.at(SplitCategoryPath(item.category))].insert(item.google_category);
  }
  if (given.empty()) return;
  columns->google_category.assign(ids.size(), 0);
  for (const auto& [category, numbers] : given) {
    if (numbers.size() == 1) columns->google_category[category] = *numbers.begin();
  }
}

// Prices of each category, ascending.
std::vector<std::vector<int32_t>> PricesByCategory(const OwnedColumns& columns) {
  std::vector<std::vector<int32_t>> prices(columns.category_parent.size());
  for (size_t i = 0; i < columns.item_count(); ++i) {
    prices[columns.category[i]].push_back(columns.price_minor[i]);
  }
  for (std::vector<int32_t>& list : prices) Sort(list);
  return prices;
}

void FillPriceBands(OwnedColumns* columns) {
  const std::vector<std::vector<int32_t>> prices = PricesByCategory(*columns);
  for (size_t i = 0; i < columns->item_count(); ++i) {
    const std::vector<int32_t>& list = prices[columns->category[i]];
    const auto cheaper = static_cast<size_t>(
        std::lower_bound(list.begin(), list.end(), columns->price_minor[i]) - list.begin());
    columns->price_band.push_back(static_cast<uint8_t>(kPriceBands * cheaper / list.size()));
  }
}

void FillEmptyStatistics(OwnedColumns* columns) {
  const size_t n = columns->item_count();
  columns->recent_customers.assign(n, 0);
  columns->repeat_permille.assign(n, 0);
  columns->gap_days.assign(n, 0);
  columns->neighbour_start.assign(n + 1, 0);
}

// The numbers beside keys, in the order of the keys.
std::vector<size_t> ByKey(std::vector<std::pair<ItemKey, size_t>> keyed) {
  Sort(keyed);
  std::vector<size_t> order;
  order.reserve(keyed.size());
  for (const auto& [key, number] : keyed) order.push_back(number);
  return order;
}

void SortVariants(OwnedColumns* columns) {
  const TextColumn texts = columns->variant_text.Column();
  std::vector<std::pair<ItemKey, size_t>> keyed;
  for (size_t i = 0; i < columns->variant_price_minor.size(); ++i) {
    keyed.emplace_back(KeyOf(texts[i * kVariantTexts]), i);
  }
  for (const size_t variant : ByKey(std::move(keyed))) {
    columns->variant_by_key.push_back(static_cast<uint32_t>(variant));
  }
}

Status CheckShop(const std::string& shop) {
  if (shop.empty() || shop.size() > kMaxShopBytes || !IsCleanUtf8(shop)) {
    return Malformed("shop: expected a name of 1 to " + std::to_string(kMaxShopBytes) + " bytes");
  }
  return {};
}

}  // namespace

void OwnedText::Append(std::string_view text) {
  bytes.insert(bytes.end(), text.begin(), text.end());
  end.push_back(static_cast<uint32_t>(bytes.size()));
}

CatalogColumns OwnedColumns::Columns() const {
  CatalogColumns columns;
  columns.shop = shop;
  columns.currency = currency;
  columns.minor_digits = minor_digits;
  columns.as_of = as_of;
  columns.k = k;
  columns.customers = customers;
  columns.left_out_rows = left_out_rows;
  columns.key = key;
  columns.sku = sku.Column();
  columns.title = title.Column();
  columns.link = link.Column();
  columns.image = image.Column();
  columns.category = category;
  columns.brand = brand;
  columns.price_minor = price_minor;
  columns.price_band = price_band;
  columns.availability = availability;
  columns.since_day = since_day;
  columns.item_customers = item_customers;
  columns.recent_customers = recent_customers;
  columns.repeat_permille = repeat_permille;
  columns.gap_days = gap_days;
  columns.month_level = month_level;
  columns.neighbour_start = neighbour_start;
  columns.neighbour_item = neighbour_item;
  columns.neighbour_weight = neighbour_weight;
  columns.embedding = embedding;
  columns.category_parent = category_parent;
  columns.category_name = category_name.Column();
  columns.brand_name = brand_name.Column();
  columns.google_category = google_category;
  columns.also_under_of = also_under_of;
  columns.google_number = google_number;
  columns.also_under = also_under.Column();
  columns.reveals = reveals;
  columns.reveals_topic = reveals_topic.Column();
  columns.topic = topic;
  columns.topic_id = topic_id.Column();
  columns.list_hash = list_hash;
  columns.variant_start = variant_start;
  columns.variant_by_key = variant_by_key;
  columns.variant_text = variant_text.Column();
  columns.variant_price_minor = variant_price_minor;
  columns.variant_availability = variant_availability;
  columns.regular_price_minor = regular_price_minor;
  columns.taste_vector = taste_vector;
  columns.taste_group = taste_group;
  columns.attribution_weights = attribution_weights;
  columns.viewers = viewers;
  columns.viewed_start = viewed_start;
  columns.viewed_item = viewed_item;
  columns.viewed_with = viewed_with;
  columns.viewed_after = viewed_after;
  columns.model_feature_name = model_feature_name.Column();
  columns.model_feature = model_feature;
  columns.model_threshold = model_threshold;
  columns.model_child = model_child;
  columns.model_value = model_value;
  columns.model_root = model_root;
  columns.model_surfaces = model_surfaces;
  columns.model_base = model_base;
  columns.model_hand = model_hand;
  return columns;
}

std::vector<std::string> SplitCategoryPath(std::string_view path) {
  std::vector<std::string> names;
  while (!path.empty()) {
    const size_t end = std::min(path.find('>'), path.size());
    names.emplace_back(Trim(path.substr(0, end)));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return names;
}

CatalogBuilder::CatalogBuilder(std::string shop, MoneyFormat money)
    : shop_(std::move(shop)), money_(std::move(money)) {}

Status CatalogBuilder::Add(FeedItem item) {
  if (size() >= kMaxItems) {
    return TooLarge("expected at most " + std::to_string(kMaxItems) + " items");
  }
  if (Status status = CheckFeedItem(item); !status.ok()) return status;
  const std::string& filed = item.category.empty() ? item.google_path : item.category;
  if (SplitCategoryPath(filed).size() > kMaxCategoryDepth) {
    return TooLarge("product_type: expected at most " + std::to_string(kMaxCategoryDepth) +
                    " levels");
  }
  return products_.Add(std::move(item));
}

// Positions of the items, by the keys of their products; of a product those in stock first.
std::vector<size_t> CatalogBuilder::OrderByKey() const {
  const std::vector<FeedItem>& items = products_.items();
  std::vector<std::pair<ItemKey, size_t>> keyed;
  keyed.reserve(items.size());
  for (size_t i = 0; i < items.size(); ++i) {
    const bool is_out = items[i].availability == Availability::kOutOfStock;
    keyed.emplace_back(KeyOf(products_.SkuOf(products_.ProductOf(i))),
                       i + (is_out ? kMaxItems : 0));
  }
  std::vector<size_t> order = ByKey(std::move(keyed));
  for (size_t& position : order) position %= kMaxItems;
  return order;
}

Result<std::unique_ptr<OwnedColumns>> CatalogBuilder::Build() const {
  if (Status status = CheckShop(shop_); !status.ok()) return status.error();
  const std::vector<FeedItem>& items = products_.items();
  const std::map<CategoryPath, CategoryId> categories = CollectCategories(items);
  if (categories.size() > kMaxCategories) {
    return TooLarge("expected at most " + std::to_string(kMaxCategories) + " categories");
  }
  const auto brands = NumberTexts(items, [](const FeedItem& item) { return item.brand; });
  const auto also_under = NumberTexts(items, AlsoUnder);
  if (brands.size() > kMaxBrands) {
    return TooLarge("expected at most " + std::to_string(kMaxBrands) + " brands");
  }
  size_t text_bytes = 0;
  for (const FeedItem& item : items) {
    text_bytes += item.sku.size() + item.title.size() + item.link.size() + item.image.size();
  }
  if (text_bytes > kMaxPackBytes) return TooLarge("expected at most 512 MiB of texts");

  auto columns = std::make_unique<OwnedColumns>();
  columns->shop = shop_;
  columns->currency = money_.currency;
  columns->minor_digits = money_.minor_digits;
  FillCategories(categories, columns.get());
  FillGoogleCategories(items, categories, columns.get());
  for (const auto& [name, id] : brands) columns->brand_name.Append(name);
  for (const auto& [paths, id] : also_under) columns->also_under.Append(paths);
  ForEachProduct([&](size_t product, const FeedItem& shown, std::span<const size_t> variants) {
    const FeedItem& first = products_.First(product);
    columns->variant_start.push_back(static_cast<uint32_t>(columns->variant_price_minor.size()));
    FillItem(shown, products_.SkuOf(product), columns.get());
    columns->since_day.push_back(first.since_day);
    columns->category.push_back(categories.at(SplitCategoryPath(first.category)));
    columns->brand.push_back(static_cast<BrandId>(brands.at(first.brand)));
    columns->item_customers.push_back(static_cast<uint32_t>(products_.size() - product));
    columns->also_under_of.push_back(also_under.at(AlsoUnder(first)));
    columns->google_number.push_back(first.google_category);
    for (const size_t position : variants) FillVariant(items[position], shown, columns.get());
  });
  const size_t variants = columns->variant_price_minor.size();
  columns->variant_start.push_back(static_cast<uint32_t>(variants));
  if (variants == 0) columns->variant_start.clear();
  SortVariants(columns.get());
  FillPriceBands(columns.get());
  FillEmptyStatistics(columns.get());
  return columns;
}

}  // namespace hearth
