// Google's product taxonomy: what a number in `google_product_category` stands for, in English. The
// table is google_taxonomy.txt beside this file; README.md there says where it comes from and that
// it is not whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/feed_item.h"

namespace hearth {

// "Health & Beauty > Health Care > Condoms" for 775; "" for a number that the table lacks.
std::string_view GooglePath(uint32_t number);

// Gives the item the path of its number, where the feed gave no path.
void NameGoogleCategory(FeedItem* item);

// Items of which the feed gives a number that the table lacks, and no path: the number says nothing
// of what they are.
struct UnknownGoogleNumbers {
  size_t items = 0;
  size_t without_category = 0;     // those that have none of the shop's own either
  std::vector<uint32_t> examples;  // the most frequent, at most kUnknownNumberExamples
};
inline constexpr size_t kUnknownNumberExamples = 3;
UnknownGoogleNumbers FindUnknownNumbers(std::span<const FeedItem> items);

}  // namespace hearth
