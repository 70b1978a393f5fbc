#include "candidate_rows.h"

#include <algorithm>

#include "rank/candidates.h"

namespace hearth {

CandidateRows::CandidateRows(Engine& engine, Time now)
    : model_(engine.model()),
      context_(MakeContext(*engine.catalog(), engine.publics(), engine.ProfileAt(now), request_)),
      items_(Propose(context_, model_.linear())) {
  const std::vector<ItemIndex> proposed = items_;
  for (ItemIndex i = 0; items_.size() < kCandidateRows; ++i) {
    if (!std::binary_search(proposed.begin(), proposed.end(), i)) items_.push_back(i);
  }
  items_.resize(kCandidateRows);
}

int64_t CandidateRows::ScoreAll() const {
  int64_t sum = 0;
  for (const ItemIndex item : items_) {
    sum += model_.Score(Surface::kHome, ComputeFeatures(context_, item));
  }
  return sum;
}

}  // namespace hearth
