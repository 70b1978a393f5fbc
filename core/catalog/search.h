// Text search over a catalog: every word of the query begins a word of the item's title or of its
// category's own name, whatever their capitals and accents (base/fold.h). A word counts once, and
// the first kMaxQueryWords alone. O(bytes of all titles), for each word only of what those before
// it found: a few milliseconds at 100,000 items.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"

namespace hearth {

inline constexpr size_t kMaxQueryWords = 16;

class TextQuery {
 public:
  explicit TextQuery(std::string_view text);

  // False for a query without words.
  bool Finds(const Catalog& catalog, ItemIndex item) const;

 private:
  std::vector<std::string> words_;  // folded
};

// Items that the query finds, in index order.
std::vector<ItemIndex> Search(const Catalog& catalog, std::string_view query);

}  // namespace hearth
