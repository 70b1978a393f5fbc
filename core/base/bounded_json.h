// JSON text from outside, read within bounds: its depth and the number of entries of one object are
// checked in a first pass that keeps nothing, so that no text costs out of proportion to its
// length. nlohmann::json (https://json.nlohmann.me) in its form without exceptions.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"

namespace hearth {

using Json = nlohmann::ordered_json;  // keeps the order of keys: an answer reads as it was written

inline constexpr size_t kMaxJsonDepth = 16;
inline constexpr size_t kMaxJsonEntries = 256;  // of one object

// Errors: malformed, "expected JSON, it breaks at byte 17" or which bound is passed.
Result<Json> ParseBoundedJson(std::string_view text);

}  // namespace hearth
