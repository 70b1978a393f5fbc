// Text from outside: valid UTF-8 of bounded length, or refused.
#pragma once

#include <cstddef>
#include <string_view>

namespace hearth {

// True for well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates, no NUL).
bool IsCleanUtf8(std::string_view text);

// `text` cut to at most `max_bytes` without splitting a code point. `text` must be valid UTF-8.
std::string_view CutUtf8(std::string_view text, size_t max_bytes);

}  // namespace hearth
