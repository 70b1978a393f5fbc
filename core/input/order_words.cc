#include "input/order_words.h"

#include <algorithm>

#include "input/letters.h"
#include "input/words.h"

namespace hearth {
OrderState OrderStateOf(std::string_view status) {
  std::string folded = FoldedColumn(status.substr(status.rfind('/') + 1));
  for (const std::string_view before : {"order", "wc"}) {
    if (folded.starts_with(before)) folded.erase(0, before.size());
  }
  if (IsOneOf(folded, {"refunded", "fullyrefunded", "returned", "chargeback", "chargedback"})) {
    return OrderState::kRefunded;
  }
  if (IsOneOf(folded, {"cancelled", "canceled", "voided", "void", "failed", "expired", "declined",
                       "rejected", "trash", "deleted", "fraud"})) {
    return OrderState::kCancelled;
  }
  if (IsOneOf(folded, {"draft", "checkoutdraft", "autodraft"})) return OrderState::kDraft;
  if (IsOneOf(folded, {"test", "testorder"})) return OrderState::kTest;
  return OrderState::kTaken;
}

std::string FoldedColumn(std::string_view name) {
  std::string folded;
  for (const char c : SmallLetters(name)) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_letter || static_cast<uint8_t>(c) > 127) folded += c;
  }
  return folded;
}

bool IsNo(std::string_view value) {
  if (value.empty() || value.starts_with("0000-00-00")) return true;
  return IsOneOf(SmallLetters(value), {"0", "no", "false", "null", "none", "n", "-"});
}

}  // namespace hearth
