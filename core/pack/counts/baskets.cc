#include "pack/counts/baskets.h"

#include <numeric>
#include <string_view>
#include <tuple>

namespace hearth {
namespace {

struct KnownLine {
  uint32_t customer, order;
  Time time;
  ItemIndex item;
};

// Lines of items that are in the catalog, each with the time of its order's first line, sorted by
// (customer, time, order, item).
std::vector<KnownLine> KnownLines(const Orders& orders, const OwnedColumns& columns) {
  const std::vector<ItemIndex> item_by_sku = ItemsOf(orders.skus, columns);
  std::vector<KnownLine> lines;
  lines.reserve(orders.lines.size());
  for (const OrderLine& line : orders.lines) {
    const ItemIndex item = item_by_sku[line.sku];
    if (item != kNoItem) lines.push_back({line.customer, line.order, line.time, item});
  }
  // The same order number of two customers is two orders.
  std::sort(lines.begin(), lines.end(), [](const KnownLine& x, const KnownLine& y) {
    return std::tie(x.customer, x.order, x.time) < std::tie(y.customer, y.order, y.time);
  });
  for (size_t i = 1; i < lines.size(); ++i) {
    const KnownLine& before = lines[i - 1];
    const bool same = before.customer == lines[i].customer && before.order == lines[i].order;
    if (same) lines[i].time = before.time;
  }
  std::sort(lines.begin(), lines.end(), [](const KnownLine& x, const KnownLine& y) {
    return std::tie(x.customer, x.time, x.order, x.item) <
           std::tie(y.customer, y.time, y.order, y.item);
  });
  return lines;
}

void IndexItems(size_t item_count, Baskets* baskets) {
  baskets->item_start.assign(item_count + 1, 0);
  for (const ItemIndex item : baskets->item) ++baskets->item_start[item + 1];
  std::partial_sum(baskets->item_start.begin(), baskets->item_start.end(),
                   baskets->item_start.begin());
  baskets->basket_of_item.resize(baskets->item.size());
  std::vector<size_t> next(baskets->item_start.begin(), baskets->item_start.end() - 1);
  for (size_t basket = 0; basket < baskets->size(); ++basket) {
    for (const ItemIndex item : baskets->ItemsOf(basket)) {
      baskets->basket_of_item[next[item]++] = static_cast<uint32_t>(basket);
    }
  }
}

}  // namespace

std::vector<ItemIndex> ItemsOf(const Names& skus, const OwnedColumns& owned) {
  const CatalogColumns columns = owned.Columns();
  std::vector<ItemIndex> items;
  items.reserve(skus.size());
  for (size_t i = 0; i < skus.size(); ++i) items.push_back(columns.MatchSku(skus[i]).item);
  return items;
}

Baskets MakeBaskets(const Orders& orders, const OwnedColumns& columns) {
  const std::vector<KnownLine> lines = KnownLines(orders, columns);
  Baskets baskets;
  baskets.known_lines = lines.size();
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool same_order =
        i > 0 && lines[i - 1].customer == lines[i].customer && lines[i - 1].order == lines[i].order;
    if (!same_order) {
      baskets.customer.push_back(lines[i].customer);
      baskets.time.push_back(lines[i].time);
      baskets.start.push_back(baskets.item.size());
    } else if (lines[i - 1].item == lines[i].item) {
      continue;
    }
    baskets.item.push_back(lines[i].item);
  }
  baskets.start.push_back(baskets.item.size());
  IndexItems(columns.item_count(), &baskets);
  return baskets;
}

}  // namespace hearth
