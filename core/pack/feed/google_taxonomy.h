// Google's product taxonomy: what a number in `google_product_category` stands for, in English. The
// table is google_taxonomy.txt beside this file; README.md there says where it comes from and that
// it is not whole.
#pragma once

#include <cstdint>
#include <string_view>

#include "catalog/feed_item.h"

namespace hearth {

// "Health & Beauty > Health Care > Condoms" for 775; "" for a number that the table lacks.
std::string_view GooglePath(uint32_t number);

// Gives the item the path of its number, where the feed gave no path.
void NameGoogleCategory(FeedItem* item);

}  // namespace hearth
