// Files that may be gzipped, by zlib.
#pragma once

#include <string>

#include "base/result.h"

namespace hearth {

// The text of a file, unpacked when it begins as gzip does. Errors: as ReadTextFile; malformed,
// when it is damaged or cut short; too_large, over 4 GiB.
Result<std::string> ReadMaybeGzipped(const std::string& path);

// `path`, or `path` and ".gz", whichever is there; "" when neither is.
std::string FindMaybeGzipped(const std::string& path);

}  // namespace hearth
