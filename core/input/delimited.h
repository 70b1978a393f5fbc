// Reads delimited text (CSV and its kin) record by record and knows where everything stands.
//
// RFC 4180: fields may be quoted, a quote inside is doubled, records end in LF or CRLF. Beyond it,
// as shops export: other delimiters; a lone CR as the end of a record, in files without LF; a quote
// inside a field that does not begin with one is a letter (24" monitor); with tabs, so is the quote
// of a field that is not quoted as a whole ("Best" mug). A byte order mark and empty lines are
// skipped, and so are blank fields beyond the header's. O(length); a field is a view of the text
// unless it holds doubled quotes.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hearth {

struct Dialect {
  char delimiter = ',';
  bool carriage_returns = false;  // a lone CR ends a record
};

// "comma", "semicolon", "tab" or "bar".
std::string_view NameOf(Dialect dialect);

class DelimitedReader {
 public:
  // `text` must outlive the reader. `name` stands at the front of errors.
  DelimitedReader(std::string_view text, std::string name, Dialect dialect = {});

  // Reads the next record; false at the end. Every record must have as many fields as the first
  // one, the header. Errors: malformed, with line and column; the next call goes on behind it.
  Result<bool> Next();

  // From here on the last record is the header: others have as many fields.
  void TakeAsHeader() { field_count_ = fields_.size(); }

  // Of the last record; valid until the next call of Next().
  const std::vector<std::string_view>& fields() const { return fields_; }

  // "feed.csv:17:3: <message>": line and column (byte in the line, from 1) where the field begins.
  Error At(size_t field, const Error& error) const;
  // Of the last record.
  size_t line() const { return record_line_; }
  // Bytes read so far.
  size_t offset() const { return at_; }
  // Whether a quote that nothing closes took all the rest of the text.
  bool IsBroken() const { return is_broken_; }

 private:
  struct Place {
    size_t line, column;
  };

  Place Here() const { return {line_, at_ - line_begin_ + 1}; }
  Error Break(Place place, const std::string& message) const;
  void SkipEmptyLines();
  Status ReadField();
  Status ReadQuoted();
  void ReadBare();
  bool AtRecordEnd() const;
  void TakeRecordEnd();
  void TakeLineBreaks(size_t begin, size_t end);
  void DropBlankFields();

  std::string_view text_;
  std::string name_;
  Dialect dialect_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t line_begin_ = 0;
  size_t record_line_ = 1;
  bool is_broken_ = false;
  size_t field_count_ = 0;  // of the header; 0 before it was read
  std::vector<std::string_view> fields_;
  std::vector<Place> places_;
  std::deque<std::string> unquoted_;
};

// The dialect of a text with a header line: the delimiter that makes many fields of the first
// records, as many in each; a comma where none does.
Dialect RecognizeDialect(std::string_view text);

// True for .jsonl and .ndjson.
bool IsJsonLines(std::string_view file_name);

}  // namespace hearth
