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

// What every shopper's browser downloads.
struct DownloadSize {
  size_t compressed = 0;      // bytes of the pack as gzip makes it
  size_t items_that_fit = 0;  // into kLargePack (ItemsThatFit); where it is larger
};
inline constexpr size_t kLargePack = 20'000'000;

// What to do about a pack that is larger than kLargePack; "" for others. Ends in a line break.
std::string AdviceOnSize(const DownloadSize& size);

// On stdout, about 40 lines. `feed`: of product files, `lines`: of the Online Retail file,
// whichever the pack comes from.
void PrintPackSummary(const PackSummary& summary, const std::optional<Feed>& feed,
                      const std::optional<LineCounts>& lines, const DownloadSize& size);

}  // namespace hearth
