// The catalog: what a shop sells and what is publicly known of it, as columns.
//
// A Catalog is made from a pack (bytes that `hearth pack` wrote) or from a JSON text (small shops),
// is checked whole when it is made, and never changes after. All spans point into memory that the
// Catalog owns; a pack's columns are used in place, without a copy (aligned FlatBuffers vectors).
// What always holds after loading: every column has item_count() entries, keys ascend strictly,
// every index is in range, every text is valid UTF-8 within its limit.
// Meaning, unit and range of each column: `pack.fbs` beside this file.
//
// An item is a product. It may come in variants, which have SKUs of their own; whoever names one
// means the item, and which variant it was is known besides (Match).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"

namespace hearth {

inline constexpr uint32_t kPackFormatVersion = 1;
inline constexpr size_t kMaxPackBytes = 512u << 20;
inline constexpr size_t kMaxItems = 4'000'000;
inline constexpr size_t kMaxCategories = 20'000;
inline constexpr uint32_t kMaxGoogleCategory = 9'999'999;
inline constexpr size_t kMaxBrands = 60'000;
inline constexpr size_t kMaxSkuBytes = 64;
inline constexpr size_t kMaxTitleBytes = 512;
inline constexpr size_t kMaxLinkBytes = 2048;
inline constexpr size_t kMaxNameBytes = 128;
inline constexpr size_t kMaxNeighbours = 32;
inline constexpr size_t kMaxCoViewed = 100;  // viewed in the same visit
inline constexpr size_t kEmbeddingDims = 32;
inline constexpr size_t kMaxTopics = 64;
// Beside a topic, where any topic of the item is for adults only: the strongest need not be.
inline constexpr uint8_t kForAdults = 0x80;
inline constexpr size_t kMaxTopicIdBytes = 32;
inline constexpr size_t kMaxModelNodes = 4000;
inline constexpr size_t kMaxModelFeatures = 255;
inline constexpr size_t kMaxModelSurfaces = 8;
inline constexpr size_t kMaxFeatureNameBytes = 64;

enum class Availability : uint8_t { kOutOfStock, kInStock, kPreorder, kBackorder };

// One column of texts: entry i is bytes [end[i-1], end[i]).
struct TextColumn {
  std::span<const uint8_t> bytes;
  std::span<const uint32_t> end;

  size_t size() const { return end.size(); }
  std::string_view operator[](size_t i) const {
    const uint32_t begin = i == 0 ? 0 : end[i - 1];
    return {reinterpret_cast<const char*>(bytes.data()) + begin, end[i] - begin};
  }
};

// What there is of each variant, in the order of CatalogColumns::variant_text.
enum class VariantText : uint8_t { kSku, kTitle, kLink, kImage };
inline constexpr size_t kVariantTexts = 4;

// An item, and which of its variants; no variant where the item itself is meant.
struct ItemMatch {
  ItemIndex item = kNoItem;
  VariantIndex variant = kNoVariant;
};

// The columns themselves, without ownership; see pack.fbs.
struct CatalogColumns {
  std::string_view shop, currency;
  uint8_t minor_digits = 2;
  Time as_of = 0;
  uint32_t k = 0;
  uint32_t customers = 0;
  uint32_t left_out_rows = 0;  // of the feed, that are in no item here

  std::span<const uint64_t> key;
  TextColumn sku, title, link, image;
  std::span<const uint16_t> category, brand;
  std::span<const int32_t> price_minor;
  std::span<const uint8_t> price_band, availability;
  std::span<const int32_t> since_day;
  std::span<const uint32_t> item_customers, recent_customers;
  std::span<const uint16_t> repeat_permille, gap_days;
  std::span<const uint8_t> month_level;  // empty, or item_count * 12

  std::span<const uint32_t> neighbour_start, neighbour_item;
  std::span<const uint16_t> neighbour_weight;

  std::span<const int8_t> embedding;  // empty, or item_count * kEmbeddingDims, row-major

  std::span<const uint16_t> category_parent;
  TextColumn category_name, brand_name;
  std::span<const uint32_t> google_category;  // empty, or category_count

  // Only of catalogs made here, for whoever judges their items; else empty. What an item
  // is filed under besides its category: its number in Google's taxonomy (0 none), and its entry of
  // `also_under`, paths with a line each, the first Google's or blank (entry 0: none).
  std::span<const uint32_t> google_number;
  std::span<const uint32_t> also_under_of;
  TextColumn also_under;

  std::span<const uint8_t> reveals;  // empty, or item_count
  TextColumn reveals_topic;

  // What a sensitive list said of each item; empty, or item_count. `list_hash`: of which list.
  std::span<const uint8_t> topic;
  TextColumn topic_id;
  uint64_t list_hash = 0;

  std::span<const uint32_t> variant_start;  // empty: no item has variants; or item_count + 1
  std::span<const uint32_t> variant_by_key;
  TextColumn variant_text;  // kVariantTexts of each
  std::span<const int32_t> variant_price_minor;
  std::span<const uint8_t> variant_availability;
  std::span<const int32_t> regular_price_minor;  // empty, or of all items, then of all variants

  std::span<const int8_t> taste_vector;  // empty, or item_count * kEmbeddingDims, row-major
  std::span<const uint8_t> taste_group;  // empty, or item_count
  std::span<const int32_t> attribution_weights;

  std::span<const uint32_t> viewers;       // empty, or item_count
  std::span<const uint32_t> viewed_start;  // empty, or item_count + 1
  std::span<const uint32_t> viewed_item;
  std::span<const uint16_t> viewed_with, viewed_after;

