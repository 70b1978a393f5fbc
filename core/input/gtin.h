// Global trade item numbers: EAN-8, UPC-A (12 digits), EAN-13, GTIN-14, and ISBN-10, which is an
// EAN-13 with another check digit.
#pragma once

#include <cstdint>
#include <string_view>

namespace hearth {

// The number, the same however many zeros are in front. Blanks, hyphens and an apostrophe in front
// do not count. 0 where it is none: not of 8, 10, 12, 13 or 14 digits, or a check digit that does
// not fit.
uint64_t ParseGtin(std::string_view text);

// Whether GS1 leaves the number to each shop for what it packs or weighs itself, so that two shops
// may mean two things by it: the prefixes 02, 04 and 20 to 29, and 0 and 2 of an EAN-8.
bool IsOfOneShop(uint64_t gtin);

}  // namespace hearth
