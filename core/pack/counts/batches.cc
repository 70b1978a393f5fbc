#include "pack/counts/batches.h"

#include <algorithm>
#include <vector>

#include "pack/counts/baskets.h"

namespace hearth {
namespace {

constexpr int32_t kFirstMonday = 4;  // 1970-01-05
constexpr int32_t kDaysOfWeek = 7;

// The Monday of a day's week; both are days since 1970, from the first Monday on.
constexpr int32_t BeginningOfWeek(int32_t day) { return day - (day - kFirstMonday) % kDaysOfWeek; }

// A customer who ordered in a week. Ascending by week.
struct Attendance {
  int32_t monday;
  uint32_t customer;
  auto operator<=>(const Attendance&) const = default;
};

Time EndOfBatches(std::vector<Attendance> all, size_t customers, uint32_t k, Time now) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::vector<uint32_t> last_batch(customers, 0);  // of each customer; batches count from 1
  uint32_t batch = 1, in_batch = 0;
  Time end = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && all[i].monday != all[i - 1].monday && in_batch >= k) {
      const Time over = Time{all[i - 1].monday + kDaysOfWeek} * kMsPerDay;
      if (over > now) break;
      end = over;
      ++batch;
      in_batch = 0;
    }
    uint32_t& last = last_batch[all[i].customer];
    if (last != batch) ++in_batch;
    last = batch;
  }
  return end;
}

// Of the lines whose SKU the catalog has; `who` is their customer.
template <typename Line>
std::vector<Attendance> AttendancesIn(const std::vector<Line>& lines, uint32_t Line::*who,
                                      const Names& skus, const OwnedColumns& columns) {
  const std::vector<ItemIndex> items = ItemsOf(skus, columns);
  std::vector<Attendance> all;
  for (const Line& line : lines) {
    if (items[line.sku] != kNoItem) all.push_back({BeginningOfWeek(DayOf(line.time)), line.*who});
  }
  return all;
}

}  // namespace

Time EndOfBatches(const Orders& orders, const OwnedColumns& columns, uint32_t k, Time now) {
  return EndOfBatches(AttendancesIn(orders.lines, &OrderLine::customer, orders.skus, columns),
                      orders.customers.size(), k, now);
}

Time EndOfBatches(const ViewLines& views, const OwnedColumns& columns, uint32_t k, Time now) {
  return EndOfBatches(AttendancesIn(views.lines, &ViewLine::visitor, views.skus, columns),
                      views.visitors.size(), k, now);
}

int32_t MondayOf(int32_t day) { return std::max(BeginningOfWeek(day), DayOf(kMinTime)); }

}  // namespace hearth
