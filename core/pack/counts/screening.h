// What is done to order lines before anything is counted: ids are joined to the feed's, and lines
// that no person stands behind, or no item, are left out and counted by reason (OrdersReport).
//
// Ids. The exact id wins. Else the one item of the feed whose id is the same without capitals,
// blanks and zeros in front; where several are, none is taken. A line that has a name alone is
// joined to the one item of that title, or of the title without the last " - variant".
//
// Guests. Platforms write all their guests under one id. Where some 50 orders of more than 20
// customers are known, a customer with a tenth of all orders or more is taken for that: at 21
// customers a tenth is twice the mean, and far more in any larger shop. A real one who is left out
// is one of more than 20; guests taken for one customer would teach the ranker that one person buys
// everything. They are left out rather than counted one by one: twenty orders of guests may be one
// person's, and k of them would be no crowd.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/builder.h"
#include "pack/orders/orders.h"

namespace hearth {

// An id without capitals, blanks and zeros in front.
std::string FoldedId(std::string_view id);

// `name`: of the file, for errors. Errors: malformed, where more than a fifth of the lines are of
// no item of the feed, unless `allow_unknown`. O(lines + items).
Status ScreenOrders(const std::string& name, const OwnedColumns& columns, bool allow_unknown,
                    Orders* orders);

}  // namespace hearth
