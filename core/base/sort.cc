#include "base/sort.h"

#include <cstring>
#include <numeric>

namespace hearth {

std::vector<uint32_t> SortedPositions(size_t count, PositionLess is_less_at, const void* context) {
  std::vector<uint32_t> positions(count);
  std::iota(positions.begin(), positions.end(), 0u);
  MergeSort(positions, [=](uint32_t position, uint32_t other) {
    return is_less_at(context, position, other);
  });
  return positions;
}

void Reorder(void* values, size_t value_bytes, std::span<const uint32_t> positions) {
  auto* to = static_cast<uint8_t*>(values);
  const std::vector<uint8_t> from(to, to + positions.size() * value_bytes);
  for (uint32_t position : positions) {
    std::memcpy(to, from.data() + position * value_bytes, value_bytes);
    to += value_bytes;
  }
}

}  // namespace hearth
