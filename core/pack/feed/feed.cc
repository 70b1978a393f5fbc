#include "pack/feed/feed.h"

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/ids.h"
#include "input/bad_rows.h"
#include "input/delimited.h"
#include "input/encoding.h"
#include "input/json_records.h"
#include "input/words.h"
#include "input/xml_records.h"
#include "pack/feed/item_reader.h"

namespace hearth {
namespace {

constexpr size_t kRecordsLookedAt = 100;  // whose names tell the layout

// Where an item of a key was read.
struct Place {
  uint32_t file, line;
};

// What is common to all files.
struct Reading {
  const FeedOptions& options;
  Feed feed;
  BadRows bad_rows;
  size_t rows = 0;
  std::unordered_map<ItemKey, Place> places;
};

// One file, its encoding undone.
struct TextFile {
  std::string name, text, encoding;
  FileFormat format;
  Dialect dialect;
};

FileFormat FormatOf(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return FileFormat::kTable;
  const std::string_view rest = text.substr(begin);
  if (rest[0] == '<') return FileFormat::kXml;
  const size_t second = rest.find_first_not_of(" \t\r\n", 1);
  const char next = second == std::string_view::npos ? '\0' : rest[second];
  const bool is_json = (rest[0] == '{' && (next == '"' || next == '}')) ||
                       (rest[0] == '[' && (next == '{' || next == ']'));
  return is_json ? FileFormat::kJson : FileFormat::kTable;
}

std::unique_ptr<RecordSource> Open(const TextFile& file, std::string_view variants) {
  if (file.format == FileFormat::kXml) return std::make_unique<XmlRecords>(file.text, file.name);
  if (file.format == FileFormat::kTable) {
    return std::make_unique<TableRecords>(file.text, file.name, file.dialect);
  }
  auto json = std::make_unique<JsonRecords>(file.text, file.name);
  json->SplitBy(std::string(variants));
  return json;
}

Error InFile(const TextFile& file, const Error& error) {
  return {error.code, file.name + ":1:1: " + error.message};
}

// The names of columns; of XML and JSON those of the first records.
Result<std::vector<std::string>> NamesOf(const TextFile& file) {
  const std::unique_ptr<RecordSource> source = Open(file, "");
  if (file.format == FileFormat::kTable) {
    if (source->names().empty()) return InFile(file, Malformed("expected a header line"));
    return source->names();
  }
  for (size_t i = 0; i < kRecordsLookedAt; ++i) {
    const Result<bool> more = source->Next();
    if (!more.ok() && source->names().empty()) return more.error();
    if (more.ok() && !*more) break;
  }
  if (source->names().empty()) return InFile(file, Malformed("expected products, got none"));
  return source->names();
}

constexpr size_t kMaxColumns = 4096;

// The columns that a layout knows.
std::unordered_set<std::string_view> KnownNames(const Layout& layout) {
  std::unordered_set<std::string_view> known;
  const auto add = [&](std::string_view name) { known.insert(name); };
  for (const Layout::Column& column : layout.columns) ForEachWord(column.names, add);
  for (const Layout::Skip& skip : layout.skips) ForEachWord(skip.column, add);
  ForEachWord(layout.parent_key, add);
  ForEachWord(layout.parent_of, add);
  ForEachWord(layout.product_of_variants, add);
  ForEachWord(layout.lists_variants, add);
  return known;
}

// A column that stands twice would be read once.
Status CheckColumns(const TextFile& file, const Layout& layout) {
  if (file.format != FileFormat::kTable) return {};
  const TableRecords table(file.text, file.name, file.dialect);
  const std::unordered_set<std::string_view> known = KnownNames(layout);
  std::unordered_set<std::string_view> seen;
  for (size_t i = 0; i < table.names().size(); ++i) {
    const std::string& name = table.names()[i];
    if (known.contains(name) && !seen.insert(name).second) {
      return Malformed(table.HeaderPlace(i) + "expected each column once");
    }
  }
  return {};
}

// What --columns names has to be there.
Status CheckOwnColumns(const OwnColumns& columns, const std::vector<std::string>& names) {
  for (size_t field = 0; field < columns.names.size(); ++field) {
    const bool found = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return HasWord(columns.names[field], name);
    });
    if (found || columns.names[field].empty()) continue;
    return Malformed("--columns: expected a column \"" + columns.names[field] + "\" for " +
                     std::string(ItemFieldNames()[field]) + ", the file has none");
  }
  return {};
}

