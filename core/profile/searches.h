// What the running visit searched for, and what that says of items.
//
// The newest kMaxSearches speak for what they find (catalog/search.h); of very many the most
// popular. A search says the more of what it finds the less that is: by how many doublings the
// catalog is larger, at most kMaxDoublings. It is 0.7 times as loud for every search after it, and
// for every item viewed since that it did not find: who views what was found has not moved
// on. Integers, a fixed order.
//
// Finding is O(bytes of all titles), a few milliseconds at 100,000 items, but a function of catalog
// and words alone: it may be kept from fold to fold.
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
  uint16_t strength;  // doublings, Q8; 1 or more: of the loudest search that found it
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
