// Groups that are probably no variants of one thing. Some shops give `item_group_id` to collections
// ("Summer"): then a shirt and a hat become one item, with one tile and one number of customers.
// Sizes and colours of one thing share a word of their titles; where no word stands in all titles
// of a group, the shop is told.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace hearth {

struct OddGroup {
  std::string group;           // the item's SKU
  std::string title, another;  // of two of its variants
};

struct OddGroups {
  size_t count = 0;
  std::vector<OddGroup> examples;  // the first kOddGroupExamples
};
inline constexpr size_t kOddGroupExamples = 3;

// Words are compared without capitals and accents. Of scripts without blanks between words (Thai,
// Japanese, Chinese) any two letters in a row are a word. O(bytes of titles).
OddGroups FindOddGroups(const CatalogColumns& columns);

}  // namespace hearth
