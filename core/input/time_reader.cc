#include "input/time_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <utility>

#include "catalog/feed_values.h"
#include "input/letters.h"

namespace hearth {
namespace {

constexpr int kMaxOffsetHours = 14;
constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 12> kLongMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

struct Zone {
  std::string_view name;
  int hours;
};
// Those of RFC 2822.
constexpr std::array<Zone, 12> kZones = {{{"z", 0},
                                          {"ut", 0},
                                          {"utc", 0},
                                          {"gmt", 0},
                                          {"est", -5},
                                          {"edt", -4},
                                          {"cst", -6},
                                          {"cdt", -5},
                                          {"mst", -7},
                                          {"mdt", -6},
                                          {"pst", -8},
                                          {"pdt", -7}}};

Error NotATime() {
  return Malformed("expected a time like 2011-12-09T12:50:00Z or milliseconds since 1970");
}

Error NeedsOrder() {
  return Malformed(
      "expected a time that reads one way; --dates day-first or --dates month-first says which "
      "number is the day");
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Takes pieces off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }
  char Next() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool Take(char c) {
    if (Next() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool TakeBlanks() {
    const size_t before = rest_.size();
    while (Take(' ') || Take('\t')) continue;
    return rest_.size() < before;
  }

  // A whole run of digits, `least` to `most` of them.
  std::optional<int> TakeNumber(size_t least, size_t most) {
    size_t count = 0;
    while (count < rest_.size() && IsDigit(rest_[count])) ++count;
    if (count < least || count > most) return std::nullopt;
    const int value = SmallNumber(rest_.substr(0, count));
    rest_.remove_prefix(count);
    return value;
  }

  // A run of letters of at most 9, small; "" where there is none.
  std::string_view TakeWord() {
    size_t count = 0;
    while (count < rest_.size() && IsLetter(rest_[count]) && count < word_.size()) {
      word_[count] = ToSmall(rest_[count]);
      ++count;
    }
    rest_.remove_prefix(count);
    return {word_.data(), count};
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  std::array<char, 9> word_{};
};

// The count of digits in front.
size_t DigitsIn(std::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsDigit) - text.begin());
}

std::optional<Time> DateOf(int year, int month, int day) {
  if (year == 0 && month == 0 && day == 0) month = day = 1;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kMsPerDay;
}

// ---- The time of day and the zone

// "+05", "+0500", "+05:00", "+5:30"
std::optional<Time> TakeSignedOffset(Scanner* scan) {
  const int sign = scan->Next() == '-' ? -1 : 1;
  if (!scan->Take('+') && !scan->Take('-')) return std::nullopt;
  const size_t digits = DigitsIn(scan->rest());
  const std::optional<int> number = scan->TakeNumber(1, 4);
  if (!number || digits == 3) return std::nullopt;
  int hours = *number, minutes = 0;
  if (digits == 4) {
    hours = *number / 100;
    minutes = *number % 100;
  } else if (scan->Take(':')) {
    const std::optional<int> more = scan->TakeNumber(2, 2);
    if (!more) return std::nullopt;
    minutes = *more;
  }
  if (hours > kMaxOffsetHours || minutes > 59) return std::nullopt;
  return sign * (hours * kMsPerHour + minutes * kMsPerMinute);
}

// A time of day, and the offset that it names, if any: milliseconds.
struct Clock {
  Time of_day = 0;
  std::optional<Time> offset;
};

// A zone, or both "UTC" and an offset.
std::optional<Time> ReadZone(Scanner scan) {
  Time offset = 0;
  if (IsLetter(scan.Next())) {
    const std::string_view word = scan.TakeWord();
    const auto* const zone = std::find_if(kZones.begin(), kZones.end(),
                                          [&](const Zone& each) { return each.name == word; });
    if (zone == kZones.end()) return std::nullopt;
    offset = zone->hours * kMsPerHour;
    if (scan.AtEnd()) return offset;
    if (zone->hours != 0 || word == "z") return std::nullopt;
  }
  const std::optional<Time> more = TakeSignedOffset(&scan);
  if (!more || !scan.AtEnd()) return std::nullopt;
  return *more;
}

// ".250" or ",250" as milliseconds; further digits are dropped.
std::optional<Time> TakeFraction(Scanner* scan) {
  if (!scan->Take('.') && !scan->Take(',')) return 0;
  const size_t digits = DigitsIn(scan->rest());
  if (digits == 0) return std::nullopt;
  Time ms = 0, unit = 100;
  for (const char c : scan->rest().substr(0, digits)) {
    ms += unit * (c - '0');
    unit /= 10;
  }
  for (size_t i = 0; i < digits; ++i) scan->Take(scan->Next());
  return ms;
}

// "AM" and "PM", "a.m." and "p.m.": the hour on the clock of 24 hours.
std::optional<int> TakeHalfOfDay(Scanner* scan, int hour) {
  Scanner ahead = *scan;
  ahead.TakeBlanks();
  const char half = ToSmall(ahead.Next());
  if (half != 'a' && half != 'p') return hour;
  ahead.Take(ahead.Next());
  ahead.Take('.');
  if (!ahead.Take('m') && !ahead.Take('M')) return std::nullopt;
  ahead.Take('.');
  if (hour < 1 || hour > 12) return std::nullopt;
  *scan = ahead;
  return hour % 12 + (half == 'p' ? 12 : 0);
}

// The rest of a time after its date: nothing, or a time of day and perhaps a zone.
std::optional<Clock> ReadClock(Scanner scan) {
  if (scan.AtEnd()) return Clock();
  scan.Take(',');
  const bool blank = scan.TakeBlanks();
  if (!blank && !scan.Take('T') && !scan.Take('t')) return std::nullopt;
  std::optional<int> hour = scan.TakeNumber(1, 2);
  if (!hour || !scan.Take(':')) return std::nullopt;
  const std::optional<int> minute = scan.TakeNumber(2, 2);
  std::optional<int> second = 0;
  std::optional<Time> fraction = 0;
  if (scan.Take(':')) {
    second = scan.TakeNumber(2, 2);
    fraction = TakeFraction(&scan);
  }
  hour = TakeHalfOfDay(&scan, *hour);
  if (!hour || !minute || !second || !fraction) return std::nullopt;
  // A leap second is the one before it.
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const Time of_day =
      *hour * kMsPerHour + *minute * kMsPerMinute + std::min(*second, 59) * 1000 + *fraction;
  scan.TakeBlanks();
  if (scan.AtEnd()) return Clock{of_day, std::nullopt};
  const std::optional<Time> offset = ReadZone(scan);
  return offset ? std::optional(Clock{of_day, offset}) : std::nullopt;
}

// ---- Dates

// What a clock shows, in UTC.
Time FromLocal(Time local, const LocalClock& clock) { return local - clock.AheadAt(local); }

std::optional<Time> WithClock(std::optional<Time> date, const Scanner& scan,
                              const LocalClock& local) {
  if (!date) return std::nullopt;
  const std::optional<Clock> clock = ReadClock(scan);
  if (!clock) return std::nullopt;
  const Time shown = *date + clock->of_day;
  return clock->offset ? shown - *clock->offset : FromLocal(shown, local);
}

bool IsSeparator(char c) { return c == '-' || c == '/' || c == '.'; }

// "2026-04-05", and with "/" or "." between.
std::optional<Time> ReadYearFirst(std::string_view text, const LocalClock& local) {
  Scanner scan(text);
  const std::optional<int> year = scan.TakeNumber(4, 4);
  const char separator = scan.Next();
  if (!year || !IsSeparator(separator)) return std::nullopt;
  scan.Take(separator);
  const std::optional<int> month = scan.TakeNumber(1, 2);
  if (!month || !scan.Take(separator)) return std::nullopt;
  const std::optional<int> day = scan.TakeNumber(1, 2);
  if (!day) return std::nullopt;
  return WithClock(DateOf(*year, *month, *day), scan, local);
}

// "5.4.2026", "04/05/2026", "05-04-26": two numbers of which one is the day, then the year.
struct ShortDate {
  int first = 0, second = 0, year = 0;
  bool century_left_out = false;
  std::string_view rest;
};

std::optional<ShortDate> TakeShortDate(std::string_view text) {
  Scanner scan(text);
  const std::optional<int> first = scan.TakeNumber(1, 2);
  const char separator = scan.Next();
  if (!first || !IsSeparator(separator)) return std::nullopt;
  scan.Take(separator);
  const std::optional<int> second = scan.TakeNumber(1, 2);
  if (!second || !scan.Take(separator)) return std::nullopt;
  const size_t digits = DigitsIn(scan.rest());
  const std::optional<int> year = scan.TakeNumber(2, 4);
  if (!year || digits == 3) return std::nullopt;
  return ShortDate{*first, *second, *year + (digits == 2 ? 2000 : 0), digits == 2, scan.rest()};
}

Result<Time> ReadShortDate(const ShortDate& date, const TimeFormat& format) {
  const Scanner scan(date.rest);
  const auto day_first = WithClock(DateOf(date.year, date.second, date.first), scan, format.clock);
  const auto month_first =
      WithClock(DateOf(date.year, date.first, date.second), scan, format.clock);
  const auto given = format.dates == DateOrder::kDayFirst ? day_first : month_first;
  if (format.dates != DateOrder::kUnknown) return given ? Result<Time>(*given) : NotATime();
  if (!day_first && !month_first) return NotATime();
  if (date.century_left_out) return NeedsOrder();
  if (day_first && month_first && *day_first != *month_first) return NeedsOrder();
  return day_first ? *day_first : *month_first;
}

// 1 to 12, or 0.
int MonthOfName(std::string_view word) {
  if (word == "sept") return 9;
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (word == kMonths[i] || word == kLongMonths[i]) return static_cast<int>(i) + 1;
  }
  return 0;
}

bool IsDayOfWeek(std::string_view word) {
  return word.size() >= 3 &&
         std::find(kDays.begin(), kDays.end(), word.substr(0, 3)) != kDays.end();
}

void TakeBetween(Scanner* scan) {
  scan->Take('.');
  scan->Take(',');
  if (!scan->TakeBlanks()) scan->Take('-');
}

// "Sun, 05 Apr 2026 ...", "5-Apr-2026 ...", "April 5, 2026 ..."
std::optional<Time> ReadNamedMonth(std::string_view text, const LocalClock& local) {
  Scanner scan(text);
  std::optional<int> day = scan.TakeNumber(1, 2);
  if (day) TakeBetween(&scan);
  std::string_view word = scan.TakeWord();
  if (!day && MonthOfName(word) == 0 && IsDayOfWeek(word)) {
    TakeBetween(&scan);
    day = scan.TakeNumber(1, 2);
    if (day) TakeBetween(&scan);
    word = scan.TakeWord();
  }
  const int month = MonthOfName(word);
  if (month == 0) return std::nullopt;
  TakeBetween(&scan);
  if (!day) {
    day = scan.TakeNumber(1, 2);
    TakeBetween(&scan);
  }
  const std::optional<int> year = scan.TakeNumber(4, 4);
  if (!day || !year) return std::nullopt;
  return WithClock(DateOf(*year, month, *day), scan, local);
}

// "20260405" and "20260405164928".
std::optional<Time> ReadCompact(std::string_view text, const LocalClock& local) {
  const auto number = [&](size_t at, size_t count) { return SmallNumber(text.substr(at, count)); };
  const std::optional<Time> date = DateOf(number(0, 4), number(4, 2), number(6, 2));
  if (!date || text.size() == 8)
    return date ? std::optional(FromLocal(*date, local)) : std::nullopt;
  const int hour = number(8, 2), minute = number(10, 2), second = number(12, 2);
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return FromLocal(*date + hour * kMsPerHour + minute * kMsPerMinute + second * 1000, local);
}

std::optional<Time> ReadNumber(std::string_view text, const LocalClock& local) {
  if (text.size() == 8 || text.size() == 14) return ReadCompact(text, local);
  int64_t number = 0;
  if (text.size() > 16) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.size() == 9 || text.size() == 10) return number * 1000;
  if (text.size() == 16) return number / 1000;
  if (text.size() > 13) return std::nullopt;
  return number;
}

