// The GTINs of a pack's items. They are read here and nowhere else: the engine has no use for them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hearth {

// Of each item, 0 none; empty where the pack has no such column, or is none: Catalog::FromPack says
// what is wrong with it.
std::vector<uint64_t> GtinsOf(std::span<const uint8_t> pack_bytes);

}  // namespace hearth
