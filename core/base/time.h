// Time is milliseconds since 1970-01-01 UTC and always comes from the caller.
#pragma once

#include <cstdint>

namespace hearth {

using Time = int64_t;

inline constexpr Time kMsPerMinute = 60 * 1000;
inline constexpr Time kMsPerHour = 60 * kMsPerMinute;
inline constexpr Time kMsPerDay = 24 * kMsPerHour;

// Times outside [2000-01-01, 2200-01-01) are refused wherever they come in.
inline constexpr Time kMinTime = 946684800000;
inline constexpr Time kMaxTime = 7258118400000;

constexpr bool IsPlausible(Time t) { return t >= kMinTime && t < kMaxTime; }

// Days since 1970-01-01 of a plausible time.
constexpr int32_t DayOf(Time t) { return static_cast<int32_t>(t / kMsPerDay); }

// 0 (January) .. 11 of a plausible time, UTC.
// Howard Hinnant, "chrono-compatible low-level date algorithms", 2013: years begin in March.
constexpr uint32_t MonthOf(Time t) {
  const auto day_of_era = static_cast<uint32_t>(DayOf(t) + 719468) % 146097;
  const uint32_t year =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const uint32_t day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
  return ((5 * day_of_year + 2) / 153 + 2) % 12;
}

}  // namespace hearth
