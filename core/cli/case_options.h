// What `hearth eval nextbasket`, `basket` and `coldstart` have in common: cases, folds, and what
// their packs are counted from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "eval/next_basket.h"

namespace hearth {

struct CaseOptions {
  std::string cases, folds, out;
  int64_t fold = -1;  // all
  bool on_validation = false;
  NextBasketOptions options;
};

// Errors: invalid_argument, beginning with the option.
Result<CaseOptions> ReadCaseOptions(const Options& options);

struct MeasuredFold {
  size_t number;
  std::vector<size_t> learn_from;  // one case a customer
  std::vector<size_t> tested;
};

struct CaseData {
  BasketCases cases;
  std::vector<MeasuredFold> folds;
};

// Where a fold has no users to validate on, every fifth of those to learn from is taken for it.
Result<CaseData> ReadCaseData(const CaseOptions& options);

// Runs a command of these options; `command` as in "hearth eval basket".
int RunMeasurement(const char* command, std::span<const std::string> args, std::string_view help,
                   std::span<const std::string_view> option_names,
                   Status (*measure)(const Options& options));

// A table of methods: figures at each of kJudgedAt.
void PrintScores(const std::string& title, std::span<const char* const> methods,
                 std::span<const BasketScore> scores);
// Of one method over folds.
BasketScore MeanScore(std::span<const BasketScore> folds);

}  // namespace hearth
