// Makes the digest that a member's other shops may count (household/digest.h).
#pragma once

#include <optional>

#include "catalog/catalog.h"
#include "household/digest.h"
#include "household/household.h"

namespace hearth {

// `history`: Household::HistoryForDigest. Categories count with all that they lie in. What the
// catalog no longer carries counts by its description, without a price band. Pure; O(events log).
Digest FoldDigest(const VisibleHistory& history, const Catalog& catalog);

// How much interest in something is left at `now`, Q16; nothing where the digest is silent on it.
std::optional<int64_t> InterestAt(const Digest& digest, DigestKind kind, uint64_t key, Time now);

}  // namespace hearth
