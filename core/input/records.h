// What a file of a shop says, record by record, whatever its format is: delimited text with a
// header line (TableRecords), XML (xml_records.h) or JSON (json_records.h). A record has texts in
// slots, and a slot has a name, the same in every record.
//
//     id,Image Link       slots "id", "image_link"          (TableRecords)
//     <g:price>1</g:price><g:shipping><g:price>...
//                         slots "price", "shipping.price"   (XmlRecords)
//     {"brand": {"name": "Hill"}, "image": ["a.jpg"]}
//                         slots "brand.name", "image"       (JsonRecords)
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "input/delimited.h"

namespace hearth {

// A column's name without what shops write in many ways: "Image Link", "imageLink" and
// "g:image_link" are "image_link", "Categories (x,y,z...)" is "categories_x_y_z".
std::string PlainName(std::string_view name);

class RecordSource {
 public:
  static constexpr size_t kWhole = static_cast<size_t>(-1);  // in place of a slot: the record

  RecordSource() = default;
  RecordSource(const RecordSource&) = delete;
  RecordSource& operator=(const RecordSource&) = delete;
  virtual ~RecordSource() = default;

  // Reads the next record; false at the end. Errors: malformed, with the place; the next call goes
  // on behind it, or says that this was the end.
  virtual Result<bool> Next() = 0;

  // By slot. Of XML and JSON they become more as records are read.
  virtual const std::vector<std::string>& names() const = 0;

  // Of the last record, valid until the next call of Next(); "" where it says nothing.
  virtual std::string_view Value(size_t slot) const = 0;

  // "feed.csv:17:3: <message>", "feed.xml:17: <message>": the place of a value of the last record.
  virtual Error At(size_t slot, const Error& error) const = 0;
  // Where the last record begins.
  virtual size_t line() const = 0;
  // Bytes of the text read so far.
  virtual size_t offset() const = 0;

  // Whether the last error ended the reading: what stands behind it is not known.
  virtual bool IsBroken() const = 0;
};

// Delimited text. Lines before the header that begin with "#", as catalogs from templates have
// them, or with "sep=", as spreadsheets do, are skipped, and so are records without any text.
class TableRecords : public RecordSource {
 public:
  // `text` must outlive this.
  TableRecords(std::string_view text, std::string name, Dialect dialect);

  Result<bool> Next() override;
  const std::vector<std::string>& names() const override { return names_; }
  std::string_view Value(size_t slot) const override { return reader_.fields()[slot]; }
  Error At(size_t slot, const Error& error) const override {
    return reader_.At(slot == kWhole ? 0 : slot, error);
  }
  size_t line() const override { return reader_.line(); }
  size_t offset() const override { return reader_.offset(); }
  bool IsBroken() const override { return reader_.IsBroken(); }

  // The columns' names as they are written.
  const std::vector<std::string>& header() const { return header_; }
  // "feed.csv:1:16: <message>": the place of a column in the header.
  std::string HeaderPlace(size_t slot) const { return header_places_[slot]; }

 private:
  DelimitedReader reader_;
  std::vector<std::string> names_, header_, header_places_;
};

// Slots by name, and texts in them: what records of XML and JSON are kept in. Names beyond the
// first kMaxNames, and those that are longer than kMaxNameBytes, are of no use to anybody and left
// out.
class NamedValues {
 public:
  static constexpr size_t kMaxNames = 1000;
  static constexpr size_t kMaxNameBytes = 256;

  void Clear();
  // A slot keeps the first text that is not blank; `wins`: it takes this one. Of a category, which
  // may stand there several times, the slot "<name>[]" keeps the others, a line each.
  void Set(const std::string& name, std::string_view text, bool wins = false);

  static bool IsCategory(std::string_view name);

  const std::vector<std::string>& names() const { return names_; }
  std::string_view Value(size_t slot) const {
    return slot < values_.size() ? std::string_view(values_[slot]) : std::string_view();
  }

 private:
  // A new one where there is none; no slot where none may be made.
  size_t SlotOf(const std::string& name);

  size_t next_ = 0;  // behind the slot that was asked for last
  std::vector<std::string> names_, values_;
  std::vector<uint8_t> won_;
};

}  // namespace hearth
