// What `hearth pack` says of the pack that it made.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "pack/feed/feed.h"
#include "pack/orders/online_retail.h"
#include "pack/pipeline.h"

namespace hearth {

// What the numbers of a pack come to, and what would make them more: what its maker is to know
// first. Ends in a line break.
std::string VerdictOn(const PackSummary& summary);

// On stdout, about 40 lines. `feed`: of product files, `lines`: of the Online Retail file,
// whichever the pack comes from; `compressed`: bytes of the pack as gzip makes it.
void PrintPackSummary(const PackSummary& summary, const std::optional<Feed>& feed,
                      const std::optional<LineCounts>& lines, size_t compressed);

}  // namespace hearth
