// The items of a feed, and which of them are the variants of one product: those of one group that
// are filed alike, in the same categories of the shop's and of Google's. What an item is filed
// under may make it sensitive. An item without a category of the shop's own is filed in Google's.
//
// Imports have no room for it: of a JSON catalog they look at the same fields as they are written
// (import/shop_items.cc), and a test compares both.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "catalog/feed_item.h"

namespace hearth {

// What items have in common that are variants of one product: their group, and what they are filed
// under. "" for an item without a group.
std::string ProductOf(const FeedItem& item);

class FeedProducts {
 public:
  // Errors: duplicate, for a SKU that is there already or whose key another SKU has. A refused item
  // changes nothing.
  Status Add(FeedItem item);

  // As they were added.
  const std::vector<FeedItem>& items() const { return items_; }
  size_t size() const { return products_.size(); }
  size_t ProductOf(size_t item) const { return product_of_[item]; }

  const FeedItem& First(size_t product) const { return items_[products_[product].first]; }
  size_t CountOf(size_t product) const { return products_[product].items; }
  // The group's id, unless that is too long, another product's, or an item's of another product:
  // then the SKU of its first item.
  std::string_view SkuOf(size_t product) const;
  // Else its only item is the product.
  bool HasVariants(size_t product) const;

 private:
  struct Product {
    size_t first;  // position of its first item
    size_t items = 0;
    bool is_groups = false;  // the only product of its group
  };

  size_t FindOrAddProduct(const FeedItem& item);

  std::vector<FeedItem> items_;
  std::vector<Product> products_;
  std::vector<size_t> product_of_;  // of each item
  std::map<ItemKey, size_t> position_by_key_;
  std::map<std::string, size_t> product_by_group_;
};

}  // namespace hearth
