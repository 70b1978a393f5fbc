#include "rank/candidates.h"

#include <algorithm>

#include "base/sort.h"
#include "rank/scan.h"

namespace hearth {
namespace {

constexpr size_t kRepeatLimit = 200;
constexpr size_t kCoBoughtLimit = 96;  // of each list of neighbours
constexpr size_t kSimilarLimit = 192;

struct Strength {
  int64_t strength;
  ItemIndex item;
};

// The strongest `limit`, strongest first; ties to the smaller index.
std::vector<ItemIndex> Strongest(std::vector<Strength> all, size_t limit) {
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(limit, all.size()));
  std::partial_sort(all.begin(), end, all.end(), [](const Strength& a, const Strength& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.item < b.item;
  });
  std::vector<ItemIndex> items;
  for (auto at = all.begin(); at != end; ++at) items.push_back(at->item);
  return items;
}

void AddAll(std::vector<ItemIndex>& to, const std::vector<ItemIndex>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

std::vector<ItemIndex> ProposeRepeat(const RankContext& context, size_t limit) {
  std::vector<Strength> own;
  for (const OwnItem& item : context.profile.items) {
    const int64_t bought = int64_t{item.decayed_09_q16} + item.decayed_098_q16;
    const int64_t liked = int64_t{item.views_q16} + item.wishes_q16 + item.likes_q16;
    if (context.request.surface == Surface::kBuyAgain && item.trips == 0) continue;
    if (bought + liked > 0) own.push_back({bought + liked, item.item});
  }
  return Strongest(std::move(own), limit);
}

std::vector<ItemIndex> ProposeCoBought(const RankContext& context, size_t limit) {
  std::vector<ItemIndex> items;
  const Profile& profile = context.profile;
  for (const auto* scores : {&context.neighbours, &profile.co_bought_session,
                             &profile.co_bought_last_trip, &profile.co_bought_all}) {
    std::vector<Strength> strengths;
    for (const NeighbourScore& score : *scores) strengths.push_back({score.score, score.item});
    AddAll(items, Strongest(std::move(strengths), limit));
  }
  return items;
}

std::vector<ItemIndex> ProposeSimilar(const RankContext& context, const LinearModel& model,
                                      size_t limit) {
  return Scan(context, model, limit);
}

std::vector<ItemIndex> ProposePopular(const RankContext& context) {
  return context.publics.popular;
}

std::vector<ItemIndex> ProposeFresh(const RankContext& context) { return context.publics.fresh; }

std::vector<ItemIndex> Propose(const RankContext& context, const LinearModel& model) {
  std::vector<ItemIndex> items;
  if (context.request.surface == Surface::kListing) {
    items = context.request.candidates;
  } else {
    AddAll(items, ProposeRepeat(context, kRepeatLimit));
    if (context.request.surface != Surface::kBuyAgain) {
      AddAll(items, ProposeCoBought(context, kCoBoughtLimit));
      AddAll(items, ProposeSimilar(context, model, kSimilarLimit));
      AddAll(items, ProposePopular(context));
      AddAll(items, ProposeFresh(context));
    }
  }
  SortInlined(items);
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

}  // namespace hearth
