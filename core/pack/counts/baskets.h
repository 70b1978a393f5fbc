// Order lines as baskets: what one customer bought in one order, each item once. What `hearth pack`
// counts, it counts over these.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "catalog/builder.h"
#include "pack/orders/orders.h"

namespace hearth {

// Sorted by customer, then time; so a list of ascending basket numbers goes through customers one
// by one and through each one's baskets in time.
struct Baskets {
  std::vector<uint32_t> customer;
  std::vector<Time> time;  // of the order's first line
  std::vector<size_t> start;
  std::vector<ItemIndex> item;  // ascending within a basket, each once
  std::vector<size_t> item_start;
  std::vector<uint32_t> basket_of_item;
  size_t known_lines = 0;  // order lines of items that the catalog has

  size_t size() const { return customer.size(); }
  std::span<const ItemIndex> ItemsOf(size_t basket) const {
    return std::span(item).subspan(start[basket], start[basket + 1] - start[basket]);
  }
  std::span<const uint32_t> BasketsOf(ItemIndex i) const {
    return std::span(basket_of_item).subspan(item_start[i], item_start[i + 1] - item_start[i]);
  }

  // Calls `visit(trips)` for each customer of the item: the baskets of theirs that hold it, in
  // time.
  template <typename Visit>
  void ForEachCustomerOf(ItemIndex i, Visit visit) const {
    std::span<const uint32_t> rest = BasketsOf(i);
    while (!rest.empty()) {
      const uint32_t first = customer[rest.front()];
      const auto end = std::find_if(rest.begin(), rest.end(),
                                    [&](uint32_t basket) { return customer[basket] != first; });
      const auto trips = rest.first(static_cast<size_t>(end - rest.begin()));
      visit(trips);
      rest = rest.subspan(trips.size());
    }
  }
};

// The item that each SKU means, its own or a variant's; kNoItem where the catalog does not have it.
// O(SKUs log items).
std::vector<ItemIndex> ItemsOf(const Names& skus, const OwnedColumns& columns);

// Of the lines whose SKU is in the catalog. The same order number of two customers is two orders.
// O(lines log lines).
Baskets MakeBaskets(const Orders& orders, const OwnedColumns& columns);

}  // namespace hearth
