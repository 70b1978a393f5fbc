// Times as shops and their platforms export them, from text to milliseconds since 1970 (UTC).
//
//   ISO 8601       "2026-04-05", "2026-04-05 6:49:28", "2026-04-05T16:49:28.250+02:00", with a
//                  blank before the offset or without, offsets of hours alone, "Z", "UTC", "GMT";
//                  also with "/" or "." between the numbers, and "20260405164928"
//   numbers        Unix seconds (9 or 10 digits), milliseconds (11 to 13), microseconds (16)
//   RFC 2822       "Sun, 05 Apr 2026 16:49:28 +0500", its names of American zones, and what names
//                  the month in English: "Apr 5, 2026, 4:49 PM", "05-Apr-2026"
//   day and month  "05.04.2026 16:49", "4/5/2026 4:49 PM": by DateOrder alone. What reads the same
//                  either way ("04/04/2026"), or has one reading only ("25/12/2026"), needs none.
//                  Two digits of a year ("5.4.26") are of this century and need it always.
//
// Nothing is guessed: what has two readings is refused. Error messages never quote the text.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace hearth {

enum class DateOrder : uint8_t { kUnknown, kDayFirst, kMonthFirst };

// What the clocks of a place are ahead of UTC, in milliseconds: always the same, or changing as
// summer comes and goes.
class LocalClock {
 public:
  struct Change {
    Time local;  // the first that a clock shows after the change, and did not show before it
    Time ahead;  // from then on
  };

  // `ahead` before the first of `changes`, which ascend and must outlive all copies of this.
  LocalClock(Time ahead = 0, std::span<const Change> changes = {})  // NOLINT: an offset is a clock
      : ahead_(ahead), changes_(changes) {}

  // What a clock that shows `local` (milliseconds of its own calendar since 1970) is ahead. An hour
  // that a clock shows twice is the first; one that it skips is told by the clock before.
  Time AheadAt(Time local) const;

 private:
  Time ahead_;
  std::span<const Change> changes_;
};

struct TimeFormat {
  DateOrder dates = DateOrder::kUnknown;
  LocalClock clock;  // of times that name no zone
};

// "+02:00", "-0530", "+2", "UTC" or "Z" as milliseconds; at most 14 hours. Names of places have no
// table here.
Result<Time> ParseOffset(std::string_view text);

// A time of the years 0 to 9999, plausible (base/time.h) or not: what to do with an order of 1970
// or 2999 is the caller's. "0000-00-00", as databases write none, is the first moment of the year
// 0. Errors: malformed.
Result<Time> ReadTime(std::string_view text, const TimeFormat& format);

// What a column of dates proves by itself: a number over 12 stands where only a day can.
class DateEvidence {
 public:
  void Add(std::string_view text);

  // kUnknown where nothing is proven, or where values contradict each other.
  DateOrder Proven() const;

 private:
  bool day_first_ = false, month_first_ = false;
};

}  // namespace hearth
