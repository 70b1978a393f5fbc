#include "catalog/feed_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <optional>

namespace hearth {
namespace {

constexpr int64_t kMaxWhole = 1'000'000'000'000;  // an amount is below it
constexpr int64_t kMaxExponent = 100'000'000'000'000'000;
constexpr size_t kMaxQuotedBytes = 40;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

int64_t PowerOfTen(int digits) {
  int64_t power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

// Takes a run of exactly `count` digits off the front of `text`; -1 when they are not there.
int TakeNumber(std::string_view* text, size_t count) {
  if (text->size() < count || !AllDigits(text->substr(0, count))) return -1;
  const int value = SmallNumber(text->substr(0, count));
  text->remove_prefix(count);
  return value;
}

bool TakeChar(std::string_view* text, char wanted) {
  if (text->empty() || text->front() != wanted) return false;
  text->remove_prefix(1);
  return true;
}

Error NotATime() {
  return Malformed("expected a time like 2011-12-09T12:50:00Z or milliseconds since 1970");
}

// ".250" as milliseconds; further digits are dropped.
Time TakeFraction(std::string_view* text) {
  if (!TakeChar(text, '.')) return 0;
  Time ms = 0;
  Time unit = 100;
  while (!text->empty() && IsDigit(text->front())) {
    ms += unit * (text->front() - '0');
    unit /= 10;
    text->remove_prefix(1);
  }
  return ms;
}

// "Z", "+01:00", "-0530" or nothing. False when it is something else.
bool TakeOffset(std::string_view* text, Time* offset) {
  if (text->empty() || TakeChar(text, 'Z')) return true;
  const int sign = text->front() == '-' ? -1 : 1;
  if (!TakeChar(text, '+') && !TakeChar(text, '-')) return false;
  const int hours = TakeNumber(text, 2);
  TakeChar(text, ':');
  const int minutes = TakeNumber(text, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return false;
  *offset = sign * (hours * kMsPerHour + minutes * kMsPerMinute);
  return true;
}

// "08:26", "08:26:00" or "08:26:00.5" with an offset or without.
bool TakeTimeOfDay(std::string_view* text, Time* ms) {
  const int hour = TakeNumber(text, 2);
  if (hour < 0 || hour > 23 || !TakeChar(text, ':')) return false;
  const int minute = TakeNumber(text, 2);
  if (minute < 0 || minute > 59) return false;
  int second = 0;
  Time fraction = 0;
  if (TakeChar(text, ':')) {
    second = TakeNumber(text, 2);
    if (second < 0 || second > 59) return false;
    fraction = TakeFraction(text);
  }
  Time offset = 0;
  if (!TakeOffset(text, &offset)) return false;
  *ms = hour * kMsPerHour + minute * kMsPerMinute + second * 1000 + fraction - offset;
  return true;
}

bool TakeDate(std::string_view* text, Time* ms) {
  const int year = TakeNumber(text, 4);
  if (year < 0 || !TakeChar(text, '-')) return false;
  const int month = TakeNumber(text, 2);
  if (month < 0 || !TakeChar(text, '-')) return false;
  const int day = TakeNumber(text, 2);
  if (day < 0) return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  *ms = std::chrono::sys_days(date).time_since_epoch().count() * kMsPerDay;
  return true;
}

bool ParseIso(std::string_view text, Time* ms) {
  if (!TakeDate(&text, ms)) return false;
  if (text.empty()) return true;
  if (!TakeChar(&text, 'T') && !TakeChar(&text, ' ')) return false;
  Time time_of_day = 0;
  if (!TakeTimeOfDay(&text, &time_of_day) || !text.empty()) return false;
  *ms += time_of_day;
  return true;
}

// The scheme before the first ':' that stands before any of "/?#"; "" when there is none.
std::string SchemeOf(std::string_view link) {
  const size_t end = link.find_first_of(":/?#");
  if (end == std::string_view::npos || link[end] != ':') return "";
  std::string scheme(link.substr(0, end + 1));
  for (char& c : scheme) {
    if (IsCapital(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return scheme;
}

bool HasBlankOrControl(std::string_view link) {
  return std::any_of(link.begin(), link.end(), [](char c) {
    const auto byte = static_cast<uint8_t>(c);
    return byte <= 0x20 || byte == 0x7F;
  });
}

// whole.part x 10^exponent, not negative.
struct Decimal {
  std::string_view whole, part;
  int64_t exponent = 0;
};

// An exponent beyond the length of any text in memory is cut to it.
std::optional<int64_t> ReadExponent(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!AllDigits(text)) return std::nullopt;
  int64_t exponent = 0;
  for (char c : text) exponent = std::min(exponent * 10 + (c - '0'), kMaxExponent);
  return negative ? -exponent : exponent;
}

std::optional<Decimal> SplitDecimal(std::string_view text) {
  Decimal decimal;
  if (const size_t mark = text.find_first_of("eE"); mark != std::string_view::npos) {
    const std::optional<int64_t> exponent = ReadExponent(text.substr(mark + 1));
    if (!exponent) return std::nullopt;
    decimal.exponent = *exponent;
    text = text.substr(0, mark);
  }
  decimal.whole = text.substr(0, text.find('.'));
  if (decimal.whole.size() < text.size()) {
    decimal.part = text.substr(decimal.whole.size() + 1);
    if (!AllDigits(decimal.part)) return std::nullopt;
  }
  if (!AllDigits(decimal.whole)) return std::nullopt;
  return decimal;
}

// In units of 10^-digits, halves up. Nothing when it is 10^12 or more.
std::optional<int64_t> Scaled(const Decimal& decimal, int digits) {
  const auto count = static_cast<int64_t>(decimal.whole.size() + decimal.part.size());
  const auto digit_at = [&](int64_t i) {
    if (i >= count) return 0;
    const auto at = static_cast<size_t>(i);
    const size_t whole = decimal.whole.size();
    return (at < whole ? decimal.whole[at] : decimal.part[at - whole]) - '0';
  };
  // The digits before this one count, and this one says how they are rounded.
  const int64_t end = static_cast<int64_t>(decimal.whole.size()) + decimal.exponent + digits;
  const int64_t limit = kMaxWhole * PowerOfTen(digits);
  int64_t value = 0;
  for (int64_t i = 0; i < end && (i < count || value > 0); ++i) {
    value = value * 10 + digit_at(i);
    if (value >= limit) return std::nullopt;
  }
  if (end >= 0 && digit_at(end) >= 5) ++value;
  return value;
}

// Of a number: whether its point may stand between thousands, as in 1.299.
bool MayBeThousands(std::string_view number, const MoneyFormat& money) {
  const size_t point = number.find('.');
  return point > 0 && point <= 3 && number[0] != '0' && money.minor_digits != 3 &&
         AllDigits(number.substr(0, point)) && number.size() == point + 4 &&
         AllDigits(number.substr(point + 1));
}

}  // namespace

Result<MoneyFormat> MoneyFormatOf(std::string_view currency) {
  if (currency.size() != 3 || !std::all_of(currency.begin(), currency.end(), IsCapital)) {
    return Malformed("expected an ISO 4217 currency like GBP, got " + Quoted(currency));
  }
  constexpr std::array<std::string_view, 8> kNone = {"CLP", "ISK", "JPY", "KRW",
                                                     "PYG", "UGX", "VND", "XAF"};
  constexpr std::array<std::string_view, 7> kThree = {"BHD", "IQD", "JOD", "KWD",
                                                      "LYD", "OMR", "TND"};
  uint8_t digits = 2;
  if (std::find(kNone.begin(), kNone.end(), currency) != kNone.end()) digits = 0;
  if (std::find(kThree.begin(), kThree.end(), currency) != kThree.end()) digits = 3;
  return MoneyFormat{std::string(currency), digits};
}

Result<int64_t> ParseDecimal(std::string_view text, int digits) {
  const Error error = Malformed("expected an amount like 12.34, got " + Quoted(text));
  const bool negative = TakeChar(&text, '-');
  const std::optional<Decimal> decimal = SplitDecimal(text);
  if (!decimal) return error;
  const std::optional<int64_t> value = Scaled(*decimal, digits);
  if (!value) return error;
  return negative ? -*value : *value;
}

Result<int32_t> ParsePrice(std::string_view text, const MoneyFormat& money) {
  std::string_view number = Trim(text);
  if (number.ends_with(money.currency)) {
    number.remove_suffix(money.currency.size());
  } else if (number.starts_with(money.currency)) {
    number.remove_prefix(money.currency.size());
  }
  number = Trim(number);
  return MayBeThousands(number, money)
             ? Malformed("expected one price, got " + std::string(number) + " or " +
                         std::string(number).erase(number.find('.'), 1))
             : PriceOfNumber(number, money);
}

Result<int32_t> PriceOfNumber(std::string_view number, const MoneyFormat& money) {
  const Result<int64_t> minor = ParseDecimal(number, money.minor_digits);
  if (!minor.ok()) {
    return Malformed("expected a price like \"12.34 " + money.currency + "\", got " +
                     Quoted(number));
  }
  constexpr int32_t kMaxPrice = std::numeric_limits<int32_t>::max();
  if (*minor < 0 || *minor > kMaxPrice) {
    return Malformed("expected a price from 0 to " + std::to_string(kMaxPrice) + " minor units");
  }
  return static_cast<int32_t>(*minor);
}

Result<Time> ParseTime(std::string_view text) {
  text = Trim(text);
  Time ms = 0;
  if (AllDigits(text)) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (code != std::errc()) return NotATime();
  } else if (!ParseIso(text, &ms)) {
    return NotATime();
  }
  if (!IsPlausible(ms)) return Malformed("expected a time from the year 2000 to 2199");
  return ms;
}

Result<Availability> ParseAvailability(std::string_view text) {
  std::string word(Trim(text));
  for (char& c : word) {
    if (c == ' ') c = '_';
    if (IsCapital(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  if (word == "in_stock") return Availability::kInStock;
  if (word == "out_of_stock") return Availability::kOutOfStock;
  if (word == "preorder") return Availability::kPreorder;
  if (word == "backorder") return Availability::kBackorder;
  return Malformed("expected in_stock, out_of_stock, preorder or backorder, got " + Quoted(text));
}

bool IsSafeLink(std::string_view link) {
  if (HasBlankOrControl(link)) return false;
  const std::string scheme = SchemeOf(link);
  return scheme.empty() || scheme == "http:" || scheme == "https:";
}

bool IsSafeImage(std::string_view image) {
  return IsSafeLink(image) || (image.starts_with("data:image/") && !HasBlankOrControl(image));
}

int SmallNumber(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = 10 * number + (c - '0');
  return number;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text.substr(0, kMaxQuotedBytes)) quoted += c >= ' ' && c <= '~' ? c : '?';
  return quoted + (text.size() > kMaxQuotedBytes ? "...\"" : "\"");
}

}  // namespace hearth
