// Items that reveal by inference. Unscented lotion is on no list; where it is mostly bought
// together with pregnancy tests, showing it shows the tests. `hearth pack` marks such items, and
// whoever reads the pack treats them as items of that topic (SensitiveList::ClassifyColumns).
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
//
// A shop may also name items itself, by a list of its own (NamedByShop): it can add to Hearth's
// list and take nothing away. Both kinds of marks lie in the same columns of the pack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "catalog/builder.h"
#include "pack/orders/orders.h"
#include "policy/sensitive.h"

namespace hearth {

// The topic that each item of `columns` reveals, kNoTopic for most. `topics` is what is said of
// each item without this. k must be at least 1.
std::vector<TopicIndex> RevealedTopics(const Orders& orders, uint32_t k, const SensitiveList& list,
                                       std::span<const TopicIndex> topics,
                                       const OwnedColumns& columns);

// For each item the topic of `list` that `shops_own` gives it, where that is stronger than what
// `list` says itself; else kNoTopic. Error: invalid_argument where `shops_own` has a topic that
// `list` does not have, or has in another tier: members are asked about Hearth's topics alone.
Result<std::vector<TopicIndex>> NamedByShop(const SensitiveList& list,
                                            const SensitiveList& shops_own,
                                            const CatalogColumns& columns);

// Fills `reveals` and `reveals_topic` of `columns`; empties both where no item has a topic.
void WriteTopics(const SensitiveList& list, std::span<const TopicIndex> topics,
                 OwnedColumns* columns);

// Fills `topic`, `topic_id` and `list_hash`: what `list` says of each item, for adults or not.
void WriteListsTopics(const SensitiveList& list, OwnedColumns* columns);

}  // namespace hearth
