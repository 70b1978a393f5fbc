#include "pack/counts/months.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/fixed.h"
#include "pack/counts/statistics.h"

namespace hearth {

std::vector<uint8_t> CountMonths(const Baskets& baskets, size_t item_count, uint32_t k) {
  std::vector<uint8_t> levels(item_count * kMonths, 0);
  for (size_t item = 0; item < item_count; ++item) {
    std::array<uint32_t, kMonths> customers{};
    baskets.ForEachCustomerOf(static_cast<ItemIndex>(item), [&](std::span<const uint32_t> trips) {
      uint32_t months = 0;
      for (const uint32_t trip : trips) months |= 1U << MonthOf(baskets.time[trip]);
      for (size_t month = 0; month < kMonths; ++month) customers[month] += months >> month & 1;
    });
    for (size_t month = 0; month < kMonths; ++month) {
      const uint32_t coarse = CoarseCount(customers[month], k);
      if (coarse == 0) continue;
      levels[item * kMonths + month] = static_cast<uint8_t>(std::min(Log2Q8(coarse) / 16, 255));
    }
  }
  return levels;
}

}  // namespace hearth
