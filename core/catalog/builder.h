// Makes the columns of a catalog from items in any order: sorts them by key, builds the category
// tree and the brand table, and works out price bands. An item without a category of the shop's own
// lies in Google's, where the feed gives its path. Used for JSON catalogs and by `hearth pack`.
//
// The category tree is in preorder, children by name (bytewise); every beginning of a path is a
// node. The price band of an item is 8 * (cheaper items of its category) / (items of its category),
// so that equal prices share a band. Statistics are zero, but `item_customers`, which is n for the
// first item added, n-1 for the second, ...: without order lines `popular` is the shop's own order.
//
// Items of one group that are filed alike are the variants of one product (feed_products.h), which
// is one item of the catalog (pack.fbs, variant_start). It is where its first variant is, and has
// the category and the brand of that one; title, price, link and image are of the first in stock.
//
// The same items in the same order make the same columns. O(n log n) time, O(n) memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"
#include "catalog/feed_item.h"
#include "catalog/feed_products.h"

namespace hearth {

inline constexpr size_t kMaxShopBytes = 64;
inline constexpr size_t kMaxCategoryDepth = 16;
inline constexpr int kPriceBands = 8;

// A text column that owns its bytes.
struct OwnedText {
  std::vector<uint8_t> bytes;
  std::vector<uint32_t> end;

  void Append(std::string_view text);
  TextColumn Column() const { return {bytes, end}; }
};

// CatalogColumns with ownership; the same names, units and ranges (pack.fbs).
struct OwnedColumns {
  std::string shop, currency;
  uint8_t minor_digits = 2;
  Time as_of = 0;
  uint32_t k = 0;
  uint32_t customers = 0;
  uint32_t left_out_rows = 0;

  std::vector<uint64_t> key;
  OwnedText sku, title, link, image;
  std::vector<uint16_t> category, brand;
  std::vector<int32_t> price_minor;
  std::vector<uint8_t> price_band, availability;
  std::vector<int32_t> since_day;
  std::vector<uint32_t> item_customers, recent_customers;
  std::vector<uint16_t> repeat_permille, gap_days;
  std::vector<uint8_t> month_level;

  std::vector<uint32_t> neighbour_start, neighbour_item;
  std::vector<uint16_t> neighbour_weight;

  std::vector<int8_t> embedding;

  std::vector<uint16_t> category_parent;
  OwnedText category_name, brand_name;
  std::vector<uint32_t> google_category;

  // What an item is filed under besides; no pack has it, it has `topic`.
  std::vector<uint32_t> google_number, also_under_of;
  OwnedText also_under;

  std::vector<uint8_t> reveals;
  OwnedText reveals_topic;

  std::vector<uint8_t> topic;
  OwnedText topic_id;
  uint64_t list_hash = 0;

  std::vector<uint32_t> variant_start, variant_by_key;
  OwnedText variant_text;
  std::vector<int32_t> variant_price_minor;
  std::vector<uint8_t> variant_availability;
  std::vector<int32_t> regular_price_minor;

  std::vector<int8_t> taste_vector;
  std::vector<uint8_t> taste_group;
  std::vector<int32_t> attribution_weights;

  std::vector<uint32_t> viewers, viewed_start, viewed_item;
  std::vector<uint16_t> viewed_with, viewed_after;

  OwnedText model_feature_name;
  std::vector<uint8_t> model_feature;
  std::vector<int16_t> model_threshold;
  std::vector<uint16_t> model_child;
  std::vector<int32_t> model_value;
  std::vector<uint16_t> model_root;
  std::vector<uint8_t> model_surfaces;
  int32_t model_base = 0;
  std::vector<int32_t> model_hand;

  std::vector<uint64_t> gtin;  // of packs alone, as no catalog reads it (CatalogBuilder::Gtins)

  size_t item_count() const { return key.size(); }
  // Points into this object, which must stay where it is.
  CatalogColumns Columns() const;
};

// "A > B > C" as names without blanks around them; empty for the root.
std::vector<std::string> SplitCategoryPath(std::string_view path);

class CatalogBuilder {
 public:
  CatalogBuilder(std::string shop, MoneyFormat money);

  // Errors: malformed, too_large (beginning with the field); duplicate, for a SKU that is there
  // already or whose key another SKU has. A refused item changes nothing.
  Status Add(FeedItem item);

  size_t size() const { return products_.items().size(); }
  const MoneyFormat& money() const { return money_; }

  // Errors: malformed, too_large (names of the shop, too many categories or brands).
  Result<std::unique_ptr<OwnedColumns>> Build() const;

  // What only packs have: of each item in the order of Build(), then of each variant; empty where
  // no item has any.
  std::vector<uint64_t> Gtins() const { return Of(&FeedItem::gtin); }
  std::vector<int32_t> RegularPrices() const { return Of(&FeedItem::regular_minor); }

 private:
  std::vector<size_t> OrderByKey() const;
  // Calls `visit(product, shown, variants)` for each product in the order of its key: the item that
  // stands for it, and the positions of its variants in the pack's order; none where it has none.
  template <typename Visit>
  void ForEachProduct(Visit visit) const;
  template <typename T>
  std::vector<T> Of(T FeedItem::*field) const;

  std::string shop_;
  MoneyFormat money_;
  FeedProducts products_;
};

template <typename Visit>
void CatalogBuilder::ForEachProduct(Visit visit) const {
  const std::vector<size_t> order = OrderByKey();
  for (size_t at = 0; at < order.size();) {
    const size_t product = products_.ProductOf(order[at]);
    const std::span<const size_t> all = std::span(order).subspan(at, products_.CountOf(product));
    visit(product, products_.items()[all[0]], products_.HasVariants(product) ? all : all.first(0));
    at += all.size();
  }
}

template <typename T>
std::vector<T> CatalogBuilder::Of(T FeedItem::*field) const {
  const std::vector<FeedItem>& items = products_.items();
  const bool any = std::any_of(items.begin(), items.end(),
                               [field](const FeedItem& item) { return item.*field != 0; });
  if (!any) return {};
  std::vector<T> values, of_variants;
  ForEachProduct([&](size_t, const FeedItem& shown, std::span<const size_t> variants) {
    values.push_back(shown.*field);
    for (const size_t position : variants) of_variants.push_back(items[position].*field);
  });
  values.insert(values.end(), of_variants.begin(), of_variants.end());
  return values;
}

}  // namespace hearth
