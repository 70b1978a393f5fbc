// A shop of any size and a shopper with a history of any length, for tests and benches.
//
// Both are made from seeded integers alone (base/random.h): the same bytes on every machine, native
// and WASM. The shop looks like one: a tree of up to 10 departments x 8 aisles x 5 shelves (400
// leaves; fewer below 4,000 items) with Zipf-like sizes, 320 brands and "no brand", statistics with
// a long tail, up to 32 neighbours an item, mostly from its own shelf, and embeddings that cluster
// by shelf and department. Nothing in it describes a real shop or person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/time.h"
#include "catalog/builder.h"
#include "catalog/catalog.h"
#include "household/household.h"

namespace hearth {

// 2026-03-02, a Monday, 10:00 UTC: when the shopper looks at the shop. The shop's statistics end
// the midnight before.
inline constexpr Time kSyntheticNow = 1772445600000;

// `items` >= 1. O(items).
std::unique_ptr<OwnedColumns> SyntheticShopColumns(size_t items, uint64_t seed = 1);
std::vector<uint8_t> SyntheticShopPack(size_t items, uint64_t seed = 1);

// `events` events of one shopper over the two years before `now`, in visits of up to 20 (the last
// one still runs): mostly views, then impressions, baskets, purchases, wishes, likes, and some
// returns and dismissals; most of a few favourite shelves, a quarter of 40 staples. `catalog` must
// not be empty. No two are the same event.
std::vector<DescribedEvent> SyntheticHistory(const Catalog& catalog, size_t events,
                                             Time now = kSyntheticNow, uint64_t seed = 1);

// A household that holds just that history.
Household SyntheticHousehold(const Catalog& catalog, size_t events, Time now = kSyntheticNow,
                             uint64_t seed = 1);

}  // namespace hearth
