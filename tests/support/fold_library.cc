#include "support/fold_library.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace hearth {
namespace {

using Range = std::pair<uint32_t, uint32_t>;  // the end is excluded

template <size_t N>
bool IsIn(const std::array<Range, N>& ranges, uint32_t code) {
  return std::any_of(ranges.begin(), ranges.end(), [code](const Range& range) {
    return code >= range.first && code < range.second;
  });
}

utf8proc_category_t Category(uint32_t code) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(code));
}

std::u32string Decompose(uint32_t code, int options) {
  std::array<utf8proc_int32_t, 32> out;
  int last = UTF8PROC_BOUNDCLASS_START;
  const auto count =
      utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code), out.data(), out.size(),
                              static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE), &last);
  return {out.begin(), out.begin() + count};
}

// Accents of letters, Hebrew points, Arabic vowels, and variation selectors. The vowel signs of
// Indic scripts, which are marks too, tell words apart.
bool IsAccent(uint32_t code) {
  constexpr std::array<Range, 12> kBlocks = {{{0x300, 0x370},
                                              {0x483, 0x48A},
                                              {0x591, 0x5C8},
                                              {0x610, 0x61B},
                                              {0x64B, 0x660},
                                              {0x670, 0x671},
                                              {0x6D6, 0x6EE},
                                              {0x1AB0, 0x1B00},
                                              {0x1DC0, 0x1E00},
                                              {0x20D0, 0x2100},
                                              {0xFE00, 0xFE10},
                                              {0xFE20, 0xFE30}}};
  const auto category = Category(code);
  return IsIn(kBlocks, code) &&
         (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME);
}

// Latin, Greek, Cyrillic, Hebrew and Arabic, kana, Hangul. Elsewhere (Indic scripts, rare Chinese
// signs, music) what is composed stays so.
bool IsTakenApart(uint32_t code) {
  constexpr std::array<Range, 7> kBlocks = {{{0x80, 0x900},
                                             {0x1E00, 0x2000},
                                             {0x2100, 0x2190},
                                             {0x3040, 0x3100},
                                             {0xAC00, 0xD7A4},
                                             {0xFB00, 0xFB50},
                                             {0x10400, 0x10600}}};
  return IsIn(kBlocks, code);
}

bool IsLetter(uint32_t code) {
  const auto category = Category(code);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO) ||
         (code >= 0x24B6 && code < 0x24D0);  // circled letters
}

bool IsPunctuation(uint32_t code) {
  constexpr std::array<Range, 3> kBlocks = {{{0x80, 0xC0}, {0x2000, 0x2070}, {0x3000, 0x3040}}};
  const auto category = Category(code);
  return IsIn(kBlocks, code) && category >= UTF8PROC_CATEGORY_PC &&
         category <= UTF8PROC_CATEGORY_ZP;
}

// What Unicode leaves as it is or takes apart to no use: strokes, ligatures, small digits. As
// CLDR's Latin-ASCII transliterates them; and the sign between two lengths.
const std::map<uint32_t, std::u32string> kWrittenOut = {
    {U'\u00E6', U"ae"}, {U'\u0153', U"oe"}, {U'\u00F8', U"o"}, {U'\u0142', U"l"},
    {U'\u0111', U"d"},  {U'\u00F0', U"d"},  {U'\u0127', U"h"}, {U'\u0167', U"t"},
    {U'\u00FE', U"th"}, {U'\u0131', U"i"},  {U'\u014B', U"n"}, {U'\u0138', U"q"},
    {U'\u0149', U"n"},  {U'\u1E9A', U"a"},  {U'\u00AA', U"a"}, {U'\u00BA', U"o"},
    {U'\u00B9', U"1"},  {U'\u00B2', U"2"},  {U'\u00B3', U"3"}, {U'\u00D7', U"x"}};

std::u32string WithoutAccents(std::u32string text) {
  std::erase_if(text, IsAccent);
  return text;
}

std::u32string FoldLetter(uint32_t code) {
  const int apart = IsTakenApart(code) ? UTF8PROC_DECOMPOSE : 0;
  std::u32string folded;
  for (const char32_t base : WithoutAccents(Decompose(code, apart))) {
    for (const char32_t small : WithoutAccents(Decompose(base, apart | UTF8PROC_CASEFOLD))) {
      const auto written_out = kWrittenOut.find(small);
      if (written_out != kWrittenOut.end()) {
        folded += written_out->second;
      } else {
        folded += small;
      }
    }
  }
  return folded;
}

}  // namespace

std::u32string LibraryDecomposed(uint32_t code) { return Decompose(code, UTF8PROC_DECOMPOSE); }

std::u32string LibraryFolded(uint32_t code) {
  if (code >= 0xFF01 && code < 0xFF5F) return LibraryFolded(code - 0xFF00 + 0x20);  // full width
  if (Decompose(code, UTF8PROC_IGNORE).empty()) return {};
  if (const auto at = kWrittenOut.find(code); at != kWrittenOut.end()) return at->second;
  if (IsPunctuation(code)) return U" ";
  return IsLetter(code) ? FoldLetter(code) : std::u32string{code};
}

}  // namespace hearth
