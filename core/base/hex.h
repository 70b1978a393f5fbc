// A number as people read ids: sixteen hexadecimal digits.
#pragma once

#include <cstdint>
#include <string>

namespace hearth {

std::string Hex(uint64_t value);

}  // namespace hearth