Result<Layout> LayoutOfFile(const TextFile& file, const FeedOptions& options) {
  const Result<std::vector<std::string>> names = NamesOf(file);
  if (!names.ok()) return names.error();
  if (names->size() > kMaxColumns) {
    return InFile(file, TooLarge("expected at most " + std::to_string(kMaxColumns) + " columns"));
  }
  if (options.columns) {
    const Status status = CheckOwnColumns(*options.columns, *names);
    if (!status.ok()) return InFile(file, status.error());
    return LayoutOf(*options.columns, file.format);
  }
  const Result<const Layout*> layout = RecognizeLayout(file.format, *names);
  if (!layout.ok()) return InFile(file, layout.error());
  return **layout;
}

std::string FormatName(const TextFile& file, const Layout& layout) {
  std::string name(layout.name);
  if (file.format == FileFormat::kTable) name += ", " + std::string(NameOf(file.dialect));
  return name + ", " + file.encoding;
}

// "price: expected a price, got ..." as "price: expected a price": values make no kind of their
// own.
std::string_view KindOf(std::string_view message) {
  return message.substr(0, std::min(message.find(", got"), message.find(": \"")));
}

void AddItem(const RecordSource& source, FeedItem item, Reading* reading) {
  FeedFileReport& report = reading->feed.files.back();
  const auto file = static_cast<uint32_t>(reading->feed.files.size() - 1);
  const Place here = {file, static_cast<uint32_t>(source.line())};
  const auto [there, is_new] = reading->places.emplace(KeyOf(item.sku), here);
  if (is_new) {
    ++report.items;
    reading->feed.items.push_back(std::move(item));
    return;
  }
  const FeedFileReport& other = reading->feed.files[there->second.file];
  const std::string place = other.name + ":" + std::to_string(there->second.line);
  const Error error = {ErrorCode::kDuplicate,
                       "id: " + Quoted(item.sku) + " is there already, at " + place};
  reading->bad_rows.Add(source.At(RecordSource::kWhole, error), "id: there already");
}

// What is said while a file is read, of which the records before are a part.
struct Stage {
  const Progress& progress;
  std::string name;
  size_t bytes;
};

// Goes through all records of a file; a record that cannot be read is one bad row.
template <typename Take>
void ForEachRecord(RecordSource* source, const Stage& stage, BadRows* bad_rows, size_t* rows,
                   Take take) {
  constexpr size_t kRecordsBetween = 1024;
  for (size_t records = 0;; ++records) {
    const Result<bool> more = source->Next();
    if (more.ok() && !*more) return;
    if (stage.progress && records % kRecordsBetween == 0) {
      stage.progress(stage.name, source->offset(), stage.bytes);
    }
    if (rows != nullptr) ++*rows;
    if (more.ok()) {
      take();
    } else if (bad_rows != nullptr) {
      std::string_view kind = more.error().message;
      kind.remove_prefix(std::min(kind.find("expected"), kind.size()));
      bad_rows->Add(more.error(),
                    kind.substr(0, std::min(kind.find(" at byte"), kind.find(", got"))));
    }
  }
}

