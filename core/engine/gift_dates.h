// Whether a basket looks like a present, and on which day a surprise could come out.
#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "household/member.h"
#include "policy/sensitivity.h"

namespace hearth {

struct GiftSuggestion {
  enum class Because : uint8_t { kNothing, kQuietItem, kDate };
  bool suggest = false;
  Because because = Because::kNothing;
  std::chrono::year_month_day date;  // at whose beginning it comes out
};

// The day it is where the shopper is, for a host that says so; it is within a day of that of `now`
// in UTC. Errors: invalid_argument.
Result<std::chrono::sys_days> CheckToday(std::chrono::year_month_day today, Time now);

// A surprise comes out the day after the nearest of the household's dates or Christmas Day, when
// presents are open; in two weeks, where none is within two months. A basket looks like a present
// with an item that often is one, or when such a date of the household's is near.
GiftSuggestion SuggestGift(std::span<const ItemIndex> basket, const Sensitivity& sensitivity,
                           std::span<const NotableDate> dates, std::chrono::sys_days today);

}  // namespace hearth
