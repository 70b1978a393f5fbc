// Fits the weights of attribution (attribution/attribution.h) on a shop's own customers.
//
// Some customers are dealt out to households of two to four and their visits merged, so that it is
// known who was who: two households of three are strangers, one is people whose tastes are as like
// as those of real housemates (the likest of five). Each member signs the first two visits, as
// members are asked to; in one household of five, any visit with a chance of one half (in one of
// two, where visits are cut). A replay then collects the features for each unsigned visit, the
// weights are fitted to it (multinomial logit, not negative, shrunk towards the defaults), and the
// next replay teaches by these weights' own mistakes; its features join what was collected before
// (Ross, Gordon, Bagnell, "A reduction of imitation learning to no-regret online learning", AISTATS
// 2011).
//
// Where too few customers came four times (a library's list of loans, a file of ratings), all that
// a customer had is cut into visits of one to nine items at random.
//
// The statistics that households are replayed with come from all other customers: were the taste
// vectors learned from the very people the weights are fitted on, they would look far better there
// than they are for anyone new. k is scaled to their share.
// Deterministic. A few seconds; nothing of a customer is kept but sixteen numbers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "attribution/attribution.h"
#include "catalog/builder.h"
#include "pack/counts/baskets.h"
#include "pack/counts/statistics.h"
#include "pack/orders/orders.h"

namespace hearth {

struct AttributionReport {
  size_t items_placed = 0;    // items with a taste vector
  size_t households = 0;      // simulated; 0: too few customers with four orders or more
  size_t visits = 0;          // unsigned ones that weights were fitted on
  size_t right_permille = 0;  // of the last replay's, by strangers to the statistics
};

// Fills taste_vector, taste_group and attribution_weights of `columns`, whose statistics are
// counted already. Too few customers: no weights, and the defaults apply.
AttributionReport TrainAttribution(const Orders& orders, uint32_t k, const Progress& progress,
                                   OwnedColumns* columns);

}  // namespace hearth
