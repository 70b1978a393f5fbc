#include "input/mail.h"

#include <algorithm>
#include <utility>

#include "catalog/feed_values.h"
#include "input/common_encodings.h"
#include "input/letters.h"
#include "input/words.h"

namespace hearth {
namespace {

constexpr size_t kMaxDepth = 8;

// The line at the front, without its break; takes it off the text.
std::string_view TakeLine(std::string_view* text) {
  const size_t end = std::min(text->find('\n'), text->size());
  std::string_view line = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Without what programs write before the first line.
std::string_view WithoutFront(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes.substr(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
}

// "Subject: x", or the rest of a field.
bool IsHeadLine(std::string_view line) {
  const size_t name = line.find_first_of(": \t,;\"");
  return line.starts_with(' ') || line.starts_with('\t') ||
         (name != line.npos && line[name] == ':');
}

// "text/html ; charset=x" of "text/html (a page); charset=x".
std::string WithoutComments(std::string_view field) {
  std::string kept;
  size_t depth = 0;
  bool is_quoted = false;
  for (size_t i = 0; i < field.size(); ++i) {
    const char c = field[i];
    if (c == '"' && depth == 0) is_quoted = !is_quoted;
    if (c == '(' && !is_quoted) ++depth;
    if (depth == 0) kept += c;
    if (c == '\\' && i + 1 < field.size()) {
      ++i;
      if (depth == 0) kept += field[i];
    }
    if (c == ')' && depth > 0) --depth;
  }
  return std::string(Trim(kept));
}

// What the head says of `name` (small letters), on however many lines; "" where nothing.
std::string FieldOf(std::string_view head, std::string_view name) {
  std::string field;
  bool is_of_it = false;
  while (!head.empty()) {
    const std::string_view line = TakeLine(&head);
    const bool goes_on = line.starts_with(' ') || line.starts_with('\t');
    if (!goes_on) {
      if (is_of_it) break;
      const size_t colon = line.find(':');
      is_of_it = colon != std::string_view::npos && SmallLetters(line.substr(0, colon)) == name;
    }
    if (is_of_it) field += line.substr(goes_on ? 0 : name.size() + 1);
  }
  return std::string(Trim(field));
}

// `boundary="x"` of "multipart/mixed; boundary=x".
std::string ParameterOf(std::string_view field, std::string_view name) {
  std::string value;
  ForEachWord(
      field,
      [&](std::string_view each) {
        const size_t mark = each.find('=');
        if (mark == std::string_view::npos || SmallLetters(Trim(each.substr(0, mark))) != name) {
          return;
        }
        value = Trim(each.substr(mark + 1));
        if (value.starts_with('"')) value = value.substr(1, value.find('"', 1) - 1);
      },
      ';');
  return value;
}

// -1 for what is no digit of base64.
int Base64Digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::string FromBase64(std::string_view text) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int digit = Base64Digit(c);
    if (digit < 0) continue;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = ToSmall(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// "=" that begins neither two digits nor the end of a line stays.
std::string FromQuotedPrintable(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      bytes += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : HexDigit(text[i + 2]);
    const size_t rest = std::min(text.find_first_not_of(" \t\r", i + 1), text.size());
    if (low >= 0) {
      bytes += static_cast<char>(high * 16 + low);
      i += 2;
    } else if (rest == text.size() || text[rest] == '\n') {
      i = rest;
    } else {
      bytes += '=';
    }
  }
  return bytes;
}

// "From shop@example.com Mon May  6 10:00:00 2024", which stands before each mail of an mbox.
bool BeginsMail(std::string_view text) {
  const std::string_view line = TakeLine(&text);
  const size_t minutes = line.find(':');
  return line.starts_with("From ") && minutes != std::string_view::npos &&
         line.rfind(':') == minutes + 3;
}

// With a field behind it: else it stands in a mail's own words.
bool BeginsNext(std::string_view text) {
  if (!BeginsMail(text)) return false;
  TakeLine(&text);
  return IsHeadLine(TakeLine(&text));
}

bool IsWesternCharset(std::string_view name) {
  return IsOneOf(SmallLetters(name), {"iso-8859-1", "iso-8859-15", "latin1", "windows-1252"});
}

class MailReader {
 public:
  explicit MailReader(Mails* mails) : mails_(*mails) {}

  // A mail, or a part of one: a head, an empty line and a body.
  void Read(std::string_view part, size_t depth = 0) {
    if (depth > kMaxDepth) return;
    std::string_view body = part;
    while (!body.empty() && !TakeLine(&body).empty()) {
    }
    const std::string_view head = part.substr(0, part.size() - body.size());
    const std::string type = WithoutComments(FieldOf(head, "content-type"));
    const std::string from = FieldOf(head, "from");
    if (depth == 0 && (from.empty() || from.find("Saved by ") != from.npos)) {
      mails_.is_saved_page = true;
    }
    const std::string kind = SmallLetters(Trim(type.substr(0, type.find(';'))));
    if (kind == "multipart/encrypted" || kind.ends_with("pkcs7-mime")) {
      std::vector<size_t>& encrypted = mails_.encrypted;
      if (encrypted.empty() || encrypted.back() != mails_.count) encrypted.push_back(mails_.count);
    } else if (kind.starts_with("multipart/")) {
      ReadParts(body, "--" + ParameterOf(type, "boundary"), depth + 1);
    } else if (kind == "message/rfc822") {
      Read(body, depth + 1);
    } else if (kind.empty() || kind.starts_with("text/")) {
      Take(Decoded(body, WithoutComments(FieldOf(head, "content-transfer-encoding"))),
           ParameterOf(type, "charset"));
    }
  }

 private:
  // Before the first boundary and behind the last there is nothing to read.
  void ReadParts(std::string_view body, const std::string& boundary, size_t depth) {
    const char* begin = nullptr;
    while (!body.empty()) {
      const char* const here = body.data();
      const std::string_view line = TakeLine(&body);
      if (!line.starts_with(boundary)) continue;
      const std::string_view rest = Trim(line.substr(boundary.size()));
      if (!rest.empty() && rest != "--") continue;  // of another boundary, which begins like it
      if (begin != nullptr) Read({begin, static_cast<size_t>(here - begin)}, depth);
      begin = body.data();
      if (!rest.empty()) return;
    }
    if (begin != nullptr) Read({begin, static_cast<size_t>(body.data() - begin)}, depth);
  }

  static std::string Decoded(std::string_view body, std::string_view encoding) {
    const std::string how = SmallLetters(encoding);
    if (how == "base64") return FromBase64(body);
    if (how == "quoted-printable") return FromQuotedPrintable(body);
    return std::string(body);
  }

  void Take(std::string_view bytes, std::string_view charset) {
    Result<DecodedText> decoded = IsWesternCharset(charset)
                                      ? DecodeAs({TextEncoding::kWindows1252}, bytes)
                                      : DecodeCommonText(bytes);
    if (!decoded.ok()) return;
    mails_.texts.push_back(std::move(decoded->text));
    mails_.numbers.push_back(mails_.count);
  }

  Mails& mails_;
};

}  // namespace

bool IsMail(std::string_view bytes) {
  std::string_view rest = WithoutFront(bytes);
  if (BeginsMail(rest)) TakeLine(&rest);
  const std::string_view head = rest;
  while (!rest.empty()) {
    const std::string_view line = TakeLine(&rest);
    if (line.empty()) break;
    if (!IsHeadLine(line)) return false;
  }
  const std::string_view fields = head.substr(0, head.size() - rest.size());
  return !FieldOf(fields, "from").empty() || !FieldOf(fields, "mime-version").empty();
}

Mails ReadMails(std::string_view bytes) {
  bytes = WithoutFront(bytes);
  Mails mails;
  MailReader reader(&mails);
  const bool is_mbox = BeginsMail(bytes);
  while (!bytes.empty()) {
    if (is_mbox) TakeLine(&bytes);
    std::string_view rest = bytes;
    while (!rest.empty() && !(is_mbox && BeginsNext(rest))) TakeLine(&rest);
    ++mails.count;
    reader.Read(bytes.substr(0, bytes.size() - rest.size()));
    bytes = rest;
  }
  return mails;
}

}  // namespace hearth
