// Drawing by lot, the same with every library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/random.h"

namespace hearth {

// Every order as likely as another.
template <typename T>
void Shuffle(Random& random, std::vector<T>* all) {
  for (size_t i = all->size(); i > 1; --i) {
    std::swap((*all)[i - 1], (*all)[static_cast<size_t>(random.Below(i))]);
  }
}

// Leaves `count` of them; those that stay out are forgotten.
template <typename T>
void Draw(Random& random, size_t count, std::vector<T>* all) {
  count = std::min(count, all->size());
  for (size_t i = 0; i < count; ++i) {
    std::swap((*all)[i], (*all)[i + static_cast<size_t>(random.Below(all->size() - i))]);
  }
  all->resize(count);
}

}  // namespace hearth