  // Of bounded length; that they are trees is checked by TreeModel (rank/).
  TextColumn model_feature_name;
  std::span<const uint8_t> model_feature;
  std::span<const int16_t> model_threshold;
  std::span<const uint16_t> model_child;
  std::span<const int32_t> model_value;
  std::span<const uint16_t> model_root;
  std::span<const uint8_t> model_surfaces;
  int32_t model_base = 0;
  std::span<const int32_t> model_hand;  // empty, or one for each surface

  // "" where it is the item's own.
  std::string_view Text(VariantIndex variant, VariantText what) const {
    return variant_text[variant * kVariantTexts + static_cast<size_t>(what)];
  }
  // Of what was named: of the variant, where there is one, else of the item. An item must be there.
  std::string_view TextOf(ItemMatch named, VariantText what) const;
  int32_t PriceOf(ItemMatch named) const {
    return named.variant != kNoVariant ? variant_price_minor[named.variant]
                                       : price_minor[named.item];
  }
  // [first, last) of an item's variants; none where it has none.
  std::pair<VariantIndex, VariantIndex> VariantsOf(ItemIndex item) const {
    if (variant_start.empty()) return {0, 0};
    return {variant_start[item], variant_start[item + 1]};
  }
  // How many rows of a feed an item is: each variant is one.
  size_t RowsOf(ItemIndex item) const {
    const auto [first, last] = VariantsOf(item);
    return last > first ? last - first : 1;
  }
  // The item, or the variant, of that key or SKU; kNoItem when there is none. O(log n).
  ItemMatch Match(ItemKey key) const;
  ItemMatch MatchSku(std::string_view sku) const;
};

struct Neighbour {
  ItemIndex item;
  uint16_t weight;
};

// What visitors view besides an item; shares of 65535 (pack.fbs).
struct CoViewed {
  ItemIndex item;
  uint16_t with, after;
};

class Catalog {
 public:
  // Takes the bytes of a pack file. Errors: malformed, unsupported_version, too_large.
  static Result<Catalog> FromPack(std::vector<uint8_t> bytes);

  // {"shop": ..., "currency": ..., "items": [{"id", "title", "price", ...}, ...]}: the feed fields
  // of the Google product data specification. No statistics: `popular` is the order given.
  // Errors: malformed (with the place), too_large, duplicate.
  static Result<Catalog> FromJson(std::string_view text);

  Catalog(Catalog&&) noexcept = default;
  Catalog& operator=(Catalog&&) noexcept = default;
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  size_t item_count() const { return columns_.key.size(); }
  size_t category_count() const { return columns_.category_parent.size(); }
  const CatalogColumns& columns() const { return columns_; }
  uint64_t content_hash() const { return content_hash_; }

  // kNoItem when the catalog does not hold it; a variant's key or SKU means its item. O(log n).
  ItemIndex Find(ItemKey key) const { return columns_.Match(key).item; }
  ItemIndex FindSku(std::string_view sku) const { return columns_.MatchSku(sku).item; }
  // The key of the item that a variant is of; any other key as it is.
  ItemKey ProductKey(ItemKey key) const;

  std::string_view Sku(ItemIndex i) const { return columns_.sku[i]; }
  std::string_view Title(ItemIndex i) const { return columns_.title[i]; }

  bool HasEmbeddings() const { return !columns_.embedding.empty(); }
  std::span<const int8_t> Embedding(ItemIndex i) const {
    return columns_.embedding.subspan(i * kEmbeddingDims, kEmbeddingDims);
  }
  size_t NeighbourCount(ItemIndex i) const {
    return columns_.neighbour_start[i + 1] - columns_.neighbour_start[i];
  }
  Neighbour NeighbourAt(ItemIndex i, size_t rank) const {
    const size_t at = columns_.neighbour_start[i] + rank;
    return {columns_.neighbour_item[at], columns_.neighbour_weight[at]};
  }

  bool HasViews() const { return !columns_.viewed_start.empty(); }
  // Only where HasViews().
  size_t CoViewedCount(ItemIndex i) const {
    return columns_.viewed_start[i + 1] - columns_.viewed_start[i];
  }
  CoViewed CoViewedAt(ItemIndex i, size_t rank) const {
    const size_t at = columns_.viewed_start[i] + rank;
    return {columns_.viewed_item[at], columns_.viewed_with[at], columns_.viewed_after[at]};
  }

  // "Home & Garden > Decor > Clocks"; "" for the root.
  std::string CategoryPath(CategoryId category) const;
  // The node of a path in that form, or 0 (the root) when there is none.
  CategoryId FindCategory(std::string_view path) const;
  // True when `node` is `ancestor` or below it.
  bool IsWithin(CategoryId node, CategoryId ancestor) const {
    return node >= ancestor && node < category_end_[ancestor];
  }
  // 0 for the root, 1 for its children, ...
  uint8_t CategoryDepth(CategoryId category) const { return category_depth_[category]; }

 private:
  Catalog() = default;
  void IndexCategories();

  // Owners of the memory that `columns_` points into: a pack's bytes, or built columns.
  std::vector<uint8_t> pack_bytes_;
  std::shared_ptr<const void> built_;
  CatalogColumns columns_;
  uint64_t content_hash_ = 0;
  std::vector<CategoryId> category_end_;  // preorder: node's subtree is [node, category_end_[node])
  std::vector<uint8_t> category_depth_;
};

}  // namespace hearth
