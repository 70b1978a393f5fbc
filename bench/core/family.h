// A household for the attribution benches: synthetic shoppers (synthetic_shop.h) at one browser.
#pragma once

#include <cstddef>
#include <cstdint>

#include "attribution/attribution.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "household/household.h"
#include "synthetic_shop.h"

namespace hearth {

inline constexpr size_t kFamilyVisits = 200;
inline constexpr size_t kVisitEvents = 5;
inline constexpr Time kFamilyNow = kSyntheticNow + kMsPerDay;  // no visit runs

// `members` people with tastes of their own, up to 16, and kFamilyVisits visits of kVisitEvents
// events over two years. Each signs their first two visits and every third.
Household FamilyOf(const Catalog& catalog, size_t members);

// Of all beliefs of a replay: the same on every machine.
uint64_t HashOf(const Attributor& attributor, size_t visits);

}  // namespace hearth
