// Words that stand in tables of layouts: several in one text, or a list of them.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace hearth {

// Calls `take(word)` for each word of a text with separators between.
template <typename Take>
void ForEachWord(std::string_view text, Take take, char separator = ' ') {
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    if (end > 0) take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// Whether `words`, with blanks between, has that one.
inline bool HasWord(std::string_view words, std::string_view word) {
  bool has = false;
  ForEachWord(words, [&](std::string_view each) { has = has || each == word; });
  return has;
}

template <size_t N>
bool IsOneOf(std::string_view word, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace hearth
