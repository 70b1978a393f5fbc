// hearth eval basket: the item that is missing from the baskets of shoppers that no public number
// has seen.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cli/case_options.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "eval/basket_completion.h"
#include "eval/next_basket_json.h"

namespace hearth {
namespace {

constexpr std::array<const char*, 4> kMethods = {"popular", "by customer", "by basket", "Hearth"};

Result<FoldScores> MeasureFold(const EvalBasketCommand& command, const BasketCases& data,
                               const MeasuredFold& fold, const Progress& progress,
                               std::string* lines) {
  const NextBasketOptions& options = command.of_cases.options;
  const std::vector<OpenBasket> baskets =
      HideOneItem(data, fold.tested, command.hide, command.seed);
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

}  // namespace

Status Run(const EvalBasketCommand& command) {
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
