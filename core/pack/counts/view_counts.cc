#include "pack/counts/view_counts.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <span>

#include "base/fixed.h"

namespace hearth {
namespace {

constexpr uint32_t kNobody = 0xFFFFFFFF;
constexpr uint32_t kOneStep = 65536;  // Q16
constexpr size_t kProgressStep = 1024;

// Trails by item, each once an item.
struct Index {
  std::vector<size_t> start;
  std::vector<uint32_t> visit;
  std::span<const uint32_t> Of(ItemIndex i) const {
    return std::span(visit).subspan(start[i], start[i + 1] - start[i]);
  }
};

std::span<const ItemIndex> ViewsOf(const Trails& trails, size_t v) {
  const auto items = trails.ItemsOf(v);
  return items.first(std::min(items.size(), kMaxViewsPerVisit));
}

Index IndexItems(const Trails& trails, const std::vector<bool>& is_counted, size_t n) {
  Index index;
  index.start.assign(n + 1, 0);
  std::vector<uint32_t> last(n, kNobody);
  const auto each = [&](auto add) {
    std::fill(last.begin(), last.end(), kNobody);
    for (size_t v = 0; v < trails.size(); ++v) {
      if (!is_counted.empty() && !is_counted[v]) continue;
      for (const ItemIndex item : ViewsOf(trails, v)) {
        if (last[item] == v) continue;
        last[item] = static_cast<uint32_t>(v);
        add(item, static_cast<uint32_t>(v));
      }
    }
  };
  each([&](ItemIndex item, uint32_t) { ++index.start[item + 1]; });
  std::partial_sum(index.start.begin(), index.start.end(), index.start.begin());
  index.visit.resize(index.start.back());
  std::vector<size_t> next(index.start.begin(), index.start.end() - 1);
  each([&](ItemIndex item, uint32_t v) { index.visit[next[item]++] = v; });
  return index;
}

uint32_t CountVisitors(const Trails& trails, std::span<const uint32_t> list) {
  uint32_t count = 0, last = kNobody;
  for (const uint32_t v : list) {
    if (trails.visitor[v] != last) ++count;
    last = trails.visitor[v];
  }
  return count;
}

// What the visits of one item's visitors say of another item.
struct Beside {
  uint32_t last_visitor = kNobody;
  uint32_t last_after = kNobody;  // visitor
  uint32_t together = 0, after = 0;
  uint32_t nearest_q16 = 0;  // of last_after
  uint64_t after_q16 = 0;
};

class BesideCounter {
 public:
  BesideCounter(const Trails& trails, size_t n) : trails_(trails), beside_(n) {}

  // Calls `visit(b, beside)` for every b that a visit shares with `a`, ascending.
  template <typename Visit>
  void ForEach(ItemIndex a, std::span<const uint32_t> list, Visit visit) {
    for (const uint32_t v : list) CountVisit(a, v);
    std::sort(partners_.begin(), partners_.end());
    for (const ItemIndex b : partners_) {
      visit(b, beside_[b]);
      beside_[b] = {};
    }
    partners_.clear();
  }

 private:
  void CountVisit(ItemIndex a, uint32_t v) {
    const uint32_t visitor = trails_.visitor[v];
    size_t since = kMaxSteps + 1;  // steps since `a`
    for (const ItemIndex b : ViewsOf(trails_, v)) {
      if (b == a) {
        since = 0;
        continue;
      }
      ++since;
      Beside& at = beside_[b];
      if (at.last_visitor != visitor) {
        if (at.together++ == 0) partners_.push_back(b);
        at.last_visitor = visitor;
      }
      if (since > kMaxSteps) continue;
      if (at.last_after != visitor) {
        at.last_after = visitor;
        at.nearest_q16 = 0;
        ++at.after;
      }
      const uint32_t nearness = kOneStep / static_cast<uint32_t>(since);
      if (nearness <= at.nearest_q16) continue;
      at.after_q16 += nearness - at.nearest_q16;
      at.nearest_q16 = nearness;
    }
  }

