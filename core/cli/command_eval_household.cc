// hearth eval household: who was shopping, is each shown what is theirs, and what leaks?
#include "cli/command_eval_household.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include "cli/files.h"
#include "cli/gzip.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "eval/household_camra.h"
#include "eval/household_formats_json.h"
#include "eval/household_population.h"
#include "eval/household_study.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHelp =
    R"(hearth eval household: households made of single shoppers, whose truth is known

  hearth eval household --population P.json --data FOLDER --in VISIBLE.jsonl --out ANSWERS.jsonl
  hearth eval household --camra FOLDER        the real households of CAMRa2011 instead

  --population FILE  whom the shop may learn from: [name, ...], or the shoppers themselves,
                     {name: [[item, ...], ...]}, and then no --data
  --data PATH        what every shopper bought: such a file (with _times and _items beside it), or a
                     folder with baskets.json (times.json, items.json) or with history.json and
                     future.json; each may be gzipped. Default: the population's own folder, where
                     it holds them. `none`: the shop has learned nothing yet but its items' names
  --visit-of N       so many baskets in a row are one visit; default 1
  --in FILE          households, a world a line, as a device may see them
  --truth FILE       the same as they truly were; default: X.truth.jsonl beside X.visible.jsonl.
                     Without it there are answers, but nothing to compare them with
  --out FILE         the answers, a line for each line of --in
  --camra FOLDER     groupMember.txt, userRatingTrain.txt and userRatingTest.txt, gzipped or not
  --figures FILE     the figures as JSON, unrounded
  --k N              fewest distinct shoppers behind any number of the pack, default 5
  --at N             length of lists, default 10
  --surface NAME     lists are the order of the whole catalog (listing, default) or the home slate
  --as NAME          whose visits fill a member's lists: product (Hearth, default), merged (one
                     account for all), oracle (the truth), labels-only (what was signed)
  --threshold N      the household's own, 50 to 99, default Hearth's: who is shopping is guessed
                     from N % on; past visits fill lists from 30 less on, and from 50 at least
  --margin N         ... and where the guess leads by N %, 0 to 50
  --ask-below P      ask who it was where the likeliest member has less than P, 0.01 to 1;
                     private visits are never asked about; needs the truth, which answers
  --ask-most N       ... but never more than N of 100 unsigned visits so far; default 20

Example:
  echo '{"a": [[1, 2], [1]], "b": [[3, 4], [3]], "c": [[1, 2]], "d": [[3, 4]]}' > shoppers.json
  echo '{"hh": "h", "world": "full", "members": ["x", "y"], "now": null, "pages": [], "sessions": [
    {"s": 0, "t": null, "items": [1, 2], "label": "x", "private": false},
    {"s": 1, "t": null, "items": [3], "label": "y", "private": false},
    {"s": 2, "t": null, "items": [1], "label": null, "private": false}]}' | tr -d '\n' > home.jsonl
  hearth eval household --population shoppers.json --in home.jsonl --out answers.jsonl --k 2
)";

constexpr std::string_view kOptionNames[] = {
    "population", "data",    "visit-of", "in",        "truth",    "out",   "figures",   "k",
    "at",         "surface", "as",       "ask-below", "ask-most", "camra", "threshold", "margin"};

struct Words {
  std::string population, data, in, truth, out, figures;
  size_t visit_of = 1;
  uint32_t k = 5;
  DeviceOptions device{};
  std::optional<ShownAs> shown_as;
};

// "x.visible.jsonl" -> "x.truth.jsonl", where there is such a file; else "".
std::string TruthBeside(const std::string& visible) {
  const size_t at = visible.rfind(".visible.");
  if (at == std::string::npos) return "";
  std::string truth = visible;
  truth.replace(at, std::string_view(".visible.").size(), ".truth.");
  std::error_code ignored;
  return fs::exists(truth, ignored) ? truth : "";
}

Result<std::optional<ShownAs>> ShownAsOf(const std::string& word) {
  if (word == "product") return std::optional<ShownAs>();
  if (word == "merged") return std::optional(ShownAs::kMerged);
  if (word == "oracle") return std::optional(ShownAs::kOracle);
  if (word == "labels-only") return std::optional(ShownAs::kLabelsOnly);
  return InvalidArgument("--as: expected product, merged, oracle or labels-only");
}

