#include "eval/cold_start.h"

#include <algorithm>
#include <utility>

#include "base/random.h"

namespace hearth {
namespace {

// A random `count` of `items`, in the order they came.
std::vector<CaseItem> SampleInOrder(std::vector<CaseItem> items, size_t count, Random* random) {
  while (items.size() > count) {
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(random->Below(items.size())));
  }
  return items;
}

}  // namespace

BasketCases KeepLastEvents(const BasketCases& data, std::span<const size_t> tested, size_t events,
                           uint64_t seed) {
  BasketCases cut = data;
  Random random(seed);
  for (size_t c : tested) {
    BasketCase& one = cut.cases[c];
    size_t left = events;
    std::vector<std::vector<CaseItem>> kept;
    while (left > 0 && kept.size() < one.history.size()) {
      const auto& basket = one.history[one.history.size() - 1 - kept.size()];
      kept.push_back(SampleInOrder(basket, left, &random));
      left -= kept.back().size();
    }
    std::reverse(kept.begin(), kept.end());
    if (!one.days.empty()) {
      one.days.erase(one.days.begin(),
                     one.days.end() - static_cast<std::ptrdiff_t>(kept.size() + 1));
    }
    one.history = std::move(kept);
  }
  return cut;
}

}  // namespace hearth
