// hearth eval coldstart: next baskets of shoppers of whom little is known.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cli/case_options.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "eval/cold_start.h"
#include "eval/next_basket_json.h"
#include "eval/next_basket_peers.h"

namespace hearth {
namespace {

// Popularity, then for each of kKnownEvents own purchases with popularity, and Hearth.
constexpr std::array<const char*, 8> kMethods = {"popular",   "Hearth, none", "decay, 1",
                                                 "Hearth, 1", "decay, 3",     "Hearth, 3",
                                                 "decay, 10", "Hearth, 10"};

Result<FoldScores> MeasureFold(const EvalColdStartCommand& command, const BasketCases& data,
                               const MeasuredFold& fold, const Progress& progress,
                               std::string* lines) {
  const NextBasketOptions& options = command.of_cases.options;
  const Result<std::vector<uint8_t>> pack = MakeCasesPack(data, fold.learn_from, options, progress);
  if (!pack.ok()) return pack.error();
  FoldScores scores{std::to_string(fold.tested.size()) + " cases", {}};
  for (size_t events : kKnownEvents) {
    const BasketCases known = KeepLastEvents(data, fold.tested, events, command.seed);
    const Result<Predictions> hearth =
        PredictNextBaskets(known, fold.tested, *pack, options, progress);
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

}  // namespace

Status Run(const EvalColdStartCommand& command) {
  const Result<CaseData> data = ReadCaseData(command.of_cases);
  if (!data.ok()) return data.error();
  std::string lines;
  const Status measured =
      MeasureFolds(*data, kMethods, [&](const MeasuredFold& fold, const Progress& progress) {
        return MeasureFold(command, data->cases, fold, progress, &lines);
      });
  if (!measured.ok()) return measured;
  return WriteFileAtomically(command.of_cases.out, lines);
}

}  // namespace hearth
