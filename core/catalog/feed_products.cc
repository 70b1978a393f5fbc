#include "catalog/feed_products.h"

#include <utility>

namespace hearth {

std::string ProductOf(const FeedItem& item) {
  if (item.group.empty()) return "";
  return item.group + '\n' + (item.category.empty() ? item.google_path : item.category) + '\n' +
         item.google_path + '\n' + std::to_string(item.google_category);
}

Status FeedProducts::Add(FeedItem item) {
  if (item.category.empty()) item.category = item.google_path;
  const auto [found, added] = position_by_key_.emplace(KeyOf(item.sku), items_.size());
  if (!added) {
    const std::string& other = items_[found->second].sku;
    return Error{ErrorCode::kDuplicate,
                 other == item.sku
                     ? "id: " + Quoted(item.sku) + " is a duplicate"
                     : "id: " + Quoted(item.sku) + " and " + Quoted(other) + " have the same key"};
  }
  const size_t product = FindOrAddProduct(item);
  ++products_[product].items;
  product_of_.push_back(product);
  items_.push_back(std::move(item));
  return {};
}

// A new one where nothing of its group was there that is filed alike.
size_t FeedProducts::FindOrAddProduct(const FeedItem& item) {
  Product fresh = {items_.size()};
  if (!item.group.empty()) {
    const auto [found, is_new] =
        product_by_group_.emplace(hearth::ProductOf(item), products_.size());
    if (!is_new) return found->second;
    // A name that two products could mean is neither's: whoever is told it cannot say what it is.
    const auto [first, is_first] = product_by_group_.emplace(item.group, products_.size());
    fresh.is_groups = is_first;
    if (!is_first) products_[first->second].is_groups = false;
  }
  products_.push_back(fresh);
  return products_.size() - 1;
}

std::string_view FeedProducts::SkuOf(size_t product) const {
  const FeedItem& first = First(product);
  if (!products_[product].is_groups || first.group.size() > kMaxSkuBytes) return first.sku;
  const auto item = position_by_key_.find(KeyOf(first.group));
  const bool is_free = item == position_by_key_.end() || product_of_[item->second] == product;
  return is_free ? std::string_view(first.group) : first.sku;
}

bool FeedProducts::HasVariants(size_t product) const {
  return CountOf(product) > 1 || SkuOf(product) != First(product).sku;
}

}  // namespace hearth
