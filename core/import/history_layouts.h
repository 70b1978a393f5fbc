// The tables of purchases that people can get: which columns tell that a file is one of them, and
// what each column says. A new layout is a row in history_layouts.cc and a test. Names of columns
// are compared without capitals, blanks and signs (FoldedColumn, input/order_words.h).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hearth {

enum class HistoryField : uint8_t {
  kTime,
  kOrder,
  kSku,
  kGtin,
  kTitle,
  kCategory,
  kBrand,
  kQuantity,
  kPrice,  // of one piece
  kCurrency,
  kStatus,     // of the order
  kCancelled,  // when it was cancelled; empty where it was not
  kReturned,   // pieces refunded or cancelled
  kSite,       // the site it was bought at
  kGift,       // that it is a present: a message, a recipient, or yes
};
inline constexpr size_t kHistoryFields = static_cast<size_t>(HistoryField::kGift) + 1;

// As a mapping names them.
inline constexpr std::array<std::string_view, kHistoryFields> kHistoryFieldNames = {
    "time",  "order",    "sku",    "gtin",      "title",    "category", "brand", "quantity",
    "price", "currency", "status", "cancelled", "returned", "site",     "gift"};

struct HistoryColumn {
  HistoryField field;
  std::string_view names;  // folded, with blanks between: the first that a row fills
};

struct HistoryLayout {
  std::string_view name;       // "Amazon order history"
  std::string_view signature;  // a file is of this layout if it has all of these columns
  std::span<const HistoryColumn> columns;
  // Where the ids are another shop's: what stands before them in an item's SKU ("amazon:").
  std::string_view foreign = {};
  // "Not Available" and "Not Applicable" mean nothing.
  bool not_available_is_blank = false;
  // Dates of a site that ends in ".com" have the month first.
  bool dates_by_site = false;
};

// The first whose signature `folded` columns have; nothing where no platform wrote the file.
const HistoryLayout* RecognizeHistory(std::span<const std::string> folded);

// What columns are called in files that no platform wrote.
const HistoryLayout& PlainHistory();

inline constexpr size_t kNoColumn = static_cast<size_t>(-1);

// The column for each field: by its usual names, in four languages, then, where `by_words`, by a
// word in its name ("Delivery date" for the time). kNoColumn where there is none.
std::array<size_t, kHistoryFields> GuessColumns(std::span<const std::string> folded, bool by_words);

// Whether a column of that name tells that a row is a present; a table may have several.
bool IsGiftColumn(std::string_view folded);

}  // namespace hearth
