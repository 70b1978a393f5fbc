#include "household/parts.h"

#include <algorithm>
#include <bit>

#include "base/bytes.h"

namespace hearth {
namespace {

constexpr std::array<std::string_view, 2> kRecordMagics = {"HEARTHPP", "HEARTHPS"};
constexpr std::string_view kSegmentMagic = "HEARTHPC";
constexpr uint32_t kVersion = 1;
constexpr size_t kHeaderBytes = 20, kLengthBytes = 4;
constexpr size_t kSmallestStep = 4u << 10;
constexpr size_t kSmallestSlot = 8u << 10, kSlotStep = 1u << 20;
constexpr size_t kSmallestOfSegment = 128;

Error Damaged() { return Malformed("parts: malformed"); }

size_t LengthOfOpen(size_t bytes) {
  const size_t step = std::max(kSmallestStep, std::bit_floor(bytes) / 8);
  return std::max<size_t>(1, (bytes + step - 1) / step) * step;
}

size_t LengthOfSlot(size_t bytes) {
  if (bytes > kSlotStep) return (bytes + kSlotStep - 1) / kSlotStep * kSlotStep;
  return std::bit_ceil(std::max(bytes, kSmallestSlot));
}

size_t LongestSlot(const StoredParts& parts) {
  size_t longest = 0;
  for (const auto& slot : parts.slots) longest = std::max(longest, slot.size());
  return longest;
}

void PutPart(ByteWriter& out, std::span<const uint8_t> content, size_t length) {
  out.Put(static_cast<uint32_t>(content.size()));
  out.PutBytes(content);
  out.PutBytes(std::vector<uint8_t>(length - kLengthBytes - content.size()));
}

Result<std::vector<uint8_t>> GetPart(ByteReader& in, size_t length) {
  ByteReader part(in.GetBytes(length));
  const auto content = part.GetBytes(part.Get<uint32_t>());
  const auto zeros = part.GetBytes(part.left());
  const auto is_zero = [](uint8_t byte) { return byte == 0; };
  if (!in.ok() || !part.ok() || !std::all_of(zeros.begin(), zeros.end(), is_zero)) {
    return Damaged();
  }
  return std::vector<uint8_t>(content.begin(), content.end());
}

std::vector<uint8_t> EncodeAs(std::string_view magic, const StoredParts& parts, size_t open,
                              size_t slot) {
  ByteWriter out;
  out.PutText(magic);
  out.Put(kVersion);
  out.Put(static_cast<uint32_t>(open));
  out.Put(static_cast<uint32_t>(slot));
  PutPart(out, parts.open, open);
  for (const auto& each : parts.slots) PutPart(out, each, slot);
  return out.Take();
}

Result<StoredParts> DecodeAs(std::string_view magic, std::span<const uint8_t> bytes) {
  ByteReader in(bytes);
  if (in.GetText(magic.size()) != magic) return Damaged();
  const auto version = in.Get<uint32_t>();
  const auto open = in.Get<uint32_t>(), slot = in.Get<uint32_t>();
  if (!in.ok()) return Damaged();
  if (version != kVersion) {
    return Error{ErrorCode::kUnsupportedVersion, "parts: of another version"};
  }
  StoredParts parts;
  Result<std::vector<uint8_t>> content = GetPart(in, open);
  if (!content.ok()) return content.error();
  parts.open = *std::move(content);
  for (auto& each : parts.slots) {
    content = GetPart(in, slot);
    if (!content.ok()) return content.error();
    each = *std::move(content);
  }
  if (!in.AtEnd()) return Damaged();
  return parts;
}

}  // namespace

bool AreParts(std::span<const uint8_t> bytes) {
  const std::string_view magic = ByteReader(bytes).GetText(kSegmentMagic.size());
  return magic == kSegmentMagic || magic == kRecordMagics[0] || magic == kRecordMagics[1];
}

size_t LengthOfParts(std::span<const uint8_t> bytes) {
  ByteReader in(bytes);
  in.GetText(kSegmentMagic.size());
  in.Get<uint32_t>();
  const auto open = in.Get<uint32_t>(), slot = in.Get<uint32_t>();
  return kHeaderBytes + open + kMaxMembers * size_t{slot};
}

std::vector<uint8_t> EncodeRecord(Record record, const StoredParts& parts) {
  return EncodeAs(kRecordMagics[static_cast<size_t>(record)], parts,
                  LengthOfOpen(kLengthBytes + parts.open.size()),
                  LengthOfSlot(kLengthBytes + LongestSlot(parts)));
}

Result<StoredParts> DecodeRecord(Record record, std::span<const uint8_t> bytes) {
  return DecodeAs(kRecordMagics[static_cast<size_t>(record)], bytes);
}

std::vector<uint8_t> EncodeSegment(const StoredParts& parts, size_t room) {
  const size_t length = std::bit_ceil(std::max(kLengthBytes + room, kSmallestOfSegment));
  return EncodeAs(kSegmentMagic, parts, length, length);
}

Result<std::vector<Segment>> DecodeSegments(std::span<const uint8_t> bytes) {
  std::vector<Segment> segments;
  const auto add = [&](std::span<const uint8_t> changes) {
    Result<Segment> segment = DecodeSegment(changes);
    if (!segment.ok()) return Status(segment.error());
    segments.push_back(*std::move(segment));
    return Status();
  };
  if (!AreParts(bytes)) {
    if (Status status = add(bytes); !status.ok()) return status.error();
    return segments;
  }
  const Result<StoredParts> parts = DecodeAs(kSegmentMagic, bytes);
  if (!parts.ok()) return parts.error();
  if (Status status = add(parts->open); !status.ok()) return status.error();
  for (const auto& slot : parts->slots) {
    if (slot.empty()) continue;
    if (Status status = add(slot); !status.ok()) return status.error();
  }
  return segments;
}

MemberId SlotOf(const Withheld& withheld) {
  return withheld.member < kMaxMembers ? withheld.member : kFirstMember;
}

}  // namespace hearth
