#include "rank/rank.h"

#include <optional>
#include <vector>

#include "rank/candidates.h"
#include "rank/slate.h"

namespace hearth {

bool RanksCold(const RankRequest& request, ItemIndex item) {
  return request.rules.Of(item) == ItemRule::kWithoutHistory;
}

bool MayShow(const RankRequest& request, ItemIndex item) {
  switch (request.rules.Of(item)) {
    case ItemRule::kFree:
      return true;
    case ItemRule::kAbsent:
      return false;
    case ItemRule::kWithoutHistory:
      // Where the page is about such items already, they are listed.
      return request.surface == Surface::kListing ||
             (request.surface == Surface::kSimilar && RanksCold(request, request.anchor));
  }
  return false;
}

Profile ColdProfile(const Catalog& catalog, Time now) {
  return Fold(Household().ViewOf(kFirstMember, now), catalog, now);
}

Slate Rank(const Catalog& catalog, const PublicColumns& publics, const Policy& policy,
           const Model& model, const Profile& profile, const RankRequest& request) {
  const RankContext context = MakeContext(catalog, publics, profile, request);
  std::vector<ItemIndex> items = Propose(context, model.linear());
  std::erase_if(items, [&](ItemIndex item) { return !MayShow(request, item); });
  std::optional<Profile> cold;
  std::optional<RankContext> cold_context;
  std::vector<ScoredCandidate> scored;
  for (ItemIndex item : items) {
    const bool ranks_cold = RanksCold(request, item);
    if (ranks_cold && !cold) {
      cold = ColdProfile(catalog, profile.now);
      cold_context.emplace(MakeContext(catalog, publics, *cold, request));
    }
    const RankContext& seen_in = ranks_cold ? *cold_context : context;
    ScoredCandidate candidate{item, 0, ComputeFeatures(seen_in, item)};
    candidate.score = model.Score(request.surface, candidate.features);
    scored.push_back(candidate);
  }
  return Compose(context, policy, model, scored);
}

}  // namespace hearth
