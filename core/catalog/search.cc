#include "catalog/search.h"

#include <algorithm>
#include <numeric>

namespace hearth {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWordByte(char c) {
  const char lower = Lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (size_t i = 0; i <= text.size() && words.size() < kMaxQueryWords; ++i) {
    if (i < text.size() && IsWordByte(text[i])) {
      word += Lower(text[i]);
      continue;
    }
    const bool fresh = std::find(words.begin(), words.end(), word) == words.end();
    if (!word.empty() && fresh) words.push_back(word);
    word.clear();
  }
  return words;
}

bool BeginsWith(std::string_view text, std::string_view lower_prefix) {
  return text.size() >= lower_prefix.size() &&
         std::equal(lower_prefix.begin(), lower_prefix.end(), text.begin(),
                    [](char p, char c) { return p == Lower(c); });
}

bool HasWord(std::string_view text, std::string_view lower_prefix) {
  for (size_t i = 0; i + lower_prefix.size() <= text.size(); ++i) {
    if (Lower(text[i]) != lower_prefix[0]) continue;  // most of the time
    const bool starts = i == 0 || !IsWordByte(text[i - 1]);
    if (starts && BeginsWith(text.substr(i), lower_prefix)) return true;
  }
  return false;
}

}  // namespace

TextQuery::TextQuery(std::string_view text) : words_(WordsOf(text)) {}

bool TextQuery::Finds(const Catalog& catalog, ItemIndex item) const {
  const CatalogColumns& columns = catalog.columns();
  const std::string_view title = columns.title[item];
  const std::string_view category = columns.category_name[columns.category[item]];
  return !words_.empty() && std::all_of(words_.begin(), words_.end(), [&](const std::string& word) {
    return HasWord(title, word) || HasWord(category, word);
  });
}

std::vector<ItemIndex> Search(const Catalog& catalog, std::string_view query) {
  const std::vector<std::string> words = WordsOf(query);
  const CatalogColumns& columns = catalog.columns();
  std::vector<ItemIndex> found(words.empty() ? 0 : catalog.item_count());
  std::iota(found.begin(), found.end(), 0);
  for (size_t w = 0; w < words.size() && !found.empty(); ++w) {
    std::vector<uint8_t> in_name(catalog.category_count());  // read once, not for every item
    for (size_t c = 0; c < in_name.size(); ++c) {
      in_name[c] = HasWord(columns.category_name[c], words[w]);
    }
    std::erase_if(found, [&](ItemIndex i) {
      return !in_name[columns.category[i]] && !HasWord(columns.title[i], words[w]);
    });
  }
  return found;
}

}  // namespace hearth
