// Items that reveal by inference. Unscented lotion is on no list; where it is mostly bought
// together with pregnancy tests, showing it shows the tests. `hearth pack` marks such items, and
// whoever reads the pack treats them as items of that topic (SensitiveList::ClassifyCatalog).
//
// Each customer of an item has one vote: what share of the other items in those of their orders
// that hold it is sensitive. One customer with a large basket counts no more than any other. The
// item reveals when
//
//   its mean vote is over a half                    "mostly" bought with sensitive ones
//   the odds of that are at least 3 times those     a best seller is bought with everything, and in
//   a of an order line picked at random               pharmacy everything is bought with medicines
//   at least k customers bought it together with    one bit and one name, with k customers behind
//   items of the topic that is named                it, like every number of a pack
//
// First for topics of tier never, then for never and own_screen together; the topic that is named
// is the one with most of the votes (ties: the first of the list). An item whose own topic is as
// strong already is left alone.
//
// Why a half: at k = 20 the mean of 20 votes has a standard error of at most 0.11, so that chance
// does not lift an item there from a usual share of a tenth; why odds: a bound of 3 on the ratio of
// shares could not be passed where the usual share is over a third.
// Duhigg, "How companies learn your secrets", New York Times, 2012, is the lotion.
// Deterministic. Time: the sum of squared basket sizes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "catalog/builder.h"
#include "pack/orders.h"
#include "policy/sensitive.h"

namespace hearth {

// Fills `reveals` and `reveals_topic` of `columns`, or leaves both empty when no item reveals
// anything. `topics` is what `list` says of each item without them. k must be at least 1. Returns
// the number of items marked.
size_t MarkRevealing(const Orders& orders, uint32_t k, const SensitiveList& list,
                     std::span<const TopicIndex> topics, OwnedColumns* columns);

}  // namespace hearth
