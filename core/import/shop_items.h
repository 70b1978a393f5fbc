// What an import needs to know of a shop: its items by SKU, GTIN and title, its categories and
// brands. It is read from the same files as a Catalog, which checks all that the engine uses and is
// four times as large a download.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "catalog/builder.h"
#include "catalog/feed_values.h"

namespace hearth {

class ShopItems {
 public:
  // The bytes of a pack. Errors: malformed, unsupported_version, too_large.
  static Result<ShopItems> FromPack(std::vector<uint8_t> bytes);

  // A small shop's catalog as JSON, as Catalog::FromJson takes it. Errors: malformed, duplicate.
  static Result<ShopItems> FromJson(std::string_view text);

  ShopItems(ShopItems&&) noexcept = default;
  ShopItems& operator=(ShopItems&&) noexcept = default;

  const MoneyFormat& money() const { return money_; }
  // Its items, and behind them the variants of those that have any.
  size_t size() const { return product_of_.size(); }
  std::string_view Sku(size_t i) const { return i < sku_.size() ? sku_[i] : Variant(i, 0); }
  std::string_view Title(size_t i) const;
  uint64_t Gtin(size_t i) const { return i < gtins_.size() ? gtins_[i] : 0; }  // 0: none
  // What a variant is one of; what has the same product is the same thing, in another size.
  ItemIndex ProductOf(size_t i) const { return product_of_[i]; }
  // Whether `i` stands for variants, which are found by their own titles and GTINs.
  bool HasVariants(size_t i) const {
    return i + 1 < variant_start_.size() && variant_start_[i] < variant_start_[i + 1];
  }
  // kNoItem where there is none. O(log n).
  ItemIndex FindSku(std::string_view sku) const;

  // "Home > Decor > Clocks"; entry 0 is "".
  const std::vector<std::string>& categories() const { return categories_; }
  const std::vector<std::string>& brands() const { return brands_; }

 private:
  ShopItems() = default;
  std::string_view Variant(size_t i, size_t text) const {
    return variant_text_[(i - sku_.size()) * kVariantTexts + text];
  }
  bool AddVariants();
  void TakeProducts(const FeedProducts& products);
  void IndexSkus();

  MoneyFormat money_;
  std::vector<uint8_t> pack_;  // that the columns point into; or
  OwnedText own_sku_, own_title_, own_variant_text_;
  TextColumn sku_, title_, variant_text_;
  std::vector<uint32_t> variant_start_;
  std::vector<ItemIndex> product_of_;
  std::vector<uint64_t> gtins_;
  std::vector<std::string> categories_, brands_;
  std::vector<std::pair<ItemKey, uint32_t>> by_key_;  // ascending
};

}  // namespace hearth
