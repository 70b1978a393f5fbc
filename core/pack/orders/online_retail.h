// Reads "Online Retail", the invoice lines of a UK gift shop from December 2010 to December 2011
// (Chen, Sain, Guo, "Data mining for the online retail industry", 2012; UCI Machine Learning
// Repository, CC BY 4.0), into feed items and order lines.
//
//     InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
//     536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,...
//
// Every line is of exactly one kind (LineCounts); only the ordinary ones are used. Goods are stock
// codes that begin with five digits or with DCGS, but for four that are charges; the SKU is the
// upper-cased code, the title the most frequent description made readable, the price the median of
// the unit prices, the category what the rules say. Times are taken as UTC. An item that no
// ordinary line sold is left out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/feed_item.h"
#include "pack/feed/categories.h"
#include "pack/orders/orders.h"

namespace hearth {

// Kinds of lines; a line counts as the first kind of this list that fits it.
struct LineCounts {
  size_t cancelled = 0;    // invoice C...
  size_t adjustments = 0;  // invoice A...: bad debt
  size_t not_goods = 0;    // postage, manual entries, bank charges, vouchers, ...
  size_t quantity_not_positive = 0;
  size_t price_not_positive = 0;
  size_t without_customer = 0;
  size_t ordinary = 0;

  size_t total() const {
    return cancelled + adjustments + not_goods + quantity_not_positive + price_not_positive +
           without_customer + ordinary;
  }
};

struct OnlineRetail {
  std::vector<FeedItem> items;  // by SKU
  Orders orders;
  Orders held_out;  // empty unless asked for
  LineCounts counts;
};

// With `hold_out`, held-out customers (orders.h) leave no trace in `items` and `orders`.
// Errors: malformed, with file, line and column.
Result<OnlineRetail> ReadOnlineRetail(std::string_view text, const std::string& file_name,
                                      const CategoryRules& rules, bool hold_out);

// "WHITE HANGING HEART T-LIGHT HOLDER" as "White Hanging Heart T-Light Holder".
std::string ReadableTitle(std::string_view description);

}  // namespace hearth
