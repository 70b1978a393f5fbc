#include "base/utf8.h"

#include <cstdint>
#include <cstring>

namespace hearth {
namespace {

bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Length of the well-formed sequence at `p` (1 to 4), or 0.
size_t SequenceLength(const uint8_t* p, size_t left) {
  if (p[0] < 0x80) return p[0] > 0;
  const Utf8Tail tail = TailOf(p[0]);
  if (tail.count == 0 || tail.count >= left) return 0;
  for (size_t i = 1; i <= tail.count; ++i) {
    if (!tail.Allows(i, p[i])) return 0;
  }
  return tail.count + 1u;
}

// Whether the next eight bytes are ASCII and none is NUL, which alone has its high bit set less 1.
bool AreEightAscii(const uint8_t* p) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
  uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return ((word | (word - kOnes)) & kHighs) == 0;
}

}  // namespace

bool IsCleanUtf8(std::string_view text) {
  const auto* p = reinterpret_cast<const uint8_t*>(text.data());
  size_t left = text.size();
  while (left > 0) {
    if (left >= 8 && AreEightAscii(p)) {
      p += 8;
      left -= 8;
      continue;
    }
    const size_t length = SequenceLength(p, left);
    if (length == 0) return false;
    p += length;
    left -= length;
  }
  return true;
}

std::string_view CutUtf8(std::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && IsContinuation(static_cast<uint8_t>(text[end]))) --end;
  return text.substr(0, end);
}

Utf8Tail TailOf(uint8_t lead) {
  if (lead < 0xC2 || lead > 0xF4) return {};
  if (lead < 0xE0) return {1};
  if (lead == 0xE0) return {2, 0xA0};
  if (lead == 0xED) return {2, 0x80, 0x9F};
  if (lead < 0xF0) return {2};
  if (lead == 0xF0) return {3, 0x90};
  if (lead == 0xF4) return {3, 0x80, 0x8F};
  return {3};
}

}  // namespace hearth
