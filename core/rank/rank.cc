#include "rank/rank.h"

#include "rank/candidates.h"
#include "rank/slate.h"

namespace hearth {

Slate Rank(const Catalog& catalog, const PublicColumns& publics, const Policy& policy,
           const LinearModel& model, const Profile& profile, const RankRequest& request) {
  const RankContext context = MakeContext(catalog, publics, profile, request);
  std::vector<ScoredCandidate> scored;
  for (ItemIndex item : Propose(context, model)) {
    ScoredCandidate candidate{item, 0, ComputeFeatures(context, item)};
    candidate.score = model.Score(request.surface, candidate.features);
    scored.push_back(candidate);
  }
  return Compose(context, policy, model, std::move(scored));
}

}  // namespace hearth
