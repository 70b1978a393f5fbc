// hearth eval basket: the item that is missing from shoppers' baskets, by what was known before.
#include <array>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "cli/case_options.h"
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "eval/basket_completion.h"
#include "eval/next_basket_json.h"
#include "eval/peer_search.h"

namespace hearth {
namespace {

constexpr std::array<const char*, 7> kMethods = {"popular",       "by customer",  "by basket",
                                                 "own frequency", "own, decayed", "basket and own",
                                                 "Hearth"};

Result<SetScores> MeasureSet(const EvalBasketCommand& command, const CaseSet& set,
                             const Progress& progress, std::string* lines) {
  const NextBasketOptions& options = command.of_cases.options;
  const BasketCases& data = *set.cases;
  const std::vector<OpenBasket> baskets = HideOneItem(data, set.tested, command.hide, command.seed);
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, set.learn_from, options, progress);
  if (!pack.ok()) return pack.error();
  const Result<Predictions> hearth =
      CompleteBaskets(data, baskets, *std::move(pack), options, progress);
  if (!hearth.ok()) return hearth.error();
  *lines += WriteCompletions(data, baskets, *hearth, set.AsOf());

  std::vector<size_t> chosen_on;
  const BasketCases hidden =
      LastTripsHidden(data, set.learn_from, kTripsToChooseOn, command.seed, &chosen_on);
  const WithOwn with = ChooseWithOwn(hidden, chosen_on);
  const BasketPeers peers(data, set.learn_from);
  char chosen[100];
  std::snprintf(chosen, sizeof(chosen), "own trips by age %g, weight %g beside the basket",
                with.by_age, with.weight);
  SetScores scores{std::to_string(baskets.size()) + " baskets", chosen, {}, {}};
  for (const OpenBasket& basket : baskets) {
    scores.shoppers.emplace_back(CustomerOf(data.cases[basket.number], options));
  }
  for (const Predictions& predictions :
       {peers.Popular(baskets), peers.ByCustomer(baskets), peers.ByBasket(baskets),
        peers.Own(data, baskets, 1), peers.Own(data, baskets, with.by_age),
        peers.ByBasketWithOwn(data, baskets, with), *hearth}) {
    scores.of_method.push_back(JudgeCompletions(baskets, predictions));
  }
  return scores;
}

}  // namespace

Status Run(const EvalBasketCommand& command) {
  const Result<CaseData> data = ReadCaseData(command.of_cases);
  if (!data.ok()) return data.error();
  std::string lines;
  const std::array<Comparison, 1> comparisons = {{{"", 6, {0, 1, 2, 3, 4, 5}}}};
  const Status measured = MeasureSets(command.of_cases, *data, kMethods, comparisons,
                                      [&](const CaseSet& set, const Progress& progress) {
                                        return MeasureSet(command, set, progress, &lines);
                                      });
  if (!measured.ok()) return measured;
  return WriteFileAtomically(command.of_cases.out, lines);
}

}  // namespace hearth
