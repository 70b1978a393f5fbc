// Writes columns as the bytes of a pack file (catalog/pack.fbs). The same columns give the same
// bytes. Putting them on disk, whole or not at all, is WriteFileAtomically (cli/files.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/builder.h"
#include "rank/tree_model.h"

namespace hearth {

// Errors: too_large; internal, when the reader would refuse the result (it is read back once).
Result<std::vector<uint8_t>> EncodePack(const OwnedColumns& columns);

// Trees in place of those that `columns` has.
void PutModel(const TreeArrays& arrays, OwnedColumns* columns);

// The trees that `columns` has.
TreeArrays ModelOf(const OwnedColumns& columns);

struct SectionBytes {
  std::string_view name;
  size_t bytes;
};

// Where a pack's bytes go; the sum is the file's size less some hundred bytes of structure.
std::vector<SectionBytes> MeasureSections(const OwnedColumns& columns);

}  // namespace hearth
