// hearth eval nextbasket: the next trip of shoppers that no public number has seen.
#include "cli/command_eval_nextbasket.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

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
                     from train and val
  --fold N           this one, from 0; default: all, and their mean
  --on PART          test (default), or val: then packs are counted from train alone
  --out FILE         what Hearth predicts, 20 items a user: {"user", "items": [best first]}
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
    "cases", "folds", "fold",       "on",          "out",   "k",      "tifu",
    "upcf",  "decay", "days-apart", "customer-to", "train", "without"};

struct Words {
  std::string cases, folds, out;
  int64_t fold = -1;  // all
  bool on_validation = false;
  NextBasketOptions options;
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
  Words words;
  for (const auto& [name, text] :
       {std::pair("cases", &words.cases), std::pair("folds", &words.folds),
        std::pair("out", &words.out)}) {
    if (!options.Has(name)) return InvalidArgument(std::string("expected --") + name + " FILE");
    *text = options.Get(name);
  }
  const Result<int64_t> fold = options.Number("fold", -1, 0, 1'000'000);
  if (!fold.ok()) return fold.error();
  const Result<int64_t> k = options.Number("k", kDefaultK, 2, 1'000'000);
  if (!k.ok()) return k.error();
  const Result<int64_t> days_apart = options.Number("days-apart", words.options.days_apart, 1, 365);
  if (!days_apart.ok()) return days_apart.error();
  const std::string on = options.Get("on", "test");
  if (on != "test" && on != "val") return InvalidArgument("--on: expected test or val");
  const std::string customer_to = options.Get("customer-to");
  if (options.Has("customer-to") && customer_to.size() != 1) {
    return InvalidArgument("--customer-to: expected one character");
  }
  const std::string train = options.Get("train", "no");
  if (train != "yes" && train != "no") return InvalidArgument("--train: expected yes or no");
  words.options.train = train == "yes";
  if (options.Has("without")) {
    const std::string without = options.Get("without");
    if (without != "counts" && without != "trees") {
      return InvalidArgument("--without: expected counts or trees");
    }
    if (words.options.train) return InvalidArgument("--train needs counts");
    words.options.counts = false;
    words.options.shipped_trees = without == "counts";
  }
  words.fold = *fold;
  words.on_validation = on == "val";
  words.options.k = static_cast<uint32_t>(*k);
  words.options.days_apart = static_cast<int32_t>(*days_apart);
  if (!customer_to.empty()) words.options.customer_ends_at = customer_to[0];
  if (Status status = ReadPeers(options, &words); !status.ok()) return status.error();
  return words;
}

struct Data {
  BasketCases cases;
  std::vector<CaseFold> folds;  // those to measure
};

Result<Data> ReadData(const Words& words) {
  const Result<std::string> cases_text = ReadTextFile(words.cases);
  if (!cases_text.ok()) return cases_text.error();
  Result<BasketCases> cases = ReadBasketCases(*cases_text, words.cases);
  if (!cases.ok()) return cases.error();
  const Result<std::string> folds_text = ReadTextFile(words.folds);
  if (!folds_text.ok()) return folds_text.error();
  Result<std::vector<CaseFold>> folds = ReadCaseFolds(*folds_text, words.folds, *cases);
  if (!folds.ok()) return folds.error();
  const auto count = static_cast<int64_t>(folds->size());
  if (words.fold >= count) {
    return InvalidArgument("--fold: expected 0 to " + std::to_string(count - 1));
  }
  if (words.fold >= 0) folds = std::vector{(*folds)[static_cast<size_t>(words.fold)]};
  return Data{*std::move(cases), *std::move(folds)};
}

// Scores of one fold, in the order of kMethods.
constexpr std::array<const char*, 6> kMethods = {"popular",  "own frequency", "UP-CF",
                                                 "TIFU-kNN", "decay",         "Hearth"};
using FoldScores = std::array<BasketScore, kMethods.size()>;

