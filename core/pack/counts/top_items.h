// `hearth pack --top N`: the N items that matter most stay in the pack, the others are left out.
//
// Everything is counted of the whole catalog first. Which items stay is then decided by numbers
// that the pack without --top says as well, and no others: an exact count, or one of fewer than k
// customers, decides nothing. So a pack with --top says nothing that the one without does not say.
//
//   order of items   customers, then visitors who looked at it, both as they are written (in steps,
//                    0 below k); then what can be had before what is out of stock; then the order
//                    of the feed
//
// What is sensitive always stays, even where that is more than N: a page may describe an item that
// was left out, and then only its title and category would say what it is, not Google's number,
// further categories, the shop's own list, or what it is bought with.
//
// What stays keeps its numbers. Of its neighbours, and of what is looked at with it, those that are
// left out are missing, and no others take their places; an item below k customers is nobody's
// neighbour, so none is missing where N is at least the number of items with customers. Categories
// and brands all stay, as described purchases may be of any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "catalog/builder.h"

namespace hearth {

// Ascending; `columns` has the topics. `customers` and `feed_order`: one for each item, more is
// better; `customers` may be empty, where no orders are counted. `columns` has the viewers and what
// can be had. O(n log n).
std::vector<ItemIndex> TopItems(const OwnedColumns& columns, std::span<const uint32_t> customers,
                                std::span<const uint32_t> feed_order, size_t count);

// Keeps these items (ascending) and their variants. Adds to `left_out_rows` what goes. O(n).
void KeepItems(std::span<const ItemIndex> kept, OwnedColumns* columns);

// About how many items would make a pack of `budget` bytes compressed, where these make one of
// `compressed`; rounded down to two digits, at least 1. What has most numbers stays first, and
// numbers compress less than texts, which are taken as all alike.
size_t ItemsThatFit(const CatalogColumns& columns, size_t compressed, size_t budget);

}  // namespace hearth
