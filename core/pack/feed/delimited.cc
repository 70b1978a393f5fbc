#include "pack/feed/delimited.h"

#include <utility>

namespace hearth {

DelimitedReader::DelimitedReader(std::string_view text, std::string name, char delimiter)
    : text_(text), name_(std::move(name)), delimiter_(delimiter) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

Result<bool> DelimitedReader::Next() {
  fields_.clear();
  places_.clear();
  unquoted_.clear();
  SkipEmptyLines();
  if (at_ == text_.size()) return false;
  const Place begin = Here();
  for (;;) {
    places_.push_back(Here());
    if (Status status = ReadField(); !status.ok()) return status.error();
    if (AtRecordEnd()) break;
    ++at_;  // the delimiter
  }
  TakeRecordEnd();
  if (field_count_ == 0) field_count_ = fields_.size();
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

Status DelimitedReader::ReadField() {
  if (at_ < text_.size() && text_[at_] == '"') return ReadQuoted();
  const size_t begin = at_;
  while (!AtRecordEnd() && text_[at_] != delimiter_) {
    if (text_[at_] == '"') {
      return Break(Here(), "expected a field with a quote inside to be quoted as a whole");
    }
    ++at_;
  }
  fields_.push_back(text_.substr(begin, at_ - begin));
  return {};
}

Status DelimitedReader::ReadQuoted() {
  const Place begin = Here();
  size_t piece = ++at_;
  std::string* joined = nullptr;
  for (;; ++at_) {
    if (at_ == text_.size()) return Break(begin, "expected a closing quote, got the end");
    if (text_[at_] == '\n') {
      ++line_;
      line_begin_ = at_ + 1;
    }
    if (text_[at_] != '"') continue;
    if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') break;
    if (joined == nullptr) joined = &unquoted_.emplace_back();
    joined->append(text_.substr(piece, at_ + 1 - piece));
    piece = ++at_ + 1;
  }
  std::string_view field = text_.substr(piece, at_ - piece);
  if (joined != nullptr) field = joined->append(field);
  fields_.push_back(field);
  ++at_;
  if (AtRecordEnd() || text_[at_] == delimiter_) return {};
  return Break(Here(), "expected the field to end after its closing quote");
}

bool DelimitedReader::AtRecordEnd() const {
  if (at_ == text_.size() || text_[at_] == '\n') return true;
  return text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n');
}

void DelimitedReader::TakeRecordEnd() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ == text_.size()) return;
  ++at_;
  ++line_;
  line_begin_ = at_;
}

char DelimiterOf(std::string_view file_name) {
  return file_name.ends_with(".tsv") || file_name.ends_with(".txt") ? '\t' : ',';
}

bool IsJsonLines(std::string_view file_name) {
  return file_name.ends_with(".jsonl") || file_name.ends_with(".ndjson");
}

}  // namespace hearth
