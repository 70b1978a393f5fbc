// Names of things: items by a 64-bit hash of their SKU, columns by index.
#pragma once

#include <cstdint>
#include <string_view>

namespace hearth {

// XXH64 (seed 0) of the SKU's bytes. The same on every machine; stored in events and in packs.
// Two SKUs of one catalog with the same key are refused when the catalog is loaded.
using ItemKey = uint64_t;
ItemKey KeyOf(std::string_view sku);

// Index of an item in one Catalog. Items are stored in ascending ItemKey order, so that comparing
// indexes compares keys: "ties broken by item key" is "ties broken by index".
using ItemIndex = uint32_t;
inline constexpr ItemIndex kNoItem = 0xFFFFFFFF;

// Index of a variant (a size, a colour) of an item, in one Catalog.
using VariantIndex = uint32_t;
inline constexpr VariantIndex kNoVariant = 0xFFFFFFFF;

using CategoryId = uint16_t;  // index of a node in the category tree; 0 is the root
using BrandId = uint16_t;     // index in the brand table; 0 is "no brand"

}  // namespace hearth
