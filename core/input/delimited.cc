#include "input/delimited.h"

#include <algorithm>
#include <array>
#include <utility>

#include "catalog/feed_values.h"

namespace hearth {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 4> kDelimiters = {
    {{',', "comma"}, {'\t', "tab"}, {';', "semicolon"}, {'|', "bar"}}};
constexpr size_t kLookedAt = size_t{1} << 16;  // bytes that tell a dialect
constexpr size_t kRecordsLookedAt = 20;

// Fields of the first record, by how many of the first records have as many. The last record may be
// cut off by the end of `text`.
double ScoreOf(std::string_view text, Dialect dialect) {
  DelimitedReader reader(text, "", dialect);
  size_t fields = 0;
  size_t fitting = 0;
  size_t records = 0;
  for (; records < kRecordsLookedAt; ++records) {
    const Result<bool> more = reader.Next();
    if (more.ok() && !*more) break;
    fitting += more.ok() ? 1 : 0;
    if (records == 0) fields = reader.fields().size();
  }
  if (fields < 2) return 0;
  return static_cast<double>(fields * fitting) / static_cast<double>(records);
}

}  // namespace

std::string_view NameOf(Dialect dialect) {
  return std::find_if(kDelimiters.begin(), kDelimiters.end(),
                      [&](const auto& each) { return each.first == dialect.delimiter; })
      ->second;
}

DelimitedReader::DelimitedReader(std::string_view text, std::string name, Dialect dialect)
    : text_(text), name_(std::move(name)), dialect_(dialect) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

Result<bool> DelimitedReader::Next() {
  fields_.clear();
  places_.clear();
  unquoted_.clear();
  SkipEmptyLines();
  if (at_ == text_.size()) return false;
  const Place begin = Here();
  record_line_ = begin.line;
  for (;;) {
    places_.push_back(Here());
    if (Status status = ReadField(); !status.ok()) return status.error();
    if (AtRecordEnd()) break;
    ++at_;  // the delimiter
  }
  TakeRecordEnd();
  if (field_count_ == 0) field_count_ = fields_.size();
  DropBlankFields();
  if (fields_.size() != field_count_) {
    return Break(begin, "expected " + std::to_string(field_count_) +
                            " fields as in the first line, got " + std::to_string(fields_.size()));
  }
  return true;
}

Error DelimitedReader::At(size_t field, const Error& error) const {
  return {error.code, Break(places_[field], error.message).message};
}

Error DelimitedReader::Break(Place place, const std::string& message) const {
  return Malformed(name_ + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                   ": " + message);
}

void DelimitedReader::SkipEmptyLines() {
  while (at_ < text_.size() && AtRecordEnd()) TakeRecordEnd();
}

void DelimitedReader::DropBlankFields() {
  while (fields_.size() > field_count_ && Trim(fields_.back()).empty()) {
    fields_.pop_back();
    places_.pop_back();
  }
}

Status DelimitedReader::ReadField() {
  if (at_ < text_.size() && text_[at_] == '"') return ReadQuoted();
  ReadBare();
  return {};
}

void DelimitedReader::ReadBare() {
  const size_t begin = at_;
  while (!AtRecordEnd() && text_[at_] != dialect_.delimiter) ++at_;
  fields_.push_back(text_.substr(begin, at_ - begin));
}

Status DelimitedReader::ReadQuoted() {
  const size_t begin = at_;
  size_t piece = ++at_;
  std::string* joined = nullptr;
  for (;; ++at_) {
    at_ = std::min(text_.find('"', at_), text_.size());
    if (at_ == text_.size()) break;
    if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') break;
    if (joined == nullptr) joined = &unquoted_.emplace_back();
    joined->append(text_.substr(piece, at_ + 1 - piece));
    piece = ++at_ + 1;
  }
  const size_t end = at_;
  if (end < text_.size()) ++at_;
  const bool closed = end < text_.size() && (AtRecordEnd() || text_[at_] == dialect_.delimiter);
  if (!closed && dialect_.delimiter == '\t') {
    at_ = begin;
    ReadBare();
    return {};
  }
  const Place opened = {line_, begin - line_begin_ + 1};
  TakeLineBreaks(begin, at_);
  if (!closed && end == text_.size()) {
    is_broken_ = true;
    return Break(opened, "expected a closing quote, got the end");
  }
  if (!closed) {
    const Place here = Here();
    while (!AtRecordEnd()) ++at_;
    return Break(here, "expected the field to end after its closing quote");
  }
  std::string_view field = text_.substr(piece, end - piece);
  if (joined != nullptr) field = joined->append(field);
  fields_.push_back(field);
  return {};
}

// Of a quoted field.
void DelimitedReader::TakeLineBreaks(size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    if (text_[i] != '\n' && !(dialect_.carriage_returns && text_[i] == '\r')) continue;
    ++line_;
    line_begin_ = i + 1;
  }
}

bool DelimitedReader::AtRecordEnd() const {
  if (at_ == text_.size() || text_[at_] == '\n') return true;
  if (text_[at_] != '\r') return false;
  return dialect_.carriage_returns || at_ + 1 == text_.size() || text_[at_ + 1] == '\n';
}

void DelimitedReader::TakeRecordEnd() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  ++line_;
  line_begin_ = at_;
}

Dialect RecognizeDialect(std::string_view text) {
  text = text.substr(0, kLookedAt);
  Dialect best;
  best.carriage_returns =
      text.find('\r') != std::string_view::npos && text.find('\n') == std::string_view::npos;
  double highest = 0;
  for (const auto& [delimiter, name] : kDelimiters) {
    const Dialect dialect = {delimiter, best.carriage_returns};
    const double score = ScoreOf(text, dialect);
    if (score <= highest) continue;
    highest = score;
    best.delimiter = delimiter;
  }
  return best;
}

bool IsJsonLines(std::string_view file_name) {
  return file_name.ends_with(".jsonl") || file_name.ends_with(".ndjson");
}

}  // namespace hearth
