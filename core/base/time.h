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

}  // namespace hearth
