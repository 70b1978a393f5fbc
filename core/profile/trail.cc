#include "profile/trail.h"

#include <algorithm>

#include "base/sort.h"

namespace hearth {
namespace {

uint16_t ClampToUint16(size_t x) { return static_cast<uint16_t>(std::min<size_t>(x, 65535)); }

void See(std::span<const ItemIndex> views, Trail* trail) {
  trail->views = static_cast<uint32_t>(views.size());
  for (size_t since = 0; since < views.size(); ++since) {
    const ItemIndex item = views[views.size() - 1 - since];
    if (trail->views_in_a_row == since && item == views.back()) ++trail->views_in_a_row;
    if (const SeenItem* seen = trail->FindSeen(item)) {
      ++trail->seen[static_cast<size_t>(seen - trail->seen.data())].views;
    } else if (trail->seen.size() < kMaxSeen) {
      trail->seen.push_back({item, 1, ClampToUint16(since)});
    }
  }
}

// One item seen, of another: `weight` is in Q16.
struct Claim {
  CoViewed co_viewed;
  uint32_t weight;
};

void Hear(const Catalog& catalog, Trail* trail) {
  std::vector<Claim> claims;
  uint32_t weight = 65536;
  for (const SeenItem& seen : trail->seen) {
    for (size_t rank = 0; rank < catalog.CoViewedCount(seen.item); ++rank) {
      claims.push_back({catalog.CoViewedAt(seen.item, rank), weight});
    }
    weight = weight * 7 / 10;
  }
  // Stable: the newest item's claim stays the first.
  Sort(claims, [](const Claim& a, const Claim& b) { return a.co_viewed.item < b.co_viewed.item; });
  for (const Claim& claim : claims) {
    const CoViewed& by = claim.co_viewed;
    if (trail->next.empty() || trail->next.back().item != by.item) {
      const bool is_last = claim.weight == 65536;
      trail->next.push_back(
          {by.item, 0, 0, is_last ? by.with : uint16_t{0}, is_last ? by.after : uint16_t{0}, 0, 0});
    }
    NextScore& next = trail->next.back();
    next.with += static_cast<uint32_t>(uint64_t{by.with} * claim.weight >> 16);
    next.after += static_cast<uint32_t>(uint64_t{by.after} * claim.weight >> 16);
    next.best_with = std::max(next.best_with, by.with);
  }
}

void RankNext(Trail* trail) {
  std::vector<NextScore>& next = trail->next;
  std::vector<uint32_t> order(next.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto strength = [&](uint32_t i) { return next[i].with + next[i].after; };
  Sort(order, [&](uint32_t a, uint32_t b) { return strength(a) > strength(b); });
  for (uint32_t rank = 0; rank < order.size(); ++rank) {
    next[order[rank]].rank = ClampToUint16(rank);
  }
  if (!order.empty()) trail->strongest = strength(order.front());
}

}  // namespace

const SeenItem* Trail::FindSeen(ItemIndex item) const {
  for (const SeenItem& one : seen) {
    if (one.item == item) return &one;
  }
  return nullptr;
}

const NextScore* Trail::FindNext(ItemIndex item) const {
  const auto at = std::lower_bound(next.begin(), next.end(), item,
                                   [](const NextScore& a, ItemIndex i) { return a.item < i; });
  return at != next.end() && at->item == item ? &*at : nullptr;
}

Trail FoldTrail(const Catalog& catalog, std::span<const ItemIndex> views) {
  Trail trail;
  See(views, &trail);
  if (!catalog.HasViews()) return trail;
  Hear(catalog, &trail);
  RankNext(&trail);
  return trail;
}

}  // namespace hearth
