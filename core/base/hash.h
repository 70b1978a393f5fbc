// XXH64 by the xxHash library: stable across machines and releases (Collet, "xxHash fast digest
// algorithm", specification 0.1.1). Not cryptographic: it finds damage, not forgery.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hearth {

uint64_t Hash64(std::span<const uint8_t> bytes, uint64_t seed = 0);
uint64_t Hash64(std::string_view text, uint64_t seed = 0);

// A bijection that spreads every bit of `x` over all (the finaliser of SplitMix64; random.h).
constexpr uint64_t Mix64(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

}  // namespace hearth
