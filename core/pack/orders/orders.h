// Order lines: who bought what when. They come from the retailer, are counted by `hearth pack`
// (counts/statistics.h), and never reach a pack as they are.
//
// Files are delimited text with a header line, in one of the layouts of order_layouts.h, or JSON
// lines (by the ending of the file's name) with the fields `customer, order, time, id, quantity,
// price`; quantity (1) and price (0) may be left out. A quantity may be a weight ("0.23"): such a
// line was bought, and counts as a piece at least. What is no purchase (a return, a cancelled
// order, a test), is nobody's in particular (guests) or cannot be true (an order of tomorrow) is
// left out and counted by reason. An error says file, line, column and what was expected, and never
// quotes the line: it is somebody's history.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "base/time.h"
#include "catalog/feed_values.h"
#include "input/time_reader.h"

namespace hearth {

inline constexpr size_t kMaxIdBytes = 64;  // of a customer's or an order's id

// Numbers strings in the order they first come: 0, 1, 2, ...
class Names {
 public:
  Names() = default;
  Names(Names&&) = default;
  Names& operator=(Names&&) = default;
  Names(const Names&) = delete;  // the map's keys point into `names_`
  Names& operator=(const Names&) = delete;

  uint32_t Number(std::string_view name);
  size_t size() const { return names_.size(); }
  const std::string& operator[](size_t number) const { return names_[number]; }

  // Adds a name that is not there yet.
  uint32_t Append(std::string_view name);

  // Keeps the names of these numbers alone, in this order: the first becomes 0.
  void Keep(std::span<const uint32_t> numbers);

 private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, uint32_t>
      numbers_;  // empty after Append and Keep, until Number
};

struct OrderLine {
  uint32_t customer, order, sku;  // numbers in the three Names of Orders
  int32_t quantity;               // > 0
  int32_t price_minor;            // of one piece
  Time time;
};

// Why a line is left out; the first that fits counts.
enum class LeftOut : uint8_t {
  kCancelled,
  kRefunded,
  kDraft,
  kTest,
  kReturn,  // a quantity of 0 or less
  kRepeat,  // says what another line says: the parts of a product with sizes
  kGuest,
  kDate,    // before 2000, or after today
  kNoItem,  // of an item that the feed does not have
  kBadRow,
};
inline constexpr std::array<std::string_view, 10> kLeftOutNames = {
    "cancelled",
    "refunded",
    "drafts",
    "tests",
    "returns",
    "said twice over",
    "of guests",
    "with an implausible date",
    "of items that the feed does not have",
    "unreadable"};

// What became of the lines of a file.
struct OrdersReport {
  std::string layout;  // "Shopify orders export"; "" where none was recognised
  std::array<size_t, kLeftOutNames.size()> left_out{};
  std::vector<std::string> odd_dates;  // the first of them: "orders.csv:61:9: 2099-12-31"
  std::string skipped_rows;            // of kBadRow, by kind (BadRows::Kinds)
  size_t joined_by_id = 0;             // lines whose id differs in capitals, blanks or zeros
  size_t joined_by_name = 0;           // lines without an id
  std::vector<std::string> joined;     // two of the ids: "\"apl-1\" is \"APL-1\""
  size_t orders_of_most = 0;           // of customers too busy to be one person

  size_t& Of(LeftOut reason) { return left_out[static_cast<size_t>(reason)]; }
  size_t Of(LeftOut reason) const { return left_out[static_cast<size_t>(reason)]; }

  // "2 returns, 1 refunded"; "" where all was taken.
  std::string LeftOutInWords() const;
};

// The `id` of a line that has a name of an item only is this and the name, until it is joined
// (counts/screening.h). No id has control characters.
inline constexpr char kByName = '\x01';

struct Orders {
  Names customers, orders, skus;
  std::vector<OrderLine> lines;
  OrdersReport report;

  // The two strings of one line's ids must be from 1 to kMaxIdBytes bytes; checked by the readers.
  void Add(std::string_view customer, std::string_view order, std::string_view sku, Time time,
           int32_t quantity, int32_t price_minor);
};

struct OrderOptions {
  TimeFormat times = {};
  double skip_bad_rows = 0;  // the share of rows that may be bad and are skipped
  // Lines a day later or more are left out; where most are, it is the clock that is not believed,
  // and those that lie two years or more after all others are.
  Time now = kMaxTime;
  char decimal_mark = 0;   // '.' or ',' where the shop says which it is
  Progress progress = {};  // may be empty
};

// Errors: malformed. Those of rows are all in one message (bad_rows.h).
Result<Orders> ReadOrders(std::string_view text, const std::string& file_name,
                          const MoneyFormat& money, const OrderOptions& options = {});

// One line of a file, as text; the reader of JSON lines (orders_json.cc) makes these too.
struct OrderFields {
  std::string customer, order, time, id, quantity, price;
};
Result<OrderFields> ParseOrderFields(std::string_view json_text);

// True for one customer in ten, by a hash of the id: the same ones in every run.
bool IsHeldOut(std::string_view customer);

// Moves the lines of held-out customers out of `orders`.
Orders TakeHeldOut(Orders* orders);

// Numbers the names of lines anew, so that nothing which is made of the lines depends on the order
// in which they came: a database export has none. Customers are numbered by their first line
// (moment, then id of the order, then their own id), orders by customer, moment and id. Names of no
// line are dropped. O(lines + names log names).
void NumberByContent(Orders* orders);

// The lines before a moment, and the names that stand in them, in the order of their numbers.
// O(lines).
Orders LinesBefore(const Orders& orders, Time end);

// JSON lines {"customer","order","time","sku","quantity","priceMinor"}: customer after customer (in
// the order of their ids), each by time, order and SKU. Times are ms since 1970.
std::string WriteHistories(const Orders& orders);

}  // namespace hearth
