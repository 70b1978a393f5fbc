#include "rank/rank.h"

#include <algorithm>
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
  return Fold(Household().HistoryFor(kFirstMember, now), catalog, now);
}

namespace {

// Scores items for one profile; those that rank without history as for somebody who has none.
class Scorer {
 public:
  Scorer(const Model& model, const RankContext& context) : model_(model), context_(context) {}

  ScoredCandidate Score(ItemIndex item) {
    ScoredCandidate candidate{item, 0, ComputeFeatures(ContextOf(item), item)};
    candidate.score = model_.Score(context_.request.surface, candidate.features);
    return candidate;
  }

 private:
  const RankContext& ContextOf(ItemIndex item) {
    if (!RanksCold(context_.request, item)) return context_;
    if (!cold_) {
      cold_ = ColdProfile(context_.catalog, context_.profile.now);
      cold_context_.emplace(
          MakeContext(context_.catalog, context_.publics, *cold_, context_.request));
    }
    return *cold_context_;
  }

  const Model& model_;
  const RankContext& context_;
  std::optional<Profile> cold_;
  std::optional<RankContext> cold_context_;
};

// A slot of the common slate, and what the guess makes of it.
struct Place {
  size_t at;      // in the common slate
  bool is_known;  // the guessed member's history holds the item
  bool is_filtered;
  int32_t score;
};

bool GoesAfter(const Place& a, const Place& b) {
  if (a.is_filtered != b.is_filtered) return a.is_filtered;
  return a.score != b.score ? a.score < b.score : a.at > b.at;
}

// Fills one place after the other with the best of those that may take it.
Slate InGuessedOrder(const Slate& common, const std::vector<Place>& places) {
  constexpr size_t kRise = 4;
  Slate slate;
  std::vector<Place> waiting;  // a heap, the best at its front
  const auto admit = [&](const Place& place) {
    waiting.push_back(place);
    std::push_heap(waiting.begin(), waiting.end(), GoesAfter);
  };
  for (size_t at = 0; at < places.size(); ++at) {
    if (places[at].is_known) admit(places[at]);
    const size_t end = std::min(places.size(), (at + 1) * kRise);
    for (size_t i = at * kRise; i < end; ++i) {
      if (!places[i].is_known) admit(places[i]);
    }
    std::pop_heap(waiting.begin(), waiting.end(), GoesAfter);
    slate.push_back(common[waiting.back().at]);
    waiting.pop_back();
  }
  return slate;
}

}  // namespace

Slate Rank(const Catalog& catalog, const PublicColumns& publics, const Policy& policy,
           const Model& model, const Profile& profile, const RankRequest& request) {
  const RankContext context = MakeContext(catalog, publics, profile, request);
  std::vector<ItemIndex> items = Propose(context, model.linear());
  std::erase_if(items, [&](ItemIndex item) { return !MayShow(request, item); });
  Scorer scorer(model, context);
  std::vector<ScoredCandidate> scored;
  for (ItemIndex item : items) scored.push_back(scorer.Score(item));
  return Compose(context, policy, model, scored);
}

Slate RankForGuess(const Catalog& catalog, const PublicColumns& publics, const Policy& policy,
                   const Model& model, const Profile& common, const Profile& guessed,
                   RankRequest request) {
  if (request.surface == Surface::kBuyAgain) return {};
  request.guess = true;
  const Slate slate = Rank(catalog, publics, policy, model, common, request);
  const RankContext context = MakeContext(catalog, publics, guessed, request);
  Scorer scorer(model, context);
  std::vector<Place> places;
  for (size_t at = 0; at < slate.size(); ++at) {
    const ScoredCandidate seen = scorer.Score(slate[at].item);
    const bool is_known = guessed.Find(seen.item) != nullptr;
    places.push_back({at, is_known, IsFiltered(context, policy, seen), seen.score});
  }
  return InGuessedOrder(slate, places);
}

}  // namespace hearth
