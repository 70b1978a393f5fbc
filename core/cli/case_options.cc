#include "cli/case_options.h"

#include <cstdio>
#include <utility>

#include "cli/files.h"
#include "cli/progress.h"
#include "eval/next_basket_json.h"

namespace hearth {
namespace {

// A table of methods: figures at each of kJudgedAt.
void PrintScores(const std::string& title, std::span<const char* const> methods,
                 std::span<const BasketScore> scores) {
  std::printf("%s\n  %-14s", title.c_str(), "");
  for (size_t k : kJudgedAt) {
    std::printf("  Recall@%-2zu NDCG@%-2zu (std)   PHR@%-2zu ", k, k, k);
  }
  std::printf("\n");
  for (size_t m = 0; m < methods.size(); ++m) {
    std::printf("  %-14s", methods[m]);
    for (const TripFigures& at : scores[m]) {
      std::printf("  %.4f    %.4f  %.4f  %.4f ", at.recall, at.ndcg, at.ndcg_std, at.phr);
    }
    std::printf("\n");
  }
  std::fflush(stdout);
}

}  // namespace

Result<CaseData> ReadCaseData(const CaseOptions& options) {
  if (options.options.train && !options.options.counts) {
    return InvalidArgument("--train needs counts");
  }
  const Result<std::string> cases_text = ReadTextFile(options.cases);
  if (!cases_text.ok()) return cases_text.error();
  Result<BasketCases> cases = ReadBasketCases(*cases_text, options.cases);
  if (!cases.ok()) return cases.error();
  const Result<std::string> folds_text = ReadTextFile(options.folds);
  if (!folds_text.ok()) return folds_text.error();
  Result<std::vector<CaseFold>> folds =
      ReadCaseFolds(*folds_text, options.folds, *cases, options.options);
  if (!folds.ok()) return folds.error();
  if (options.fold && *options.fold >= folds->size()) {
    return InvalidArgument("--fold: expected less than " + std::to_string(folds->size()));
  }
  CaseData data{*std::move(cases), {}};
  for (size_t f = 0; f < folds->size(); ++f) {
    if (options.fold.value_or(f) != f) continue;
    data.folds.push_back(
        Measured(data.cases, std::move((*folds)[f]), f, options.on_validation, options.options));
  }
  return data;
}

Status MeasureFolds(
    const CaseData& data, std::span<const char* const> methods,
    const std::function<Result<FoldScores>(const MeasuredFold&, const Progress&)>& measure) {
  std::vector<std::vector<BasketScore>> of_method(methods.size());
  for (const MeasuredFold& fold : data.folds) {
    const Result<FoldScores> scores = [&] {
      ProgressBar bar;
      return measure(fold, bar.AsProgress());
    }();
    if (!scores.ok()) return scores.error();
    PrintScores("fold " + std::to_string(fold.number) + ", " + scores->judged, methods,
                scores->of_method);
    for (size_t m = 0; m < methods.size(); ++m) of_method[m].push_back(scores->of_method[m]);
  }
  if (data.folds.size() > 1) {
    std::vector<BasketScore> mean;
    for (const std::vector<BasketScore>& folds : of_method) mean.push_back(MeanScore(folds));
    PrintScores("mean of " + std::to_string(data.folds.size()) + " folds", methods, mean);
  }
  return {};
}

}  // namespace hearth
