#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "base/utf8.h"

namespace hearth {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

bool IsDigit(int c) { return c >= '0' && c <= '9'; }

// Stands for itself in a text, whatever follows it.
bool IsPlain(char c) {
  return static_cast<uint8_t>(c) >= ' ' && static_cast<uint8_t>(c) < 0x80 && c != '"' && c != '\\';
}

std::string_view PlainRun(std::string_view text) {
  return text.substr(
      0, static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsPlain) - text.begin()));
}

// Writes what is not plain at the front of `text`, and says how long it was.
size_t AppendSpecial(std::string_view text, std::string& out) {
  const auto lead = static_cast<uint8_t>(text.front());
  if (lead < 0x80) {
    constexpr std::string_view kNamed = "\"\\\b\f\n\r\t", kNames = "\"\\bfnrt";
    out += '\\';
    if (const size_t at = kNamed.find(text.front()); at != std::string_view::npos) {
      out += kNames[at];
    } else {
      out.append("u00");
      out += kHexDigits[lead >> 4];
      out += kHexDigits[lead & 15];
    }
    return 1;
  }
  const Utf8Tail tail = TailOf(lead);
  size_t length = 1;
  while (length <= tail.count && length < text.size() &&
         tail.Allows(length, static_cast<uint8_t>(text[length]))) {
    ++length;
  }
  const bool whole = tail.count > 0 && length == tail.count + 1u;
  out.append(whole ? text.substr(0, length) : "\xEF\xBF\xBD");
  return length;
}

void AppendQuoted(std::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const std::string_view plain = PlainRun(text);
    out.append(plain);
    text.remove_prefix(plain.size());
    if (!text.empty()) text.remove_prefix(AppendSpecial(text, out));
  }
  out += '"';
}

}  // namespace

