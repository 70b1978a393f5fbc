#include "import/history_file.h"

#include <algorithm>
#include <utility>

namespace hearth {

std::string_view InWords(Skip reason) {
  constexpr std::array<std::string_view, kSkipNames.size()> kWords = {
      "cancelled",
      "refunded or sent back",
      "a draft or a test",
      "no pieces bought",
      "a quantity that cannot be read",
      "without a date",
      "a date that cannot be read",
      "a date that could be two",
      "before the year 2000",
      "in the future",
      "without an item",
      "a price that cannot be read in one way",
      "a text that is too long",
      "a row that cannot be read",
      "of an order that the file holds twice"};
  return kWords[static_cast<size_t>(reason)];
}

void SkippedRows::Add(size_t row, Skip reason, std::string detail, std::optional<RowUnit> unit) {
  ++count_;
  ++counts_[static_cast<size_t>(reason)];
  if (first_.size() < kShown) first_.push_back({row, reason, std::move(detail), unit});
}

bool HistoryOptions::SaysColumns() const {
  return std::any_of(columns.begin(), columns.end(),
                     [](const std::optional<std::string>& each) { return each.has_value(); });
}

}  // namespace hearth
