// What `hearth eval nextbasket`, `basket`, `coldstart` and `sources` have in common: cases, folds
// or cuts in time, what their packs are counted from, tables of methods, and how sure they are.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "eval/as_of.h"
#include "eval/next_basket.h"
#include "eval/next_basket_peers.h"

namespace hearth {

struct CaseOptions {
  std::string cases, folds, out, figures;
  std::optional<size_t> fold;  // default: all
  bool on_validation = false;
  AsOfOptions as_of;
  NextBasketOptions options;
};

// A fold, or a cut in time.
struct CaseSet {
  std::string name;            // "fold 0", "as of 2011-04-01"
  std::optional<int32_t> day;  // of a cut
  std::shared_ptr<const BasketCases> cases;
  std::vector<size_t> learn_from, tested;  // numbers in cases->cases

  std::string AsOf() const;  // the date of a cut, else empty
  // What peers may see of a cut: the learners alone, as the pack.
  std::optional<std::vector<size_t>> Neighbours() const;
};

struct CaseData {
  std::vector<CaseSet> sets;
  std::string counted;  // what packs are counted from, in a sentence
};

// Errors: invalid_argument, for options that do not fit each other, the folds or the dates; those
// of reading.
Result<CaseData> ReadCaseData(const CaseOptions& options);

// One of the comparisons that a table holds: Hearth's column of figures, and those it is up
// against.
struct Comparison {
  const char* what;  // "" where there is only one
  size_t hearth;     // numbers of methods
  std::vector<size_t> peers;
};

struct SetScores {
  std::string judged;                               // "12 cases"
  std::string chosen;                               // the peers' parameters, or empty
  std::vector<std::string> shoppers;                // of each case judged
  std::vector<std::vector<BasketScore>> of_method;  // of each method, of each case
};

// Measures set after set, with a progress bar, and prints a table of the methods for each and,
// where there are several, for their mean; then, for each comparison, how many times as good as the
// best peer Hearth is, by month and over all trips, with 95 % intervals (eval/paired.h). The best
// peer is the one that is best on those very trips by that very figure: no choice could be harder.
// Writes `options.figures` where asked for. Errors: those of `measure` and of writing.
Status MeasureSets(
    const CaseOptions& options, const CaseData& data, std::span<const char* const> methods,
    std::span<const Comparison> comparisons,
    const std::function<Result<SetScores>(const CaseSet&, const Progress&)>& measure);

// "decay 0.95,1.5; ...", as the options say them.
std::string Describe(const PeerParameters& with);
std::string Describe(const DecayedFrequency& with);

}  // namespace hearth
