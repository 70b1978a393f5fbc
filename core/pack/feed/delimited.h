// Reads delimited text (CSV, or TSV with tabs) record by record and knows where everything stands.
// RFC 4180: fields may be quoted, a quote inside is doubled, records end in LF or CRLF. A byte
// order mark and empty lines are skipped. Every record must have as many fields as the first one,
// the header. O(length); a field is a view of the text unless it holds doubled quotes.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hearth {

class DelimitedReader {
 public:
  // `text` must outlive the reader. `name` stands at the front of errors.
  DelimitedReader(std::string_view text, std::string name, char delimiter = ',');

  // Reads the next record; false at the end. Errors: malformed, with line and column.
  Result<bool> Next();

  // Of the last record; valid until the next call of Next().
  const std::vector<std::string_view>& fields() const { return fields_; }

  // "feed.csv:17:3: <message>": line and column (byte in the line, from 1) where the field begins.
  Error At(size_t field, const Error& error) const;

 private:
  struct Place {
    size_t line, column;
  };

  Place Here() const { return {line_, at_ - line_begin_ + 1}; }
  Error Break(Place place, const std::string& message) const;
  void SkipEmptyLines();
  Status ReadField();
  Status ReadQuoted();
  bool AtRecordEnd() const;
  void TakeRecordEnd();

  std::string_view text_;
  std::string name_;
  char delimiter_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t line_begin_ = 0;
  size_t field_count_ = 0;  // of the header; 0 before it was read
  std::vector<std::string_view> fields_;
  std::vector<Place> places_;
  std::deque<std::string> unquoted_;
};

// ',' or '\t' by the file's ending (.tsv and .txt are tab-delimited, as Google's feeds are).
char DelimiterOf(std::string_view file_name);

// True for .jsonl and .ndjson.
bool IsJsonLines(std::string_view file_name);

}  // namespace hearth