Result<FoldScores> MeasureFold(const Words& words, const BasketCases& data, const CaseFold& fold,
                               const Progress& progress, std::string* lines) {
  std::vector<size_t> known = fold.train;
  if (!words.on_validation) {
    known.insert(known.end(), fold.validation.begin(), fold.validation.end());
  }
  const std::vector<size_t>& tested = words.on_validation ? fold.validation : fold.test;
  if (tested.empty()) return InvalidArgument("--on val: this fold has no users to validate on");
  const std::vector<size_t> learn_from = LastCases(data, known, words.options);
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, learn_from, words.options, progress);
  if (!pack.ok()) return pack.error();
  const Result<Predictions> hearth =
      PredictNextBaskets(data, tested, *std::move(pack), words.options, progress);
  if (!hearth.ok()) return hearth.error();
  *lines += WritePredictions(data, tested, *hearth);

  const Peers peers(data, FirstCases(data, words.options), words.options.customer_ends_at != 0,
                    progress);
  const auto score = [&](const Predictions& predictions) {
    return ScoreBaskets(data, tested, predictions);
  };
  return FoldScores{score(peers.Popular(tested)),
                    score(peers.OwnFrequency(tested)),
                    score(peers.Up(tested, words.up)),
                    score(peers.Tifu(tested, words.tifu)),
                    score(peers.Decayed(tested, words.decay)),
                    score(*hearth)};
}

void Print(const std::string& title, const FoldScores& scores) {
  std::printf("%s\n  %-14s", title.c_str(), "");
  for (size_t k : kJudgedAt) {
    std::printf("  Recall@%-2zu NDCG@%-2zu (std)   PHR@%-2zu ", k, k, k);
  }
  std::printf("\n");
  for (size_t m = 0; m < kMethods.size(); ++m) {
    std::printf("  %-14s", kMethods[m]);
    for (const BasketFigures& at : scores[m]) {
      std::printf("  %.4f    %.4f  %.4f  %.4f ", at.recall, at.ndcg, at.ndcg_std, at.phr);
    }
    std::printf("\n");
  }
}

FoldScores MeanOf(const std::vector<FoldScores>& folds) {
  FoldScores mean;
  const auto count = static_cast<double>(folds.size());
  for (const FoldScores& fold : folds) {
    for (size_t m = 0; m < kMethods.size(); ++m) {
      for (size_t at = 0; at < kJudgedAt.size(); ++at) {
        mean[m][at].recall += fold[m][at].recall / count;
        mean[m][at].ndcg += fold[m][at].ndcg / count;
        mean[m][at].ndcg_std += fold[m][at].ndcg_std / count;
        mean[m][at].phr += fold[m][at].phr / count;
      }
    }
  }
  return mean;
}

Status Measure(const Options& options) {
  const Result<Words> words = ReadWords(options);
  if (!words.ok()) return words.error();
  const Result<Data> data = ReadData(*words);
  if (!data.ok()) return data.error();
  std::vector<FoldScores> all;
  std::string lines;
  for (size_t f = 0; f < data->folds.size(); ++f) {
    const CaseFold& fold = data->folds[f];
    Result<FoldScores> scores = [&] {
      ProgressBar bar;
      const Progress progress = [&](std::string_view stage, size_t done, size_t total) {
        bar.Show(stage, done, total);
      };
      return MeasureFold(*words, data->cases, fold, progress, &lines);
    }();
    if (!scores.ok()) return scores.error();
    const size_t number = words->fold >= 0 ? static_cast<size_t>(words->fold) : f;
    const size_t tested = words->on_validation ? fold.validation.size() : fold.test.size();
    Print("fold " + std::to_string(number) + ", " + std::to_string(tested) + " cases", *scores);
    std::fflush(stdout);
    all.push_back(*scores);
  }
  if (all.size() > 1) Print("mean of " + std::to_string(all.size()) + " folds", MeanOf(all));
  return WriteFileAtomically(words->out, lines);
}

}  // namespace

int CommandEvalNextBasket(std::span<const std::string> args) {
  if (AsksForHelp(args)) {
    std::fwrite(kHelp.data(), 1, kHelp.size(), stdout);
    return 0;
  }
  const Result<Options> options = Options::Parse(args, kOptionNames);
  const Status status = options.ok() ? Measure(*options) : Status(options.error());
  if (status.ok()) return 0;
  std::fprintf(stderr, "hearth eval nextbasket: %s\n", status.error().message.c_str());
  const bool not_understood = status.error().code == ErrorCode::kInvalidArgument;
  if (not_understood) std::fputs("`hearth eval nextbasket --help` says how.\n", stderr);
  return not_understood ? 2 : 1;
}

}  // namespace hearth
