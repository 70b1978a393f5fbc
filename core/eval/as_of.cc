#include "eval/as_of.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <set>
#include <utility>

#include "base/sampling.h"
#include "catalog/feed_values.h"

namespace hearth {
namespace {

constexpr int32_t kDaysBeforeFirst = 90;
constexpr int32_t kDaysOfWeek = 7;

struct Span {
  int32_t first = std::numeric_limits<int32_t>::max();
  int32_t last = std::numeric_limits<int32_t>::min();
};

Span DaysOf(const BasketCases& data) {
  Span span;
  for (const BasketCase& one : data.cases) {
    for (int32_t day : one.days) {
      span.first = std::min(span.first, day);
      span.last = std::max(span.last, day);
    }
  }
  return span;
}

Result<int32_t> ReadDate(const std::string& text, const std::string& option,
                         const std::string& expected) {
  const Result<Time> time = ParseTime(text);
  if (!time.ok() || *time % kMsPerDay != 0) {
    return InvalidArgument(option + ": expected " + expected + ", not \"" + text + "\"");
  }
  return DayOf(*time);
}

std::chrono::sys_days DayAt(int32_t day) { return std::chrono::sys_days(std::chrono::days(day)); }

bool BeginsMonth(int32_t day) {
  return std::chrono::year_month_day(DayAt(day)).day() == std::chrono::day(1);
}

bool IsMonday(int32_t day) { return std::chrono::weekday(DayAt(day)) == std::chrono::Monday; }

Result<std::vector<int32_t>> ReadDates(const std::string& text, const Span& span) {
  std::set<int32_t> days;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    const Result<int32_t> day = ReadDate(text.substr(at, end - at), "--as-of",
                                         "monthly, weekly or dates such as 2011-04-01");
    if (!day.ok()) return day.error();
    if (*day <= span.first || *day > span.last) {
      return InvalidArgument("--as-of: expected a date with trips before it and after it, from " +
                             DateOf(span.first + 1) + " to " + DateOf(span.last));
    }
    days.insert(*day);
    at = end + 1;
  }
  return std::vector<int32_t>(days.begin(), days.end());
}

// Monthly or weekly.
Result<std::vector<int32_t>> Rolling(const AsOfOptions& options, Span span) {
  Span bounds = {span.first + kDaysBeforeFirst, span.last};
  for (const auto& [text, option, bound] : {std::tuple(&options.first, "--first", &bounds.first),
                                            std::tuple(&options.last, "--last", &bounds.last)}) {
    if (text->empty()) continue;
    const Result<int32_t> day = ReadDate(*text, option, "a date such as 2011-04-01");
    if (!day.ok()) return day.error();
    *bound = *day;
  }
  bounds = {std::max(bounds.first, span.first + 1), std::min(bounds.last, span.last)};
  const bool monthly = options.when == "monthly";
  std::vector<int32_t> days;
  for (int32_t day = bounds.first; day <= bounds.last; ++day) {
    const bool begins = monthly         ? BeginsMonth(day)
                        : !days.empty() ? day - days.back() == kDaysOfWeek
                                        : !options.first.empty() || IsMonday(day);
    if (begins) days.push_back(day);
  }
  if (days.empty()) {
    return InvalidArgument("--as-of " + options.when + ": expected " + DateOf(span.first) + " to " +
                           DateOf(span.last) + ", the days of the trips, to hold such a day");
  }
  return days;
}

// Trips of a case on days before `day`; its next basket is the last of its trips.
size_t TripsBefore(const BasketCase& one, int32_t day) {
  return static_cast<size_t>(std::lower_bound(one.days.begin(), one.days.end(), day) -
                             one.days.begin());
}

const std::vector<CaseItem>& TripOf(const BasketCase& one, size_t trip) {
  return trip < one.history.size() ? one.history[trip] : one.truth;
}

// Numbers what trips before a day hold, ascending.
class KnownItems {
 public:
  KnownItems(const BasketCases& data, std::span<const size_t> learners,
             std::span<const size_t> testers, int32_t day)
      : number_(data.items.size(), kUnknown) {
    for (const auto& cases : {learners, testers}) {
      for (size_t c : cases) Note(data.cases[c], day);
    }
    for (size_t i = 0; i < number_.size(); ++i) {
      if (number_[i] == kUnknown) continue;
      number_[i] = static_cast<CaseItem>(items_.size());
      items_.push_back(data.items[i]);
    }
  }

