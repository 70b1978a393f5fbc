// XXH64 by the xxHash library: stable across machines and releases (Collet, "xxHash fast digest
// algorithm", specification 0.1.1). Not cryptographic: it finds damage, not forgery.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hearth {

uint64_t Hash64(std::span<const uint8_t> bytes, uint64_t seed = 0);
uint64_t Hash64(std::string_view text, uint64_t seed = 0);

}  // namespace hearth
