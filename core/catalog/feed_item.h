// One item as a shop's feed describes it, in the fields of the Google product data specification
// (https://support.google.com/merchants/answer/7052112). CSV, JSON lines and the JSON catalog all
// fill a FeedItem field by field through SetField, so that they accept and refuse the same.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/catalog.h"
#include "catalog/feed_values.h"

namespace hearth {

struct FeedItem {
  std::string sku;
  std::string title;
  int32_t price_minor = -1;   // -1: not given (refused by CheckFeedItem)
  int32_t regular_minor = 0;  // where that is a sale price: the one before; 0: it is not
  std::string category;       // the shop's own: names separated by ">"; "" not given
  // Other paths that it is filed under, a line each; only judged. Of all variants of a product
  // alike.
  std::string further_categories;
  std::string google_path;       // of Google's product taxonomy, in whatever language; "" not given
  uint32_t google_category = 0;  // its number there; 0 not given
  std::string brand;
  Availability availability = Availability::kInStock;
  std::string link;
  std::string image;
  int32_t since_day = 0;  // day since 1970; 0 unknown
  std::string group;      // items of one group are variants of one product; "" not given
  uint64_t gtin = 0;      // 0: none
};

// In the order of kFeedFieldNames.
enum class FeedField {
  kId,
  kTitle,
  kPrice,
  kBrand,
  kProductType,
  kGoogleProductCategory,
  kAvailability,
  kLink,
  kImageLink,
  kAvailabilityDate,
  kItemGroupId,
};

inline constexpr std::array<std::string_view, 11> kFeedFieldNames = {
    "id",
    "title",
    "price",
    "brand",
    "product_type",
    "google_product_category",
    "availability",
    "link",
    "image_link",
    "availability_date",
    "item_group_id",
};

// Nothing for a name that Hearth has no use for. Capitals and blanks are forgiven ("Image Link").
std::optional<FeedField> FeedFieldOf(std::string_view name);

// Checks and stores one value; a blank one counts as not given. `google_product_category` is kept
// beside `product_type`, the shop's own category, as the path or the number that it is: what an
// item is filed under in a shop says less of it. A number is never a path. Errors say what was
// expected, not where.
Status SetField(FeedField field, std::string_view value, const MoneyFormat& money, FeedItem* item);

// Reads one JSON object (a line of JSON lines). Errors begin with the field ("price: expected
// ...").
Result<FeedItem> ParseFeedItem(std::string_view json_text, const MoneyFormat& money);

// All limits of catalog.h, and that sku, title and price are there. Errors begin with the field.
Status CheckFeedItem(const FeedItem& item);

}  // namespace hearth
