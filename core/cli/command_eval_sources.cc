// hearth eval sources: do the candidates hold what a full scan would put on top?
#include "cli/command_eval_sources.h"

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include "cli/case_options.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "eval/sources.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp =
    R"(hearth eval sources: of the 20 best items by a scan of the whole catalog, how many do the sources
propose? On each surface, at the next basket of tested shoppers

  hearth eval sources --cases C.jsonl --folds C.jsonl.folds.json --fold 0 --out FIGURES.txt

  --cases FILE       \
  --folds FILE        |
  --fold N            |
  --on PART           |  as of `hearth eval nextbasket`
  --train yes         |
  --k N               |
  --days-apart N      |
  --customer-to C    /
  --out FILE         the figures

Example:
  for user in a b c d; do
    echo '{"user": "'$user'", "history": [[1, 2], [1]], "truth": [1, 3]}'
  done > cases.jsonl
  echo '[{"train": ["a", "b", "c"], "val": [], "test": ["d"]}]' > folds.json
  hearth eval sources --cases cases.jsonl --folds folds.json --out figures.txt --k 2
)";

constexpr std::string_view kOptionNames[] = {"cases", "folds",      "fold",        "on",   "out",
                                             "k",     "days-apart", "customer-to", "train"};

Result<std::string> MeasureFold(const CaseOptions& options, const BasketCases& data,
                                const MeasuredFold& fold) {
  ProgressBar bar;
  const Progress progress = bar.AsProgress();
  Result<std::vector<uint8_t>> pack =
      MakeCasesPack(data, fold.learn_from, options.options, progress);
  if (!pack.ok()) return pack.error();
  Result<CaseShop> shop = CaseShop::Open(data, *std::move(pack));
  if (!shop.ok()) return shop.error();
  std::string lines;
  for (Surface surface : {Surface::kHome, Surface::kSimilar, Surface::kBasket}) {
    const Result<SourceQuality> quality =
        MeasureSources(data, fold.tested, surface, &*shop, options.options, progress);
    if (!quality.ok()) return quality.error();
    const double requests = static_cast<double>(std::max<size_t>(quality->requests, 1));
    char line[200];
    std::snprintf(
        line, sizeof(line),
        "fold %zu  %-8s %zu requests: %.2f %% of the best, %.0f candidates, at most %zu\n",
        fold.number, std::string(Name(surface)).c_str(), quality->requests, quality->share() * 100,
        static_cast<double>(quality->candidates) / requests, quality->most);
    lines += line;
  }
  return lines;
}

Status Measure(const Options& options) {
  const Result<CaseOptions> words = ReadCaseOptions(options);
  if (!words.ok()) return words.error();
  const Result<CaseData> data = ReadCaseData(*words);
  if (!data.ok()) return data.error();
  std::string lines;
  for (const MeasuredFold& fold : data->folds) {
    const Result<std::string> of_fold = MeasureFold(*words, data->cases, fold);
    if (!of_fold.ok()) return of_fold.error();
    std::fputs(of_fold->c_str(), stdout);
    lines += *of_fold;
  }
  return WriteFileAtomically(words->out, lines);
}

}  // namespace

int CommandEvalSources(std::span<const std::string> args) {
  return RunCommand("hearth eval sources", args, kHelp, kOptionNames, Measure);
}

}  // namespace hearth
