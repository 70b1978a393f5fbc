#include "input/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include "catalog/feed_values.h"
#include "input/common_encodings.h"
#include "input/letters.h"

namespace hearth {
namespace {

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

}  // namespace

Result<DecodedText> DecodeText(std::string bytes, std::string_view encoding) {
  const auto convert = [&](const std::string& from) -> Result<DecodedText> {
    Result<std::string> text = Convert(bytes, from);
    if (!text.ok()) return text.error();
    return DecodedText{*std::move(text), from};
  };
  if (!encoding.empty() && !IsUtf8(encoding)) {
    return convert(std::string(encoding));
  }
  if (const std::optional<Encoding> marked = EncodingByMark(bytes)) return DecodeAs(*marked, bytes);
  const std::string declared = DeclaredEncoding(bytes);
  if (!declared.empty() && !IsUtf8Declared(declared)) return convert(declared);
  const Encoding found = encoding.empty() ? EncodingByBytes(bytes) : Encoding();
  if (found.text != TextEncoding::kUtf8) return DecodeAs(found, bytes);
  return DecodedText{std::move(bytes), "UTF-8"};
}

}  // namespace hearth
