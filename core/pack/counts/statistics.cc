#include "pack/counts/statistics.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>
#include <span>
#include <utility>

#include "base/fixed.h"
#include "pack/counts/baskets.h"
#include "pack/counts/batches.h"

namespace hearth {
namespace {

constexpr size_t kProgressStep = 256;

template <typename T>
T LowerMedian(std::vector<T>* values) {
  const auto middle = values->begin() + static_cast<std::ptrdiff_t>((values->size() - 1) / 2);
  std::nth_element(values->begin(), middle, values->end());
  return *middle;
}

// One number for each customer of an item.
struct ItemTally {
  uint32_t customers = 0;
  uint32_t recent = 0;
  uint32_t repeaters = 0;
  std::vector<Time> first_times;  // one for each customer
  std::vector<int32_t> gaps;      // one for each customer who bought it on two days or more
};

// `trips`: the baskets of one customer that hold the item, in time.
void CountCustomer(const Baskets& baskets, std::span<const uint32_t> trips, Time recent_from,
                   ItemTally* tally) {
  ++tally->customers;
  if (trips.size() > 1) ++tally->repeaters;
  if (baskets.time[trips.back()] >= recent_from) ++tally->recent;
  tally->first_times.push_back(baskets.time[trips.front()]);
  std::vector<int32_t> gaps;
  for (size_t i = 1; i < trips.size(); ++i) {
    const int32_t days = DayOf(baskets.time[trips[i]]) - DayOf(baskets.time[trips[i - 1]]);
    if (days > 0) gaps.push_back(days);
  }
  if (!gaps.empty()) tally->gaps.push_back(LowerMedian(&gaps));
}

ItemTally TallyItem(const Baskets& baskets, ItemIndex item, Time recent_from) {
  ItemTally tally;
  baskets.ForEachCustomerOf(item, [&](std::span<const uint32_t> trips) {
    CountCustomer(baskets, trips, recent_from, &tally);
  });
  return tally;
}

// `since_known`: the feed says since when it is on sale.
ItemCount DiscloseItem(ItemTally tally, uint32_t k, bool since_known, StatisticsReport* report) {
  ItemCount count;
  if (MayDisclose(tally.customers, k, &report->item_customers)) count.customers = tally.customers;
  if (MayDisclose(tally.recent, k, &report->recent_customers)) count.recent = tally.recent;
  if (MayDisclose(tally.repeaters, k, &report->repeat_share)) count.repeaters = tally.repeaters;
  if (MayDisclose(tally.gaps.size(), k, &report->gap_days)) {
    count.gap_days = LowerMedian(&tally.gaps);
  }
  if (!since_known && MayDisclose(tally.customers, k, &report->since_day)) {
    const auto kth = tally.first_times.begin() + (k - 1);
    std::nth_element(tally.first_times.begin(), kth, tally.first_times.end());
    count.since_day = MondayOf(DayOf(*kth));
  }
  return count;
}

void PutItem(ItemIndex i, const ItemCount& count, OwnedColumns* columns) {
  columns->item_customers[i] = count.customers;
  columns->recent_customers[i] = count.recent;
  columns->repeat_permille[i] =
      count.repeaters == 0
          ? uint16_t{0}
          : static_cast<uint16_t>(uint64_t{1000} * count.repeaters / count.customers);
  columns->gap_days[i] = static_cast<uint16_t>(
      std::min<int32_t>(count.gap_days, std::numeric_limits<uint16_t>::max()));
  if (columns->since_day[i] == 0) columns->since_day[i] = count.since_day;
}

// Counts, for one item after the other, the customers it shares with every later item.
class PairCounter {
 public:
  PairCounter(const Baskets& baskets, size_t item_count)
      : baskets_(baskets), customers_(item_count, 0), last_customer_(item_count, kNobody) {}

  // Calls `visit(b, customers)` for every b > a that shares an order with `a`, ascending.
  template <typename Visit>
  void ForEachPartner(ItemIndex a, Visit visit) {
    for (const uint32_t basket : baskets_.BasketsOf(a)) CountBasket(a, basket);
    std::sort(partners_.begin(), partners_.end());
    for (const ItemIndex b : partners_) {
      visit(b, customers_[b]);
      customers_[b] = 0;
      last_customer_[b] = kNobody;
    }
    partners_.clear();
  }

 private:
  static constexpr uint32_t kNobody = 0xFFFFFFFF;

  void CountBasket(ItemIndex a, uint32_t basket) {
    const uint32_t customer = baskets_.customer[basket];
    const std::span<const ItemIndex> items = baskets_.ItemsOf(basket);
    for (auto b = std::upper_bound(items.begin(), items.end(), a); b != items.end(); ++b) {
      if (last_customer_[*b] == customer) continue;
      last_customer_[*b] = customer;
      if (customers_[*b]++ == 0) partners_.push_back(*b);
    }
  }

