#include "import/item_matcher.h"

#include <algorithm>
#include <bit>

#include "base/fold.h"
#include "base/hash.h"
#include "base/sort.h"
#include "catalog/builder.h"
#include "catalog/feed_values.h"
#include "input/gtin.h"
#include "input/letters.h"
#include "input/words.h"

namespace hearth {
namespace {

constexpr size_t kFewestGtinDigits = 12;  // of a SKU: shorter numbers are the shop's own
constexpr size_t kFewestLetters = 3;      // of a word that says something
constexpr size_t kWordHashes = 1 << 16;
constexpr std::string_view kLittleWords =
    "and the for with from und der die das den des mit fur von les pour avec dans por para con los "
    "las una del per della het een van met voor";

std::string LooseSku(std::string_view sku) {
  std::string loose = SmallLetters(Trim(sku));
  loose.erase(0, std::min(loose.find_first_not_of('0'), loose.size()));
  return loose;
}

bool IsNumber(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// 0 where it is too short to be told from a number of the shop's own.
uint64_t GtinOfSku(std::string_view sku) {
  return sku.size() < kFewestGtinDigits ? 0 : ParseGtin(sku);
}

// The only entry of a key; kNoItem where there is none or another one.
uint32_t OnlyOne(const std::vector<std::pair<uint64_t, uint32_t>>& index, uint64_t key) {
  auto at = std::lower_bound(index.begin(), index.end(), std::pair<uint64_t, uint32_t>(key, 0));
  if (at == index.end() || at->first != key) return kNoItem;
  const uint32_t found = at->second;
  for (; at != index.end() && at->first == key; ++at) {
    if (at->second != found) return kNoItem;
  }
  return found;
}

// Names with "\n" between, folded: of a path with ">", "|" or " / " between its names.
std::vector<std::string> NamesOf(std::string_view category) {
  std::string path(category);
  const bool has_arrows = path.find('>') != std::string::npos;
  for (const std::string_view mark : {"\u00BB", " / ", "|"}) {
    for (size_t at = 0; !has_arrows && (at = path.find(mark)) != std::string::npos;) {
      path.replace(at, mark.size(), ">");
    }
  }
  std::vector<std::string> names = SplitCategoryPath(path);
  std::erase(names, "");
  return names;
}

uint64_t KeyOfPath(const std::vector<std::string>& names) {
  std::string folded;
  for (const std::string& name : names) folded += WordsOfTitle(name) + "\n";
  return Hash64(folded);
}

}  // namespace

std::string WordsOfTitle(std::string_view title) {
  std::string words;
  for (const char c : Folded(title)) {
    const bool is_letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<uint8_t>(c) > 127;
    if (is_letter) {
      words += c;
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

ItemMatcher::ItemMatcher(const ShopItems& shop) : shop_(shop), uses_(kWordHashes) {
  for (uint32_t i = 0; i < shop.size(); ++i) {
    const std::string words = WordsOfTitle(shop.Title(i));
    ForEachWord(words, [&](std::string_view word) { ++uses_[Hash64(word) % kWordHashes]; });
    by_loose_sku_.emplace_back(Hash64(LooseSku(shop.Sku(i))), i);
    if (shop.HasVariants(i)) continue;
    const uint64_t gtin = shop.Gtin(i) != 0 ? shop.Gtin(i) : GtinOfSku(shop.Sku(i));
    if (gtin != 0 && !IsOfOneShop(gtin)) by_gtin_.emplace_back(gtin, i);
    if (!words.empty()) by_title_.emplace_back(Hash64(words), i);
  }
  for (uint32_t c = 1; c < shop.categories().size(); ++c) {
    const std::vector<std::string> names = SplitCategoryPath(shop.categories()[c]);
    by_path_.emplace_back(KeyOfPath(names), c);
    by_name_.emplace_back(KeyOfPath({names.back()}), c);
  }
  for (uint32_t b = 0; b < shop.brands().size(); ++b) {
    by_brand_.emplace_back(Hash64(WordsOfTitle(shop.brands()[b])), b);
  }
  for (Index* index : {&by_loose_sku_, &by_gtin_, &by_title_, &by_path_, &by_name_, &by_brand_}) {
    Sort(*index);
  }
}

// Of several sizes of one thing, that thing; kNoItem where there is none or another one.
ItemIndex ItemMatcher::OnlyItem(const Index& index, uint64_t key) const {
  ItemIndex found = kNoItem;
  auto at = std::lower_bound(index.begin(), index.end(), std::pair<uint64_t, uint32_t>(key, 0));
  for (; at != index.end() && at->first == key; ++at) {
    if (found == kNoItem) {
      found = at->second;
    } else if (found != at->second) {
      const ItemIndex product = shop_.ProductOf(at->second);
      if (shop_.ProductOf(found) != product) return kNoItem;
      found = product;
    }
  }
  return found;
}

uint32_t ItemMatcher::WeightOf(std::string_view word) const {
  if (word.size() < kFewestLetters || IsNumber(word) || HasWord(kLittleWords, word)) return 0;
  const size_t uses = std::max<size_t>(uses_[Hash64(word) % kWordHashes], 1);
  return static_cast<uint32_t>(std::bit_width(shop_.size() / uses));
}

bool ItemMatcher::FitsTitle(ItemIndex item, const BoughtLine& purchase) const {
  const std::string own = WordsOfTitle(shop_.Title(item));
  const std::string other = WordsOfTitle(purchase.title);
  if (own.empty() || other.empty()) return !IsNumber(purchase.sku);
  return Fit(own, other);
}

bool ItemMatcher::Fit(std::string_view words, std::string_view other) const {
  if (words == other) return true;
  uint32_t shared = 0, of_one = 0, of_other = 0;
  ForEachWord(words, [&](std::string_view word) { of_one += WeightOf(word); });
  ForEachWord(other, [&](std::string_view word) {
    const uint32_t weight = WeightOf(word);
    of_other += weight;
    if (HasWord(words, word)) shared += weight;
  });
  return shared > 0 && 2 * shared >= std::min(of_one, of_other);
}

MatchedItem ItemMatcher::Find(const BoughtLine& purchase) const {
  if (!purchase.sku.empty()) {
    ItemIndex item = shop_.FindSku(purchase.sku);
    if (item == kNoItem) item = OnlyItem(by_loose_sku_, Hash64(LooseSku(purchase.sku)));
    if (item != kNoItem && FitsTitle(item, purchase)) return {item, MatchedBy::kSku};
  }
  for (const uint64_t gtin : {purchase.gtin, GtinOfSku(purchase.sku)}) {
    const ItemIndex item = gtin != 0 ? OnlyItem(by_gtin_, gtin) : kNoItem;
    if (item != kNoItem) return {item, MatchedBy::kGtin};
  }
  const std::string words = WordsOfTitle(purchase.title);
  const ItemIndex item = words.empty() ? kNoItem : OnlyItem(by_title_, Hash64(words));
  if (item != kNoItem && WordsOfTitle(shop_.Title(item)) == words) {
    return {item, MatchedBy::kTitle};
  }
  return {};
}

std::string ItemMatcher::CategoryOf(std::string_view category) const {
  const std::vector<std::string> names = NamesOf(category);
  if (names.empty()) return "";
  uint32_t node = OnlyOne(by_path_, KeyOfPath(names));
  if (node == kNoItem) node = OnlyOne(by_name_, KeyOfPath({names.back()}));
  if (node != kNoItem) return shop_.categories()[node];
  std::string path;
  for (const std::string& name : names) path += (path.empty() ? "" : " > ") + name;
  return path;
}

std::string ItemMatcher::BrandOf(std::string_view brand) const {
  const uint32_t found = OnlyOne(by_brand_, Hash64(WordsOfTitle(brand)));
  if (found == kNoItem) return std::string(brand);
  return shop_.brands()[found];
}

}  // namespace hearth
