// Random order and random samples, the same with every standard library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/random.h"

namespace hearth {

// Every order is equally likely.
template <typename T>
void Shuffle(Random& random, std::vector<T>* all) {
  for (size_t i = all->size(); i > 1; --i) {
    std::swap((*all)[i - 1], (*all)[static_cast<size_t>(random.Below(i))]);
  }
}

// Leaves a random `count` of them; the others are dropped.
template <typename T>
void Sample(Random& random, size_t count, std::vector<T>* all) {
  count = std::min(count, all->size());
  for (size_t i = 0; i < count; ++i) {
    std::swap((*all)[i], (*all)[i + static_cast<size_t>(random.Below(all->size() - i))]);
  }
  all->resize(count);
}

}  // namespace hearth
