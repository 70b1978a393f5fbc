// SHA-256 (FIPS 180-4): to know a file again that nobody may have altered. For damage alone there
// is the faster Hash64.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hearth {

std::array<uint8_t, 32> Sha256(std::string_view text);

}  // namespace hearth
