// What a person brings of what they bought elsewhere or before, read from one file: purchases, and
// what was left out and why. Which formats: history_reader.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "import/history_layouts.h"
#include "input/time_reader.h"

namespace hearth {

// One line of an order, as the file says it.
struct BoughtLine {
  Time time = 0;
  std::string order;  // "" where the file names none
  std::string sku;    // "" too
  uint64_t gtin = 0;  // 0: none
  std::string title, category, brand;
  uint32_t quantity = 1;    // pieces that were kept
  uint32_t bought = 1;      // pieces, with those that were cancelled or sent back
  int32_t price_minor = 0;  // of one piece, in the shop's currency; 0: not known
  bool is_gift = false;     // it looks like a present
  size_t row = 0;           // where it stands; see RowUnit
  // In which telling of its order: an Order of schema.org, or rows of one order without another's
  // between them; ascending. Rows of no order are all of one.
  size_t telling = 0;
};

// What `row` counts: lines of a text, orders of JSON, events of Hearth's own file, scripts of
// JSON-LD in a page, mails; from 1.
enum class RowUnit : uint8_t { kLine, kOrder, kEvent, kScript, kMail };
inline constexpr std::array<std::string_view, 5> kRowUnitNames = {"line", "order", "event",
                                                                  "script", "mail"};

enum class Skip : uint8_t {
  kCancelled,
  kRefunded,
  kNotAnOrder,
  kNoQuantity,
  kBadQuantity,
  kNoTime,
  kBadTime,
  kTwoDates,
  kTooEarly,
  kTooLate,
  kNoItem,
  kBadPrice,
  kTooLong,
  kUnreadable,
  kRepeated,
};
inline constexpr std::array<std::string_view, 15> kSkipNames = {
    "cancelled", "refunded",  "not_an_order", "no_quantity", "bad_quantity",
    "no_time",   "bad_time",  "two_dates",    "too_early",   "too_late",
    "no_item",   "bad_price", "too_long",     "unreadable",  "repeated"};
// For people: "cancelled", "dates before the year 2000", ...
std::string_view InWords(Skip reason);

struct SkippedRow {
  size_t row;
  Skip reason;
  std::string detail;           // what was expected, or ""
  std::optional<RowUnit> unit;  // where it is not the file's
};

class SkippedRows {
 public:
  static constexpr size_t kShown = 20;

  void Add(size_t row, Skip reason, std::string detail = {},
           std::optional<RowUnit> unit = std::nullopt);
  size_t size() const { return count_; }
  size_t Of(Skip reason) const { return counts_[static_cast<size_t>(reason)]; }
  const std::vector<SkippedRow>& first() const { return first_; }

 private:
  size_t count_ = 0;
  std::array<size_t, kSkipNames.size()> counts_{};
  std::vector<SkippedRow> first_;
};

struct HistoryOptions {
  // What a table's columns are called; "" says that there is none. What is not said is found by
  // its usual names.
  std::array<std::optional<std::string>, kHistoryFields> columns;
  TimeFormat times;
  char decimal_mark = 0;  // '.' or ',' where it is known
  Time now = kMaxTime;    // later times are skipped

  bool SaysColumns() const;
};

struct HistoryFile {
  std::string recognised;  // "Amazon order history, comma, UTF-8"
  RowUnit unit = RowUnit::kLine;
  size_t rows = 0;

  // Of a table: its columns, what each field was read from, and the first rows as they are.
  static constexpr size_t kFirstRows = 5;
  std::vector<std::string> columns;
  std::array<size_t, kHistoryFields> mapping;  // kNoColumn: from none
  std::vector<std::vector<std::string>> first_rows;

  // Asked before anything is taken: what the columns mean; which number of a date is the day.
  bool asks_columns = false, asks_dates = false;

  // Among them, with the quantity 0, what of a named order was cancelled or sent back: an earlier
  // telling of it counts no more; without an item, of the whole order. Its rows are in `skipped`.
  std::vector<BoughtLine> purchases;
  std::vector<Json> events;  // of Hearth's own file, as `record` takes them
  std::string currency;      // of `events`; "" not known
  std::string foreign;       // what stands before ids in SKUs, where the ids are another shop's
  SkippedRows skipped;
  size_t in_other_currency = 0;  // purchases whose price is left out for that
  size_t shortened = 0;          // texts that were too long

  HistoryFile() { mapping.fill(kNoColumn); }
};

}  // namespace hearth
