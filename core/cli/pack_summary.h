// What `hearth pack` says of the pack that it made.
#pragma once

#include <optional>

#include "pack/orders/online_retail.h"
#include "pack/pipeline.h"

namespace hearth {

// On stdout. `lines`: of the Online Retail file, where the pack comes from there.
void PrintPackSummary(const PackSummary& summary, const std::optional<LineCounts>& lines);

}  // namespace hearth
