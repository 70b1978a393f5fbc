#include "input/gtin.h"

#include <cstddef>
#include <string>

#include "input/letters.h"

namespace hearth {
namespace {

// Weights of 3 and 1 from the right, before the check digit.
bool FitsCheckDigit(std::string_view digits) {
  uint32_t sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<uint32_t>(digits[digits.size() - 1 - i] - '0');
    sum += i % 2 == 1 ? 3 * digit : digit;
  }
  return sum % 10 == 0;
}

// Of the digits of an ISBN-10; nothing where its own check digit does not fit.
std::string Isbn13Of(std::string_view isbn10) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < 10; ++i) {
    const bool is_ten = i == 9 && ToSmall(isbn10[i]) == 'x';
    sum += (10 - i) * (is_ten ? 10 : static_cast<uint32_t>(isbn10[i] - '0'));
  }
  if (sum % 11 != 0) return "";
  std::string isbn13 = "978" + std::string(isbn10.substr(0, 9)) + "0";
  for (; !FitsCheckDigit(isbn13); ++isbn13.back()) {
  }
  return isbn13;
}

}  // namespace

uint64_t ParseGtin(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == ' ' || c == '-' || (c == '\'' && digits.empty())) continue;
    const bool is_x = digits.size() == 9 && ToSmall(c) == 'x';
    if ((c < '0' || c > '9') && !is_x) return 0;
    const bool is_behind_x = digits.size() == 10 && ToSmall(digits.back()) == 'x';
    if (digits.size() == 14 || is_behind_x) return 0;
    digits += c;
  }
  if (digits.size() == 10) digits = Isbn13Of(digits);
  const size_t size = digits.size();
  const bool is_long_enough = size == 8 || size == 12 || size == 13 || size == 14;
  if (!is_long_enough || !FitsCheckDigit(digits)) return 0;
  uint64_t number = 0;
  for (const char c : digits) number = 10 * number + static_cast<uint64_t>(c - '0');
  return number;
}

bool IsOfOneShop(uint64_t gtin) {
  constexpr uint64_t kEndOfEan8 = 100'000'000, kEndOfEan13 = 10'000'000'000'000;
  if (gtin < kEndOfEan8) return gtin / 10'000'000 == 0 || gtin / 10'000'000 == 2;
  const uint64_t prefix = gtin % kEndOfEan13 / 10'000'000'000;  // three digits of thirteen
  return prefix / 10 == 2 || prefix / 10 == 4 || prefix / 100 == 2;
}

}  // namespace hearth