Result<std::optional<AskRule>> AskRuleOf(const Options& options) {
  Result<int64_t> most = options.Number("ask-most", 20, 0, 100);
  if (!most.ok()) return most.error();
  if (!options.Has("ask-below")) {
    if (options.Has("ask-most")) return InvalidArgument("--ask-most goes with --ask-below");
    return std::optional<AskRule>();
  }
  const std::string text = options.Get("ask-below");
  AskRule rule;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), rule.below);
  if (code != std::errc() || end != text.data() + text.size() || !(rule.below >= 0.01) ||
      rule.below > 1) {
    return InvalidArgument("--ask-below: expected a number from 0.01 to 1");
  }
  rule.max_percent = static_cast<int>(*most);
  return std::optional(rule);
}

Result<int64_t> KOf(const Options& options) { return options.Number("k", 5, 2, 1'000'000); }

Result<Words> ReadWords(const Options& options) {
  Words words;
  for (const auto& [name, text] : {std::pair("population", &words.population),
                                   std::pair("in", &words.in), std::pair("out", &words.out)}) {
    if (!options.Has(name)) return InvalidArgument(std::string("expected --") + name + " FILE");
    *text = options.Get(name);
  }
  words.data = options.Get("data");
  words.figures = options.Get("figures");
  words.truth = options.Get("truth", TruthBeside(words.in));
  Result<int64_t> visit_of = options.Number("visit-of", 1, 1, 1000);
  if (!visit_of.ok()) return visit_of.error();
  words.visit_of = static_cast<size_t>(*visit_of);
  Result<int64_t> k = KOf(options);
  if (!k.ok()) return k.error();
  words.k = static_cast<uint32_t>(*k);
  Result<int64_t> at = options.Number("at", 10, 1, 1000);
  if (!at.ok()) return at.error();
  words.device.list_length = static_cast<size_t>(*at);
  const std::string surface = options.Get("surface", "listing");
  if (surface != "listing" && surface != "home") {
    return InvalidArgument("--surface: expected listing or home");
  }
  words.device.surface = surface == "home" ? Surface::kHome : Surface::kListing;
  const HouseholdSettings usual;
  Result<int64_t> threshold = options.Number("threshold", usual.threshold_percent, 50, 99);
  if (!threshold.ok()) return threshold.error();
  words.device.threshold_percent = static_cast<int>(*threshold);
  Result<int64_t> margin = options.Number("margin", usual.margin_percent, 0, 50);
  if (!margin.ok()) return margin.error();
  words.device.margin_percent = static_cast<int>(*margin);
  Result<std::optional<ShownAs>> shown_as = ShownAsOf(options.Get("as", "product"));
  if (!shown_as.ok()) return shown_as.error();
  words.shown_as = *shown_as;
  Result<std::optional<AskRule>> ask = AskRuleOf(options);
  if (!ask.ok()) return ask.error();
  words.device.ask = *ask;
  if (words.truth.empty() && (words.device.ask || words.shown_as == ShownAs::kOracle)) {
    return InvalidArgument("expected --truth FILE: it answers what is asked, and is the oracle");
  }
  return words;
}

// ---- Shoppers

// The text of `path` or of `path`.gz; "" when there is neither.
Result<std::string> ReadIfThere(const std::string& path) {
  const std::string found = FindMaybeGzipped(path);
  return found.empty() ? Result<std::string>(std::string()) : ReadMaybeGzipped(found);
}

Error In(const std::string& path, const Error& error) {
  return {error.code, path + ": " + error.message};
}

// "x/baskets.json.gz" and `kind` "times": "x/times.json".
std::string Beside(std::string baskets, const std::string& kind) {
  if (baskets.ends_with(".gz")) baskets.resize(baskets.size() - 3);
  const size_t slash = baskets.rfind('/');
  const size_t at = baskets.rfind("baskets");
  if (at == std::string::npos || (slash != std::string::npos && at < slash)) return "";
  return baskets.replace(at, std::string_view("baskets").size(), kind);
}

