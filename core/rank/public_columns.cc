#include "rank/public_columns.h"

#include <algorithm>

#include "base/fixed.h"
#include "policy/policy.h"
#include "rank/dot.h"

namespace hearth {
namespace {

// By popularity, lately and over all, then by viewers; ties to the smaller index.
struct MorePopular {
  const PublicColumns& columns;

  int32_t Score(ItemIndex i) const {
    const int32_t viewers = columns.log_viewers.empty() ? 0 : columns.log_viewers[i];
    return (int32_t{columns.log_popularity[i]} + columns.log_recent_popularity[i]) * 8192 + viewers;
  }
  bool operator()(ItemIndex a, ItemIndex b) const {
    return Score(a) != Score(b) ? Score(a) > Score(b) : a < b;
  }
};

// The first `limit` of `items`.
std::vector<ItemIndex> MostPopular(std::vector<ItemIndex> items, const PublicColumns& columns,
                                   size_t limit) {
  const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(limit, items.size()));
  std::partial_sort(items.begin(), end, items.end(), MorePopular{columns});
  items.erase(end, items.end());
  return items;
}

std::vector<ItemIndex> MostPopularOfCategories(const Catalog& catalog,
                                               const PublicColumns& columns) {
  const MorePopular more_popular{columns};
  std::vector<ItemIndex> best(catalog.category_count() * kMaxOfCategory, kNoItem);
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) {
    if (columns.log_recent_popularity[i] == 0) continue;
    ItemIndex* const of = best.data() + catalog.columns().category[i] * kMaxOfCategory;
    size_t place = kMaxOfCategory;
    while (place > 0 && (of[place - 1] == kNoItem || more_popular(i, of[place - 1]))) --place;
    if (place == kMaxOfCategory) continue;
    std::copy_backward(of + place, of + kMaxOfCategory - 1, of + kMaxOfCategory);
    of[place] = i;
  }
  return best;
}

}  // namespace

PublicColumns ComputePublicColumns(const Catalog& catalog) {
  const CatalogColumns& columns = catalog.columns();
  const size_t n = catalog.item_count();
  PublicColumns result;
  result.log_popularity.resize(n);
  result.log_recent_popularity.resize(n);
  result.freshness.resize(n);
  result.is_rebought.resize(catalog.category_count());
  for (const uint32_t viewers : columns.viewers) {
    result.log_viewers.push_back(ClampToInt16(Log2Q8(viewers)));
  }
  const int32_t today = DayOf(columns.as_of);
  for (size_t i = 0; i < n; ++i) {
    result.log_popularity[i] = ClampToInt16(Log2Q8(columns.item_customers[i]));
    result.log_recent_popularity[i] = ClampToInt16(Log2Q8(columns.recent_customers[i]));
    result.is_rebought[columns.category[i]] |= columns.repeat_permille[i] > 0;
    const int32_t since = columns.since_day[i];
    const int64_t age = int64_t{today} - since;
    if (since > 0 && age < kFreshDays) {
      result.freshness[i] = ClampToInt16(kFreshDays - Clamp(age, 0, kFreshDays));
    }
  }
  if (catalog.HasEmbeddings()) {
    for (ItemIndex i = 0; i < n; ++i) {
      const int8_t* row = catalog.Embedding(i).data();
      result.longest_embedding = std::max(result.longest_embedding, Query(row).Dot(row));
    }
  }
  std::vector<ItemIndex> all, fresh;
  for (ItemIndex i = 0; i < n; ++i) {
    all.push_back(i);
    if (result.freshness[i] > 0) fresh.push_back(i);
  }
  result.popular = MostPopular(std::move(all), result, kMaxPopular);
  result.fresh = MostPopular(std::move(fresh), result, kMaxFresh);
  result.popular_of_category = MostPopularOfCategories(catalog, result);
  return result;
}

}  // namespace hearth
