// Lines are counted in batches, so that the packs of following days do not tell what one customer
// did: a number that is withheld yesterday and written today would say that somebody bought the
// item in between, and who ordered that day may be known.
//
// A batch is a number of whole weeks (Monday to Sunday, UTC) in which at least k distinct customers
// ordered, the least that is; the first begins with the first line. A week is over once a line lies
// after it. Only whole batches are counted: between two packs that differ in their counts, there
// are the lines of k customers or more, and none of a week that still goes on. Which batches there
// are follows from the lines alone, so no earlier pack is needed. The price is up to a week of age,
// more where fewer than k customers order in a week.
//
// Lines that come late, into a week that was counted already, or that are taken out of one, change
// later packs by themselves: a shop that removes a customer's lines should wait for the next batch.
// Tailoring of two releases against each other: Xiao, Tao, "m-Invariance: towards privacy
// preserving re-publication of dynamic datasets", SIGMOD 2007.
#pragma once

#include <cstdint>

#include "base/time.h"
#include "pack/orders/orders.h"
#include "pack/orders/view_lines.h"

namespace hearth {

// The midnight (UTC, before a Monday) at which the last whole batch ends; 0 where none is whole.
// Visitors of view lines are customers here. O(lines log lines); 8 bytes a line. k is at least 1.
Time EndOfBatches(const Orders& orders, uint32_t k);
Time EndOfBatches(const ViewLines& views, uint32_t k);

}  // namespace hearth
