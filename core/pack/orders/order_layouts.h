// The layouts of order lines that shops have: which column says what, and which rows are no
// purchase. A layout is a row of the table in order_layouts.cc, so a new one is a row and its test.
// Names of columns are compared without capitals, blanks and signs: "Customer ID" is `customer_id`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "input/order_words.h"
#include "pack/orders/orders.h"

namespace hearth {

enum class OrderField : uint8_t {
  kCustomer,
  kOrder,
  kTime,
  kId,
  kQuantity,
  kPrice,      // of one piece
  kName,       // of the item, where it has no id
  kStatus,     // of the order
  kCancelled,  // when the order was cancelled; empty where it was not
  kTest,       // whether it is a test
  kPartOf,     // the line that says the same once more
  kTakenBack,  // pieces refunded or cancelled
  kNone,       // by which the layout is recognised, no more
};
inline constexpr size_t kOrderFields = static_cast<size_t>(OrderField::kNone);

struct OrderColumn {
  OrderField field;
  bool is_required;
  std::string_view names;  // "customerid|email": the first that is not empty in a row
};

struct OrderLayout {
  std::string_view name;
  std::span<const OrderColumn> columns;
  std::string_view refused = {};       // why such a file cannot be read, and what to do
  bool rows_inherit = false;           // further rows of an order leave out what its first says
  bool invoices_have_letters = false;  // C... cancelled, A... an adjustment
  bool closed_means_refunded = false;  // the status "closed"
};

// Where each field of a layout stands: columns from 0, the first choice first.
struct OrderPositions {
  const OrderLayout* layout;
  std::array<std::vector<size_t>, kOrderFields> columns;

  const std::vector<size_t>& Of(OrderField field) const {
    return columns[static_cast<size_t>(field)];
  }
};

// Errors: malformed, where no layout fits (it names the nearest and what it lacks), and where the
// layout is one that cannot be read.
Result<OrderPositions> RecognizeOrders(std::span<const std::string_view> header);

// Why a line of an order with this status is left out, if it is.
std::optional<LeftOut> LeftOutByStatus(std::string_view status, const OrderLayout& layout);

// True for "", "0", "guest", "n/a" and what else platforms write for nobody in particular.
bool IsGuest(std::string_view customer);

}  // namespace hearth