  const Baskets& baskets_;
  std::vector<uint32_t> customers_;
  std::vector<uint32_t> last_customer_;
  std::vector<ItemIndex> partners_;
};

std::vector<PairCount> CountPairs(const Baskets& baskets, size_t item_count, uint32_t k,
                                  const Progress& progress, StatisticsReport* report) {
  std::vector<PairCount> pairs;
  PairCounter counter(baskets, item_count);
  for (size_t a = 0; a < item_count; ++a) {
    if (progress && a % kProgressStep == 0) progress("counting pairs", a, item_count);
    counter.ForEachPartner(static_cast<ItemIndex>(a), [&](ItemIndex b, uint32_t customers) {
      if (!MayDisclose(customers, k, &report->pairs)) return;
      pairs.push_back({static_cast<ItemIndex>(a), b, customers});
    });
  }
  if (progress) progress("counting pairs", item_count, item_count);
  return pairs;
}

struct Candidate {
  ItemIndex item;
  uint16_t weight;
};

// The neighbours of all items, from pairs in both directions.
std::vector<std::vector<Candidate>> CollectCandidates(const std::vector<PairCount>& pairs,
                                                      const OwnedColumns& columns) {
  std::vector<std::vector<Candidate>> candidates(columns.item_count());
  for (const PairCount& pair : pairs) {
    const uint16_t weight = CosineWeight(pair.customers, columns.item_customers[pair.a],
                                         columns.item_customers[pair.b]);
    candidates[pair.a].push_back({pair.b, weight});
    candidates[pair.b].push_back({pair.a, weight});
  }
  return candidates;
}

void WriteNeighbours(const std::vector<PairCount>& pairs, OwnedColumns* columns) {
  std::vector<std::vector<Candidate>> candidates = CollectCandidates(pairs, *columns);
  columns->neighbour_start.assign(1, 0);
  columns->neighbour_item.clear();
  columns->neighbour_weight.clear();
  for (std::vector<Candidate>& list : candidates) {
    std::sort(list.begin(), list.end(), [](const Candidate& x, const Candidate& y) {
      return x.weight != y.weight ? x.weight > y.weight : x.item < y.item;
    });
    if (list.size() > kMaxNeighbours) list.resize(kMaxNeighbours);
    for (const Candidate& candidate : list) {
      columns->neighbour_item.push_back(candidate.item);
      columns->neighbour_weight.push_back(candidate.weight);
    }
    columns->neighbour_start.push_back(static_cast<uint32_t>(columns->neighbour_item.size()));
  }
}

size_t CountCustomers(const Baskets& baskets) {
  size_t customers = 0;
  for (size_t i = 0; i < baskets.size(); ++i) {
    if (i == 0 || baskets.customer[i] != baskets.customer[i - 1]) ++customers;
  }
  return customers;
}

Time MidnightAfterLast(const Baskets& baskets) {
  if (baskets.size() == 0) return 0;
  const Time last = *std::max_element(baskets.time.begin(), baskets.time.end());
  return std::min<Time>((DayOf(last) + Time{1}) * kMsPerDay, kMaxTime - 1);
}

}  // namespace

void PutCounts(const PublicCounts& counts, OwnedColumns* columns) {
  assert(counts.items.size() == columns->item_count());
  columns->k = counts.k;
  columns->as_of = counts.as_of;
  columns->customers = counts.customers;
  for (size_t i = 0; i < counts.items.size(); ++i) {
    PutItem(static_cast<ItemIndex>(i), counts.items[i], columns);
  }
  WriteNeighbours(counts.pairs, columns);
}

uint32_t CoarseCount(uint32_t count, uint32_t k) {
  if (count < k) return 0;
  const uint32_t step = std::max({uint32_t{1}, k / 4, std::bit_floor(count) / 8});
  return std::max(k, count - count % step);
}

PublicCounts Coarse(PublicCounts counts) {
  for (ItemCount& item : counts.items) {
    item.customers = CoarseCount(item.customers, counts.k);
    item.recent = CoarseCount(item.recent, counts.k);
    item.repeaters = CoarseCount(item.repeaters, counts.k);
  }
  for (PairCount& pair : counts.pairs) pair.customers = CoarseCount(pair.customers, counts.k);
  return counts;
}

bool MayDisclose(size_t behind, uint32_t k, Disclosure* disclosure) {
  if (behind >= k) {
    ++disclosure->written;
    return true;
  }
  if (behind > 0) ++disclosure->withheld;
  return false;
}

uint16_t CosineWeight(uint64_t c_ij, uint64_t c_i, uint64_t c_j) {
  __extension__ using Wide = unsigned __int128;
  const Wide numerator = Wide{65535 * c_ij} * (65535 * c_ij);
  return static_cast<uint16_t>(ISqrt(static_cast<uint64_t>(numerator / (Wide{c_i} * c_j))));
}

Counted CountStatistics(const Orders& orders, uint32_t k, const Progress& progress,
                        OwnedColumns* columns) {
  assert(k >= 1);
  const size_t n = columns->item_count();
  const Baskets baskets = MakeBaskets(orders, *columns);

  Counted counted;
  StatisticsReport& report = counted.report;
  report.lines = orders.lines.size();
  report.unknown_lines = orders.lines.size() - baskets.known_lines;
  report.customers = CountCustomers(baskets);
  report.orders = baskets.size();
  PublicCounts counts;
  counts.k = k;
  counts.as_of = MidnightAfterLast(baskets);
  counts.customers = report.customers < k ? 0 : static_cast<uint32_t>(report.customers / 10 * 10);
  counts.items.reserve(n);
  for (size_t i = 0; i < n; ++i) {
    if (progress && i % kProgressStep == 0) progress("counting items", i, n);
    ItemTally tally = TallyItem(baskets, static_cast<ItemIndex>(i), counts.as_of - kRecentSpan);
    for (size_t l = 0; l < kLowerKs.size(); ++l) {
      report.items_at_lower_k[l] += tally.customers >= kLowerKs[l] ? 1 : 0;
    }
    counts.items.push_back(DiscloseItem(std::move(tally), k, columns->since_day[i] != 0, &report));
  }
  counts.pairs = CountPairs(baskets, n, k, progress, &report);
  counts = Coarse(std::move(counts));
  PutCounts(counts, columns);
  report.neighbours = columns->neighbour_item.size();
  counted.pairs = std::move(counts.pairs);
  return counted;
}

}  // namespace hearth