// Counts as it goes what it has taken of the text, the end as one more: where it stops is where the
// text breaks.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  Result<Json> Read() {
    Json value;
    if (SkipByteOrderMark() && ReadValue(Next(), value) && Next() == Token::kEnd) return value;
    if (!problem_.empty()) return Malformed(problem_);
    return Malformed("expected JSON, syntax error at byte " + std::to_string(taken_));
  }

 private:
  enum class Token { kNone, kEnd, kMark, kText, kScalar };

  int Take() {
    const size_t at = taken_++;
    return at < text_.size() ? static_cast<uint8_t>(text_[at]) : -1;
  }

  bool SkipByteOrderMark() {
    if (text_.empty() || text_[0] != '\xEF') return true;
    taken_ = 1;
    return Take() == 0xBB && Take() == 0xBF;
  }

  // The next token, whose mark, text or scalar is left in the members below.
  Token Next() {
    int c = Take();
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') c = Take();
    if (c == -1) return Token::kEnd;
    mark_ = static_cast<char>(c);
    if (std::string_view("{}[]:,").find(mark_) != std::string_view::npos) return Token::kMark;
    if (c == '"') return ReadText() ? Token::kText : Token::kNone;
    const bool read = c == '-' || IsDigit(c) ? ReadNumber(c)
                      : c == 'n'             ? ReadWord("null", Json())
                      : c == 't'             ? ReadWord("true", Json(true))
                                             : c == 'f' && ReadWord("false", Json(false));
    return read ? Token::kScalar : Token::kNone;
  }

  bool IsMark(Token token, char mark) const { return token == Token::kMark && mark_ == mark; }

  bool ReadWord(std::string_view word, Json value) {
    for (char c : word.substr(1)) {
      if (Take() != c) return false;
    }
    scalar_ = std::move(value);
    return true;
  }

  int TakeDigits(int c) {
    while (IsDigit(c)) c = Take();
    return c;
  }

  bool ReadNumber(int c) {
    const size_t start = taken_ - 1;
    bool whole = true;
    if (c == '-') c = Take();
    if (!IsDigit(c)) return false;
    c = c == '0' ? Take() : TakeDigits(c);
    if (c == '.') {
      whole = false;
      c = Take();
      if (!IsDigit(c)) return false;
      c = TakeDigits(c);
    }
    if (c == 'e' || c == 'E') {
      whole = false;
      c = Take();
      if (c == '+' || c == '-') c = Take();
      if (!IsDigit(c)) return false;
      TakeDigits(c);
    }
    --taken_;
    Convert(text_.substr(start, taken_ - start), whole);
    return true;
  }

  void Convert(std::string_view number, bool whole) {
    const char* const end = number.data() + number.size();
    uint64_t natural = 0;
    int64_t negative = 0;
    if (whole && number.front() != '-' &&
        std::from_chars(number.data(), end, natural).ec == std::errc()) {
      scalar_.value_ = natural;
    } else if (whole && number.front() == '-' &&
               std::from_chars(number.data(), end, negative).ec == std::errc()) {
      scalar_.value_ = negative;
    } else {
      scalar_.value_ = Json::Decimal{std::string(number)};
    }
  }

  bool ReadText() {
    string_.clear();
    for (;;) {
      const std::string_view plain = PlainRun(text_.substr(taken_));
      string_.append(plain);
      taken_ += plain.size();
      const int c = Take();
      if (c == '"') return true;
      if (c == '\\' ? !ReadEscape() : !ReadSequence(c)) return false;
    }
  }

  bool ReadSequence(int lead) {
    const Utf8Tail tail = TailOf(static_cast<uint8_t>(lead));
    if (lead < 0x80 || tail.count == 0) return false;
    string_ += static_cast<char>(lead);
    for (size_t i = 1; i <= tail.count; ++i) {
      const int c = Take();
      if (c < 0 || !tail.Allows(i, static_cast<uint8_t>(c))) return false;
      string_ += static_cast<char>(c);
    }
    return true;
  }

  bool ReadEscape() {
    constexpr std::string_view kNames = "\"\\/bfnrt", kNamed = "\"\\/\b\f\n\r\t";
    const int c = Take();
    if (c == 'u') return ReadCode();
    const size_t at = c < 0 ? std::string_view::npos : kNames.find(static_cast<char>(c));
    if (at == std::string_view::npos) return false;
    string_ += kNamed[at];
    return true;
  }

  bool ReadCode() {
    const int first = TakeCode();
    if (first < 0 || (first >= 0xDC00 && first < 0xE000)) return false;
    auto code = static_cast<uint32_t>(first);
    if (first >= 0xD800 && first < 0xDC00) {  // the first half of two
      const int second = Take() == '\\' && Take() == 'u' ? TakeCode() : -1;
      if (second < 0xDC00 || second > 0xDFFF) return false;
      code = 0x10000 + ((code & 0x3FF) << 10 | (static_cast<uint32_t>(second) & 0x3FF));
    }
    char bytes[4];
    string_.append(bytes, PutUtf8(code, bytes));
    return true;
  }

  // Four hexadecimal digits; -1 where they are not.
  int TakeCode() {
    int code = 0;
    for (int i = 0; i < 4; ++i) {
      const int c = Take();
      const int lower = c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c;
      const size_t digit =
          lower <= 0 ? std::string_view::npos : kHexDigits.find(static_cast<char>(lower));
      if (digit == std::string_view::npos) return -1;
      code = code * 16 + static_cast<int>(digit);
    }
    return code;
  }

  bool ReadValue(Token token, Json& value) {
    if (token == Token::kScalar) {
      value = std::move(scalar_);
    } else if (token == Token::kText) {
      value.value_ = std::move(string_);
    } else {
      const bool is_array = IsMark(token, '[');
      if (!is_array && !IsMark(token, '{')) return false;
      if (++depth_ > kMaxJsonDepth) return Fail("expected JSON with at most 16 levels");
      value = is_array ? Json::array() : Json::object();
      if (!(is_array ? ReadElements(value) : ReadEntries(value))) return false;
      --depth_;
    }
    return true;
  }

  bool ReadElements(Json& array) {
    Token token = Next();
    if (IsMark(token, ']')) return true;
    for (;; token = Next()) {
      Json element;
      if (!ReadValue(token, element)) return false;
      array.push_back(std::move(element));
      token = Next();
      if (!IsMark(token, ',')) return IsMark(token, ']');
    }
  }

  bool ReadEntries(Json& object) {
    Token token = Next();
    if (IsMark(token, '}')) return true;
    for (size_t count = 1;; ++count, token = Next()) {
      if (token != Token::kText) return false;
      if (count > kMaxJsonEntries) return Fail("expected JSON with at most 256 entries per object");
      const std::string name = std::exchange(string_, {});
      if (!IsMark(Next(), ':')) return false;
      Json value;
      if (!ReadValue(Next(), value)) return false;
      object[name] = std::move(value);
      token = Next();
      if (!IsMark(token, ',')) return IsMark(token, '}');
    }
  }

  bool Fail(const char* problem) {
    problem_ = problem;
    return false;
  }

  const std::string_view text_;
  size_t taken_ = 0;
  char mark_ = 0;
  std::string string_;
  Json scalar_;
  size_t depth_ = 0;
  std::string problem_;
};

