// Parameters for the methods to compare with, chosen on what was known: the last trips of those to
// learn from, hidden (LastTripsHidden). Never on the tested trips. Each method has one grid for all
// data sets; of its points the best by Recall@10 + NDCG@10 is taken, the earlier one of equal ones.
// `decay`'s grid and that of baskets are searched as a whole; of TIFU-kNN and UP-CF one parameter
// after the other, from the published defaults, twice.
#pragma once

#include <cstddef>
#include <span>

#include "eval/basket_completion.h"
#include "eval/next_basket_peers.h"

namespace hearth {

inline constexpr size_t kTripsToChooseOn = 1000;  // at most; drawn at random

// `hidden`, `tested`: of LastTripsHidden, and popularity counts all of `hidden`. With none tested,
// the defaults.
PeerParameters ChooseParameters(const BasketCases& hidden, std::span<const size_t> tested,
                                bool own_only, const Progress& progress);

// `decay` alone.
DecayedFrequency ChooseDecay(const Peers& peers, const BasketCases& hidden,
                             std::span<const size_t> tested);

WithOwn ChooseWithOwn(const BasketCases& hidden, std::span<const size_t> tested);

}  // namespace hearth
