#include "pack/feed/odd_groups.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "base/fold.h"

namespace hearth {
namespace {

using Words = std::set<std::string, std::less<>>;

bool IsLetter(char first) {
  return (first >= 'a' && first <= 'z') || (first >= '0' && first <= '9') ||
         static_cast<uint8_t>(first) >= 0x80;
}

// From U+0E00 on, where Thai begins.
bool IsOfScriptWithoutBlanks(std::string_view letter) { return letter >= "\u0E00"; }

Words WordsOf(std::string_view title) {
  Words words;
  std::string word, before;  // what is begun, and the letter before, where it is of such a script
  for (Folder folder(title); !folder.AtEnd();) {
    const std::string letter(folder.Next());
    if (letter.empty()) continue;
    const bool is_letter = IsLetter(letter[0]);
    const bool in_pairs = is_letter && IsOfScriptWithoutBlanks(letter);
    if (in_pairs && !before.empty()) words.insert(before + letter);
    before = in_pairs ? letter : "";
    if (is_letter) {
      word += letter;
    } else if (!word.empty()) {
      words.insert(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.insert(std::move(word));
  return words;
}

std::string_view TitleOf(const CatalogColumns& columns, ItemIndex item, VariantIndex variant) {
  return columns.TextOf({item, variant}, VariantText::kTitle);
}

// The first variant with which no word is left that stands in all titles.
std::optional<VariantIndex> FindStranger(const CatalogColumns& columns, ItemIndex item) {
  const auto [first, last] = columns.VariantsOf(item);
  if (first == last) return std::nullopt;
  Words common = WordsOf(TitleOf(columns, item, first));
  for (VariantIndex variant = first + 1; variant < last; ++variant) {
    const Words words = WordsOf(TitleOf(columns, item, variant));
    std::erase_if(common, [&](const std::string& word) { return !words.contains(word); });
    if (common.empty()) return variant;
  }
  return std::nullopt;
}

}  // namespace

OddGroups FindOddGroups(const CatalogColumns& columns) {
  OddGroups odd;
  for (ItemIndex item = 0; item < columns.key.size(); ++item) {
    const std::optional<VariantIndex> stranger = FindStranger(columns, item);
    if (!stranger) continue;
    if (odd.count++ >= kOddGroupExamples) continue;
    odd.examples.push_back({std::string(columns.sku[item]), std::string(columns.title[item]),
                            std::string(TitleOf(columns, item, *stranger))});
  }
  return odd;
}

}  // namespace hearth
