// Next clicks: data sets of visits whose next view is known.
//
// A pack is counted from the training visits alone, as `hearth pack --views` counts it; the views
// before each hidden one are recorded as a running visit, and the core ranks what the page of the
// item at hand may hold, that item among it (the data sets count looking again).
//
// Figures at 20, as means over cases:
//     hr     1 where the next item is among the first 20
//     mrr    1 / its rank, 0 beyond
// The peers keep every raw training visit, or all its pairs, where the pack keeps counts with at
// least k visits behind each: pop and sr (popularity, sequential rules) and V-SKNN, Ludewig,
// Jannach, "Evaluation of session-based recommendation algorithms", UMUAI, 2018.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pack/counts/statistics.h"
#include "pack/training/click_training.h"

namespace hearth {

using ClickItem = int64_t;  // what the data set calls it

struct ClickCase {
  int64_t number = 0;  // of the data set
  std::vector<ClickItem> prefix;
  ClickItem next = 0;
};

struct ClickCases {
  std::vector<std::vector<ClickItem>> train;  // oldest visit first
  std::vector<ClickCase> cases;
};

// One {"train": [[item, ...], ...]}, then a line each of {"case", "prefix", "next"}.
Result<ClickCases> ReadClickCases(std::string_view text, const std::string& file_name);

// The last `percent` of the training visits become the cases, and are no longer trained on.
ClickCases ForValidation(const ClickCases& data, size_t percent);

struct NextClickOptions {
  uint32_t k = kDefaultK;
  bool train = true;  // fit trees to the training visits; else the weights set by hand
  ClickTrainingOptions training;
};

inline constexpr size_t kClicksPredicted = 20;
using ClickPredictions = std::vector<std::vector<ClickItem>>;  // best first

struct HearthClicks {
  ClickPredictions predictions;
  ClickTrainingReport training;
  size_t pack_bytes = 0;
};
Result<HearthClicks> PredictNextClicks(const ClickCases& data, const NextClickOptions& options,
                                       const Progress& progress);

// Peers in one run over the cases.
struct PeerClicks {
  std::string name;
  ClickPredictions predictions;
};
std::vector<PeerClicks> PredictByPeers(const ClickCases& data, const Progress& progress);

struct ClickScore {
  double hr = 0, mrr = 0;
};
ClickScore ScoreClicks(const ClickCases& data, const ClickPredictions& predictions);

// {"case", "items"} a line.
std::string WriteClickPredictions(const ClickCases& data, const ClickPredictions& predictions);

}  // namespace hearth