Result<ShoppingRecord> ReadBasketsFile(const std::string& path) {
  Result<std::string> baskets = ReadMaybeGzipped(path);
  if (!baskets.ok()) return baskets.error();
  Result<std::string> times = ReadIfThere(Beside(path, "times"));
  if (!times.ok()) return times.error();
  Result<std::string> items = ReadIfThere(Beside(path, "items"));
  if (!items.ok()) return items.error();
  Result<ShoppingRecord> record = ParseBaskets(*baskets, *times, *items);
  return record.ok() ? std::move(record) : In(path, record.error());
}

Result<ShoppingRecord> ReadFolder(const std::string& folder) {
  if (const std::string baskets = FindMaybeGzipped(folder + "/baskets.json"); !baskets.empty()) {
    return ReadBasketsFile(baskets);
  }
  const std::string history = FindMaybeGzipped(folder + "/history.json");
  const std::string future = FindMaybeGzipped(folder + "/future.json");
  if (history.empty() || future.empty()) {
    return NotFound(folder +
                    ": expected baskets.json, or history.json and future.json; .gz or not");
  }
  Result<std::string> before = ReadMaybeGzipped(history);
  if (!before.ok()) return before.error();
  Result<std::string> after = ReadMaybeGzipped(future);
  if (!after.ok()) return after.error();
  Result<ShoppingRecord> record = ParseHistoryAndFuture(*before, *after);
  return record.ok() ? std::move(record) : In(folder, record.error());
}

// True for a folder that ReadFolder understands.
bool HoldsBaskets(const std::string& folder) {
  return !FindMaybeGzipped(folder + "/baskets.json").empty() ||
         !FindMaybeGzipped(folder + "/history.json").empty();
}

Result<ShoppingRecord> ReadData(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored) ? ReadFolder(path) : ReadBasketsFile(path);
}

constexpr std::string_view kNoData = "none";

// What the shoppers of `population` and others bought.
Result<ShoppingRecord> ReadRecord(const Words& words, const PopulationFile& population) {
  if (!population.baskets.empty()) {
    if (!words.data.empty()) {
      return InvalidArgument(words.population + " has baskets of its own: expected no --data");
    }
    Result<ShoppingRecord> record = ParseBaskets(population.baskets, "", "");
    return record.ok() ? std::move(record) : In(words.population, record.error());
  }
  if (!words.data.empty()) return ReadData(words.data);
  const std::string folder = fs::path(words.population).parent_path().string();
  if (HoldsBaskets(folder.empty() ? "." : folder)) return ReadFolder(folder.empty() ? "." : folder);
  return InvalidArgument(words.population +
                         " names shoppers but not what they bought: expected --data PATH, the "
                         "folder or file that has their baskets; or --data none");
}

// The pack of the population, for the households of `study`.
Result<PopulationPack> MakePack(const Words& words, const Study& study) {
  Result<std::string> text = ReadMaybeGzipped(words.population);
  if (!text.ok()) return text.error();
  Result<PopulationFile> population = ParsePopulation(*std::move(text));
  if (!population.ok()) return In(words.population, population.error());
  ShoppingRecord record;
  if (words.data == kNoData) {
    population->names.clear();
  } else {
    Result<ShoppingRecord> read = ReadRecord(words, *population);
    if (!read.ok()) return read.error();
    record = *std::move(read);
  }
  if (words.visit_of > 1) JoinBaskets(words.visit_of, &record);
  ProgressBar bar;
  return MakePopulationPack(record, population->names, ItemsOf(study), words.k, bar.AsProgress());
}

// ---- Report

void PrintMean(const char* name, const Mean& mean) {
  if (mean) std::printf("  %-34s %.4f\n", name, *mean);
}

void PrintAttribution(const HouseholdScore& score) {
  const AttributionScore& post = score.post;
  std::printf("Who was it? %zu unsigned visits, each judged as it ended\n", post.visits);
  PrintMean("accuracy", post.accuracy);
  for (const auto& [size, accuracy] : post.accuracy_by_size) {
    PrintMean(("  households of " + std::to_string(size)).c_str(), accuracy);
  }
  PrintMean("  after the first item", score.first_item.accuracy);
  PrintMean("  after the first three", score.first_three.accuracy);
  PrintMean("  at the end of the stream", score.last.accuracy);
  PrintMean("  visits with a gift", post.accuracy_gift);
  PrintMean("  visits with something sensitive", post.accuracy_sensitive);
  PrintMean("macro F1", post.macro_f1);
  PrintMean("coverage at 90 % right", post.coverage_90);
  PrintMean("coverage at 95 % right", post.coverage_95);
  PrintMean("coverage at 99 % right", post.coverage_99);
  PrintMean("calibration error (ECE, 15 bins)", post.ece);
  PrintMean("log loss", post.log_loss);
  PrintMean("AUC of \"somebody new\"", post.new_member_auc);
  if (post.asked_share > 0) PrintMean("share of unsigned visits asked about", post.asked_share);
}

