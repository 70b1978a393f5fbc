// What `hearth eval nextbasket`, `basket`, `coldstart` and `sources` have in common: cases, folds,
// what their packs are counted from, and tables of methods.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "eval/next_basket.h"

namespace hearth {

struct CaseOptions {
  std::string cases, folds, out;
  std::optional<size_t> fold;  // default: all
  bool on_validation = false;
  NextBasketOptions options;
};

struct CaseData {
  BasketCases cases;
  std::vector<MeasuredFold> folds;
};

// Errors: invalid_argument, for options that do not fit each other or the folds; those of reading.
Result<CaseData> ReadCaseData(const CaseOptions& options);

struct FoldScores {
  std::string judged;  // "12 cases"
  std::vector<BasketScore> of_method;
};

// Measures fold after fold, with a progress bar, and prints a table of the methods for each and,
// where there are several, for their mean. Errors: those of `measure`.
Status MeasureFolds(
    const CaseData& data, std::span<const char* const> methods,
    const std::function<Result<FoldScores>(const MeasuredFold&, const Progress&)>& measure);

}  // namespace hearth
