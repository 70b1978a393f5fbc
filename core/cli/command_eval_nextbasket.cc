// hearth eval nextbasket: the next trip of shoppers that no public number has seen.
#include "cli/command_eval_nextbasket.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/case_options.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "eval/next_basket.h"
#include "eval/next_basket_json.h"
#include "eval/next_basket_peers.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp =
    R"(hearth eval nextbasket: data sets of shoppers whose next basket is known

  hearth eval nextbasket --cases C.jsonl --folds C.jsonl.folds.json --fold 0 --out PRED.jsonl

  --cases FILE       a line each: {"user", "history": [[item, ...], ...], "truth": [item, ...]},
                     with "dates" of the history's baskets and "when" of the truth, or without
  --folds FILE       [{"train": [user, ...], "val": [...], "test": [...]}, ...]; packs are counted
                     from train and val, their next baskets too. The peers see the histories of
                     all, of those tested too, as their papers do, and nobody's next basket
  --fold N           this one, from 0; default: all, and their mean
  --on PART          test (default), or val: then packs are counted from train alone
  --out FILE         what Hearth predicts, 20 items a user: {"user", "items": [best first]}
  --surface S        listing (default): the whole catalog in order; home: as shown, 20 items;
                     buy_again: own items that are due, and of the next basket only those count. The
                     peers then see one shopper at a time, without popularity
  --seen N           N items of the next basket, drawn by lot, have just been looked at, and only its
                     others are to be foreseen; with --looks no they have not, to compare with. No
                     method is shown them again; the peers make nothing of looks
  --train yes        fit the ranker's trees to those the pack is counted from, as hearth pack --train
  --without WHAT     `counts`: as a shop without order lines, ranked by the trees that ship with
                     Hearth; `trees`: and without those
  --k N              fewest distinct customers behind any number of the pack, default 20
  --days-apart N     days between trips where the cases have no dates, default 30
  --customer-to C    users that are the same up to this character are one customer, whose later
                     cases hold the earlier ones; the peers then see one shopper at a time
  --tifu K,RB,RG,A,M         of TIFU-kNN: neighbours, decay within and between groups, own share,
                             groups; default 300,0.9,0.7,0.7,7
  --upcf R,A,Q               of UP-CF: recent baskets, asymmetry, locality; default 10,0.75,10
  --decay D,W                of `decay`: by a trip's age, popularity's weight; default 0.95,1.5

Example:
  for user in a b c d; do
    echo '{"user": "'$user'", "history": [[1, 2], [1]], "truth": [1, 3]}'
  done > cases.jsonl
  echo '[{"train": ["a", "b", "c"], "val": [], "test": ["d"]}]' > folds.json
  hearth eval nextbasket --cases cases.jsonl --folds folds.json --out predictions.jsonl --k 2
)";

constexpr std::string_view kOptionNames[] = {
    "cases", "folds",      "fold",        "on",    "out",     "k",       "tifu", "upcf",
    "decay", "days-apart", "customer-to", "train", "without", "surface", "seen", "looks"};

struct Words {
  CaseOptions of_cases;
  size_t seen = 0;
  bool looks = true;
  TifuKnn tifu;
  UpCf up;
  DecayedFrequency decay;
};

// "300,0.9" into `values`, all of them or an error; whole numbers where so marked.
struct NumberWord {
  double* value;
  bool is_whole;
};
Status ReadNumbers(const Options& options, const std::string& name,
                   std::span<const NumberWord> numbers) {
  if (!options.Has(name)) return {};
  const std::string text = options.Get(name);
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (size_t i = 0; i < numbers.size(); ++i) {
    double value = 0;
    const auto [next, code] = std::from_chars(at, end, value);
    const bool ends_well = i + 1 == numbers.size() ? next == end : next != end && *next == ',';
    const bool is_fine = code == std::errc() && value >= 0 && value <= 1e6 &&
                         (!numbers[i].is_whole ||
                          (value >= 1 && value == static_cast<double>(static_cast<int>(value))));
    if (!is_fine || !ends_well) {
      return InvalidArgument("--" + name + ": expected " + std::to_string(numbers.size()) +
                             " numbers with commas between them");
    }
    *numbers[i].value = value;
    at = next + 1;
  }
  return {};
}

Status ReadPeers(const Options& options, Words* words) {
  double neighbours = 300, groups = 7, recent = 10;
  const NumberWord tifu[] = {{&neighbours, true},
                             {&words->tifu.within, false},
                             {&words->tifu.between, false},
                             {&words->tifu.own, false},
                             {&groups, true}};
  const NumberWord up[] = {
      {&recent, true}, {&words->up.asymmetry, false}, {&words->up.locality, false}};
  const NumberWord decay[] = {{&words->decay.by_age, false}, {&words->decay.popularity, false}};
  for (const auto& [name, numbers] :
       {std::pair<const char*, std::span<const NumberWord>>("tifu", tifu),
        {"upcf", up},
        {"decay", decay}}) {
    if (Status status = ReadNumbers(options, name, numbers); !status.ok()) return status;
  }
  words->tifu.neighbours = static_cast<size_t>(neighbours);
  words->tifu.groups = static_cast<size_t>(groups);
  words->up.recent = static_cast<size_t>(recent);
  return {};
}

Result<Words> ReadWords(const Options& options) {
  Result<CaseOptions> of_cases = ReadCaseOptions(options);
  if (!of_cases.ok()) return of_cases.error();
  Words words;
  words.of_cases = *std::move(of_cases);
  const std::string surface = options.Get("surface", "listing");
  if (surface == "buy_again") {
    words.of_cases.options.surface = Surface::kBuyAgain;
    words.decay.popularity = 0;
  } else if (surface == "home") {
    words.of_cases.options.surface = Surface::kHome;
  } else if (surface != "listing") {
    return InvalidArgument("--surface: expected listing, home or buy_again");
  }
  const Result<int64_t> seen = options.Number("seen", 0, 0, 100);
  if (!seen.ok()) return seen.error();
  words.seen = static_cast<size_t>(*seen);
  const std::string looks = options.Get("looks", "yes");
  if (looks != "yes" && looks != "no") return InvalidArgument("--looks: expected yes or no");
  words.looks = looks == "yes";
  if (Status status = ReadPeers(options, &words); !status.ok()) return status.error();
  return words;
}

// Scores of one fold, in the order of kMethods.
constexpr std::array<const char*, 6> kMethods = {"popular",  "own frequency", "UP-CF",
                                                 "TIFU-kNN", "decay",         "Hearth"};

Result<FoldScores> MeasureFold(const Words& words, const BasketCases& all, const MeasuredFold& fold,
                               const Progress& progress, std::string* lines) {
  const NextBasketOptions& options = words.of_cases.options;
  const bool buys_again = options.surface == Surface::kBuyAgain;
  std::vector<size_t> tested = fold.tested;
  BasketCases data = buys_again ? OnlyRepeats(all, &tested) : all;
  if (words.seen > 0) data = RevealSome(data, words.seen, words.looks, &tested);
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
                     score(peers.Up(tested, words.up)), score(peers.Tifu(tested, words.tifu)),
                     score(peers.Decayed(tested, words.decay)), score(*hearth)}};
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

int CommandEvalNextBasket(std::span<const std::string> args) {
  return RunCommand("hearth eval nextbasket", args, kHelp, kOptionNames, Measure);
}

}  // namespace hearth
