// Text from outside: valid UTF-8 of bounded length, or refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hearth {

// True for well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates, no NUL).
bool IsCleanUtf8(std::string_view text);

// `text` cut to at most `max_bytes` without splitting a code point. `text` must be valid UTF-8.
std::string_view CutUtf8(std::string_view text, size_t max_bytes);

// Bytes of the well-formed sequence at the front of `text` (1 to 4), or 0: of NUL and of nothing
// too.
size_t SequenceLength(std::string_view text);

// Writes a code point that is no surrogate, 1 to 4 bytes; answers their end.
char* PutUtf8(uint32_t code, char* at);

// What may follow the first byte of a sequence (table 3-7).
struct Utf8Tail {
  uint8_t count = 0;                // 0: no sequence of several bytes begins with it
  uint8_t low = 0x80, high = 0xBF;  // the range of the next byte; of later ones as written here

  bool Allows(size_t place, uint8_t byte) const {
    return place == 1 ? byte >= low && byte <= high : (byte & 0xC0) == 0x80;
  }
};
Utf8Tail TailOf(uint8_t lead);

}  // namespace hearth
