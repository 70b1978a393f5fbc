// What training holds apart: who is in which part, and the shop as all but one part make it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "catalog/builder.h"
#include "catalog/catalog.h"
#include "rank/public_columns.h"

namespace hearth {

// The part that a customer or visitor is in, by a hash: 0 .. parts - 1 to learn from, or `parts`,
// the last one, for `last_percent` of them.
uint32_t PartOf(uint32_t who, size_t parts, size_t last_percent, uint64_t seed);

// A shop as a device would have it.
struct TrainingWorld {
  Catalog catalog;
  PublicColumns publics;
};
Result<TrainingWorld> MakeTrainingWorld(const OwnedColumns& columns);

}  // namespace hearth
