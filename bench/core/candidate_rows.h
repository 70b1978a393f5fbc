// The ranker's share of a request alone: features and trees of as many candidates as it may have.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/engine.h"

namespace hearth {

inline constexpr size_t kCandidateRows = 512;

// What a home slate of the synthetic member would choose from, filled up to kCandidateRows.
class CandidateRows {
 public:
  // `engine` holds a catalog of at least kCandidateRows items and trees for home, and stays.
  CandidateRows(Engine& engine, Time now);
  CandidateRows(const CandidateRows&) = delete;
  CandidateRows& operator=(const CandidateRows&) = delete;

  // Features of all, through the trees; the sum of the scores.
  int64_t ScoreAll() const;

 private:
  RankRequest request_;
  const Model& model_;
  RankContext context_;
  std::vector<ItemIndex> items_;
};

}  // namespace hearth
