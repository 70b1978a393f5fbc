#include "input/json_records.h"

#include <algorithm>
#include <array>
#include <utility>

#include "catalog/feed_values.h"

namespace hearth {
namespace {

constexpr std::array<std::string_view, 6> kContainers = {"products",        "items", "@graph",
                                                         "itemListElement", "data",  "results"};
constexpr int kDecimals = 6;

bool IsBlankByte(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The end of the JSON value that begins at `at`, by its brackets and quotes alone; npos when there
// is none.
size_t EndOfValue(std::string_view text, size_t at) {
  size_t depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
      if (at >= text.size()) return std::string_view::npos;
      if (depth == 0) return at + 1;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) return at;
      if (--depth == 0) return at + 1;
    }
    if (depth == 0 && (c == ',' || IsBlankByte(c))) return at;
  }
  return depth == 0 ? text.size() : std::string_view::npos;
}

bool IsContainer(std::string_view name) {
  return std::find(kContainers.begin(), kContainers.end(), name) != kContainers.end();
}

}  // namespace

std::string PlainNumber(const Json& value) {
  std::string text = value.number_text();
  if (value.is_number_integer()) return text;
  const size_t point = text.find('.');
  if (text.find_first_of("eE") == std::string::npos) {
    if (point != std::string::npos && text.size() - point - 1 == 3) text += '0';
    return text;
  }
  const Result<int64_t> scaled = ParseDecimal(text, kDecimals);
  if (!scaled.ok() || *scaled < 0) return text;
  std::string digits = std::to_string(*scaled);
  if (digits.size() <= kDecimals) digits.insert(0, kDecimals + 1 - digits.size(), '0');
  return digits.insert(digits.size() - kDecimals, ".");
}

JsonRecords::JsonRecords(std::string_view text, std::string name)
    : text_(text), name_(std::move(name)) {
  Enter();
}

bool JsonRecords::SkipBlanks() {
  while (at_ < text_.size() && IsBlankByte(text_[at_])) ++at_;
  return at_ < text_.size();
}

// Goes to the first element of the list that begins here, be it in an object.
void JsonRecords::Enter() {
  first_ = true;
  in_array_ = in_container_ = false;
  if (!SkipBlanks() || is_lines_) return;
  if (text_[at_] == '[') {
    in_array_ = true;
    ++at_;
  } else if (text_[at_] == '{') {
    in_array_ = in_container_ = EnterContainer();
  }
}

// To the first element of the list of products in an object; stays where it has none.
bool JsonRecords::EnterContainer() {
  const size_t object = at_++;
  if (GoToList()) return true;
  at_ = object;
  return false;
}

bool JsonRecords::GoToList() {
  while (SkipBlanks() && text_[at_] == '"') {
    const size_t end = EndOfValue(text_, at_);
    if (end == std::string_view::npos) return false;
    const std::string_view key = text_.substr(at_ + 1, end - at_ - 2);
    at_ = end;
    if (!SkipBlanks() || text_[at_] != ':') return false;
    ++at_;
    if (!SkipBlanks()) return false;
    const size_t element = text_.find_first_not_of(" \t\r\n", at_ + 1);
    if (text_[at_] == '[' && IsContainer(key) && element != std::string_view::npos &&
        (text_[element] == '{' || text_[element] == ']')) {
      ++at_;
      return true;
    }
    const size_t after = EndOfValue(text_, at_);
    if (after == std::string_view::npos) return false;
    at_ = after;
    if (!SkipBlanks() || text_[at_] != ',') return false;
    ++at_;
  }
  return false;
}

// Behind the list, and behind the object that it stands in: another list of that object, or what
// follows it.
void JsonRecords::LeaveContainer() {
  ++at_;  // "]"
  first_ = true;
  if (in_container_ && SkipBlanks() && text_[at_] == ',') {
    ++at_;
    if (GoToList()) return;
  }
  if (in_container_ && SkipBlanks() && text_[at_] == '}') ++at_;
  Enter();
}

Error JsonRecords::Broken(const std::string& message) {
  return Malformed(name_ + ":" + std::to_string(line_) + ": " + message);
}

Error JsonRecords::At(size_t /*slot*/, const Error& error) const {
  std::string place = name_ + ":" + std::to_string(line_) + ": ";
  if (rows_ > 1) place += list_ + "[" + std::to_string(row_) + "]: ";
  return {error.code, place + error.message};
}

// The text of the next value; nothing at the end.
std::optional<std::string_view> JsonRecords::TakeValue() {
  while (SkipBlanks() && in_array_ && text_[at_] == ']') LeaveContainer();
  if (SkipBlanks() && in_array_ && text_[at_] == ',' && !first_) ++at_;
  if (!SkipBlanks() || (in_array_ && text_[at_] == ']')) return std::nullopt;
  first_ = false;
  line_at_ +=
      static_cast<size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_to_),
                                     text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
  counted_to_ = at_;
  line_ = line_at_;
  const size_t line_end = std::min(text_.find('\n', at_), text_.size());
  size_t end = EndOfValue(is_lines_ ? text_.substr(0, line_end) : text_, at_);
  if (end == std::string_view::npos && !in_array_) {
    // Of JSON lines a broken one ends with its line.
    is_lines_ = true;
    end = line_end;
  }
  end = std::max(std::min(end, text_.size()), at_ + 1);
  const std::string_view value = text_.substr(at_, end - at_);
  at_ = end;
  return value;
}

Result<bool> JsonRecords::NextElement() {
  row_ = rows_ = 0;
  if (ended_) return false;
  const std::optional<std::string_view> text = TakeValue();
  if (!text) {
    ended_ = true;
    is_broken_ = in_array_;  // its "]" is missing
    if (is_broken_) return Broken("expected JSON, got the end of the file");
    return false;
  }
  Result<Json> element = Json::Parse(*text);
  if (!element.ok()) return Broken(element.error().message);
  element_ = *std::move(element);
  if (!element_.is_object()) return Broken("expected an object");
  return true;
}

Result<bool> JsonRecords::Next() {
  if (++row_ >= rows_) {
    const Result<bool> more = NextElement();
    if (!more.ok() || !*more) return more;
    const Json* list = list_.empty() ? nullptr : element_.find(list_);
    rows_ = list != nullptr && list->is_array() ? list->size() : 0;
  }
  Fill();
  return true;
}

void JsonRecords::Fill() {
  values_.Clear();
  // An element of a list of schema.org wraps the product.
  const Json* item = element_.find("item");
  const Json& product = item != nullptr && item->is_object() ? *item : element_;
  for (const Json::Entry& entry : product.entries()) {
    if (rows_ == 0 || entry.name != list_) Flatten(entry.value, PlainName(entry.name));
  }
  if (rows_ > 0) Flatten((*element_.find(list_))[row_], PlainName(list_));
}

void JsonRecords::Flatten(const Json& value, const std::string& name) {
  if (value.is_array() && value.size() > 0) {
    const size_t count = NamedValues::IsCategory(name) ? value.size() : 1;
    for (size_t i = 0; i < count; ++i) Flatten(value[i], name);
    return;
  }
  if (value.is_string()) values_.Set(name, value.string());
  if (value.is_boolean()) values_.Set(name, value.boolean() ? "true" : "false");
  const bool is_price = name.find("price") != std::string::npos;
  if (value.is_number()) values_.Set(name, is_price ? PlainNumber(value) : value.number_text());
  if (!value.is_object()) return;
  for (const Json::Entry& entry : value.entries()) {
    Flatten(entry.value, name + "." + PlainName(entry.name));
  }
}

}  // namespace hearth
