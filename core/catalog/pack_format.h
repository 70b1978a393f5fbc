// Where things are in a pack's header; drawn in pack.fbs. Shared by the reader and the writer.
#pragma once

#include <cstddef>
#include <string_view>

namespace hearth {

inline constexpr std::string_view kPackMagic = "HEARTHPK";
inline constexpr size_t kPackVersionAt = 8;
inline constexpr size_t kPackReservedAt = 12;
inline constexpr size_t kPackLengthAt = 16;
inline constexpr size_t kPackHashAt = 24;
inline constexpr size_t kPackHeaderBytes = 32;

}  // namespace hearth
