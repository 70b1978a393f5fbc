// Lines are counted in batches, so that the packs of following days do not tell what one customer
// did: a number that is withheld yesterday and written today would say that somebody bought the
// item in between, and who ordered that day may be known.
//
// A batch is the fewest whole weeks in a row (Monday to Sunday, UTC) in which at least k distinct
// customers ordered something that the catalog has; the first begins with the first such line. A
// week is over once a line lies after it, and `now` does. Only whole batches are counted: between
// two packs that differ in their counts lie the lines of k customers or more, and none of a week
// that still goes on. Which batches there are follows from the lines alone, so no earlier pack is
// needed. The price is up to a week of age, more where fewer than k customers order in a week.
//
// What remains: a number that moves tells of one of those k or more, and tells it to whoever knows
// what all others of them ordered. Lines that come late, into a week that was counted already, or
// that are taken out of one, change later packs by themselves, and an export that drops its oldest
// lines cuts batches anew: a shop should keep all lines, and remove some only in step with a batch.
// Tailoring of two releases against each other: Xiao, Tao, "m-Invariance: towards privacy
// preserving re-publication of dynamic datasets", SIGMOD 2007.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "catalog/builder.h"
#include "pack/orders/orders.h"
#include "pack/orders/view_lines.h"

namespace hearth {

// The midnight (UTC, before a Monday) at which the last whole batch ends, at most `now`; 0 where
// none is whole. Visitors of view lines are customers here. O(lines log lines); 8 bytes a line. k
// is at least 1.
Time EndOfBatches(const Orders& orders, const OwnedColumns& columns, uint32_t k, Time now);
Time EndOfBatches(const ViewLines& views, const OwnedColumns& columns, uint32_t k, Time now);

// The Monday of a day's week; both are days since 1970, from the first day of kMinTime on.
int32_t MondayOf(int32_t day);

}  // namespace hearth
