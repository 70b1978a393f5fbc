// Files for the command line: read whole, written whole or not at all.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hearth {

// "-" is standard input. Errors: not_found; too_large, over 4 GiB; internal, when reading fails.
Result<std::string> ReadTextFile(const std::string& path);
Result<std::vector<uint8_t>> ReadBinaryFile(const std::string& path);

// Writes beside `path`, flushes to the disk, then renames: afterwards `path` holds either all of
// `bytes` or what it held before, and nothing else is left behind. Errors: internal;
// invalid_argument, where something else than a regular file is there.
Status WriteFileAtomically(const std::string& path, std::span<const uint8_t> bytes);
Status WriteFileAtomically(const std::string& path, std::string_view text);

}  // namespace hearth
