#include "rank/public_columns.h"

#include <algorithm>

#include "base/fixed.h"
#include "rank/dot.h"

namespace hearth {
namespace {

// The first `limit` of `items` by popularity, lately and over all, then by viewers; ties to the
// smaller index.
std::vector<ItemIndex> MostPopular(std::vector<ItemIndex> items, const PublicColumns& columns,
                                   size_t limit) {
  const auto score = [&](ItemIndex i) {
    const int32_t viewers = columns.log_viewers.empty() ? 0 : columns.log_viewers[i];
    return (int32_t{columns.log_popularity[i]} + columns.log_recent_popularity[i]) * 8192 + viewers;
  };
  const auto better = [&](ItemIndex a, ItemIndex b) {
    return score(a) != score(b) ? score(a) > score(b) : a < b;
  };
  const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(limit, items.size()));
  std::partial_sort(items.begin(), end, items.end(), better);
  items.erase(end, items.end());
  return items;
}

}  // namespace

PublicColumns ComputePublicColumns(const Catalog& catalog) {
  const CatalogColumns& columns = catalog.columns();
  const size_t n = catalog.item_count();
  PublicColumns result;
  result.log_popularity.resize(n);
  result.log_recent_popularity.resize(n);
  result.freshness.resize(n);
  for (const uint32_t viewers : columns.viewers) {
    result.log_viewers.push_back(ClampToInt16(Log2Q8(viewers)));
  }
  const int32_t today = DayOf(columns.as_of);
  for (size_t i = 0; i < n; ++i) {
    result.log_popularity[i] = ClampToInt16(Log2Q8(columns.item_customers[i]));
    result.log_recent_popularity[i] = ClampToInt16(Log2Q8(columns.recent_customers[i]));
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
  return result;
}

}  // namespace hearth
