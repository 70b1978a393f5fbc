#include "input/common_encodings.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/utf8.h"

namespace hearth {
namespace {

constexpr size_t kLookedAt = 4096;  // bytes that tell UTF-16 without a mark

// Of the two bytes of ASCII in UTF-16 one is 0.
std::optional<TextEncoding> Utf16WithoutMark(std::string_view bytes) {
  std::array<size_t, 2> zeros = {};
  const size_t size = std::min(bytes.size(), kLookedAt) & ~size_t{1};
  for (size_t i = 0; i < size; ++i) zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  const size_t most = size / 2;
  if (most < 4) return std::nullopt;
  if (zeros[1] > most * 3 / 4 && zeros[0] == 0) return TextEncoding::kUtf16Little;
  if (zeros[0] > most * 3 / 4 && zeros[1] == 0) return TextEncoding::kUtf16Big;
  return std::nullopt;
}

bool IsAscii(std::string_view bytes) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  uint64_t word = 0;
  for (; bytes.size() >= sizeof word; bytes.remove_prefix(sizeof word)) {
    std::memcpy(&word, bytes.data(), sizeof word);
    if ((word & kHighBits) != 0) return false;
  }
  return std::all_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<int8_t>(c) >= 0; });
}

// Whether no byte above 127 is part of UTF-8, and each is a letter or sign of Windows-1252.
bool IsWindows1252(std::string_view bytes) {
  constexpr std::string_view kUndefined = "\x81\x8D\x8F\x90\x9D";
  bool any = false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<uint8_t>(bytes[i]);
    if (byte == 0) return false;
    if (byte < 0x80) continue;
    any = true;
    if (kUndefined.find(bytes[i]) != std::string_view::npos) return false;
    const Utf8Tail tail = TailOf(byte);
    size_t fits = 0;
    while (fits < tail.count && i + 1 + fits < bytes.size() &&
           tail.Allows(fits + 1, static_cast<uint8_t>(bytes[i + 1 + fits]))) {
      ++fits;
    }
    if (tail.count > 0 && fits == tail.count) return false;
  }
  return any;
}

// Of the bytes 0x80 to 0x9F; the five that mean nothing are U+FFFD.
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void AppendCode(uint32_t code, std::string* text) {
  std::array<char, 4> bytes;
  text->append(bytes.data(), PutUtf8(code, bytes.data()));
}

std::string FromWindows1252(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    AppendCode(byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte, &text);
  }
  return text;
}

Result<std::string> FromUtf16(std::string_view bytes, bool is_little) {
  std::string text;
  const size_t units = bytes.size() / 2;
  const auto unit = [&](size_t i) -> uint32_t {
    const auto first = static_cast<uint8_t>(bytes[2 * i]);
    const auto second = static_cast<uint8_t>(bytes[2 * i + 1]);
    return is_little ? first | second << 8 : first << 8 | second;
  };
  const auto broken = [&] {
    const auto line = 1 + std::count(text.begin(), text.end(), '\n');
    return Malformed("line " + std::to_string(line) + " is not in the encoding UTF-16" +
                     (is_little ? "LE" : "BE"));
  };
  for (size_t i = 0; i < units; ++i) {
    uint32_t code = unit(i);
    if (code >= 0xDC00 && code < 0xE000) return broken();
    if (code >= 0xD800 && code < 0xDC00) {
      const uint32_t low = i + 1 < units ? unit(++i) : 0;
      if (low < 0xDC00 || low >= 0xE000) return broken();
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    AppendCode(code, &text);
  }
  if (bytes.size() % 2 != 0) return broken();
  return text;
}

}  // namespace

std::optional<Encoding> EncodingByMark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return Encoding{TextEncoding::kUtf8, 3};
  if (bytes.starts_with("\xFF\xFE")) return Encoding{TextEncoding::kUtf16Little, 2};
  if (bytes.starts_with("\xFE\xFF")) return Encoding{TextEncoding::kUtf16Big, 2};
  return std::nullopt;
}

Encoding EncodingByBytes(std::string_view bytes) {
  if (IsAscii(bytes) && bytes.find('\0') == std::string_view::npos) return {};
  if (const auto utf16 = Utf16WithoutMark(bytes)) return {*utf16, 0, true};
  if (IsWindows1252(bytes)) return {TextEncoding::kWindows1252, 0, true};
  return {};
}

Result<DecodedText> DecodeAs(Encoding encoding, std::string_view bytes) {
  bytes.remove_prefix(encoding.mark);
  switch (encoding.text) {
    case TextEncoding::kUtf8:
      return DecodedText{std::string(bytes), "UTF-8"};
    case TextEncoding::kWindows1252:
      return DecodedText{FromWindows1252(bytes), "Windows-1252", encoding.guessed};
    default: {
      Result<std::string> text = FromUtf16(bytes, encoding.text == TextEncoding::kUtf16Little);
      if (!text.ok()) return text.error();
      return DecodedText{*std::move(text), "UTF-16", encoding.guessed};
    }
  }
}

Result<DecodedText> DecodeCommonText(std::string_view bytes) {
  const std::optional<Encoding> marked = EncodingByMark(bytes);
  return DecodeAs(marked ? *marked : EncodingByBytes(bytes), bytes);
}

}  // namespace hearth
