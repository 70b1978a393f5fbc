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
#include "eval/peer_search.h"

namespace hearth {
namespace {

// Popularity, then for each of kKnownEvents what peers make of as many purchases, and Hearth.
constexpr std::array<const char*, 11> kMethods = {
    "popular",   "Hearth, none", "own and popular, 1",
    "decay, 1",  "Hearth, 1",    "own and popular, 3",
    "decay, 3",  "Hearth, 3",    "own and popular, 10",
    "decay, 10", "Hearth, 10"};

// Chooses `decay` on the last trips of those to learn from, of whom as little is known.
class DecayChooser {
 public:
  DecayChooser(const CaseSet& set, uint64_t seed)
      : seed_(seed),
        hidden_(LastTripsHidden(*set.cases, set.learn_from, kTripsToChooseOn, seed, &tested_)),
        counted_(hidden_, AllCases(hidden_), {}, {}) {}

  DecayedFrequency Choose(size_t events) const {
    const BasketCases known = KeepLastEvents(hidden_, tested_, events, seed_);
    Peers peers(known, {}, {}, {});
    peers.CountAs(counted_);
    return ChooseDecay(peers, known, tested_);
  }

 private:
  uint64_t seed_;
  std::vector<size_t> tested_;
  BasketCases hidden_;
  Peers counted_;
};

Result<SetScores> MeasureSet(const EvalColdStartCommand& command, const CaseSet& set,
                             const Progress& progress, std::string* lines) {
  const NextBasketOptions& options = command.of_cases.options;
  const BasketCases& data = *set.cases;
  const std::vector<size_t>& tested = set.tested;
  const Result<std::vector<uint8_t>> pack = MakeCasesPack(data, set.learn_from, options, progress);
  if (!pack.ok()) return pack.error();
  SetScores scores{
      std::to_string(tested.size()) + " cases", "", CustomersOf(data, tested, options), {}};
  const DecayChooser chooser(set, command.seed);
  const auto add = [&](const Predictions& predictions) {
    scores.of_method.push_back(JudgeBaskets(data, tested, predictions));
  };
  for (size_t events : kKnownEvents) {
    const BasketCases known = KeepLastEvents(data, tested, events, command.seed);
    const Result<Predictions> hearth = PredictNextBaskets(known, tested, *pack, options, progress);
    if (!hearth.ok()) return hearth.error();
    const Peers peers(known, set.learn_from, {}, progress);
    if (events == 0) {
      add(peers.Popular(tested));
    } else {
      const DecayedFrequency with = chooser.Choose(events);
      add(peers.FrequencyThenPopular(tested));
      add(peers.Decayed(tested, with));
      scores.chosen +=
          (scores.chosen.empty() ? "" : "; ") + std::to_string(events) + ": " + Describe(with);
    }
    add(*hearth);
    if (events == kKnownEvents.back()) {
      *lines += WritePredictions(data, tested, *hearth, set.AsOf());
    }
  }
  return scores;
}

}  // namespace

Status Run(const EvalColdStartCommand& command) {
  const Result<CaseData> data = ReadCaseData(command.of_cases);
  if (!data.ok()) return data.error();
  std::string lines;
  const std::array<Comparison, 4> comparisons = {{{"nothing known", 1, {0}},
                                                  {"1 purchase known", 4, {0, 2, 3}},
                                                  {"3 purchases known", 7, {0, 5, 6}},
                                                  {"10 purchases known", 10, {0, 8, 9}}}};
  const Status measured = MeasureSets(command.of_cases, *data, kMethods, comparisons,
                                      [&](const CaseSet& set, const Progress& progress) {
                                        return MeasureSet(command, set, progress, &lines);
                                      });
  if (!measured.ok()) return measured;
  return WriteFileAtomically(command.of_cases.out, lines);
}

}  // namespace hearth
