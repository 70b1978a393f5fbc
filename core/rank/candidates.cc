#include "rank/candidates.h"

#include <algorithm>

#include "base/sort.h"
#include "rank/scan.h"

namespace hearth {
namespace {

constexpr size_t kRepeatLimit = 400;
constexpr size_t kCoBoughtLimit = 96;  // of each list of neighbours
constexpr size_t kSimilarLimit = 192;
constexpr size_t kNextLimit = 192;
constexpr size_t kSoughtLimit = 96;
constexpr size_t kLikedCategories = 8;

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

using Lists = std::vector<std::vector<ItemIndex>>;

Lists CoBoughtLists(const RankContext& context, size_t limit) {
  Lists lists;
  const Profile& profile = context.profile;
  for (const auto* scores : {&context.own_with, &context.neighbours, &profile.co_bought_session,
                             &profile.co_bought_last_trip, &profile.co_bought_all}) {
    std::vector<Strength> strengths;
    for (const NeighbourScore& score : *scores) strengths.push_back({score.score, score.item});
    lists.push_back(Strongest(std::move(strengths), limit));
  }
  return lists;
}

// The first of each list, then the second of each, until there are kMaxCandidates; without repeats.
std::vector<ItemIndex> TakeInTurn(const Lists& lists, size_t item_count) {
  std::vector<ItemIndex> taken;
  std::vector<uint8_t> is_taken(item_count, false);
  bool more = true;
  for (size_t turn = 0; more; ++turn) {
    more = false;
    for (const std::vector<ItemIndex>& list : lists) {
      if (turn >= list.size()) continue;
      more = true;
      if (is_taken[list[turn]]) continue;
      if (taken.size() == kMaxCandidates) return taken;
      is_taken[list[turn]] = true;
      taken.push_back(list[turn]);
    }
  }
  return taken;
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
  for (const std::vector<ItemIndex>& list : CoBoughtLists(context, limit)) {
    items.insert(items.end(), list.begin(), list.end());
  }
  return items;
}

std::vector<ItemIndex> ProposeNext(const RankContext& context, size_t limit) {
  std::vector<Strength> next;
  for (const NextScore& each : context.profile.trail.next) next.push_back({-each.rank, each.item});
  return Strongest(std::move(next), limit);
}

std::vector<ItemIndex> ProposeSought(const RankContext& context, size_t limit) {
  std::vector<Strength> sought;
  for (const SoughtItem& each : context.profile.searches.items) {
    const int16_t popularity = context.publics.log_popularity[each.item];
    sought.push_back({int64_t{each.strength} << 16 | popularity, each.item});
  }
  return Strongest(std::move(sought), limit);
}

std::vector<ItemIndex> ProposeSimilar(const RankContext& context, const LinearModel& model,
                                      size_t limit) {
  return Scan(context, model, limit);
}

std::vector<ItemIndex> ProposePopular(const RankContext& context) {
  return context.publics.popular;
}

std::vector<ItemIndex> ProposePopularOfCategories(const RankContext& context) {
  const std::vector<ItemIndex>& popular = context.publics.popular_of_category;
  const std::vector<int16_t>& share = context.profile.category_share;
  std::vector<Strength> liked;
  for (uint32_t node = 1; node < share.size(); ++node) {
    const bool is_sold = popular[node * kMaxOfCategory] != kNoItem;
    if (is_sold && share[node] > 0) liked.push_back({share[node], node});
  }
  Lists lists;
  for (const uint32_t node : Strongest(std::move(liked), kLikedCategories)) {
    const auto first = popular.begin() + node * kMaxOfCategory;
    lists.emplace_back(first, std::find(first, first + kMaxOfCategory, kNoItem));
  }
  return TakeInTurn(lists, context.catalog.item_count());
}

std::vector<ItemIndex> ProposeFresh(const RankContext& context) { return context.publics.fresh; }

std::vector<ItemIndex> Propose(const RankContext& context, const LinearModel& model) {
  const Surface surface = context.request.surface;
  std::vector<ItemIndex> items;
  if (surface == Surface::kListing) {
    items = context.request.candidates;
  } else if (surface == Surface::kBuyAgain) {
    items = ProposeRepeat(context, kRepeatLimit);
  } else {
    Lists lists = CoBoughtLists(context, kCoBoughtLimit);
    lists.push_back(ProposeNext(context, kNextLimit));
    if (surface != Surface::kBasket) lists.push_back(ProposeSought(context, kSoughtLimit));
    lists.push_back(ProposeRepeat(context, kRepeatLimit));
    lists.push_back(ProposeSimilar(context, model, kSimilarLimit));
    lists.push_back(ProposePopular(context));
    lists.push_back(ProposePopularOfCategories(context));
    lists.push_back(ProposeFresh(context));
    items = TakeInTurn(lists, context.catalog.item_count());
  }
  SortInlined(items);
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

}  // namespace hearth
