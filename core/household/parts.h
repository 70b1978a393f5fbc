// A record in parts, as a host stores it: an open part, which whoever lives in the household may
// read, and one slot for each member there could be, for what exists for that member alone. Each
// part is sealed under a key of its own. The bytes, little-endian:
//
//     0  8  magic: "HEARTHPP" people, "HEARTHPS" a shop's, "HEARTHPC" a segment of changes
//     8  4  format version (1)
//    12  4  o, the bytes of the open part
//    16  4  s, the bytes of a slot
//    20  o  the open part
//    .. s x 16  slots, by member id
//
// A part is the length of its content (4), the content, and zeros. A slot without content is all
// zeros. How long the parts are tells nothing of who has secrets: all slots are as long as the
// fullest needs (8 KiB, doubled up to 1 MiB, then whole MiB), and those of a segment are as long as
// its open part, which has room for all of it, wherever the events in it belong (128 bytes,
// doubled). The open part of a record takes steps of an eighth of its size, 4 KiB at least; the
// padding is that of Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and
// Communication with PURBs", PoPETs 2019, with coarser steps.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "household/change.h"

namespace hearth {

struct StoredParts {
  std::vector<uint8_t> open;
  std::array<std::vector<uint8_t>, kMaxMembers> slots;

  friend bool operator==(const StoredParts&, const StoredParts&) = default;
};

// Whether the bytes begin as parts do; else they may be a snapshot (records.cc) or changes.
bool AreParts(std::span<const uint8_t> bytes);

// How many of them are the parts with which they begin; more than there are when they are cut.
size_t LengthOfParts(std::span<const uint8_t> bytes);

std::vector<uint8_t> EncodeRecord(Record record, const StoredParts& parts);
// Errors: malformed, unsupported_version.
Result<StoredParts> DecodeRecord(Record record, std::span<const uint8_t> bytes);

// `room`: Household::RoomOf the segment that was parted.
std::vector<uint8_t> EncodeSegment(const StoredParts& parts, size_t room);
// The segments that changes are, in the order in which they must be applied: that of the open part
// before those of the slots; or the one of changes that are not parted. Errors: malformed,
// unsupported_version, too_large.
Result<std::vector<Segment>> DecodeSegments(std::span<const uint8_t> bytes);

// The slot that keeps what is withheld: of a member's own that member's, else the first.
MemberId SlotOf(const Withheld& withheld);

}  // namespace hearth
