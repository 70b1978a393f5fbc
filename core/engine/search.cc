#include "engine/search.h"

#include <algorithm>
#include <string>

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
  for (size_t i = 0; i < text.size(); ++i) {
    const bool starts = IsWordByte(text[i]) && (i == 0 || !IsWordByte(text[i - 1]));
    if (starts && BeginsWith(text.substr(i), lower_prefix)) return true;
  }
  return false;
}

}  // namespace

std::vector<ItemIndex> Search(const Catalog& catalog, std::string_view query) {
  const std::vector<std::string> words = WordsOf(query);
  std::vector<ItemIndex> found;
  if (words.empty()) return found;
  const CatalogColumns& columns = catalog.columns();
  for (ItemIndex i = 0; i < catalog.item_count(); ++i) {
    const std::string_view title = columns.title[i];
    const std::string_view category = columns.category_name[columns.category[i]];
    const bool matches = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return HasWord(title, word) || HasWord(category, word);
    });
    if (matches) found.push_back(i);
  }
  return found;
}

}  // namespace hearth
