#include "input/bad_rows.h"

#include <algorithm>

#include "catalog/feed_values.h"

namespace hearth {
namespace {

constexpr int64_t kPartsOfPercent = 10'000;

std::string RowsInWords(size_t count) {
  return std::to_string(count) + (count == 1 ? " row" : " rows");
}

}  // namespace

void BadRows::Add(const Error& error, std::string_view kind) {
  if (count_++ == 0) code_ = error.code;
  if (shown_.size() < kShown) shown_.push_back(error.message);
  const auto found = std::find_if(kinds_.begin(), kinds_.end(),
                                  [&](const auto& each) { return each.first == kind; });
  if (found == kinds_.end()) {
    kinds_.emplace_back(kind, 1);
  } else {
    ++found->second;
  }
}

Status BadRows::Check(size_t rows, double share) const {
  if (count_ == 0) return {};
  if (static_cast<double>(count_) <= share * static_cast<double>(rows)) return {};
  if (count_ == 1 && share == 0) return Error{code_, shown_.front()};
  std::string text;
  for (const std::string& message : shown_) text += message + "\n";
  if (count_ > shown_.size()) {
    text += "... and " + RowsInWords(count_ - shown_.size()) + " more. By kind:\n" + Kinds();
  }
  const auto percent = static_cast<size_t>(100 * count_ / std::max<size_t>(rows, 1));
  text += RowsInWords(count_) + " of " + std::to_string(rows) +
          " cannot be read; --skip-bad-rows " + std::to_string(std::min<size_t>(percent + 1, 100)) +
          "% goes on without them";
  return Error{code_, text};
}

std::string BadRows::Kinds() const {
  auto kinds = kinds_;
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [kind, count] : kinds) text += "  " + RowsInWords(count) + ": " + kind + "\n";
  return text;
}

Result<double> ParseShare(std::string_view text) {
  const Error error = InvalidArgument("expected a share like 2%, got " + Quoted(text));
  std::string_view number = Trim(text);
  if (!number.ends_with('%')) return error;
  number.remove_suffix(1);
  const Result<int64_t> parts = ParseDecimal(Trim(number), 4);
  if (!parts.ok() || *parts < 0 || *parts > 100 * kPartsOfPercent) return error;
  return static_cast<double>(*parts) / (100.0 * kPartsOfPercent);
}

}  // namespace hearth