// Goes through a file once: how it writes what can be written in many ways.
ColumnEvidence EvidenceOf(RecordSource* source, const Stage& stage, const Layout& layout,
                          const FeedOptions& options) {
  ColumnEvidence evidence = {MoneyReader(options.money, options.decimal_mark),
                             CategoryColumn(layout.categories, layout.category_root),
                             CategoryColumn(CategoryStyle::kPath, ""),
                             {},
                             {}};
  ItemReader reader(layout, *source, evidence, {options.times, options.now});
  ForEachRecord(source, stage, nullptr, nullptr, [&] { reader.Observe(&evidence); });
  return evidence;
}

// Columns that say something and mean nothing here.
std::vector<std::string> UnusedNames(const RecordSource& source, const Layout& layout) {
  const std::unordered_set<std::string_view> known = KnownNames(layout);
  std::vector<std::string> unused;
  for (const std::string& name : source.names()) {
    if (!known.contains(name) && !name.empty() && !name.ends_with("[]")) unused.push_back(name);
  }
  return unused;
}

Status ReadFile(const TextFile& file, bool encoding_guessed, Reading* reading) {
  const Result<Layout> layout = LayoutOfFile(file, reading->options);
  if (!layout.ok()) return layout.error();
  if (const Status status = CheckColumns(file, *layout); !status.ok()) return status;
  FeedFileReport& report = reading->feed.files.emplace_back();
  report.name = file.name;
  report.format = FormatName(file, *layout);
  report.encoding_guessed = encoding_guessed;
  const Progress& progress = reading->options.progress;
  const std::unique_ptr<RecordSource> first = Open(file, layout->variants);
  const ColumnEvidence evidence =
      EvidenceOf(first.get(), {progress, "looking at " + file.name, file.text.size()}, *layout,
                 reading->options);
  const std::unique_ptr<RecordSource> source = Open(file, layout->variants);
  if (file.format == FileFormat::kXml) {
    static_cast<XmlRecords&>(*source).TakeCategories(static_cast<const XmlRecords&>(*first));
  }
  ItemReader reader(*layout, *source, evidence, {reading->options.times, reading->options.now});
  const Stage stage = {progress, "reading " + file.name, file.text.size()};
  ForEachRecord(source.get(), stage, &reading->bad_rows, &reading->rows, [&] {
    ReadItem read = reader.Read();
    if (!read.left_out.empty()) {
      ++report.left_out[std::string(read.left_out)];
    } else if (read.item) {
      AddItem(*source, *std::move(read.item), reading);
    } else {
      const Error error = Malformed(read.error->message);
      reading->bad_rows.Add(source->At(read.error->slot, error), KindOf(read.error->message));
    }
  });
  report.sales_not_understood = reader.sales_not_understood();
  report.net_prices = reader.net_prices();
  report.unused = UnusedNames(*source, *layout);
  // What stands behind such a place is not known: no share of it may be left out.
  return source->IsBroken() ? reading->bad_rows.Check(reading->rows, 0) : Status();
}

}  // namespace

Result<Feed> ReadFeed(std::vector<FeedFile> files, const FeedOptions& options) {
  Reading reading = {options, {}, {}, 0, {}};
  for (FeedFile& file : files) {
    Result<DecodedText> decoded = DecodeText(std::move(file.bytes), options.encoding);
    if (!decoded.ok()) {
      return Error{decoded.error().code, file.name + ":1:1: " + decoded.error().message};
    }
    TextFile text = {file.name, std::move(decoded->text), decoded->encoding, {}, {}};
    text.format = FormatOf(text.text);
    if (text.format == FileFormat::kTable) text.dialect = RecognizeDialect(text.text);
    const Status status = ReadFile(text, decoded->guessed, &reading);
    if (!status.ok()) return status.error();
  }
  const Status status = reading.bad_rows.Check(reading.rows, options.skip_bad_rows);
  if (!status.ok()) return status.error();
  reading.feed.bad_rows = reading.bad_rows.size();
  reading.feed.bad_rows_by_kind = reading.bad_rows.Kinds();
  return std::move(reading.feed);
}

}  // namespace hearth
