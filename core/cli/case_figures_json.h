// The figures of `hearth eval nextbasket`, `basket` and `coldstart` as JSON.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "cli/case_options.h"
#include "eval/compared.h"

namespace hearth {

// Over some trips, by each of kComparedBy.
struct ComparedRow {
  std::string name;  // of a month, a fold, or "all trips"
  size_t trips = 0;
  std::array<Compared, kComparedBy.size()> by;
};

struct ComparedTable {
  std::string what;  // of Comparison
  std::vector<ComparedRow> rows;
  std::array<double, kComparedBy.size()> mean_ratio = {};  // of the rows but "all trips"
};

// {"counted", "sets": [{"name", "methods": {name: {"recall@10", "ndcg@10", ...}}}],
//  "compared": [{"what", "rows": [{"name", "trips", "Recall@10": {"peer", "hearth", "best",
//  "ratio", "low", "high"}, ...}]}]}, unrounded. `of_method`: of each method, of each set.
std::string WriteFigures(const CaseData& data, std::span<const char* const> methods,
                         std::span<const std::vector<BasketScore>> of_method,
                         std::span<const ComparedTable> tables);

}  // namespace hearth
