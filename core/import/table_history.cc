// Tables of purchases: by a platform's layout, by the names of their columns, or by what the caller
// says that columns mean.
#include <algorithm>
#include <memory>
#include <utility>

#include "import/history_formats.h"
#include "import/history_reader.h"
#include "import/row_reader.h"
#include "input/json_records.h"
#include "input/letters.h"
#include "input/order_words.h"
#include "input/words.h"

namespace hearth {
namespace {

using Columns = std::array<std::vector<size_t>, kHistoryFields>;

class TableHistory {
 public:
  TableHistory(std::string_view text, bool is_json, const MoneyFormat& money,
               const HistoryOptions& options, HistoryFile* file)
      : text_(text),
        is_json_(is_json),
        money_(money),
        options_(options),
        dialect_(RecognizeDialect(text)),
        file_(*file) {}

  Status Read() {
    if (const Status status = ReadHeader(); !status.ok()) return status;
    if (const Status status = MapColumns(); !status.ok()) return status;
    RowReader reader(money_, options_, *layout_, &file_);
    Status status =
        ForEachRow([&](const RecordSource& source, size_t) { reader.Observe(RowOf(source)); });
    if (!status.ok() || file_.asks_columns) return status;
    std::string order;
    size_t telling = 0;
    return ForEachRow(
        [&](const RecordSource& source, size_t row) {
          const RawRow raw = RowOf(source);
          const std::string& named = raw.Of(HistoryField::kOrder);
          telling += named == order ? 0 : 1;
          order = named;
          reader.Read(raw, row, named.empty() ? 0 : telling);
        },
        [&](const Error& error, size_t row) {
          ++file_.rows;
          file_.skipped.Add(row, Skip::kUnreadable, WithoutPlace(error.message));
        });
  }

 private:
  // "file:17:3: expected ..." without the place, which is told apart from it.
  static std::string WithoutPlace(const std::string& message) {
    const size_t at = message.find(": ");
    return at == std::string::npos ? message : message.substr(at + 2);
  }

  std::unique_ptr<RecordSource> Source() const {
    if (is_json_) return std::make_unique<JsonRecords>(text_, "file");
    return std::make_unique<TableRecords>(text_, "file", dialect_);
  }

  // Calls `visit(source, row)` for each row, `broken(error, row)` for what is none.
  template <typename Visit, typename Broken>
  Status ForEachRow(Visit visit, Broken broken) const {
    const std::unique_ptr<RecordSource> source = Source();
    for (size_t number = 1;; ++number) {
      if (number > kMaxHistoryRows) return TooLarge("expected at most 1000000 rows");
      const Result<bool> more = source->Next();
      if (more.ok() && !*more) return {};
      const size_t row = is_json_ ? number : source->line();
      if (more.ok()) {
        visit(*source, row);
        continue;
      }
      if (source->IsBroken()) return Malformed(WithoutPlace(more.error().message));
      broken(more.error(), row);
    }
  }
  template <typename Visit>
  Status ForEachRow(Visit visit) const {
    return ForEachRow(visit, [](const Error&, size_t) {});
  }

  // The columns' names, and the first rows for whoever is asked what they mean.
  Status ReadHeader() {
    if (!is_json_) {
      file_.columns = TableRecords(text_, "file", dialect_).header();
      if (file_.columns.size() < 2) {
        return Malformed("expected a table with a header line and at least two columns");
      }
    }
    const Status status = ForEachRow([&](const RecordSource& source, size_t) {
      if (is_json_) file_.columns = source.names();
      if (file_.first_rows.size() >= HistoryFile::kFirstRows) return;
      std::vector<std::string>& row = file_.first_rows.emplace_back();
      for (size_t slot = 0; slot < file_.columns.size(); ++slot) {
        row.push_back(TidyText(source.Value(slot)));
      }
    });
    if (!status.ok()) return status;
    if (file_.first_rows.empty()) return Malformed("expected rows, found none");
    for (std::string& name : file_.columns) {
      name = TidyText(name);
      folded_.push_back(FoldedColumn(name));
    }
    return {};
  }

