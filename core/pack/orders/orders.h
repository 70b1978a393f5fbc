// Order lines: who bought what when. They come from the retailer, are counted by `hearth pack`
// (counts/statistics.h), and never reach a pack as they are.
//
// Files are CSV or TSV with a header line, or JSON lines, by the ending of the file's name, with
// the fields `customer, order, time, id, quantity, price`; quantity (1) and price (0) may be left
// out. Lines with a quantity of 0 or less (returns) are skipped and counted. An error says file,
// line, column (of CSV) and what was expected, and never quotes the line: it is somebody's history.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "catalog/feed_values.h"

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

 private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, uint32_t> numbers_;
};

struct OrderLine {
  uint32_t customer, order, sku;  // numbers in the three Names of Orders
  int32_t quantity;               // > 0
  int32_t price_minor;            // of one piece
  Time time;
};

struct Orders {
  Names customers, orders, skus;
  std::vector<OrderLine> lines;
  size_t returns_skipped = 0;

  // The two strings of one line's ids must be from 1 to kMaxIdBytes bytes; checked by the readers.
  void Add(std::string_view customer, std::string_view order, std::string_view sku, Time time,
           int32_t quantity, int32_t price_minor);
};

Result<Orders> ReadOrders(std::string_view text, const std::string& file_name,
                          const MoneyFormat& money);

// One line of a file, as text; the reader of JSON lines (orders_json.cc) makes these too.
struct OrderFields {
  std::string customer, order, time, id, quantity, price;
};
Result<OrderFields> ParseOrderFields(std::string_view json_text);

// True for one customer in ten, by a hash of the id: the same ones in every run.
bool IsHeldOut(std::string_view customer);

// Moves the lines of held-out customers out of `orders`.
Orders TakeHeldOut(Orders* orders);

// The lines before a moment, and the names that stand in them. O(lines).
Orders LinesBefore(const Orders& orders, Time end);

// JSON lines {"customer","order","time","sku","quantity","priceMinor"}: customer after customer (in
// the order of their ids), each by time, order and SKU. Times are ms since 1970.
std::string WriteHistories(const Orders& orders);

}  // namespace hearth
