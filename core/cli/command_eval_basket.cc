// hearth eval basket: the item that is missing from the baskets of shoppers that no public number
// has seen.
#include "cli/command_eval_basket.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/case_options.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "eval/basket_completion.h"
#include "eval/next_basket_json.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp =
    R"(hearth eval basket: one item of each tested shopper's next basket is hidden, the others are in
the basket: which one is missing? Next to counting everybody's raw baskets

  hearth eval basket --cases C.jsonl --folds C.jsonl.folds.json --fold 0 --out PRED.jsonl

  --cases FILE       \
  --folds FILE        |
  --fold N            |
  --train yes         |  as of `hearth eval nextbasket`
  --k N               |
  --days-apart N      |
  --customer-to C    /
  --on PART          test (default), or val, for which every fifth of those to learn from is taken
                     where the folds have nobody to validate on
  --hide N           so many baskets of each tested shopper, each with another item hidden; default 1
  --seed N           which items are hidden, default 1
  --out FILE         {"user", "hidden": item, "items": [best first]}, a line a basket

Example:
  for user in a b c d; do
    echo '{"user": "'$user'", "history": [[1, 2], [1]], "truth": [1, 3]}'
  done > cases.jsonl
  echo '[{"train": ["a", "b", "c"], "val": [], "test": ["d"]}]' > folds.json
  hearth eval basket --cases cases.jsonl --folds folds.json --out predictions.jsonl --k 2
)";

constexpr std::string_view kOptionNames[] = {"cases", "folds", "fold",       "on",
                                             "out",   "k",     "days-apart", "customer-to",
                                             "train", "hide",  "seed"};

constexpr std::array<const char*, 4> kMethods = {"popular", "by customer", "by basket", "Hearth"};

struct Words {
  CaseOptions of_cases;
  size_t hide = 1;
  uint64_t seed = 1;
};

Result<Words> ReadWords(const Options& options) {
  Result<CaseOptions> of_cases = ReadCaseOptions(options);
  if (!of_cases.ok()) return of_cases.error();
  const Result<int64_t> hide = options.Number("hide", 1, 1, 1000);
  if (!hide.ok()) return hide.error();
  const Result<int64_t> seed = options.Number("seed", 1, 0, 1'000'000'000);
  if (!seed.ok()) return seed.error();
  return Words{*std::move(of_cases), static_cast<size_t>(*hide), static_cast<uint64_t>(*seed)};
}

Result<FoldScores> MeasureFold(const Words& words, const BasketCases& data,
                               const MeasuredFold& fold, const Progress& progress,
                               std::string* lines) {
  const NextBasketOptions& options = words.of_cases.options;
  const std::vector<OpenBasket> baskets = HideOneItem(data, fold.tested, words.hide, words.seed);
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, fold.learn_from, options, progress);
  if (!pack.ok()) return pack.error();
  const Result<Predictions> hearth =
      CompleteBaskets(data, baskets, *std::move(pack), options, progress);
  if (!hearth.ok()) return hearth.error();
  *lines += WriteCompletions(data, baskets, *hearth);
  const BasketPeers peers(data, fold.learn_from);
  const auto score = [&](const Predictions& predictions) {
    return ScoreCompletions(baskets, predictions);
  };
  return FoldScores{std::to_string(baskets.size()) + " baskets",
                    {score(peers.Popular(baskets)), score(peers.ByCustomer(baskets)),
                     score(peers.ByBasket(baskets)), score(*hearth)}};
}

Status Measure(const Options& options) {
  const Result<Words> words = ReadWords(options);
  if (!words.ok()) return words.error();
  const Result<CaseData> data = ReadCaseData(words->of_cases);
  if (!data.ok()) return data.error();
  std::string lines;
  const Status measured =
      MeasureFolds(*data, kMethods, [&](const MeasuredFold& fold, const Progress& progress) {
        return MeasureFold(*words, data->cases, fold, progress, &lines);
      });
  if (!measured.ok()) return measured;
  return WriteFileAtomically(words->of_cases.out, lines);
}

}  // namespace

int CommandEvalBasket(std::span<const std::string> args) {
  return RunCommand("hearth eval basket", args, kHelp, kOptionNames, Measure);
}

}  // namespace hearth