void PrintRanking(const char* name, const RankingScore& score) {
  if (!score.recall) return;
  std::printf("  %-34s %.4f     %.4f     %.4f\n", name, *score.recall, *score.ndcg, *score.hit);
}

void PrintRankings(const HouseholdScore& score, const Study& study, const StudyReport& report,
                   size_t n) {
  const RankingScore merged = ScoreRanking(study.truths, report.merged, n);
  const RankingScore oracle = ScoreRanking(study.truths, report.oracle, n);
  std::printf("What is shown: %zu hidden baskets\n", score.ranking.baskets);
  std::printf("  %-34s Recall@%-3zu NDCG@%-4zu hit@%zu\n", "", n, n, n);
  PrintRanking("merged, one account for all", merged);
  PrintRanking("as answered", score.ranking);
  PrintRanking("oracle, every visit known", oracle);
  PrintMean("share of the Recall gap won back", ShareOfGap(score.ranking, merged, oracle));
}

std::string Cell(const Mean& mean) {
  if (!mean) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", *mean);
  return text;
}

void PrintLeakage(const std::map<std::string, LeakageScore>& leakage) {
  if (leakage.empty()) return;
  std::printf("What others could learn: with a member's secret visits against without them\n");
  std::printf("  %-20s %6s %7s %7s %7s %9s %9s %9s\n", "", "", "lists", "pages", "secrets",
              "AUC by", "AUC by", "AUC by");
  std::printf("  %-20s %6s %7s %7s %7s %9s %9s %9s\n", "", "pairs", "changed", "changed", "shown",
              "list", "page", "move");
  for (const auto& [row, score] : leakage) {
    std::printf("  %-20s %6zu %7s %7s %7s %9s %9s %9s\n", row.c_str(), score.pairs,
                Cell(score.lists_changed).c_str(), Cell(score.pages_changed).c_str(),
                Cell(score.secret_shown).c_str(), Cell(score.auc_list).c_str(),
                Cell(score.auc_page).c_str(), Cell(score.auc_moved).c_str());
  }
}

// What can be said without the truth.
void PrintConfidence(const StudyReport& report) {
  size_t guessed = 0;
  std::array<size_t, 3> surer{};
  double confidence = 0;
  for (const auto& [key, answer] : report.answers) {
    if (key.second != kFullWorld) continue;
    for (const Posterior& posterior : answer.post) {
      if (posterior.empty()) continue;
      const double p = Likeliest(posterior).second;
      ++guessed;
      confidence += p;
      surer[0] += p >= 0.8;
      surer[1] += p >= 0.9;
      surer[2] += p >= 0.95;
    }
  }
  std::printf("Who was it? %zu unsigned visits; no truth file, so nothing says what is right\n",
              guessed);
  if (guessed == 0) return;
  const auto all = static_cast<double>(guessed);
  PrintMean("mean confidence", confidence / all);
  PrintMean("share with confidence >= 0.80", static_cast<double>(surer[0]) / all);
  PrintMean("share with confidence >= 0.90", static_cast<double>(surer[1]) / all);
  PrintMean("share with confidence >= 0.95", static_cast<double>(surer[2]) / all);
}

void PrintSetting(const Words& words, const PopulationPack& pack, const Study& study,
                  size_t items) {
  std::printf("population  %zu shoppers, %zu orders; %zu items, %zu with numbers at k = %u\n",
              pack.shoppers, pack.report.orders, items, pack.report.item_customers.written,
              words.k);
  std::printf("households  %zu, in %zu worlds; answers in %s\n", study.now.size(),
              study.order.size(), words.out.c_str());
}

// ---- CAMRa2011

