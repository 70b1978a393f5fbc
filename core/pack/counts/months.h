// What sells in which month: for each item and each month of the year the distinct customers who
// bought it in that month of any year, as 16 log2, in steps (CoarseCount); 0 where fewer than k
// did, 255 for 65,536 and more. So a ranker knows that Christmas comes, and which colours left with
// the spring.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pack/counts/baskets.h"

namespace hearth {

inline constexpr size_t kMonths = 12;

// item_count * 12, an item's months in a row. O(lines).
std::vector<uint8_t> CountMonths(const Baskets& baskets, size_t item_count, uint32_t k);

}  // namespace hearth
