// What platforms call the state of an order, and the columns of their files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hearth {

enum class OrderState : uint8_t { kTaken, kCancelled, kRefunded, kDraft, kTest };

// "Cancelled", "wc-refunded", ...; kTaken for every other word, and for none. An address of
// schema.org ("https://schema.org/OrderCancelled") is the word at its end.
OrderState OrderStateOf(std::string_view status);

// Letters and digits alone, small; bytes over 127 as they are: "Order ID" is "orderid".
std::string FoldedColumn(std::string_view name);

// Whether it says no, or nothing: "", "0", "0.00", "-", "no", "nein", "N/A", "false",
// "https://schema.org/False", and the date that databases write for none.
bool IsNo(std::string_view value);

}  // namespace hearth
