#include "catalog/search.h"

#include <algorithm>

namespace hearth {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWordByte(char c) {
  const char lower = Lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words(1);
  for (char c : text) {
    if (IsWordByte(c)) {
      words.back() += Lower(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
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

Query::Query(std::string_view text) : words_(WordsOf(text)) {}

bool Query::Finds(const Catalog& catalog, ItemIndex item) const {
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
  const size_t categories = catalog.category_count();
  std::vector<bool> in_name;  // by word and category: read once, not for every item
  for (const std::string& word : words) {
    for (size_t c = 0; c < categories; ++c) {
      in_name.push_back(HasWord(columns.category_name[c], word));
    }
  }
  std::vector<ItemIndex> found;
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) {
    size_t matching = 0;
    while (matching < words.size() && (in_name[matching * categories + columns.category[i]] ||
                                       HasWord(columns.title[i], words[matching]))) {
      ++matching;
    }
    if (matching == words.size() && matching > 0) found.push_back(i);
  }
  return found;
}

}  // namespace hearth
