// hearth eval coldstart: next baskets of shoppers of whom little is known.
#include "cli/command_eval_coldstart.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/case_options.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "eval/cold_start.h"
#include "eval/next_basket_json.h"
#include "eval/next_basket_peers.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp =
    R"(hearth eval coldstart: the next basket of shoppers of whom nothing is known, then after 1, 3 and
10 purchases, next to what is popular

  hearth eval coldstart --cases C.jsonl --folds C.jsonl.folds.json --fold 0 --out PRED.jsonl

  --cases FILE       \
  --folds FILE        |
  --fold N            |
  --on PART           |  as of `hearth eval nextbasket`
  --train yes         |
  --without WHAT      |
  --k N               |
  --days-apart N      |
  --customer-to C    /
  --seed N           which purchases of a trip are known where not all are, default 1
  --out FILE         what is predicted after 10: {"user", "items": [best first]}

What is popular counts what the pack counts: everything that those to learn from have bought, their
next baskets too. `decay` is that and the purchases known.

Example:
  for user in a b c d; do
    echo '{"user": "'$user'", "history": [[1, 2], [1]], "truth": [1, 3]}'
  done > cases.jsonl
  echo '[{"train": ["a", "b", "c"], "val": [], "test": ["d"]}]' > folds.json
  hearth eval coldstart --cases cases.jsonl --folds folds.json --out predictions.jsonl --k 2
)";

constexpr std::string_view kOptionNames[] = {"cases", "folds",   "fold",       "on",
                                             "out",   "k",       "days-apart", "customer-to",
                                             "train", "without", "seed"};

// Popularity, then for each of kKnownEvents own purchases with popularity, and Hearth.
constexpr std::array<const char*, 8> kMethods = {"popular",   "Hearth, none", "decay, 1",
                                                 "Hearth, 1", "decay, 3",     "Hearth, 3",
                                                 "decay, 10", "Hearth, 10"};

Result<FoldScores> MeasureFold(const CaseOptions& options, uint64_t seed, const BasketCases& data,
                               const MeasuredFold& fold, const Progress& progress,
                               std::string* lines) {
  const Result<std::vector<uint8_t>> pack =
      MakeCasesPack(data, fold.learn_from, options.options, progress);
  if (!pack.ok()) return pack.error();
  FoldScores scores{std::to_string(fold.tested.size()) + " cases", {}};
  for (size_t events : kKnownEvents) {
    const BasketCases known = KeepLastEvents(data, fold.tested, events, seed);
    const Result<Predictions> hearth =
        PredictNextBaskets(known, fold.tested, *pack, options.options, progress);
    if (!hearth.ok()) return hearth.error();
    const Peers peers(known, fold.learn_from, {.next_baskets = true}, progress);
    const Predictions peer =
        events == 0 ? peers.Popular(fold.tested) : peers.Decayed(fold.tested, {});
    scores.of_method.push_back(ScoreBaskets(data, fold.tested, peer));
    scores.of_method.push_back(ScoreBaskets(data, fold.tested, *hearth));
    if (events == kKnownEvents.back()) *lines += WritePredictions(data, fold.tested, *hearth);
  }
  return scores;
}

Status Measure(const Options& options) {
  const Result<CaseOptions> words = ReadCaseOptions(options);
  if (!words.ok()) return words.error();
  const Result<int64_t> seed = options.Number("seed", 1, 0, 1'000'000'000);
  if (!seed.ok()) return seed.error();
  const Result<CaseData> data = ReadCaseData(*words);
  if (!data.ok()) return data.error();
  std::string lines;
  const Status measured =
      MeasureFolds(*data, kMethods, [&](const MeasuredFold& fold, const Progress& progress) {
        return MeasureFold(*words, static_cast<uint64_t>(*seed), data->cases, fold, progress,
                           &lines);
      });
  if (!measured.ok()) return measured;
  return WriteFileAtomically(words->out, lines);
}

}  // namespace

int CommandEvalColdStart(std::span<const std::string> args) {
  return RunCommand("hearth eval coldstart", args, kHelp, kOptionNames, Measure);
}

}  // namespace hearth
