// Which item of the shop a purchase was: by SKU, by GTIN, then by title. What is not certain is no
// match: two items that fit are none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "import/history_file.h"
#include "import/shop_items.h"

namespace hearth {

enum class MatchedBy : uint8_t { kNothing, kSku, kGtin, kTitle };

struct MatchedItem {
  ItemIndex item = kNoItem;
  MatchedBy by = MatchedBy::kNothing;
};

// Folded words with a blank between: "Café-Lampe, 2er" is "cafe lampe 2er".
std::string WordsOfTitle(std::string_view title);

class ItemMatcher {
 public:
  // `shop` must outlive this. O(n log n).
  explicit ItemMatcher(const ShopItems& shop);

  // The SKU exactly, then without regard to capitals and zeros in front; either only where the
  // titles fit: "1001" of two shops is two items. Then the GTIN, which may stand as the SKU on
  // either side, but for numbers that each shop gives itself. Then the title, if its words are the
  // same.
  //
  // Titles fit where they share words of at least half the weight of the lighter title. A word
  // weighs more the fewer of the shop's titles have it. Numbers, words of one or two letters, and
  // little ones ("and", "the", "mit") weigh nothing. Where a title is not known, a SKU that is a
  // number says too little, and any other is enough.
  MatchedItem Find(const BoughtLine& purchase) const;

  // Whether these are titles of one thing, by that measure. Of WordsOfTitle().
  bool Fit(std::string_view words, std::string_view other) const;

  // As the shop writes them, where it has them: the path of a category by its names or its last
  // name, a brand without regard to capitals and accents. Else as they are.
  std::string CategoryOf(std::string_view category) const;
  std::string BrandOf(std::string_view brand) const;

 private:
  using Index = std::vector<std::pair<uint64_t, uint32_t>>;  // ascending

  ItemIndex OnlyItem(const Index& index, uint64_t key) const;
  uint32_t WeightOf(std::string_view word) const;
  bool FitsTitle(ItemIndex item, const BoughtLine& purchase) const;

  const ShopItems& shop_;
  std::vector<uint32_t> uses_;  // of words in titles, by hash: words that share one weigh less
  Index by_loose_sku_, by_gtin_, by_title_, by_path_, by_name_, by_brand_;
};

}  // namespace hearth
