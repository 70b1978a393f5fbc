// Counts what is looked at in one visit into a pack, k-anonymously: a number is written only if at
// least k distinct visitors stand behind that very number.
//
//   viewers of an item    distinct visitors who looked at it
//   looked at with        65535 * v_ij / sqrt(v_i v_j), v_ij = distinct visitors with a visit that
//                         holds both, v_ij >= k; the best 100 of each item
//   looked at after       65535 * a_ij / v_i, a_ij = sum over the visitors who looked at j within
//   10
//                         steps after i, of 1 / the fewest steps between; k of those
//
// Numbers of visitors go in steps (statistics.h, CoarseCount), a_ij in those of its visitors. Best:
// by the sum of the two; ties by index. Of a visit's views the first kMaxViewsPerVisit count: more
// are nobody's. Deterministic. Time: the sum of squared visits. Steps between: sequential rules of
// Ludewig, Jannach, "Evaluation of session-based recommendation algorithms", UMUAI, 2018.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "catalog/builder.h"
#include "pack/counts/statistics.h"
#include "pack/counts/trails.h"

namespace hearth {

inline constexpr size_t kMaxViewsPerVisit = 200;
inline constexpr size_t kMaxSteps = 10;

struct ViewReport {
  size_t views = 0, visits = 0, visitors = 0;
  Disclosure viewers, pairs;
  size_t co_viewed = 0;
};

struct ViewsCounted {
  std::vector<PairCount> pairs;  // all that may be disclosed, ascending by (a, b)
  ViewReport report;
};

// Fills `viewers` and `viewed_*`. `is_counted` by visit, or empty: all. k must be at least 1.
ViewsCounted CountViews(const Trails& trails, const std::vector<bool>& is_counted, uint32_t k,
                        const Progress& progress, OwnedColumns* columns);

}  // namespace hearth
