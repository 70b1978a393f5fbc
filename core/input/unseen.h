// Code points that nobody sees and that no text for people needs: control characters, marks that
// only say where a line may break, and embeddings, overrides and isolates of the direction, which
// make a text read as another one. The marks of direction themselves (U+200E, U+200F) stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hearth {

constexpr bool IsUnseen(uint32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0xAD || point == 0x200B ||
         (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
         point == 0xFEFF;
}

// The bytes of such a code point at the front of a text that is not empty; 0 where it is another.
inline size_t UnseenLength(std::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<uint8_t>(text[i]) : uint32_t{0};
  };
  if (byte(0) < 0x80) return IsUnseen(byte(0)) ? 1 : 0;
  if (byte(0) == 0xC2) return IsUnseen(byte(1)) ? 2 : 0;
  const uint32_t point = (byte(0) & 15) << 12 | (byte(1) & 63) << 6 | (byte(2) & 63);
  return byte(0) >= 0xE0 && byte(0) < 0xF0 && IsUnseen(point) ? 3 : 0;
}

}  // namespace hearth
