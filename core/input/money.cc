#include "input/money.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "input/letters.h"

namespace hearth {
namespace {

// Signs and abbreviations of currencies, in small letters.
struct Sign {
  std::string_view text, currencies;
};
constexpr std::array<Sign, 44> kSigns = {{
    {"€", "EUR"},
    {"euro", "EUR"},
    {"euros", "EUR"},
    {"$", "USD AUD CAD NZD SGD HKD MXN CLP COP ARS TWD"},
    {"us$", "USD"},
    {"usd$", "USD"},
    {"a$", "AUD"},
    {"au$", "AUD"},
    {"c$", "CAD"},
    {"ca$", "CAD"},
    {"nz$", "NZD"},
    {"s$", "SGD"},
    {"hk$", "HKD"},
    {"mx$", "MXN"},
    {"nt$", "TWD"},
    {"r$", "BRL"},
    {"£", "GBP EGP"},
    {"¥", "JPY CNY"},
    {"￥", "JPY CNY"},
    {"円", "JPY"},
    {"元", "CNY"},
    {"₹", "INR"},
    {"rs", "INR PKR LKR"},
    {"rs.", "INR PKR LKR"},
    {"zł", "PLN"},
    {"zl", "PLN"},
    {"kr", "SEK NOK DKK ISK"},
    {"kr.", "SEK NOK DKK ISK"},
    {"kč", "CZK"},
    {"ft", "HUF"},
    {"₽", "RUB"},
    {"руб", "RUB"},
    {"руб.", "RUB"},
    {"р.", "RUB"},
    {"₺", "TRY"},
    {"tl", "TRY"},
    {"fr.", "CHF"},
    {"sfr.", "CHF"},
    {"lei", "RON"},
    {"лв", "BGN"},
    {"лв.", "BGN"},
    {"₴", "UAH"},
    {"₪", "ILS"},
    {"₩", "KRW"},
}};

// Words before a price that say no more than that there is one.
constexpr std::array<std::string_view, 18> kWords = {
    "from",  "ab", "nur",  "only",  "now",  "jetzt", "à partir de", "a partir de", "dès",
    "desde", "da", "solo", "vanaf", "v.a.", "od",    "från",        "fra",         "starting at"};

// Words behind a price that say how tax is in it, which prices of shops for people are with.
constexpr std::array<std::string_view, 12> kTaxWords = {
    "*",   "incl. vat",    "inc. vat",    "inc vat",   "inkl. mwst.", "inkl. mwst",
    "ttc", "iva incluido", "iva inclusa", "incl. btw", "brutto",      "inkl. moms"};

// What stands around the digits of a price, and they with their marks.
struct Split {
  std::string before, after;  // in small letters of ASCII
  std::string digits;         // 0-9, '.', ',', '\'' and ' '
  bool negative = false;
  bool is_whole = false;  // "1.299,-" says that there are no cents
};

struct Spelling {
  std::string_view text;
  char as;
};
// Signs between digits that mean one of ASCII: blanks, apostrophes and the marks of Arabic.
constexpr std::array<Spelling, 12> kSpellings = {{{"\u00A0", ' '},
                                                  {"\u202F", ' '},
                                                  {"\u2009", ' '},
                                                  {"\u2007", ' '},
                                                  {"\u2019", '\''},
                                                  {"\u02BC", '\''},
                                                  {"\u00B4", '\''},
                                                  {"\u066B", '.'},
                                                  {"\u066C", '\''},
                                                  {"\u2013", '-'},
                                                  {"\u2014", '-'},
                                                  {"\u2212", '-'}}};
// The first of ten digits in a row: Arabic, Persian, Devanagari, full width.
constexpr std::array<std::string_view, 4> kZeros = {"\u0660", "\u06F0", "\u0966", "\uFF10"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// A digit of another alphabet at the front of `text`; its bytes in `*size`.
std::optional<char> OtherDigit(std::string_view text, size_t* size) {
  for (const std::string_view zero : kZeros) {
    const size_t last = zero.size() - 1;
    if (text.size() < zero.size() || text.substr(0, last) != zero.substr(0, last)) continue;
    const int digit = static_cast<uint8_t>(text[last]) - static_cast<uint8_t>(zero[last]);
    if (digit < 0 || digit > 9) continue;
    *size = zero.size();
    return static_cast<char>('0' + digit);
  }
  return std::nullopt;
}

// In signs of ASCII where it means those, and its capitals small.
std::string Plain(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    size_t size = 1;
    if (static_cast<int8_t>(text[0]) >= 0) {
      plain += ToSmall(text[0]);
    } else if (const std::optional<char> digit = OtherDigit(text, &size)) {
      plain += *digit;
    } else {
      const auto* spelling =
          std::find_if(kSpellings.begin(), kSpellings.end(),
                       [&](const Spelling& each) { return text.starts_with(each.text); });
      plain += spelling != kSpellings.end() ? spelling->as : text[0];
      if (spelling != kSpellings.end()) size = spelling->text.size();
    }
    text.remove_prefix(size);
  }
  return plain;
}

void DropWord(std::string* before) {
  for (const std::string_view word : kWords) {
    if (!before->starts_with(word)) continue;
    const std::string_view rest = std::string_view(*before).substr(word.size());
    if (!rest.empty() && rest[0] != ' ' && rest[0] != ':') continue;
    *before = Trim(rest.starts_with(':') ? rest.substr(1) : rest);
    return;
  }
}

void DropTaxWord(std::string* after) {
  for (const std::string_view word : kTaxWords) {
    if (!after->ends_with(word)) continue;
    *after = Trim(std::string_view(*after).substr(0, after->size() - word.size()));
    return;
  }
}

// Nothing when there are no digits, or something else between them.
std::optional<Split> SplitPrice(std::string_view text) {
  const std::string plain = Plain(text);
  size_t begin = plain.find_first_of("0123456789");
  if (begin == std::string::npos) return std::nullopt;
  const size_t end = plain.find_last_of("0123456789") + 1;
  const bool is_mark = begin > 0 && (plain[begin - 1] == '.' || plain[begin - 1] == ',');
  if (is_mark && (begin == 1 || plain[begin - 2] == ' ')) --begin;  // ".50"
  Split split;
  split.digits = plain.substr(begin, end - begin);
  if (split.digits.find_first_not_of("0123456789., '") != std::string::npos) return std::nullopt;
  split.before = Trim(std::string_view(plain).substr(0, begin));
  split.after = Trim(std::string_view(plain).substr(end));
  DropWord(&split.before);
  for (const std::string_view no_minor : {".--", ",--", ".-", ",-"}) {  // "12.-"
    if (!split.after.starts_with(no_minor)) continue;
    split.is_whole = true;
    split.after = Trim(std::string_view(split.after).substr(no_minor.size()));
    break;
  }
  if (split.after.starts_with('-')) {  // "12.90-", as accounts have it
    split.negative = true;
    split.after.erase(0, 1);
  }
  DropTaxWord(&split.after);
  std::erase(split.before, ' ');  // "US $"
  if (split.before.starts_with('-') || split.before.ends_with('-')) {
    split.negative = true;
    split.before.erase(split.before.find('-'), 1);
  }
  return split;
}

// One price that the digits can be: before and behind the decimal mark.
struct Reading {
  std::string whole, part;
};

// Groups of three with one mark between them, or of two before the last three as in India.
bool AreGroups(const std::vector<std::string_view>& groups) {
  if (groups.front().empty() || groups.front().size() > 3 || groups.front()[0] == '0') return false;
  if (groups.back().size() != 3) return false;
  const size_t middle = groups.size() > 2 ? groups[1].size() : 3;
  if (middle == 2 && groups.front().size() > 2) return false;
  return (middle == 2 || middle == 3) &&
         std::all_of(groups.begin() + 1, groups.end() - 1,
                     [&](std::string_view group) { return group.size() == middle; });
}

// Digits with one kind of mark between thousands, or none; nothing otherwise.
std::optional<std::string> ReadWhole(std::string_view text) {
  const size_t at = text.find_first_not_of("0123456789");
  if (at == std::string_view::npos) return std::string(text.empty() ? "0" : text);
  const char mark = text[at];
  std::vector<std::string_view> groups;
  std::string digits;
  for (;;) {
    const size_t end = std::min(text.find(mark), text.size());
    groups.push_back(text.substr(0, end));
    digits += groups.back();
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  const bool clean = std::all_of(digits.begin(), digits.end(), IsDigit);
  return clean && AreGroups(groups) ? std::optional(digits) : std::nullopt;
}

std::optional<Reading> ReadDecimal(std::string_view digits, char mark) {
  const size_t at = digits.find(mark);
  if (at == std::string_view::npos || digits.find(mark, at + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view part = digits.substr(at + 1);
  if (part.empty() || !std::all_of(part.begin(), part.end(), IsDigit)) return std::nullopt;
  std::optional<std::string> whole = ReadWhole(digits.substr(0, at));
  if (!whole) return std::nullopt;
  return Reading{*std::move(whole), std::string(part)};
}

// What the digits can be: with a decimal point, with a decimal comma, without a minor unit.
struct Readings {
  std::optional<Reading> point, comma;
  std::optional<std::string> whole;
};

Readings ReadingsOf(std::string_view digits) {
  return {ReadDecimal(digits, '.'), ReadDecimal(digits, ','), ReadWhole(digits)};
}

std::optional<int64_t> InMinorUnits(const Reading& reading, int minor_digits) {
  const Result<int64_t> value =
      ParseDecimal(reading.whole + (reading.part.empty() ? "" : "." + reading.part), minor_digits);
  return value.ok() ? std::optional(*value) : std::nullopt;
}

std::string Written(const Reading& reading, int minor_digits) {
  std::string part = reading.part.empty() ? "" : reading.part;
  part.resize(std::max<size_t>(part.size(), static_cast<size_t>(minor_digits)), '0');
  return reading.whole + (part.empty() ? "" : "." + part);
}

// Three letters.
bool IsCode(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) {
           return ToSmall(c) >= 'a' && ToSmall(c) <= 'z';
         });
}

Status CheckCurrency(std::string_view text, const std::string& expected) {
  if (text.empty()) return {};
  std::string code(text);
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  const bool is_code = IsCode(code);
  if (is_code && (code == expected || (code == "RUR" && expected == "RUB"))) return {};
  const auto* sign = std::find_if(kSigns.begin(), kSigns.end(),
                                  [&](const Sign& each) { return each.text == text; });
  if (sign != kSigns.end() && sign->currencies.find(expected) != std::string_view::npos) return {};
  if (is_code || sign != kSigns.end()) {
    return Malformed("expected " + expected + ", got a price in " + std::string(text));
  }
  return Malformed("expected a price like \"12.34 " + expected + "\"");
}

}  // namespace

void MoneyReader::Observe(std::string_view text) {
  const std::optional<Split> split = SplitPrice(text);
  if (!split) return;
  const Readings readings = ReadingsOf(split->digits);
  const auto count = [&](const std::optional<Reading>& reading, char thousands,
                         Evidence* evidence) {
    const bool only_so = reading && !readings.whole;
    if (only_so && reading->part.size() == 3) ++evidence->three_digits;
    // Where a mark stands twice, thousands end there, and the other one is before the minor unit.
    const auto marks = std::count(split->digits.begin(), split->digits.end(), thousands);
    if (only_so || (readings.whole && marks > 1)) ++evidence->decimal;
  };
  count(readings.point, ',', &point_);
  count(readings.comma, '.', &comma_);
}

MoneyReader::Meaning MoneyReader::MeaningOf(char mark) const {
  if (decimal_mark_ != 0) return mark == decimal_mark_ ? Meaning::kDecimal : Meaning::kThousands;
  if (money_.minor_digits == 0) return Meaning::kThousands;
  const Evidence& as_decimal = mark == '.' ? point_ : comma_;
  const Evidence& other = mark == '.' ? comma_ : point_;
  if (as_decimal.decimal > 0 && other.decimal > 0) return Meaning::kEither;
  if (other.decimal > 0) return Meaning::kThousands;
  if (money_.minor_digits == 3) {
    return mark == '.' || as_decimal.decimal > 0 ? Meaning::kDecimal : Meaning::kEither;
  }
  // Tenths of a cent are seldom: all that can be told has to have them.
  const bool all_have_three =
      as_decimal.three_digits > 1 && as_decimal.three_digits == as_decimal.decimal;
  return all_have_three ? Meaning::kDecimal : Meaning::kEither;
}

bool MoneyReader::NamesAnother(std::string_view text, std::string_view currency) const {
  const std::optional<Split> split = SplitPrice(text);
  for (const std::string_view each :
       {split ? std::string_view(split->before) : "", split ? std::string_view(split->after) : "",
        Trim(currency)}) {
    const std::string said = Plain(each);
    const bool names_one =
        IsCode(said) || std::any_of(kSigns.begin(), kSigns.end(),
                                    [&](const Sign& each) { return each.text == said; });
    if (names_one && !CheckCurrency(said, money_.currency).ok()) return true;
  }
  return false;
}

Result<int32_t> MoneyReader::Read(std::string_view text, std::string_view currency) const {
  const std::optional<Split> split = SplitPrice(text);
  const Error error =
      Malformed("expected a price like \"12.34 " + money_.currency + "\", got " + Quoted(text));
  if (!split) return error;
  for (const std::string_view said :
       {std::string_view(split->before), std::string_view(split->after), Trim(currency)}) {
    const Status status = CheckCurrency(Plain(said), money_.currency);
    if (!status.ok()) return Malformed(status.error().message + ", got " + Quoted(text));
  }
  Readings readings = ReadingsOf(split->digits);
  if (split->is_whole) readings.point = readings.comma = std::nullopt;
  std::optional<Reading> taken = readings.point ? readings.point : readings.comma;
  if (taken && readings.whole) {
    const Meaning meaning = MeaningOf(readings.point ? '.' : ',');
    const Reading thousands = {*readings.whole, ""};
    if (meaning == Meaning::kEither) {
      return Malformed("expected a price that can be read in one way, got " + Quoted(text) + ": " +
                       Written(thousands, money_.minor_digits) + " or " +
                       Written(*taken, money_.minor_digits));
    }
    if (meaning == Meaning::kThousands) taken = thousands;
  } else if (readings.whole) {
    taken = Reading{*readings.whole, ""};
  }
  if (!taken) return error;
  const std::optional<int64_t> minor = InMinorUnits(*taken, money_.minor_digits);
  constexpr int32_t kMaxPrice = std::numeric_limits<int32_t>::max();
  if (!minor || *minor > kMaxPrice || (split->negative && *minor > 0)) {
    return Malformed("expected a price from 0 to " + std::to_string(kMaxPrice) +
                     " minor units, got " + Quoted(text));
  }
  return static_cast<int32_t>(*minor);
}

}  // namespace hearth
