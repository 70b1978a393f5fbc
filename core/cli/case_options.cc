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

Result<CaseOptions> ReadCaseOptions(const Options& options) {
  CaseOptions words;
  for (const auto& [name, text] :
       {std::pair("cases", &words.cases), std::pair("folds", &words.folds),
        std::pair("out", &words.out)}) {
    if (!options.Has(name)) return InvalidArgument(std::string("expected --") + name + " FILE");
    *text = options.Get(name);
  }
  const Result<int64_t> fold = options.Number("fold", -1, 0, 1'000'000);
  if (!fold.ok()) return fold.error();
  const Result<int64_t> k = options.Number("k", kDefaultK, 2, 1'000'000);
  if (!k.ok()) return k.error();
  const Result<int64_t> days_apart = options.Number("days-apart", words.options.days_apart, 1, 365);
  if (!days_apart.ok()) return days_apart.error();
  const std::string on = options.Get("on", "test");
  if (on != "test" && on != "val") return InvalidArgument("--on: expected test or val");
  const std::string customer_to = options.Get("customer-to");
  if (options.Has("customer-to") && customer_to.size() != 1) {
    return InvalidArgument("--customer-to: expected one character");
  }
  const std::string train = options.Get("train", "no");
  if (train != "yes" && train != "no") return InvalidArgument("--train: expected yes or no");
  words.options.train = train == "yes";
  if (options.Has("without")) {
    const std::string without = options.Get("without");
    if (without != "counts" && without != "trees") {
      return InvalidArgument("--without: expected counts or trees");
    }
    if (words.options.train) return InvalidArgument("--train needs counts");
    words.options.counts = false;
    words.options.shipped_trees = without == "counts";
  }
  words.fold = *fold;
  words.on_validation = on == "val";
  words.options.k = static_cast<uint32_t>(*k);
  words.options.days_apart = static_cast<int32_t>(*days_apart);
  if (!customer_to.empty()) words.options.customer_ends_at = customer_to[0];
  return words;
}

Result<CaseData> ReadCaseData(const CaseOptions& options) {
  const Result<std::string> cases_text = ReadTextFile(options.cases);
  if (!cases_text.ok()) return cases_text.error();
  Result<BasketCases> cases = ReadBasketCases(*cases_text, options.cases);
  if (!cases.ok()) return cases.error();
  const Result<std::string> folds_text = ReadTextFile(options.folds);
  if (!folds_text.ok()) return folds_text.error();
  Result<std::vector<CaseFold>> folds =
      ReadCaseFolds(*folds_text, options.folds, *cases, options.options);
  if (!folds.ok()) return folds.error();
  const auto count = static_cast<int64_t>(folds->size());
  if (options.fold >= count) {
    return InvalidArgument("--fold: expected 0 to " + std::to_string(count - 1));
  }
  CaseData data{*std::move(cases), {}};
  for (size_t f = 0; f < folds->size(); ++f) {
    if (options.fold >= 0 && options.fold != static_cast<int64_t>(f)) continue;
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