Result<NamedText> ReadFrom(const std::string& folder, const std::string& name) {
  const std::string path = FindMaybeGzipped(folder + "/" + name);
  if (path.empty()) return NotFound(folder + ": expected " + name + " or " + name + ".gz");
  Result<std::string> text = ReadMaybeGzipped(path);
  if (!text.ok()) return text.error();
  return NamedText{path, *std::move(text)};
}

void PrintCamra(const char* name, const std::array<CamraScore, kCamraVisitFilms.size()>& scores) {
  std::printf("%s\n", name);
  for (size_t s = 0; s < scores.size(); ++s) {
    std::printf("  visits of %2zu: %6zu  accuracy %s  calibration error (ECE, 15 bins) %.4f\n",
                kCamraVisitFilms[s], scores[s].visits, Cell(scores[s].accuracy).c_str(),
                scores[s].ece);
  }
}

Status MeasureCamraFolder(const Options& options) {
  Result<int64_t> k = KOf(options);
  if (!k.ok()) return k.error();
  const std::string folder = options.Get("camra");
  std::array<NamedText, 3> files;
  const std::array<std::string, 3> names = {"groupMember.txt", "userRatingTrain.txt",
                                            "userRatingTest.txt"};
  for (size_t i = 0; i < files.size(); ++i) {
    Result<NamedText> file = ReadFrom(folder, names[i]);
    if (!file.ok()) return file.error();
    files[i] = *std::move(file);
  }
  Result<CamraData> data = ParseCamra(files[0], {files[1], files[2]});
  if (!data.ok()) return data.error();
  Result<CamraReport> report = [&] {
    ProgressBar bar;
    return MeasureCamra(*data, static_cast<uint32_t>(*k), bar.AsProgress());
  }();
  if (!report.ok()) return report.error();
  std::printf("CAMRa2011: %zu households, %zu people\n", data->households.size(),
              data->films_of_person.size());
  PrintCamra("Real households", report->real);
  PrintCamra("Strangers, dealt out to households of the same sizes", report->strangers);
  return {};
}

// ---- The run

Result<Study> ReadStudyFiles(const Words& words) {
  Result<std::string> visible = ReadMaybeGzipped(words.in);
  if (!visible.ok()) return visible.error();
  NamedText truth{words.truth, ""};
  if (!words.truth.empty()) {
    Result<std::string> text = ReadMaybeGzipped(words.truth);
    if (!text.ok()) return text.error();
    truth.text = *std::move(text);
  }
  return ReadStudy({words.in, *std::move(visible)}, truth);
}

Status WriteAnswers(const Words& words, const Study& study, const StudyReport& report) {
  std::string lines;
  for (const WorldKey& key : study.order) lines += WriteAnswer(report.answers.at(key));
  return WriteFileAtomically(words.out, lines);
}

Status Measure(const Options& options) {
  if (options.Has("camra")) return MeasureCamraFolder(options);
  Result<Words> words = ReadWords(options);
  if (!words.ok()) return words.error();
  Result<Study> study = ReadStudyFiles(*words);
  if (!study.ok()) return study.error();
  Result<PopulationPack> pack = MakePack(*words, *study);
  if (!pack.ok()) return pack.error();
  Result<std::unique_ptr<HouseholdDevices>> devices = HouseholdDevices::Make(pack->bytes);
  if (!devices.ok()) return devices.error();
  Result<StudyReport> report = [&] {
    ProgressBar bar;
    return RunStudy(*study, **devices, words->device, words->shown_as,
                    [&bar](size_t done, size_t total) { bar.Show("worlds", done, total); });
  }();
  if (!report.ok()) return report.error();
  if (Status status = WriteAnswers(*words, *study, *report); !status.ok()) return status;
  PrintSetting(*words, *pack, *study, (*devices)->catalog().item_count());
  if (study->truths.empty()) {
    PrintConfidence(*report);
    return {};
  }
  const size_t n = words->device.list_length;
  const HouseholdScore score = ScoreHouseholds(study->truths, study->worlds, report->answers, n);
  PrintAttribution(score);
  PrintRankings(score, *study, *report, n);
  PrintLeakage(score.leakage);
  if (words->figures.empty()) return {};
  return WriteFileAtomically(words->figures, WriteFigures(score, n));
}

}  // namespace

int CommandEvalHousehold(std::span<const std::string> args) {
  return RunCommand("hearth eval household", args, kHelp, kOptionNames, Measure);
}

}  // namespace hearth
