// Public features of every item, as int16 columns: computed once per catalog, the same for
// everyone.
#pragma once

#include <cstdint>
#include <vector>

#include "catalog/catalog.h"

namespace hearth {

struct PublicColumns {
  std::vector<int16_t> log_popularity;         // 256 log2(customers), 0 when unknown
  std::vector<int16_t> log_recent_popularity;  // 256 log2(recent customers), 0 when unknown
  std::vector<int16_t> log_viewers;            // 256 log2(viewers); empty where none were counted
  std::vector<int16_t> freshness;              // kFreshDays on the day it is new, 0 after them

  // By category: some customers bought one of the items that lie in it, not below it, on two trips.
  std::vector<uint8_t> is_rebought;

  // The largest squared length of an item's embedding; 0 without embeddings.
  int32_t longest_embedding = 0;

  // The items most bought lately and over all, then most looked at, best first; items that are new,
  // likewise.
  std::vector<ItemIndex> popular;  // at most kMaxPopular
  std::vector<ItemIndex> fresh;    // at most kMaxFresh
  // Those bought lately of the items that lie in a category itself, not below it, likewise:
  // kMaxOfCategory places for each, the rest kNoItem.
  std::vector<ItemIndex> popular_of_category;
};

inline constexpr size_t kMaxPopular = 96;
inline constexpr size_t kMaxFresh = 32;
inline constexpr size_t kMaxOfCategory = 12;

PublicColumns ComputePublicColumns(const Catalog& catalog);

}  // namespace hearth
