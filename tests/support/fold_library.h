// What base/fold.h says of a code point, by utf8proc: the tables are made from it and compared with
// it.
#pragma once

#include <utf8proc.h>
#include <string>

namespace hearth {

inline constexpr uint32_t kFoldCompared = 0x20000;  // code points below it

// "15.0.0"
inline std::string LibraryVersion() { return utf8proc_unicode_version(); }

inline bool IsSurrogate(uint32_t code) { return code >= 0xD800 && code < 0xE000; }

// Canonical decomposition, whatever the script.
std::u32string LibraryDecomposed(uint32_t code);

// `code` is no surrogate.
std::u32string LibraryFolded(uint32_t code);

}  // namespace hearth
