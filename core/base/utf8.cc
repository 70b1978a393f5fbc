#include "base/utf8.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace hearth {
namespace {

bool IsContinuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Whether the next eight bytes are ASCII and none is NUL, which alone has its high bit set less 1.
bool AreEightAscii(std::string_view text) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
  uint64_t word;
  std::memcpy(&word, text.data(), sizeof word);
  return ((word | (word - kOnes)) & kHighs) == 0;
}

}  // namespace

bool IsCleanUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = text.size() >= 8 && AreEightAscii(text) ? 8 : SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

size_t SequenceLength(std::string_view text) {
  const auto lead = text.empty() ? uint8_t{0} : static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return lead > 0;
  const Utf8Tail tail = TailOf(lead);
  if (tail.count == 0 || tail.count >= text.size()) return 0;
  for (size_t i = 1; i <= tail.count; ++i) {
    if (!tail.Allows(i, static_cast<uint8_t>(text[i]))) return 0;
  }
  return tail.count + 1u;
}

char* PutUtf8(uint32_t code, char* at) {
  if (code < 0x80) {
    *at = static_cast<char>(code);
    return at + 1;
  }
  const int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::array<int, 4> kLeads = {0, 0xC0, 0xE0, 0xF0};
  *at++ = static_cast<char>(static_cast<uint32_t>(kLeads[static_cast<size_t>(tail)]) |
                            code >> (6 * tail));
  for (int left = tail - 1; left >= 0; --left) {
    *at++ = static_cast<char>(0x80 | (code >> (6 * left) & 0x3F));
  }
  return at;
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
