// Cold start: next baskets (next_basket.h) of shoppers of whom nothing is known, or only their last
// few purchases.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "eval/next_basket.h"

namespace hearth {

// This many events of a shopper are known.
inline constexpr std::array<size_t, 4> kKnownEvents = {0, 1, 3, 10};

// The same cases, but of those `tested` only the last `events` purchases are kept: whole trips, the
// last first, and a random part of the trip that does not fit.
BasketCases KeepLastEvents(const BasketCases& data, std::span<const size_t> tested, size_t events,
                           uint64_t seed);

}  // namespace hearth
