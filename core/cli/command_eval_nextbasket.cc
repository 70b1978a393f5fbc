// hearth eval nextbasket: the next trip of shoppers, by what was known before it.
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
#include "eval/peer_search.h"

namespace hearth {
namespace {

constexpr std::array<const char*, 7> kMethods = {
    "popular", "own frequency", "own, then popular", "UP-CF", "TIFU-kNN", "decay", "Hearth"};

// Of the parameters that were not given.
PeerParameters Parameters(const EvalNextBasketCommand& command, const CaseSet& set, bool own_only,
                          const Progress& progress) {
  PeerParameters with = command.peers;
  if (command.tifu_given && command.up_given && command.decay_given) return with;
  std::vector<size_t> tested;
  BasketCases hidden =
      LastTripsHidden(*set.cases, set.learn_from, kTripsToChooseOn, command.seed, &tested);
  if (command.of_cases.options.surface == Surface::kBuyAgain) {
    hidden = OnlyRepeats(hidden, &tested);
  }
  const PeerParameters chosen = ChooseParameters(hidden, tested, own_only, progress);
  if (!command.tifu_given) with.tifu = chosen.tifu;
  if (!command.up_given) with.up = chosen.up;
  if (!command.decay_given) with.decay = chosen.decay;
  return with;
}

Result<SetScores> MeasureSet(const EvalNextBasketCommand& command, const CaseSet& set,
                             const Progress& progress, std::string* lines) {
  const NextBasketOptions& options = command.of_cases.options;
  const bool buys_again = options.surface == Surface::kBuyAgain;
  std::vector<size_t> tested = set.tested;
  BasketCases data = buys_again ? OnlyRepeats(*set.cases, &tested) : *set.cases;
  if (command.seen > 0) data = RevealSome(data, command.seen, command.views, &tested);
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, set.learn_from, options, progress);
  if (!pack.ok()) return pack.error();
  const Result<Predictions> hearth =
      PredictNextBaskets(data, tested, *std::move(pack), options, progress);
  if (!hearth.ok()) return hearth.error();
  *lines += WritePredictions(data, tested, *hearth, set.AsOf());

  const bool own_only = buys_again || (options.customer_ends_at != 0 && !set.day);
  const PeerParameters with = Parameters(command, set, own_only, progress);
  const Peers peers(data, set.day ? set.learn_from : FirstCases(data, options),
                    {.own_only = own_only, .neighbours = set.Neighbours()}, progress);
  SetScores scores{std::to_string(tested.size()) + " cases",
                   "peers' " + Describe(with),
                   CustomersOf(data, tested, options),
                   {}};
  for (const Predictions& predictions :
       {peers.Popular(tested), peers.OwnFrequency(tested), peers.FrequencyThenPopular(tested),
        peers.Up(tested, with.up), peers.Tifu(tested, with.tifu), peers.Decayed(tested, with.decay),
        *hearth}) {
    scores.of_method.push_back(JudgeBaskets(data, tested, predictions));
  }
  return scores;
}

}  // namespace

Status Run(const EvalNextBasketCommand& command) {
  if (command.seen > 0 && !command.of_cases.as_of.when.empty()) {
    return InvalidArgument("--seen: not with --as-of");
  }
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
