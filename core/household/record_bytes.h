// What the readers of a household's records share (records.cc, old_snapshots.cc).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "household/member.h"

namespace hearth {

inline constexpr std::string_view kShopMagic = "HEARTHSN";
inline constexpr uint32_t kShopVersion = 5;
inline constexpr size_t kChecksumBytes = 8;
inline constexpr std::array kSealedChoices = {Choice::kAllowedTopic, Choice::kMutedCategory,
                                              Choice::kJoinedShop};

Error DamagedSnapshot(std::string_view what);
// What stands between a header and the checksum, which must match.
Result<ByteReader> BodyOf(std::span<const uint8_t> bytes, size_t header_bytes);
// 1, 3, 4 or 5. Errors: malformed, unsupported_version.
Result<uint32_t> VersionOfShop(std::span<const uint8_t> bytes);

}  // namespace hearth
