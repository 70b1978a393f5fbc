// Letters of ASCII without their capitals, for words of files and platforms; base/fold.h is for
// what people write.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace hearth {

constexpr char ToSmall(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string SmallLetters(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), ToSmall);
  return small;
}

}  // namespace hearth
