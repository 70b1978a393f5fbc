// The product files that shops have, as tables: which columns tell that a file is one of them, and
// what each column says. A new layout is a table in layouts.cc and a test.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hearth {

// What a column says of an item. Where a field has several columns, the first that says something
// counts.
enum class ItemField : uint8_t {
  kId,
  kIdParts,  // where no column of kId says anything: all of these with "-" between them
  kTitle,
  kOption,  // of a variant ("S"): behind the title, with " - " before it
  kPrice,
  kSalePrice,
  kSaleDates,  // "from/to"
  kSaleFrom,
  kSaleTo,
  kPriceBefore,  // what a lower price is compared with
  kCurrency,
  kBrand,
  kProductType,
  kGoogleCategory,
  kAvailability,
  kStock,              // pieces: none is out of stock ...
  kStockIsCounted,     // ... unless this column is there and blank
  kSellsWithoutStock,  // ... or this says "continue", "1", "yes", ...
  kLink,
  kImage,
  kSince,
  kGroup,  // items that say the same are variants of one product
  kGtin,
};
inline constexpr size_t kItemFieldCount = static_cast<size_t>(ItemField::kGtin) + 1;

// As --columns names them: "id", "title", "sale_price", ...; in the order of ItemField.
std::span<const std::string_view> ItemFieldNames();

enum class FileFormat : uint8_t { kTable, kXml, kJson };

// How a category is written besides "A > B" (or with "/", "|" or "»", where a file does that).
enum class CategoryStyle : uint8_t {
  kPath,
  kPaths,  // several with commas between them, the longest counts
  kNames,  // names of categories with commas between them, the last counts
};

// Rows whose texts another row has: variants below their product.
enum class Parents : uint8_t {
  kNone,
  kRowAbove,  // the last row with a title that has the same key
  kAnyAbove,
};

struct Layout {
  struct Column {
    ItemField field;
    std::string_view names;  // plain names (input/records.h) with blanks between, best first
  };
  // Rows that are no items where `column` says one of `values` (small letters, blanks between).
  struct Skip {
    std::string_view column, values, reason;
  };

  std::string_view name;  // "Shopify products export"
  FileFormat format;
  std::string_view signature;  // a file is of this layout if it has all of these columns
  std::vector<Column> columns;
  std::vector<Skip> skips = {};
  CategoryStyle categories = CategoryStyle::kPath;
  std::string_view category_root = {};  // of every path, for the platform's own use
  Parents parents = Parents::kNone;
  std::string_view parent_key = {};  // columns of a product that rows below name it by
  std::string_view parent_of = {};   // the column of a row that names it
  std::string_view variants = {};    // JSON: the list whose elements are items (json_records.h)
  // Columns of a product that tell its variants in that list from others', where kGroup says
  // nothing.
  std::string_view product_of_variants = {};
  std::string_view lists_variants = {};  // a product's column of "sku=...,...|sku=...,..."
  std::string_view net_prices = {};      // columns of kPrice that are without tax
  std::string_view link_before = {}, link_after = {}, image_before = {};
};

// In the order in which they are tried: the more particular first.
std::span<const Layout> Layouts();

// The first whose signature `names` have. Errors: malformed, naming the nearest layout, what it
// lacks, and --columns.
Result<const Layout*> RecognizeLayout(FileFormat format, const std::vector<std::string>& names);

// --columns: {"id": "Artikelnummer", "title": ["Name", "Bezeichnung"], ...} as a layout. `text`
// must outlive it; its strings are in `*names`. Errors: malformed.
struct OwnColumns {
  std::vector<std::string> names;  // of each field in the order of ItemField, with blanks between
};
Result<OwnColumns> ReadOwnColumns(std::string_view json_text);
Layout LayoutOf(const OwnColumns& columns, FileFormat format);

}  // namespace hearth
