// Item views of the running visit, in order, and what visitors view besides and after those items.
//
// Views of items that the catalog does not carry are passed over. The newest kMaxSeen different
// items count for their co-viewed items, each 0.7 times as much as the one viewed after it.
// Integers, a fixed order. O(k log k), k = co-viewed items of what was seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "catalog/catalog.h"

namespace hearth {

inline constexpr size_t kMaxSeen = 20;

struct SeenItem {
  ItemIndex item;
  uint16_t views;
  uint16_t steps_since;  // views since its last one: 0 for the newest item
};

// What the items seen say of another; shares of 65535 and their decayed sums (catalog.h,
// CoViewed).
struct NextScore {
  ItemIndex item;
  uint32_t with, after;            // sums
  uint16_t with_last, after_last;  // by the newest item
  uint16_t best_with;              // by any item seen
  uint16_t rank;                   // by with + after: 0 for the first
};

struct Trail {
  std::vector<SeenItem> seen;   // newest first
  std::vector<NextScore> next;  // sorted by item
  uint32_t views = 0;
  uint32_t views_in_a_row = 0;  // the last ones, all of the newest item
  uint32_t strongest = 0;       // of all with + after

  // nullptr when there is none.
  const SeenItem* FindSeen(ItemIndex item) const;
  const NextScore* FindNext(ItemIndex item) const;
};

// `views`: the items viewed, in order.
Trail FoldTrail(const Catalog& catalog, std::span<const ItemIndex> views);

}  // namespace hearth
