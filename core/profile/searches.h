// The searches of the running visit, and how strongly they suggest items.
//
// The newest kMaxSearches count, each for the items it finds (catalog/search.h): where it finds
// more than kMaxFound, for the most popular of them. A search that finds fewer items weighs more:
// its weight is log2 of catalog size over items found, at most kMaxDoublings. The weight is
// multiplied by 0.7 for every later search, and for every item viewed since that the search did not
// find. Integers, a fixed order.
//
// Finding reads all titles: a few milliseconds at 100,000 items. The result depends on catalog and
// words only, so it may be kept from fold to fold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "history/event.h"

namespace hearth {

inline constexpr size_t kMaxSearches = 5;
inline constexpr size_t kMaxFound = 1000;  // of one search
inline constexpr int32_t kMaxDoublings = 6;

// What words find in one catalog; at most kMaxFound items, ascending.
struct Finding {
  std::string words;
  size_t total = 0;  // of all found
  std::vector<ItemIndex> items;
};

// Of one catalog. It holds what the last fold asked for and nothing else, so that it remembers no
// words longer than a profile does.
using Findings = std::vector<Finding>;

struct SoughtItem {
  ItemIndex item;
  uint16_t strength;  // log2, Q8; 1 or more: of the search with the most weight that found it
  uint8_t search;     // index into Searches::events
};

struct Searches {
  std::vector<EventId> events;    // newest first
  std::vector<SoughtItem> items;  // sorted by item

  // nullptr when no search found it.
  const SoughtItem* Find(ItemIndex item) const;
};

// One search of the running visit: `views_before` of its views came before it.
struct MadeSearch {
  EventId event;
  std::string_view words;
  size_t views_before;
};

// `made` and `views` in order. Takes from `known` what it holds, and leaves there what it used.
Searches FoldSearches(const Catalog& catalog, std::span<const MadeSearch> made,
                      std::span<const ItemIndex> views, Findings* known);

}  // namespace hearth