  const std::vector<int64_t>& items() const { return items_; }

  // Those of `basket` that are known.
  std::vector<CaseItem> Of(const std::vector<CaseItem>& basket) const {
    std::vector<CaseItem> known;
    for (CaseItem item : basket) {
      if (number_[item] != kUnknown) known.push_back(number_[item]);
    }
    return known;
  }

 private:
  static constexpr CaseItem kUnknown = std::numeric_limits<CaseItem>::max();

  void Note(const BasketCase& one, int32_t day) {
    for (size_t trip = 0; trip < TripsBefore(one, day); ++trip) {
      for (CaseItem item : TripOf(one, trip)) number_[item] = 0;
    }
  }

  std::vector<CaseItem> number_;
  std::vector<int64_t> items_;
};

// The first `trips` of a case, and `next` as the day of the next.
BasketCase Beginning(const BasketCase& one, size_t trips, int32_t next, const KnownItems& known,
                     const NextBasketOptions& options) {
  BasketCase cut{std::string(CustomerOf(one, options)), {}, {}, {}};
  for (size_t trip = 0; trip < trips; ++trip) {
    cut.history.push_back(known.Of(TripOf(one, trip)));
    cut.days.push_back(one.days[trip]);
  }
  cut.days.push_back(next);
  return cut;
}

}  // namespace

Result<std::vector<int32_t>> CutDays(const BasketCases& data, const AsOfOptions& options) {
  const bool is_rolling = options.when == "monthly" || options.when == "weekly";
  if (data.cases.empty() || data.cases[0].days.empty()) {
    return InvalidArgument("--as-of: expected cases with dates");
  }
  if (!is_rolling && !(options.first.empty() && options.last.empty())) {
    return InvalidArgument("--first, --last: expected --as-of monthly or weekly with them");
  }
  const Span span = DaysOf(data);
  return is_rolling ? Rolling(options, span) : ReadDates(options.when, span);
}

Cut CutAt(const BasketCases& data, std::span<const size_t> learners,
          std::span<const size_t> testers, int32_t day, const AsOfOptions& as_of,
          const NextBasketOptions& options) {
  const KnownItems known(data, learners, testers, day);
  Cut cut;
  cut.data.items = known.items();
  const int32_t counted_to = day - as_of.pack_age;
  for (size_t c : learners) {
    const BasketCase& one = data.cases[c];
    const size_t trips = TripsBefore(one, counted_to);
    if (trips == 0) continue;
    cut.learn_from.push_back(cut.data.cases.size());
    cut.data.cases.push_back(Beginning(one, trips, counted_to, known, options));
  }
  for (size_t c : testers) {
    const BasketCase& one = data.cases[c];
    const size_t trips = TripsBefore(one, day);
    if (trips == 0 || trips == one.days.size() || one.days[trips] >= day + as_of.within) continue;
    BasketCase asked = Beginning(one, trips, one.days[trips], known, options);
    const std::vector<CaseItem>& next = TripOf(one, trips);
    asked.truth = known.Of(next);
    asked.beyond = next.size() - asked.truth.size();
    cut.tested.push_back(cut.data.cases.size());
    cut.data.cases.push_back(std::move(asked));
  }
  return cut;
}

BasketCases LastTripsHidden(const BasketCases& data, std::span<const size_t> learn_from,
                            size_t most, uint64_t seed, std::vector<size_t>* tested) {
  BasketCases hidden;
  hidden.items = data.items;
  tested->clear();
  for (size_t c : learn_from) {
    BasketCase one = data.cases[c];
    if (one.history.empty()) continue;
    one.truth = std::move(one.history.back());
    one.beyond = 0;
    one.history.pop_back();
    if (!one.days.empty()) one.days.pop_back();
    if (!one.history.empty()) tested->push_back(hidden.cases.size());
    hidden.cases.push_back(std::move(one));
  }
  Random random(seed);
  Sample(random, most, tested);
  std::sort(tested->begin(), tested->end());
  return hidden;
}

std::string DateOf(int32_t day) {
  const std::chrono::year_month_day date(DayAt(day));
  char text[32];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

}  // namespace hearth
