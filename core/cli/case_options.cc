#include "cli/case_options.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

#include "cli/case_figures_json.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "eval/compared.h"
#include "eval/next_basket_json.h"

namespace hearth {
namespace {

// ---- Reading

Status CheckOptions(const CaseOptions& options) {
  const bool as_of = !options.as_of.when.empty();
  if (options.options.train && !options.options.counts) {
    return InvalidArgument("--train needs counts");
  }
  if (options.folds.empty() && !as_of) {
    return InvalidArgument("expected --folds FILE or --as-of DATE");
  }
  if (options.folds.empty() && options.fold) return InvalidArgument("--fold needs --folds");
  if (as_of && options.on_validation) return InvalidArgument("--on val: not with --as-of");
  return {};
}

Result<std::vector<MeasuredFold>> ReadFolds(const CaseOptions& options, const BasketCases& cases) {
  const Result<std::string> text = ReadTextFile(options.folds);
  if (!text.ok()) return text.error();
  Result<std::vector<CaseFold>> folds = ReadCaseFolds(*text, options.folds, cases, options.options);
  if (!folds.ok()) return folds.error();
  if (options.fold && *options.fold >= folds->size()) {
    return InvalidArgument("--fold: expected less than " + std::to_string(folds->size()));
  }
  std::vector<MeasuredFold> measured;
  for (size_t f = 0; f < folds->size(); ++f) {
    if (options.fold.value_or(f) != f) continue;
    measured.push_back(
        Measured(cases, std::move((*folds)[f]), f, options.on_validation, options.options));
  }
  return measured;
}

// Without folds, everybody is learned from and tested.
Result<std::vector<MeasuredFold>> WhoIsMeasured(const CaseOptions& options,
                                                const BasketCases& cases) {
  if (!options.folds.empty()) return ReadFolds(options, cases);
  const std::vector<size_t> all = AllCases(cases);
  return std::vector<MeasuredFold>{{0, all, all}};
}

// What a cut lacks to be measured; empty: nothing.
std::string LackOf(const Cut& cut, const AsOfOptions& as_of) {
  if (cut.learn_from.empty()) return "trips to count before it";
  if (!cut.tested.empty()) return "";
  return "a trip to test in the " + std::to_string(as_of.within) + " days from then on";
}

// The sets of one day: of each fold, or one of all. Folds have one case a customer.
Status AddCuts(const CaseOptions& options, const BasketCases& cases,
               std::span<const MeasuredFold> folds, int32_t day, std::vector<CaseSet>* sets) {
  const bool is_rolling = options.as_of.when == "monthly" || options.as_of.when == "weekly";
  for (const MeasuredFold& fold : folds) {
    Cut cut = CutAt(cases, fold.learn_from, fold.tested, day, options.as_of, options.options);
    std::string name = "as of " + DateOf(day);
    if (!options.folds.empty()) name += ", fold " + std::to_string(fold.number);
    if (const std::string lack = LackOf(cut, options.as_of); !lack.empty()) {
      if (is_rolling) continue;
      return InvalidArgument(name + ": expected " + lack);
    }
    sets->push_back({std::move(name), day, std::make_shared<const BasketCases>(std::move(cut.data)),
                     std::move(cut.learn_from), std::move(cut.tested)});
  }
  return {};
}

std::string CountedUpTo(const AsOfOptions& as_of) {
  return "Packs, trees and peers know the trips before the day named" +
         (as_of.pack_age == 0
              ? std::string()
              : ", counted up to " + std::to_string(as_of.pack_age) + " days before it") +
         "; tested is each shopper's first trip in the " + std::to_string(as_of.within) +
         " days from then on.";
}

constexpr const char* kCountedInFolds =
    "Packs are counted from the histories of those to learn from, without their next baskets.";
constexpr const char* kCountedOutOfTime =
    " These cases have dates: histories reach past others' tested trips, which --as-of prevents.";

// ---- Printing

// A table of methods: figures at each of kJudgedAt.
void PrintScores(const std::string& title, std::span<const char* const> methods,
                 std::span<const BasketScore> scores) {
  std::printf("%s\n  %-17s", title.c_str(), "");
  for (size_t k : kJudgedAt) {
    std::printf("  Recall@%-2zu NDCG@%-2zu (std)   PHR@%-2zu ", k, k, k);
  }
  std::printf("\n");
  for (size_t m = 0; m < methods.size(); ++m) {
    std::printf("  %-17s", methods[m]);
    for (const TripFigures& at : scores[m]) {
      std::printf("  %.4f    %.4f  %.4f  %.4f ", at.recall, at.ndcg, at.ndcg_std, at.phr);
    }
    std::printf("\n");
  }
  std::fflush(stdout);
}

void PrintComparison(const ComparedRow& row, std::span<const char* const> methods) {
  std::printf("  %-18s %6zu", row.name.c_str(), row.trips);
  for (const Compared& by : row.by) {
    std::printf("   %.4f %.4f  %.3f [%.3f, %.3f] %-17s", by.hearth, by.best, by.ratio.ratio,
                by.ratio.low, by.ratio.high, methods[by.peer]);
  }
  std::printf("\n");
}

// ---- Comparing

// What is compared in one row: a month's sets, or all.
struct NamedTrips {
  std::string name;
  JudgedTrips trips;
};

// By month of the cut; folds one by one. Then all, where there are several.
std::vector<NamedTrips> ByMonth(const CaseData& data, std::span<const JudgedTrips> judged) {
  std::vector<NamedTrips> rows;
  for (size_t s = 0; s < data.sets.size(); ++s) {
    const CaseSet& set = data.sets[s];
    const std::string name = set.day ? DateOf(*set.day).substr(0, 7) : set.name;
    if (rows.empty() || rows.back().name != name) rows.push_back({name, {}});
    rows.back().trips.Append(judged[s]);
  }
  if (rows.size() < 2) return rows;
  NamedTrips all{"all trips", {}};
  for (const NamedTrips& row : rows) all.trips.Append(row.trips);
  rows.push_back(std::move(all));
  return rows;
}

ComparedTable Compare(const Comparison& comparison, std::span<const NamedTrips> rows) {
  ComparedTable table{comparison.what, {}, {}};
  for (const NamedTrips& row : rows) {
    table.rows.push_back({row.name, row.trips.shoppers.size(),
                          CompareToBest(row.trips, comparison.hearth, comparison.peers)});
  }
  const size_t parts = rows.size() > 1 ? rows.size() - 1 : rows.size();
  for (size_t by = 0; by < kComparedBy.size(); ++by) {
    for (size_t r = 0; r < parts; ++r) {
      table.mean_ratio[by] += table.rows[r].by[by].ratio.ratio / static_cast<double>(parts);
    }
  }
  return table;
}

void PrintTable(const ComparedTable& table, std::span<const char* const> methods) {
  std::printf(
      "\nHearth / best peer%s%s: means, ratio [95 %% interval: shoppers drawn %zu times], the peer "
      "that is best on these trips\n  %-18s %6s   %-52s   %s\n",
      table.what.empty() ? "" : ", ", table.what.c_str(), kResamples, "", "trips", kComparedBy[0],
      kComparedBy[1]);
  for (const ComparedRow& row : table.rows) PrintComparison(row, methods);
  if (table.rows.size() > 1) {
    std::printf("  mean of the %zu ratios: %.3f, %.3f\n", table.rows.size() - 1,
                table.mean_ratio[0], table.mean_ratio[1]);
  }
  std::fflush(stdout);
}

// Numbers shoppers across sets.
JudgedTrips Numbered(SetScores scores, std::map<std::string, size_t>* numbers) {
  JudgedTrips trips;
  for (const std::string& shopper : scores.shoppers) {
    trips.shoppers.push_back(numbers->emplace(shopper, numbers->size()).first->second);
  }
  trips.of_method = std::move(scores.of_method);
  return trips;
}

}  // namespace

std::string CaseSet::AsOf() const { return day ? DateOf(*day) : ""; }

std::optional<std::vector<size_t>> CaseSet::Neighbours() const {
  return day ? std::optional(learn_from) : std::nullopt;
}

Result<CaseData> ReadCaseData(const CaseOptions& options) {
  if (const Status status = CheckOptions(options); !status.ok()) return status.error();
  const Result<std::string> cases_text = ReadTextFile(options.cases);
  if (!cases_text.ok()) return cases_text.error();
  Result<BasketCases> read = ReadBasketCases(*cases_text, options.cases);
  if (!read.ok()) return read.error();
  const auto cases = std::make_shared<const BasketCases>(*std::move(read));
  Result<std::vector<MeasuredFold>> folds = WhoIsMeasured(options, *cases);
  if (!folds.ok()) return folds.error();
  CaseData data;
  if (options.as_of.when.empty()) {
    for (MeasuredFold& fold : *folds) {
      data.sets.push_back({"fold " + std::to_string(fold.number), std::nullopt, cases,
                           std::move(fold.learn_from), std::move(fold.tested)});
    }
    data.counted = kCountedInFolds;
    if (!cases->cases[0].days.empty()) data.counted += kCountedOutOfTime;
    return data;
  }
  const Result<std::vector<int32_t>> days = CutDays(*cases, options.as_of);
  if (!days.ok()) return days.error();
  for (MeasuredFold& fold : *folds) {
    fold.learn_from = LastCases(*cases, fold.learn_from, options.options);
    fold.tested = LastCases(*cases, fold.tested, options.options);
  }
  for (int32_t day : *days) {
    const Status added = AddCuts(options, *cases, *folds, day, &data.sets);
    if (!added.ok()) return added.error();
  }
  if (data.sets.empty()) return InvalidArgument("--as-of: expected trips to test");
  data.counted = CountedUpTo(options.as_of);
  return data;
}

Status MeasureSets(
    const CaseOptions& options, const CaseData& data, std::span<const char* const> methods,
    std::span<const Comparison> comparisons,
    const std::function<Result<SetScores>(const CaseSet&, const Progress&)>& measure) {
  std::printf("%s\n", data.counted.c_str());
  std::vector<std::vector<BasketScore>> of_method(methods.size());
  std::vector<JudgedTrips> judged;
  std::map<std::string, size_t> numbers;
  for (const CaseSet& set : data.sets) {
    Result<SetScores> scores = [&] {
      ProgressBar bar;
      return measure(set, bar.AsProgress());
    }();
    if (!scores.ok()) return scores.error();
    std::vector<BasketScore> means;
    for (size_t m = 0; m < methods.size(); ++m) {
      means.push_back(MeanScore(scores->of_method[m]));
      of_method[m].push_back(means.back());
    }
    PrintScores(set.name + ", " + scores->judged, methods, means);
    if (!scores->chosen.empty()) std::printf("  with %s\n", scores->chosen.c_str());
    judged.push_back(Numbered(*std::move(scores), &numbers));
  }
  if (data.sets.size() > 1) {
    std::vector<BasketScore> mean;
    for (const std::vector<BasketScore>& sets : of_method) mean.push_back(MeanScore(sets));
    PrintScores(
        "mean of " + std::to_string(data.sets.size()) + (data.sets[0].day ? " cuts" : " folds"),
        methods, mean);
  }
  const std::vector<NamedTrips> rows = ByMonth(data, judged);
  std::vector<ComparedTable> tables;
  for (const Comparison& comparison : comparisons) {
    tables.push_back(Compare(comparison, rows));
    PrintTable(tables.back(), methods);
  }
  if (options.figures.empty()) return {};
  return WriteFileAtomically(options.figures, WriteFigures(data, methods, of_method, tables));
}

std::string Describe(const DecayedFrequency& with) {
  char text[100];
  std::snprintf(text, sizeof(text), "--decay %g,%g", with.by_age, with.popularity);
  return text;
}

std::string Describe(const PeerParameters& with) {
  char text[200];
  std::snprintf(text, sizeof(text), " --tifu %zu,%g,%g,%g,%zu --upcf %zu,%g,%g",
                with.tifu.neighbours, with.tifu.within, with.tifu.between, with.tifu.own,
                with.tifu.groups, with.up.recent, with.up.asymmetry, with.up.locality);
  return Describe(with.decay) + text;
}

}  // namespace hearth