bool IsAllDigits(std::string_view text) { return DigitsIn(text) == text.size() && !text.empty(); }

}  // namespace

Time LocalClock::AheadAt(Time local) const {
  Time ahead = ahead_;
  for (const Change& change : changes_) {
    if (local < change.local) break;
    ahead = change.ahead;
  }
  return ahead;
}

Result<Time> ParseOffset(std::string_view text) {
  const Scanner scan(Trim(text));
  const std::optional<Time> offset = ReadZone(scan);
  if (offset) return *offset;
  return InvalidArgument("expected an offset from UTC like +02:00 (no names of places), got " +
                         Quoted(text));
}

Result<Time> ReadTime(std::string_view text, const TimeFormat& format) {
  text = Trim(text);
  std::optional<Time> time;
  if (IsAllDigits(text)) {
    time = ReadNumber(text, format.clock);
  } else if (DigitsIn(text) == 4) {
    time = ReadYearFirst(text, format.clock);
  } else if (const std::optional<ShortDate> date = TakeShortDate(text)) {
    return ReadShortDate(*date, format);
  } else {
    time = ReadNamedMonth(text, format.clock);
  }
  if (!time) return NotATime();
  return *time;
}

void DateEvidence::Add(std::string_view text) {
  const std::optional<ShortDate> date = TakeShortDate(Trim(text));
  if (!date || date->century_left_out) return;
  if (date->first > 12 && date->second <= 12) day_first_ = true;
  if (date->second > 12 && date->first <= 12) month_first_ = true;
}

DateOrder DateEvidence::Proven() const {
  if (day_first_ == month_first_) return DateOrder::kUnknown;
  return day_first_ ? DateOrder::kDayFirst : DateOrder::kMonthFirst;
}

}  // namespace hearth
