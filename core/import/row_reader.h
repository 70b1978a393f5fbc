// Makes a purchase of the texts of one row, or says why it is none.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/feed_values.h"
#include "import/history_file.h"
#include "input/money.h"

namespace hearth {

// The texts of a row by field.
struct RawRow {
  std::array<std::string, kHistoryFields> texts;

  std::string& Of(HistoryField field) { return texts[static_cast<size_t>(field)]; }
  const std::string& Of(HistoryField field) const { return texts[static_cast<size_t>(field)]; }
};

// A text as it is kept and shown: without what nobody sees (input/unseen.h), runs of blanks and
// control characters of ASCII as one blank, the commonest entities undone.
std::string TidyText(std::string_view text);

class RowReader {
 public:
  // Adds to `file`, which must outlive it, as `layout` must.
  RowReader(const MoneyFormat& money, const HistoryOptions& options, const HistoryLayout& layout,
            HistoryFile* file);

  // Every row once, before the first Read: how the file writes prices and dates.
  void Observe(const RawRow& row);

  // `row` and `telling`: as in BoughtLine.
  void Read(const RawRow& raw, size_t row, size_t telling);

 private:
  bool IsPurchase(const RawRow& raw, size_t row);
  bool ReadQuantity(const RawRow& raw, size_t row, BoughtLine* purchase);
  bool ReadTime(const RawRow& raw, size_t row, BoughtLine* purchase);
  bool ReadPrice(const RawRow& raw, size_t row, BoughtLine* purchase);
  bool ReadTexts(const RawRow& raw, size_t row, BoughtLine* purchase);
  std::string Shortened(const std::string& text, size_t most);
  // False. A row is named once, for the first reason.
  bool Leave(size_t row, Skip reason, std::string detail = {});

  MoneyReader money_;
  TimeFormat times_;
  Time now_;
  const HistoryLayout& layout_;
  DateEvidence dates_;
  HistoryFile& file_;
  std::optional<Skip> left_;  // why the row is no purchase
};

}  // namespace hearth