  Status MapColumns() {
    const bool is_said = options_.SaysColumns();
    const HistoryLayout* known = is_said ? nullptr : RecognizeHistory(folded_);
    layout_ = known != nullptr ? known : &PlainHistory();
    const std::string format = is_json_ ? "" : ", " + std::string(NameOf(dialect_));
    const std::string name(is_said ? "columns as said" : layout_->name);
    file_.recognised = is_json_ ? file_.recognised : name + format + ", " + file_.recognised;
    file_.foreign = layout_->foreign;
    if (known != nullptr) {
      MapLayout();
      return {};
    }
    const Status status = MapSaid(GuessColumns(folded_, false));
    if (!status.ok()) return status;
    if (HasNeeded()) return {};
    // A guess is for asking, never for reading.
    file_.asks_columns = true;
    return MapSaid(GuessColumns(folded_, true));
  }

  void MapLayout() {
    for (const HistoryColumn& column : layout_->columns) {
      for (size_t i = 0; i < folded_.size(); ++i) {
        if (!HasWord(column.names, folded_[i])) continue;
        columns_[static_cast<size_t>(column.field)].push_back(i);
        size_t& first = file_.mapping[static_cast<size_t>(column.field)];
        if (first == kNoColumn) first = i;
      }
    }
  }

  // What the caller says counts before a guess; a column that it names is no other field's.
  Status MapSaid(std::array<size_t, kHistoryFields> guess) {
    std::array<size_t, kHistoryFields> said;
    said.fill(kNoColumn);
    for (size_t f = 0; f < kHistoryFields; ++f) {
      const std::optional<std::string>& name = options_.columns[f];
      if (!name) continue;
      guess[f] = kNoColumn;
      if (name->empty()) continue;
      const auto found = std::find(folded_.begin(), folded_.end(), FoldedColumn(*name));
      if (found == folded_.end()) {
        return InvalidArgument(std::string(kHistoryFieldNames[f]) + ": no column is called " +
                               Quoted(*name));
      }
      said[f] = static_cast<size_t>(found - folded_.begin());
    }
    for (size_t f = 0; f < kHistoryFields; ++f) {
      const bool is_taken = std::find(said.begin(), said.end(), guess[f]) != said.end();
      file_.mapping[f] = said[f] != kNoColumn || is_taken ? said[f] : guess[f];
      columns_[f].clear();
      if (file_.mapping[f] != kNoColumn) columns_[f].push_back(file_.mapping[f]);
    }
    // A present is told in several ways, of which a row may use any.
    constexpr auto kGift = static_cast<size_t>(HistoryField::kGift);
    for (size_t i = 0; i < folded_.size() && !options_.columns[kGift]; ++i) {
      const bool is_other = std::find(said.begin(), said.end(), i) != said.end();
      if (IsGiftColumn(folded_[i]) && !is_other) columns_[kGift].push_back(i);
    }
    return {};
  }

  bool Has(HistoryField field) const {
    return file_.mapping[static_cast<size_t>(field)] != kNoColumn;
  }
  bool HasNeeded() const {
    return Has(HistoryField::kTime) &&
           (Has(HistoryField::kSku) || Has(HistoryField::kGtin) || Has(HistoryField::kTitle));
  }

  RawRow RowOf(const RecordSource& source) const {
    RawRow row;
    for (size_t f = 0; f < kHistoryFields; ++f) {
      for (const size_t column : columns_[f]) {
        const std::string_view text = Trim(source.Value(column));
        if (text.empty() || (layout_->not_available_is_blank && IsNotAvailable(text))) continue;
        row.texts[f] = text;
        if (f == static_cast<size_t>(HistoryField::kGift) && IsNo(text)) continue;
        break;
      }
    }
    return row;
  }

  static bool IsNotAvailable(std::string_view text) {
    const std::string folded = FoldedColumn(text);
    return folded == "notavailable" || folded == "notapplicable";
  }

  const std::string_view text_;
  const bool is_json_;
  const MoneyFormat& money_;
  const HistoryOptions& options_;
  const Dialect dialect_;
  HistoryFile& file_;
  const HistoryLayout* layout_ = nullptr;
  std::vector<std::string> folded_;
  Columns columns_;
};

}  // namespace

Status ReadTableHistory(std::string_view text, bool is_json, const MoneyFormat& money,
                        const HistoryOptions& options, HistoryFile* file) {
  return TableHistory(text, is_json, money, options, file).Read();
}

}  // namespace hearth
