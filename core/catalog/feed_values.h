// Values as shops write them in feeds: prices, times, availability, links. Text in, integers out,
// without floating point: a JSON number comes as its digits. Everything refuses what it does not
// understand; error messages quote at most 40 bytes of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "catalog/catalog.h"

namespace hearth {

struct MoneyFormat {
  std::string currency;      // ISO 4217, three capital letters
  uint8_t minor_digits = 2;  // 2 for GBP, 0 for JPY
};

// Errors: malformed, unless `currency` is three capital letters. Unknown currencies have 2 digits.
Result<MoneyFormat> MoneyFormatOf(std::string_view currency);

// "-12.345" in units of 10^-digits: -1235 for 2 digits, rounded once and exactly, halves away from
// zero. Any number of JSON, of any length, below 10^12; zeros in front are allowed too.
Result<int64_t> ParseDecimal(std::string_view text, int digits);

// "12.34 GBP", "GBP 12.34" or "12.34" in minor units, 0 to 2^31-1. Another currency is an error,
// and so is what may be two prices: "1.299 EUR" is 1299 where a point stands between thousands.
// (Three digits behind it are the minor unit of KWD, and no thousands follow the 0 of "0.125".)
Result<int32_t> ParsePrice(std::string_view text, const MoneyFormat& money);

// Of a JSON number's text, whose point is the decimal one: 1.005 is GBP 1.01.
Result<int32_t> PriceOfNumber(std::string_view number, const MoneyFormat& money);

// ISO 8601 ("2011-12-09", "2011-12-09 12:50:00", "2011-12-09T12:50:00.250+01:00"; UTC when no
// offset is given) or milliseconds since 1970. The time is plausible (base/time.h).
Result<Time> ParseTime(std::string_view text);

// Google's words: in_stock, out_of_stock, preorder, backorder (or with a space for the underscore).
Result<Availability> ParseAvailability(std::string_view text);

// True for "", a path, or an http(s) address, without blanks or control characters. An image may
// also be a data:image/ address. Keeps `javascript:` and its kin off pages that show the catalog.
bool IsSafeLink(std::string_view link);
bool IsSafeImage(std::string_view image);

// Of digits alone, at most nine.
int SmallNumber(std::string_view digits);

// Without the blanks at both ends.
std::string_view Trim(std::string_view text);

// `text` between quotes for an error message: at most 40 bytes, printable ASCII only.
std::string Quoted(std::string_view text);

}  // namespace hearth
