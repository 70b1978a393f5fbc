#include "input/order_words.h"

#include <algorithm>

#include "input/letters.h"
#include "input/words.h"

namespace hearth {
namespace {

// "OrderCancelled" of "https://schema.org/OrderCancelled".
std::string_view PathEnd(std::string_view text) { return text.substr(text.rfind('/') + 1); }

}  // namespace

OrderState OrderStateOf(std::string_view status) {
  std::string folded = FoldedColumn(PathEnd(status));
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
  if (value.find_first_not_of("0.,-/: ") == std::string_view::npos) return true;
  const std::string folded = FoldedColumn(value.starts_with("http") ? PathEnd(value) : value);
  return HasWord(
      "no false null none n na nil nan notavailable notapplicable nein non nee nej nei nao falsch "
      "faux falso keine keiner aucun aucune ninguno nessuno \u2013 \u2014 n\u00E3o",
      folded);
}

}  // namespace hearth