  const Trails& trails_;
  std::vector<Beside> beside_;
  std::vector<ItemIndex> partners_;
};

uint16_t ShareOf(uint64_t numerator, uint64_t denominator) {
  return static_cast<uint16_t>(std::min<uint64_t>(numerator / denominator, 65535));
}

// The mean nearness of those after it, times a coarse number of them.
uint64_t CoarseAfter(const Beside& beside, uint32_t k) {
  return beside.after_q16 * CoarseCount(beside.after, k) / beside.after;
}

// Writes the best kMaxCoViewed of one item's list behind those of the items before it.
void AppendCoViewed(std::vector<CoViewed>* list, OwnedColumns* columns) {
  std::sort(list->begin(), list->end(), [](const CoViewed& x, const CoViewed& y) {
    const uint32_t of_x = uint32_t{x.with} + x.after, of_y = uint32_t{y.with} + y.after;
    return of_x != of_y ? of_x > of_y : x.item < y.item;
  });
  if (list->size() > kMaxCoViewed) list->resize(kMaxCoViewed);
  for (const CoViewed& co_viewed : *list) {
    columns->viewed_item.push_back(co_viewed.item);
    columns->viewed_with.push_back(co_viewed.with);
    columns->viewed_after.push_back(co_viewed.after);
  }
  columns->viewed_start.push_back(static_cast<uint32_t>(columns->viewed_item.size()));
}

// Fills `viewed_*`, and says of which pairs. `viewers`: coarse, of each item.
void CountPairs(const Trails& trails, const Index& index, std::span<const uint32_t> viewers,
                uint32_t k, const Progress& progress, ViewsCounted* counted,
                OwnedColumns* columns) {
  columns->viewed_start.assign(1, 0);
  columns->viewed_item.clear();
  columns->viewed_with.clear();
  columns->viewed_after.clear();
  const size_t n = viewers.size();
  BesideCounter counter(trails, n);
  std::vector<CoViewed> list;
  for (ItemIndex a = 0; a < n; ++a) {
    if (progress && a % kProgressStep == 0) progress("counting visits", a, n);
    list.clear();
    counter.ForEach(a, index.Of(a), [&](ItemIndex b, const Beside& beside) {
      Disclosure once;  // each pair comes twice
      if (!MayDisclose(beside.together, k, a < b ? &counted->report.pairs : &once)) return;
      const uint32_t together = CoarseCount(beside.together, k);
      if (a < b) counted->pairs.push_back({a, b, together});
      const bool may_say = beside.after >= k;
      list.push_back({b, CosineWeight(together, viewers[a], viewers[b]),
                      may_say ? ShareOf(CoarseAfter(beside, k), viewers[a]) : uint16_t{0}});
    });
    AppendCoViewed(&list, columns);
  }
  counted->report.co_viewed = columns->viewed_item.size();
}

void CountVisits(const Trails& trails, const std::vector<bool>& is_counted, ViewReport* report) {
  uint32_t last = kNobody;
  for (size_t v = 0; v < trails.size(); ++v) {
    if (!is_counted.empty() && !is_counted[v]) continue;
    report->views += trails.ItemsOf(v).size();
    ++report->visits;
    if (trails.visitor[v] != last) ++report->visitors;
    last = trails.visitor[v];
  }
}

}  // namespace

ViewsCounted CountViews(const Trails& trails, const std::vector<bool>& is_counted, uint32_t k,
                        const Progress& progress, OwnedColumns* columns) {
  assert(k >= 1);
  const size_t n = columns->item_count();
  const Index index = IndexItems(trails, is_counted, n);
  ViewsCounted counted;
  std::vector<uint32_t> viewers(n);
  columns->viewers.assign(n, 0);
  for (ItemIndex i = 0; i < n; ++i) {
    const uint32_t visitors = CountVisitors(trails, index.Of(i));
    MayDisclose(visitors, k, &counted.report.viewers);
    columns->viewers[i] = viewers[i] = CoarseCount(visitors, k);
  }
  CountPairs(trails, index, viewers, k, progress, &counted, columns);
  CountVisits(trails, is_counted, &counted.report);
  return counted;
}

}  // namespace hearth
