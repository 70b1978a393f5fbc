// Files that may be gzipped, by zlib.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace hearth {

// The text of a file, unpacked when it begins as gzip does. Errors: as ReadTextFile; malformed,
// when it is damaged or cut short; too_large, over 4 GiB.
Result<std::string> ReadMaybeGzipped(const std::string& path);

// How many bytes these are as gzip packs them: its best (level 9), or over 16 MiB, where that takes
// long, as most servers do (level 6).
size_t GzippedSize(std::span<const uint8_t> bytes);

// `path`, or `path` and ".gz", whichever is there; "" when neither is.
std::string FindMaybeGzipped(const std::string& path);

}  // namespace hearth
