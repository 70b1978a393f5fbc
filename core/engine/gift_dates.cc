#include "engine/gift_dates.h"

#include <algorithm>

#include "policy/policy.h"

namespace hearth {
namespace {

using std::chrono::days, std::chrono::sys_days, std::chrono::year_month_day;

// That day of a year, `today` or the next one after it.
sys_days NextDate(unsigned month, unsigned day, sys_days today) {
  for (std::chrono::year year = year_month_day{today}.year();; ++year) {
    const year_month_day date{year, std::chrono::month{month}, std::chrono::day{day}};
    if (date.ok() && sys_days{date} >= today) return date;
  }
}

}  // namespace

Result<sys_days> CheckToday(year_month_day today, Time now) {
  const sys_days in_utc{days{DayOf(now)}};
  if (!today.ok() || sys_days{today} > in_utc + days{1} || sys_days{today} < in_utc - days{1}) {
    return InvalidArgument("today: expected the day of `now`, or the day before or after it");
  }
  return sys_days{today};
}

GiftSuggestion SuggestGift(std::span<const ItemIndex> basket, const Sensitivity& sensitivity,
                           std::span<const NotableDate> dates, sys_days today) {
  const bool quiet = std::any_of(basket.begin(), basket.end(), [&](ItemIndex item) {
    const Topic* topic = sensitivity.TopicOf(item);
    return topic != nullptr && topic->tier == Tier::kQuiet;
  });
  sys_days date = sys_days::max();
  for (const NotableDate& each : dates)
    date = std::min(date, NextDate(each.month, each.day, today));
  const bool near = date <= today + days{kNearDateDays};
  date = std::min(date, NextDate(12, 25, today));
  const bool far = date > today + days{kDateHorizonDays};
  GiftSuggestion suggestion;
  suggestion.suggest = !basket.empty() && (quiet || near);
  suggestion.date = far ? today + days{kUsualGiftDays} : date + days{1};
  if (suggestion.suggest) {
    suggestion.because =
        quiet ? GiftSuggestion::Because::kQuietItem : GiftSuggestion::Because::kDate;
  }
  return suggestion;
}

}  // namespace hearth
