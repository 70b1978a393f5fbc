// The encodings that need no library, so that a browser's module can read them: UTF-8, UTF-16 and
// Windows-1252. encoding.h reads every other one too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hearth {

struct DecodedText {
  std::string text;      // without a byte order mark
  std::string encoding;  // for people: "UTF-8", "UTF-16", "Windows-1252", ...
  bool guessed = false;  // by its bytes alone: another of that kind would be read as well
};

enum class TextEncoding : uint8_t { kUtf8, kUtf16Little, kUtf16Big, kWindows1252 };

struct Encoding {
  TextEncoding text = TextEncoding::kUtf8;
  size_t mark = 0;  // bytes of a byte order mark in front
  bool guessed = false;
};

// What a byte order mark says; nothing without one.
std::optional<Encoding> EncodingByMark(std::string_view bytes);

// What the bytes are: UTF-16 where every second byte is 0, Windows-1252 where none could be UTF-8,
// else UTF-8.
Encoding EncodingByBytes(std::string_view bytes);

// Errors: malformed, with the line, where UTF-16 has half a character. Broken UTF-8 is left as it
// is, so that whoever reads it can say where.
Result<DecodedText> DecodeAs(Encoding encoding, std::string_view bytes);

// By mark, else by bytes.
Result<DecodedText> DecodeCommonText(std::string_view bytes);

}  // namespace hearth
