// hearth eval nextbasket: the next trip of shoppers that no public number has seen.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cli/case_options.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "eval/next_basket.h"
#include "eval/next_basket_json.h"
#include "eval/next_basket_peers.h"

namespace hearth {
namespace {

// Scores of one fold, in the order of kMethods.
constexpr std::array<const char*, 6> kMethods = {"popular",  "own frequency", "UP-CF",
                                                 "TIFU-kNN", "decay",         "Hearth"};

Result<FoldScores> MeasureFold(const EvalNextBasketCommand& command, const BasketCases& all,
                               const MeasuredFold& fold, const Progress& progress,
                               std::string* lines) {
  const NextBasketOptions& options = command.of_cases.options;
  const bool buys_again = options.surface == Surface::kBuyAgain;
  std::vector<size_t> tested = fold.tested;
  BasketCases data = buys_again ? OnlyRepeats(all, &tested) : all;
  if (command.seen > 0) data = RevealSome(data, command.seen, command.looks, &tested);
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, fold.learn_from, options, progress);
  if (!pack.ok()) return pack.error();
  const Result<Predictions> hearth =
      PredictNextBaskets(data, tested, *std::move(pack), options, progress);
  if (!hearth.ok()) return hearth.error();
  *lines += WritePredictions(data, tested, *hearth);

  const PeerSight sight = {.own_only = buys_again || options.customer_ends_at != 0};
  const Peers peers(data, FirstCases(data, options), sight, progress);
  const auto score = [&](const Predictions& predictions) {
    return ScoreBaskets(data, tested, predictions);
  };
  return FoldScores{std::to_string(tested.size()) + " cases",
                    {score(peers.Popular(tested)), score(peers.OwnFrequency(tested)),
                     score(peers.Up(tested, command.up)), score(peers.Tifu(tested, command.tifu)),
                     score(peers.Decayed(tested, command.decay)), score(*hearth)}};
}

}  // namespace

Status Run(const EvalNextBasketCommand& command) {
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
