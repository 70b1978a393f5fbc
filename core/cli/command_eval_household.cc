// hearth eval household: who was shopping, is each shown what is theirs, and what leaks?
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/gzip.h"
#include "cli/progress.h"
#include "eval/household_camra.h"
#include "eval/household_formats_json.h"
#include "eval/household_population.h"
#include "eval/household_study.h"

namespace hearth {
namespace {

namespace fs = std::filesystem;

// "x.visible.jsonl" -> "x.truth.jsonl", where there is such a file; else "".
std::string TruthBeside(const std::string& visible) {
  const size_t at = visible.rfind(".visible.");
  if (at == std::string::npos) return "";
  std::string truth = visible;
  truth.replace(at, std::string_view(".visible.").size(), ".truth.");
  std::error_code ignored;
  return fs::exists(truth, ignored) ? truth : "";
}

// `command` with its defaults, or what it lacks.
Result<EvalHouseholdCommand> Completed(EvalHouseholdCommand command) {
  for (const auto& [name, path] :
       {std::pair("population", &command.population), {"in", &command.in}, {"out", &command.out}}) {
    if (path->empty()) return InvalidArgument(std::string("expected --") + name + " FILE");
  }
  if (command.truth.empty()) command.truth = TruthBeside(command.in);
  if (command.ask_below) {
    AskRule& rule = command.device.ask.emplace();
    rule.below_percent = static_cast<uint32_t>(std::lround(*command.ask_below * 100));
    rule.of_visits = static_cast<uint32_t>(command.ask_of);
  }
  if (command.truth.empty() && (command.device.ask || command.shown_as == ShownAs::kOracle)) {
    return InvalidArgument("expected --truth FILE: it answers what is asked, and is the oracle");
  }
  return command;
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
Result<ShoppingRecord> ReadRecord(const EvalHouseholdCommand& command,
                                  const PopulationFile& population) {
  if (!population.baskets.empty()) {
    if (!command.data.empty()) {
      return InvalidArgument(command.population + " has baskets of its own: expected no --data");
    }
    Result<ShoppingRecord> record = ParseBaskets(population.baskets, "", "");
    return record.ok() ? std::move(record) : In(command.population, record.error());
  }
  if (!command.data.empty()) return ReadData(command.data);
  const std::string folder = fs::path(command.population).parent_path().string();
  if (HoldsBaskets(folder.empty() ? "." : folder)) return ReadFolder(folder.empty() ? "." : folder);
  return InvalidArgument(command.population +
                         " names shoppers but not what they bought: expected --data PATH, the "
                         "folder or file that has their baskets; or --data none");
}

// The pack of the population, for the households of `study`.
Result<PopulationPack> MakePack(const EvalHouseholdCommand& command, const Study& study) {
  Result<std::string> text = ReadMaybeGzipped(command.population);
  if (!text.ok()) return text.error();
  Result<PopulationFile> population = ParsePopulation(*std::move(text));
  if (!population.ok()) return In(command.population, population.error());
  ShoppingRecord record;
  if (command.data == kNoData) {
    population->names.clear();
  } else {
    Result<ShoppingRecord> read = ReadRecord(command, *population);
    if (!read.ok()) return read.error();
    record = *std::move(read);
  }
  if (command.visit_of > 1) JoinBaskets(command.visit_of, &record);
  ProgressBar bar;
  return MakePopulationPack(record, population->names, ItemsOf(study), command.k, bar.AsProgress());
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

void PrintSetting(const EvalHouseholdCommand& command, const PopulationPack& pack,
                  const Study& study, size_t items) {
  std::printf("population  %zu shoppers, %zu orders; %zu items, %zu with numbers at k = %u\n",
              pack.shoppers, pack.report.orders, items, pack.report.item_customers.written,
              command.k);
  std::printf("households  %zu, in %zu worlds; answers in %s\n", study.now.size(),
              study.order.size(), command.out.c_str());
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

Status MeasureCamraFolder(const EvalHouseholdCommand& command) {
  std::array<NamedText, 3> files;
  const std::array<std::string, 3> names = {"groupMember.txt", "userRatingTrain.txt",
                                            "userRatingTest.txt"};
  for (size_t i = 0; i < files.size(); ++i) {
    Result<NamedText> file = ReadFrom(command.camra, names[i]);
    if (!file.ok()) return file.error();
    files[i] = *std::move(file);
  }
  Result<CamraData> data = ParseCamra(files[0], {files[1], files[2]});
  if (!data.ok()) return data.error();
  Result<CamraReport> report = [&] {
    ProgressBar bar;
    return MeasureCamra(*data, command.k, bar.AsProgress());
  }();
  if (!report.ok()) return report.error();
  std::printf("CAMRa2011: %zu households, %zu people\n", data->households.size(),
              data->films_of_person.size());
  PrintCamra("Real households", report->real);
  PrintCamra("Strangers, dealt out to households of the same sizes", report->strangers);
  return {};
}

// ---- The run

Result<Study> ReadStudyFiles(const EvalHouseholdCommand& command) {
  Result<std::string> visible = ReadMaybeGzipped(command.in);
  if (!visible.ok()) return visible.error();
  NamedText truth{command.truth, ""};
  if (!command.truth.empty()) {
    Result<std::string> text = ReadMaybeGzipped(command.truth);
    if (!text.ok()) return text.error();
    truth.text = *std::move(text);
  }
  return ReadStudy({command.in, *std::move(visible)}, truth);
}

Status WriteAnswers(const EvalHouseholdCommand& command, const Study& study,
                    const StudyReport& report) {
  std::string lines;
  for (const WorldKey& key : study.order) lines += WriteAnswer(report.answers.at(key));
  return WriteFileAtomically(command.out, lines);
}

}  // namespace

Status Run(const EvalHouseholdCommand& given) {
  if (!given.camra.empty()) return MeasureCamraFolder(given);
  Result<EvalHouseholdCommand> completed = Completed(given);
  if (!completed.ok()) return completed.error();
  const EvalHouseholdCommand& command = *completed;
  Result<Study> study = ReadStudyFiles(command);
  if (!study.ok()) return study.error();
  Result<PopulationPack> pack = MakePack(command, *study);
  if (!pack.ok()) return pack.error();
  Result<std::unique_ptr<HouseholdDevices>> devices = HouseholdDevices::Make(pack->bytes);
  if (!devices.ok()) return devices.error();
  Result<StudyReport> report = [&] {
    ProgressBar bar;
    return RunStudy(*study, **devices, command.device, command.shown_as,
                    [&bar](size_t done, size_t total) { bar.Show("worlds", done, total); });
  }();
  if (!report.ok()) return report.error();
  if (Status status = WriteAnswers(command, *study, *report); !status.ok()) return status;
  PrintSetting(command, *pack, *study, (*devices)->catalog().item_count());
  if (study->truths.empty()) {
    PrintConfidence(*report);
    return {};
  }
  const size_t n = command.device.list_length;
  const HouseholdScore score = ScoreHouseholds(study->truths, study->worlds, report->answers, n);
  PrintAttribution(score);
  PrintRankings(score, *study, *report, n);
  PrintLeakage(score.leakage);
  if (command.figures.empty()) return {};
  return WriteFileAtomically(command.figures, WriteFigures(score, n));
}

}  // namespace hearth