Json::Json() = default;
Json::Json(bool value) : value_(value) {}
Json::Json(std::string_view text) : value_(std::string(text)) {}
Json::Json(const std::string& text) : value_(text) {}
Json::Json(const char* text) : value_(std::string(text)) {}
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json::Json(Number number) {
  if (number.negative) {
    value_ = static_cast<int64_t>(number.bits);
  } else {
    value_ = number.bits;
  }
}

Json::Json(std::initializer_list<JsonField> fields) {
  auto& entries = value_.emplace<std::vector<Entry>>();
  entries.reserve(fields.size());
  for (const JsonField& field : fields) {
    entries.push_back({field.name, std::move(field.value)});
  }
}

Json Json::array() {
  Json json;
  json.value_.emplace<std::vector<Json>>();
  return json;
}

Json Json::object() {
  Json json;
  json.value_.emplace<std::vector<Entry>>();
  return json;
}

int64_t Json::integer() const {
  if (const auto* negative = std::get_if<int64_t>(&value_)) return *negative;
  return static_cast<int64_t>(std::min<uint64_t>(unsigned_integer(), INT64_MAX));
}

std::string Json::number_text() const {
  if (const auto* decimal = std::get_if<Decimal>(&value_)) return decimal->text;
  return is_number_unsigned() ? std::to_string(unsigned_integer()) : std::to_string(integer());
}

size_t Json::size() const { return is_array() ? elements().size() : entries().size(); }

const Json* Json::find(std::string_view name) const {
  const auto* entries = std::get_if<std::vector<Entry>>(&value_);
  if (entries == nullptr) return nullptr;
  for (const Entry& entry : *entries) {
    if (entry.name == name) return &entry.value;
  }
  return nullptr;
}

void Json::push_back(Json value) {
  std::get<std::vector<Json>>(value_).push_back(std::move(value));
}

Json& Json::operator[](std::string_view name) {
  if (const Json* found = find(name)) return const_cast<Json&>(*found);
  auto& entries = std::get<std::vector<Entry>>(value_);
  entries.push_back({std::string(name), Json()});
  return entries.back().value;
}

void Json::AppendTo(std::string& text) const {
  if (is_string()) return AppendQuoted(string(), text);
  if (is_number()) {
    text.append(number_text());
  } else if (is_array()) {
    text += '[';
    for (const Json& element : elements()) {
      if (&element != elements().data()) text += ',';
      element.AppendTo(text);
    }
    text += ']';
  } else if (is_object()) {
    text += '{';
    for (const Entry& entry : entries()) {
      if (&entry != entries().data()) text += ',';
      AppendQuoted(entry.name, text);
      text += ':';
      entry.value.AppendTo(text);
    }
    text += '}';
  } else {
    text.append(is_null() ? "null" : boolean() ? "true" : "false");
  }
}

std::string Json::Write() const {
  std::string text;
  AppendTo(text);
  return text;
}

Result<Json> Json::Parse(std::string_view text) { return JsonReader(text).Read(); }

}  // namespace hearth
