#include "pack/counts/batches.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "pack/counts/baskets.h"

namespace hearth {
namespace {

constexpr int32_t kFirstMonday = 4;  // 1970-01-05
constexpr int32_t kDaysOfWeek = 7;

// Weeks since the first Monday of 1970, of a plausible time.
int32_t WeekOf(Time time) { return (DayOf(time) - kFirstMonday) / kDaysOfWeek; }

Time BeginningOf(int32_t week) { return (kFirstMonday + Time{week} * kDaysOfWeek) * kMsPerDay; }

// A customer who ordered in a week. Ascending by week.
struct Attendance {
  int32_t week;
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
    if (i > 0 && all[i].week != all[i - 1].week && in_batch >= k) {
      const Time over = BeginningOf(all[i - 1].week + 1);
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

// Which of the names the catalog has.
std::vector<bool> KnownSkus(const Names& skus, const OwnedColumns& columns) {
  std::vector<bool> is_known;
  for (size_t i = 0; i < skus.size(); ++i) {
    is_known.push_back(FindItem(columns, skus[i]) != kNoItem);
  }
  return is_known;
}

}  // namespace

Time EndOfBatches(const Orders& orders, const OwnedColumns& columns, uint32_t k, Time now) {
  const std::vector<bool> is_known = KnownSkus(orders.skus, columns);
  std::vector<Attendance> all;
  for (const OrderLine& line : orders.lines) {
    if (is_known[line.sku]) all.push_back({WeekOf(line.time), line.customer});
  }
  return EndOfBatches(std::move(all), orders.customers.size(), k, now);
}

Time EndOfBatches(const ViewLines& views, const OwnedColumns& columns, uint32_t k, Time now) {
  const std::vector<bool> is_known = KnownSkus(views.skus, columns);
  std::vector<Attendance> all;
  for (const ViewLine& line : views.lines) {
    if (is_known[line.sku]) all.push_back({WeekOf(line.time), line.visitor});
  }
  return EndOfBatches(std::move(all), views.visitors.size(), k, now);
}

int32_t MondayOf(int32_t day) {
  const int32_t monday = day - (day - kFirstMonday) % kDaysOfWeek;
  return std::max(monday, DayOf(kMinTime));
}

}  // namespace hearth
