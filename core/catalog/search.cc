#include "catalog/search.h"

#include <algorithm>
#include <numeric>

#include "base/fold.h"

namespace hearth {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWordByte(char c) {
  const char lower = Lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> WordsOf(std::string_view query) {
  const std::string text = Folded(query);
  std::vector<std::string> words;
  std::string word;
  for (size_t i = 0; i <= text.size() && words.size() < kMaxQueryWords; ++i) {
    if (i < text.size() && IsWordByte(text[i])) {
      word += text[i];
      continue;
    }
    const bool fresh = std::find(words.begin(), words.end(), word) == words.end();
    if (!word.empty() && fresh) words.push_back(word);
    word.clear();
  }
  return words;
}

bool BeginsWith(std::string_view text, std::string_view prefix) {
  for (Folder folder(text); !prefix.empty();) {
    if (folder.AtEnd()) return false;
    const std::string_view letters = folder.Next();
    const size_t length = std::min(letters.size(), prefix.size());
    if (letters.substr(0, length) != prefix.substr(0, length)) return false;
    prefix.remove_prefix(length);
  }
  return true;
}

// Whether `lead` begins a letter or a mark of two bytes (U+00C0 to U+07FF).
bool IsLetterLead(uint8_t lead) { return lead >= 0xC3 && lead < 0xE0; }

// `prefix` is folded. Of `text` the beginnings of words are folded, and rare signs.
bool HasWord(std::string_view text, std::string_view prefix) {
  const auto first = static_cast<uint8_t>(prefix[0]);
  bool separates = true;  // the code point before, where it is not ASCII
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<uint8_t>(text[i]);
    if (lead < 0x80 && (lead | 0x20) != first) {  // most of the time
      ++i;
      continue;
    }
    const char before = i == 0 ? ' ' : text[i - 1];
    const bool starts = static_cast<uint8_t>(before) < 0x80 ? !IsWordByte(before) : separates;
    if (lead < 0x80) {
      if (starts && BeginsWith(text.substr(i), prefix)) return true;
      ++i;
    } else if (!starts && IsLetterLead(lead)) {
      separates = false;
      i += 2;
    } else {
      Folder folder(text.substr(i));
      const std::string_view letters = folder.Next();
      const bool may_begin = starts && (letters.empty() || letters[0] == prefix[0]);
      if (may_begin && BeginsWith(text.substr(i), prefix)) return true;
      separates = letters.empty() ? starts : !IsWordByte(letters[0]);
      i = text.size() - folder.rest().size();
    }
  }
  return false;
}

// In the title of an item, or of one of its variants.
bool TitleHasWord(const CatalogColumns& columns, ItemIndex item, std::string_view prefix) {
  if (HasWord(columns.title[item], prefix)) return true;
  const auto [first, last] = columns.VariantsOf(item);
  for (VariantIndex variant = first; variant < last; ++variant) {
    if (HasWord(columns.Text(variant, VariantText::kTitle), prefix)) return true;
  }
  return false;
}

}  // namespace

TextQuery::TextQuery(std::string_view text) : words_(WordsOf(text)) {}

bool TextQuery::Finds(const Catalog& catalog, ItemIndex item) const {
  const CatalogColumns& columns = catalog.columns();
  const std::string_view category = columns.category_name[columns.category[item]];
  return !words_.empty() && std::all_of(words_.begin(), words_.end(), [&](const std::string& word) {
    return TitleHasWord(columns, item, word) || HasWord(category, word);
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
      return !in_name[columns.category[i]] && !TitleHasWord(columns, i, words[w]);
    });
  }
  return found;
}

}  // namespace hearth
