#include "base/hash.h"

#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

#include "base/ids.h"

namespace hearth {

uint64_t Hash64(std::span<const uint8_t> bytes, uint64_t seed) {
  if (bytes.empty()) return XXH64("", 0, seed);  // data() may be null then
  return XXH64(bytes.data(), bytes.size(), seed);
}

uint64_t Hash64(std::string_view text, uint64_t seed) {
  return Hash64({reinterpret_cast<const uint8_t*>(text.data()), text.size()}, seed);
}

ItemKey KeyOf(std::string_view sku) { return Hash64(sku); }

}  // namespace hearth
