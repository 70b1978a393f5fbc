#include "input/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "catalog/feed_values.h"
#include "input/letters.h"

namespace hearth {
namespace {

constexpr size_t kLookedAt = 4096;  // bytes that tell UTF-16 without a mark

// Closes on every way out.
class Converter {
 public:
  explicit Converter(const std::string& from) : handle_(iconv_open("UTF-8", from.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (ok()) iconv_close(handle_);
  }
  // POSIX says so. NOLINTNEXTLINE(performance-no-int-to-ptr)
  bool ok() const { return handle_ != reinterpret_cast<iconv_t>(-1); }
  iconv_t get() const { return handle_; }

 private:
  iconv_t handle_;
};

Result<std::string> Convert(std::string_view bytes, const std::string& from) {
  const Converter converter(from);
  if (!converter.ok()) return InvalidArgument("no encoding is called " + Quoted(from));
  std::string text;
  std::array<char, 1 << 16> buffer;
  char* in = const_cast<char*>(bytes.data());  // iconv's signature; it writes nothing there
  size_t in_left = bytes.size();
  while (in_left > 0) {
    char* out = buffer.data();
    size_t out_left = buffer.size();
    const size_t done = iconv(converter.get(), &in, &in_left, &out, &out_left);
    text.append(buffer.data(), buffer.size() - out_left);
    if (done != static_cast<size_t>(-1) || errno == E2BIG) continue;
    const auto line = 1 + std::count(text.begin(), text.end(), '\n');
    return Malformed("line " + std::to_string(line) + " is not in the encoding " + from);
  }
  return text;
}

// What `<?xml ... encoding="..."?>` says; "" where it says nothing.
std::string DeclaredEncoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return "";
  const std::string_view declaration = text.substr(0, std::min(text.find("?>"), size_t{256}));
  size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return "";
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos) return "";
  const size_t end = declaration.find(declaration[at], at + 1);
  if (end == std::string_view::npos) return "";
  return std::string(declaration.substr(at + 1, end - at - 1));
}

bool IsUtf8(std::string_view name) {
  const std::string small = SmallLetters(name);
  return small == "utf-8" || small == "utf8" || small == "us-ascii" || small == "ascii";
}

// Also what a declaration in plain bytes cannot mean: writers of UTF-16 often leave it there.
bool IsUtf8Declared(std::string_view name) {
  const std::string small = SmallLetters(name);
  return IsUtf8(name) || small.starts_with("utf-16") || small.starts_with("utf-32") ||
         small.starts_with("ucs");
}

// Of the two bytes of ASCII in UTF-16 one is 0.
std::optional<std::string> Utf16WithoutMark(std::string_view bytes) {
  std::array<size_t, 2> zeros = {};
  const size_t size = std::min(bytes.size(), kLookedAt) & ~size_t{1};
  for (size_t i = 0; i < size; ++i) zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  const size_t most = size / 2;
  if (most < 4) return std::nullopt;
  if (zeros[1] > most * 3 / 4 && zeros[0] == 0) return "UTF-16LE";
  if (zeros[0] > most * 3 / 4 && zeros[1] == 0) return "UTF-16BE";
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

}  // namespace

Result<DecodedText> DecodeText(std::string bytes, std::string_view encoding) {
  const auto convert = [&](size_t mark, const std::string& from, const std::string& name,
                           bool guessed) -> Result<DecodedText> {
    Result<std::string> text = Convert(std::string_view(bytes).substr(mark), from);
    if (!text.ok()) return text.error();
    return DecodedText{*std::move(text), name, guessed};
  };
  if (!encoding.empty() && !IsUtf8(encoding)) {
    return convert(0, std::string(encoding), std::string(encoding), false);
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) return DecodedText{bytes.substr(3), "UTF-8"};
  if (bytes.starts_with("\xFF\xFE")) return convert(2, "UTF-16LE", "UTF-16", false);
  if (bytes.starts_with("\xFE\xFF")) return convert(2, "UTF-16BE", "UTF-16", false);
  const std::string declared = DeclaredEncoding(bytes);
  if (!declared.empty() && !IsUtf8Declared(declared)) return convert(0, declared, declared, false);
  if (encoding.empty()) {
    if (IsAscii(bytes) && bytes.find('\0') == std::string::npos) {
      return DecodedText{std::move(bytes), "UTF-8"};
    }
    if (const auto utf16 = Utf16WithoutMark(bytes)) return convert(0, *utf16, "UTF-16", true);
    if (IsWindows1252(bytes)) return convert(0, "WINDOWS-1252", "Windows-1252", true);
  }
  return DecodedText{std::move(bytes), "UTF-8"};
}

}  // namespace hearth
